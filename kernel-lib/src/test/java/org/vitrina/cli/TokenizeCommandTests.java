package org.vitrina.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrina.Property;

@DisplayName("vitrina tokenize")
class TokenizeCommandTests {
    @TempDir
    private Path folder;

    private final CapturedTerminal terminal = CapturedTerminal.redirected();

    private static JsonObject object(String json) {
        return JsonParser.parseString(json).getAsJsonObject();
    }

    private static int[] ids(JsonElement tokens) {
        return StreamSupport.stream(tokens.getAsJsonArray().spliterator(), false)
                .mapToInt(token ->
                        token.isJsonObject() ? token.getAsJsonObject().get("id").getAsInt() : token.getAsInt())
                .toArray();
    }

    private static final EncodingRegistry JTOKKIT = Encodings.newLazyEncodingRegistry();

    /// What OpenAI's published ranks give, by jtokkit, which is asked here without our code between.
    private static int[] oracle(EncodingType type, String text) {
        return JTOKKIT.getEncoding(type).encodeOrdinary(text).toArray();
    }

    private static int[] cl100k(String text) {
        return oracle(EncodingType.CL100K_BASE, text);
    }

    @Nested
    @DisplayName("with a text")
    class WithText {
        @Test
        @DisplayName("prints an id and a piece on each line, spaces visible, and what it cost")
        void plain() {
            assertEquals(0, terminal.run("tokenize", "--model", "cl100k", "Hello world"));
            assertEquals("""
                    9906  Hello
                    1917  ·world

                    cl100k: 2 tokens for 11 characters, 11 bytes, 5.50 bytes per token
                    """, terminal.out());
            assertEquals("", terminal.err());
        }

        @Test
        @DisplayName("on a terminal shows the pieces in colours first, which are left out of a file")
        void colours() {
            var colourful = CapturedTerminal.terminal();
            assertEquals(0, colourful.run("tokenize", "Hello world"));
            assertTrue(colourful
                    .out()
                    .startsWith("\u001B[30;48;5;153mHello\u001B[0m\u001B[30;48;5;223m·world\u001B[0m\n"));
            terminal.run("tokenize", "Hello world");
            assertFalse(terminal.out().contains("\u001B"));
        }

        @Test
        @DisplayName("shows control characters as their code points, so that no text can steer the terminal")
        void escapes() {
            terminal.run("tokenize", "\u001B[2J\u0007");
            assertFalse(terminal.out().contains("\u001B"));
            assertFalse(terminal.out().contains("\u0007"));
            assertTrue(terminal.out().contains("⟨U+001B⟩"), terminal.out());
        }

