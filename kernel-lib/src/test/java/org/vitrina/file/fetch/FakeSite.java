package org.vitrina.file.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A web site on this machine that knows byte ranges, and can break off.
final class FakeSite implements AutoCloseable {
    private record Page(String type, byte[] content) {}

    private final HttpServer server;
    private final Map<String, Page> pages = new HashMap<>();
    /// The requests that came, each with its range.
    final List<String> requests = new ArrayList<>();
    /// After how many bytes of a page the next connections break off.
    final List<Integer> breaks = new ArrayList<>();
    boolean knowsRanges = true;

    FakeSite() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    void put(String path, String type, byte[] content) {
        pages.put(path, new Page(type, content));
    }

    void put(String path, String type, String content) {
        put(path, type, content.getBytes(StandardCharsets.UTF_8));
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String range = exchange.getRequestHeaders().getFirst("Range");
            requests.add(path + (range == null ? "" : " " + range));
            Page page = pages.get(path);
            if (page == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            int from = 0;
            int length = page.content.length;
            Matcher asked = Pattern.compile("bytes=(\\d+)-").matcher(range == null || !knowsRanges ? "" : range);
            if (asked.matches()) {
                from = Integer.parseInt(asked.group(1));
                if (from >= length) {
                    exchange.getResponseHeaders().set("Content-Range", "bytes */" + length);
                    exchange.sendResponseHeaders(416, -1);
                    return;
                }
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes %d-%d/%d".formatted(from, length - 1, length));
            }
            exchange.getResponseHeaders().set("Content-Type", page.type);
            exchange.sendResponseHeaders(asked.matches() ? 206 : 200, length - from);
            int sent = breaks.isEmpty() ? length - from : Math.min(length - from, breaks.removeFirst());
            exchange.getResponseBody().write(page.content, from, sent);
        } catch (IOException _) {
            // closing an exchange whose body is not whole says so; that is the point of a break
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