        @Test
        @DisplayName("with --json writes ids, texts and bytes that say the same as jtokkit, for any text")
        void json() {
            Property.forRandom(200, random -> {
                String text = random.ints(random.nextInt(30), 0, 0x3000)
                        .filter(c -> !Character.isSurrogate((char) c))
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
                var captured = CapturedTerminal.redirected();
                // a text that begins with a dash would be an option
                assertEquals(0, captured.run("tokenize", "--json", "--", text));
                JsonObject report = object(captured.out());
                int[] expected = cl100k(text);
                assertEquals("cl100k", report.get("model").getAsString());
                assertEquals(expected.length, report.get("count").getAsInt());
                assertEquals(Arrays.toString(expected), Arrays.toString(ids(report.get("tokens"))));
                var bytes = new StringBuilder();
                report.getAsJsonArray("tokens")
                        .forEach(token -> bytes.append(
                                token.getAsJsonObject().get("bytes").getAsString()));
                assertEquals(HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)), bytes.toString());
            });
        }

        @Test
        @DisplayName("in JSON gives a piece that is no whole character as null, its bytes still there")
        void halfCharacters() {
            terminal.run("tokenize", "--json", "👩‍🚀");
            JsonArray tokens = object(terminal.out()).getAsJsonArray("tokens");
            assertTrue(tokens.asList().stream()
                    .anyMatch(token -> token.getAsJsonObject().get("text").isJsonNull()
                            && !token.getAsJsonObject()
                                    .get("bytes")
                                    .getAsString()
                                    .isEmpty()));
        }

        @Test
        @DisplayName("that is empty gives no token")
        void empty() {
            assertEquals(0, terminal.run("tokenize", ""));
            assertEquals("\ncl100k: 0 tokens for 0 characters, 0 bytes\n", terminal.out());
        }
    }

    @Nested
    @DisplayName("without a text")
    class WithoutText {
        @Test
        @DisplayName("reads standard input as UTF-8, its last line end included")
        void standardInput() {
            assertEquals(0, terminal.runOn("ñandú\n", "tokenize", "--json"));
            assertEquals(
                    Arrays.toString(cl100k("ñandú\n")),
                    Arrays.toString(ids(object(terminal.out()).get("tokens"))));
        }

        @Test
        @DisplayName("reads a file with --file")
        void file() throws IOException {
            Path file = Files.writeString(folder.resolve("letter.txt"), "Dear reader,");
            assertEquals(0, terminal.run("tokenize", "--json", "--file", file.toString()));
            assertEquals(
                    Arrays.toString(cl100k("Dear reader,")),
                    Arrays.toString(ids(object(terminal.out()).get("tokens"))));
        }

        @Test
        @DisplayName("says at which byte its input is not UTF-8")
        void notUtf8() throws IOException {
            Path file = Files.write(folder.resolve("latin1.txt"), "caña".getBytes(StandardCharsets.ISO_8859_1));
            assertEquals(1, terminal.run("tokenize", "--file", file.toString()));
            assertEquals(
                    "vitrina tokenize: " + file
                            + " is not UTF-8: byte 2 is F1, which is not possible there; convert it, "
                            + "for example with iconv -f LATIN1 -t UTF-8\n",
                    terminal.err());
            assertEquals("", terminal.out());
        }
    }

    @Nested
    @DisplayName("and special tokens:")
    class Special {
        @Test
        @DisplayName("their text is plain text, and a note says so")
        void plain() {
            assertEquals(0, terminal.run("tokenize", "--json", "<|endoftext|>"));
            assertEquals(7, object(terminal.out()).get("count").getAsInt());
            assertEquals(
                    "note: <|endoftext|> was read as plain text; with --allow-special '<|endoftext|>' it is the special token\n",
                    terminal.err());
        }

        @ParameterizedTest
        @CsvSource({"all", "<|endoftext|>"})
        @DisplayName("with --allow-special it is the token")
        void allowed(String which) {
            assertEquals(0, terminal.run("tokenize", "--json", "--allow-special", which, "a<|endoftext|>"));
            assertEquals(
                    "[64, 100257]", Arrays.toString(ids(object(terminal.out()).get("tokens"))));
            assertEquals("", terminal.err());
        }

        @Test
        @DisplayName("one that the model does not have is an error")
        void unknown() {
            assertEquals(1, terminal.run("tokenize", "--allow-special", "<|nope|>", "a"));
            assertTrue(terminal.err().startsWith("vitrina tokenize: "), terminal.err());
            assertTrue(terminal.err().contains("<|nope|>"), terminal.err());
        }
    }

    @Nested
    @DisplayName("--model with a model's file")
    class ModelFiles {
        private static final String FOLDER = "src/test/resources/org/vitrina/file/tokenizers/";

        private int[] ids(String... arguments) {
            assertEquals(0, terminal.run(arguments), terminal::err);
            return TokenizeCommandTests.ids(
                    object(terminal.out().lines().toList().getLast()).get("tokens"));
        }

        @Test
        @DisplayName("reads the tokenizer out of GGUF, and adds with --whole what the model wants around a text")
        void gguf() throws IOException {
            int[] found = ids("tokenize", "--model", FOLDER + "sentencepiece.gguf", "--whole", "--json", "de la");
            assertEquals(1, found[0]);
            assertArrayEquals(
                    Arrays.copyOfRange(found, 1, found.length),
                    ids("tokenize", "--model", FOLDER + "sentencepiece.gguf", "--json", "de la"));
        }

        @Test
        @DisplayName("reads a tokenizer.json, or the folder that holds one")
        void huggingFace() throws IOException {
            Files.copy(Path.of(FOLDER + "prefix-space.json"), folder.resolve("tokenizer.json"));
            int[] expected = ids("tokenize", "-m", FOLDER + "prefix-space.json", "--json", "de la");
            assertArrayEquals(expected, ids("tokenize", "-m", folder.toString(), "--json", "de la"));
            assertTrue(expected.length < 5, "merged tokens, not bytes");
        }

        @Test
        @DisplayName("says where a file is wrong")
        void broken() throws IOException {
            Path broken = Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": {\"type\": \"Magic\"}}");
            assertEquals(1, terminal.run("tokenize", "-m", broken.toString(), "x"));
            assertTrue(terminal.err().contains("$.model.vocab: expected the tokens, found nothing"), terminal.err());
        }
    }

    @Nested
    @DisplayName("--decode")
    class Decode {
        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {"9906,1917", "9906 1917", "[9906, 1917]"})
        @DisplayName("writes the text of ids, separated in any of the usual ways")
        void decodes(String ids) {
            assertEquals(0, terminal.run("tokenize", "--decode", ids));
            assertEquals("Hello world\n", terminal.out());
        }

        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource(
                delimiter = ';',
                value = {
                    "1,x; 'x' is not an id; 2",
                    "1,99999999999; '99999999999' is not an id; 2",
                    "100256; 100256; 1",
                })
        @DisplayName("says what is no id")
        void wrong(String ids, String message, int code) {
            assertEquals(code, terminal.run("tokenize", "--decode", ids));
            assertTrue(terminal.err().contains(message), terminal.err());
        }
    }

    @Test
    @DisplayName("--compare sets the vocabularies side by side, each with the pieces it makes")
    void compare() {
        String text = "una vitrina de cristal";
        assertEquals(0, terminal.run("tokenize", "--compare", text));
        List<String> lines = terminal.out().lines().toList();
        List<EncodingType> types = List.of(
                EncodingType.R50K_BASE, EncodingType.P50K_BASE, EncodingType.CL100K_BASE, EncodingType.O200K_BASE);
        assertEquals(2 * types.size(), lines.size());
        for (int i = 0; i < types.size(); i++) {
            int expected = oracle(types.get(i), text).length;
            assertEquals(expected, lines.get(2 * i).split("\\|").length);
            assertEquals(text, lines.get(2 * i).replace("|", "").replace('·', ' '));
            String name = types.get(i).getName().replace("_base", "");
            assertTrue(lines.get(2 * i + 1).matches("  " + name + " +" + expected + " tokens for 22 characters, .*"));
        }
    }

    @Nested
    @DisplayName("--train")
    class Train {
        private Path corpus() throws IOException {
            return Files.writeString(folder.resolve("corpus.txt"), "aaabdaaabac");
        }

        @Test
        @DisplayName("learns the merges of Wikipedia's example, saves them, and --model uses them")
        void wikipedia() throws IOException {
            Path out = folder.resolve("mine.json");
            assertEquals(
                    0,
                    terminal.run(
                            "tokenize", "--train", corpus().toString(), "--vocab", "259", "--out", out.toString()));
            assertTrue(
                    terminal.out().startsWith(out + ": 259 tokens, 3 of them merges, learned from 11 characters in "),
                    terminal.out());
            var second = CapturedTerminal.redirected();
            assertEquals(0, second.run("tokenize", "--json", "--model", out.toString(), "aaabdaaabac"));
            // XdXac: the tokens 258, d, 258, a, c
            assertEquals(
                    "[258, 100, 258, 97, 99]",
                    Arrays.toString(ids(object(second.out()).get("tokens"))));
            assertEquals("mine", object(second.out()).get("model").getAsString());
        }

        @Test
        @DisplayName("gives it the special tokens and the split pattern that were asked for")
        void options() throws IOException {
            Path out = folder.resolve("mine.json");
            assertEquals(
                    0,
                    terminal.run(
                            "tokenize",
                            "--train",
                            corpus().toString(),
                            "--vocab",
                            "258",
                            "--out",
                            out.toString(),
                            "--special",
                            "<|end|>",
                            "--pattern",
                            "o200k"));
            var second = CapturedTerminal.redirected();
            second.run("tokenize", "--json", "--model", out.toString(), "--allow-special", "all", "b<|end|>");
            assertEquals("[98, 257]", Arrays.toString(ids(object(second.out()).get("tokens"))));
            assertTrue(Files.readString(out).toLowerCase().contains("o200k"));
        }

        @Test
        @DisplayName("says so when the text has too few pairs for the vocabulary")
        void tooFew() throws IOException {
            Path out = folder.resolve("mine.json");
            assertEquals(
                    0,
                    terminal.run(
                            "tokenize", "--train", corpus().toString(), "--vocab", "999", "--out", out.toString()));
            assertTrue(
                    terminal.out().contains("fewer than 999: no pair of tokens was left that occurs twice"),
                    terminal.out());
        }

        @Test
        @DisplayName("does not overwrite the text that it reads")
        void keepsItsText() throws IOException {
            String corpus = corpus().toString();
            assertEquals(2, terminal.run("tokenize", "--train", corpus, "--vocab", "259", "--out", corpus));
            assertEquals("aaabdaaabac", Files.readString(corpus()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                "tokenize --model nope x; there is no published vocabulary 'nope'; 2",
                "tokenize --nope; there is no option --nope; 2",
                "tokenize one two; 'two' is one argument too many; 2",
                "tokenize --file nowhere.txt; there is no file nowhere.txt; 1",
                "tokenize --file nowhere.txt x; a text and --file were both given; 2",
                "tokenize --compare --decode 1; --train, --decode and --compare exclude each other; 2",
                "tokenize --train a.txt --out b --vocab many; 'many' is not an int; 2",
                "tokenize --train a.txt; Missing required argument(s): --out=FILE, --vocab=SIZE; 2",
                "tokenze; did you mean: tokenize?; 2",
            })
    @DisplayName("says in one line what is wrong with a call")
    void wrongCalls(String line, String message, int code) {
        assertEquals(code, terminal.run(line.split(" ")));
        assertTrue(terminal.err().contains(message), terminal.err());
        assertFalse(terminal.err().contains("\tat "), "a stack trace");
        assertEquals("", terminal.out());
    }

    @Test
    @DisplayName("shows with --debug where an error arose")
    void debug() {
        assertEquals(1, terminal.run("tokenize", "--debug", "--file", "nowhere.txt"));
        List<String> lines = terminal.err().lines().toList();
        assertEquals("vitrina tokenize: there is no file nowhere.txt", lines.getFirst());
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("\tat org.vitrina.cli.TextInput")), terminal.err());
    }
}
