package org.vitrina.kernel.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrina.Property;

@DisplayName("A notebook")
class NotebookTests {
    private static final String SMALL = """
            {"cells": [{"cell_type": "code", "source": ["a\\n", "b"], "outputs": [], "metadata": {"tags": ["x"]}}],
             "metadata": {}, "nbformat": 4, "nbformat_minor": 2}""";

    @Nested
    @DisplayName("written by Python's nbformat 5.11.1")
    class FromJupyter {
        private final String text = resource("/notebooks/by-nbformat-5.11.1.ipynb");

        @Test
        @DisplayName("is written again byte for byte")
        void roundTrip() throws IOException {
            assertEquals(text, Notebook.parse("it", text).json());
        }

        @Test
        @DisplayName("has its cells, tags, outputs and metadata as records")
        void records() throws IOException {
            Notebook notebook = Notebook.parse("it", text);
            assertEquals(5, notebook.cells().size());
            assertEquals(Set.of("solution"), notebook.cells().getFirst().tags());
            assertEquals("es", notebook.text("vitrina", "language").orElseThrow());
            var code = (Cell.Code) notebook.cells().get(1);
            assertEquals("var x = 1;\nx", code.source());
            assertEquals(3, code.executionCount());
            assertEquals("one\ntwo", ((CellOutput.Stream) code.outputs().getFirst()).text());
            assertEquals(
                    "<p>\n1</p>",
                    ((CellOutput.Result) code.outputs().get(2))
                            .form("text/html")
                            .orElseThrow());
            assertTrue(notebook.cells().get(3).attachments().has("p.png"));
        }
    }

    @Nested
    @DisplayName("when read")
    class Read {
        @Test
        @DisplayName("takes a source as one string or as a list of lines")
        void sources() throws IOException {
            String one = SMALL.replace("[\"a\\n\", \"b\"]", "\"a\\nb\"");
            assertEquals("a\nb", Notebook.parse("it", SMALL).cells().getFirst().source());
            assertEquals("a\nb", Notebook.parse("it", one).cells().getFirst().source());
        }

        @Test
        @DisplayName("gives cells without id the same id each time, and different cells different ones")
        void ids() throws IOException {
            String twins = "{\"cell_type\": \"raw\", \"source\": \"same\", \"metadata\": {}}";
            String three = "{\"cells\": [%s, %s, %s], \"metadata\": {}, \"nbformat\": 4}"
                    .formatted(twins, twins, twins.replace("same", "other"));
            List<String> first =
                    Notebook.parse("it", three).cells().stream().map(Cell::id).toList();
            assertEquals(3, new HashSet<>(first).size());
            assertEquals(
                    first,
                    Notebook.parse("it", three).cells().stream().map(Cell::id).toList());
        }

        @Test
        @DisplayName("replaces an id that is not valid or comes twice, and keeps those that are right")
        void badIds() throws IOException {
            String cell = "{\"cell_type\": \"raw\", \"id\": \"%s\", \"source\": \"\", \"metadata\": {}}";
            String json = "{\"cells\": [%s, %s, %s], \"metadata\": {}, \"nbformat\": 4, \"nbformat_minor\": 5}"
                    .formatted(cell.formatted("a"), cell.formatted("a"), cell.formatted("no spaces"));
            List<String> ids =
                    Notebook.parse("it", json).cells().stream().map(Cell::id).toList();
            assertEquals("a", ids.getFirst());
            assertEquals(3, new HashSet<>(ids).size());
            ids.forEach(id -> assertTrue(id.matches("[a-zA-Z0-9_-]{1,64}"), id));
        }

        @Test
        @DisplayName("does not change when a byte order mark opens the file")
        void byteOrderMark(@TempDir Path folder) throws IOException {
            Path file = Files.writeString(folder.resolve("bom.ipynb"), "\uFEFF" + SMALL);
            assertEquals(1, Notebook.read(file).cells().size());
        }
    }

    @Nested
    @DisplayName("when written")
    class Written {
        @Test
        @DisplayName("meets what the schema of nbformat 4.5 requires, whatever it was made from")
        void schema() throws IOException {
            assertValid(Notebook.parse("it", SMALL).json());
            assertValid(Notebook.parse("it", resource("/notebooks/by-nbformat-5.11.1.ipynb"))
                    .json());
        }

        @Test
        @DisplayName("keeps metadata and keys that nobody here knows")
        void unknown() throws IOException {
            String json = Notebook.parse(
                            "it", SMALL.replace("\"outputs\"", "\"futureKey\": {\"a\": [1e3]}, \"outputs\""))
                    .json();
            assertEquals(
                    "{\"a\":[1e3]}",
                    JsonParser.parseString(json)
                            .getAsJsonObject()
                            .getAsJsonArray("cells")
                            .get(0)
                            .getAsJsonObject()
                            .get("futureKey")
                            .toString());
        }

        @Test
        @DisplayName("holds any text unchanged, apart from lone surrogates, which UTF-8 cannot hold")
        void anyText(@TempDir Path folder) throws IOException {
            Path file = folder.resolve("any.ipynb");
            Property.forRandom(100, random -> {
                String text = anyText(random);
                try {
                    Notebook.of(List.of(new Cell.Code("a", text))).write(file);
                    String expected = new String(text.getBytes(StandardCharsets.UTF_16), StandardCharsets.UTF_16);
                    assertEquals(
                            expected, Notebook.read(file).cells().getFirst().source());
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
        }

        @Test
        @DisplayName("replaces the file and leaves no draft behind")
        void replaces(@TempDir Path folder) throws IOException {
            Path file = folder.resolve("new/deep/n.ipynb");
            Notebook.of(List.of()).write(file);
            Notebook.of(List.of(new Cell.Markdown("a", "x"))).write(file);
            assertEquals(1, Notebook.read(file).cells().size());
            try (var files = Files.list(file.getParent())) {
                assertEquals(List.of(file), files.toList());
            }
        }

        private String anyText(RandomGenerator random) {
            var text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(
                        random.nextInt(4) == 0
                                ? "\n\r\t\"\\\u2028\uD800\u0000<&".charAt(random.nextInt(10))
                                : (char) random.nextInt(0x10000));
            }
            return text.toString();
        }
    }

    @Nested
    @DisplayName("that is broken")
    class Broken {
        @ParameterizedTest
        @DisplayName("is refused with the place, what was expected, what was found and what to do")
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "[]|$|an object|a list of 0",
                    "{}|$.nbformat|the format's number|nothing",
                    "{\"nbformat\": 3, \"worksheets\": []}|$.nbformat|format 4|--nbformat 4 --inplace",
                    "{\"nbformat\": 4, \"worksheets\": []}|$.worksheets|format 4|--nbformat 4 --inplace",
                    "{\"nbformat\": 5, \"cells\": []}|$.nbformat|format 4|the number 5",
                    "{\"nbformat\": \"4\", \"cells\": []}|$.nbformat|a whole number|the string \"4\"",
                    "{\"nbformat\": 1e999999999}|$.nbformat|a whole number|1e999999999",
                    "{\"nbformat\": 4}|$.cells|a list|nothing",
                    "{\"nbformat\": 4, \"cells\": {}}|$.cells|a list|an object of 0 keys",
                    "{\"nbformat\": 4, \"cells\": [7]}|$.cells[0]|an object|the number 7",
                    "{\"nbformat\": 4, \"cells\": [{}]}|$.cells[0].cell_type|a string|nothing",
                    "{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\"}]}|$.cells[0].source|list of strings|nothing",
                    "{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"x\", \"source\": \"\"}]}|$.cells[0].cell_type|\"raw\"|\"x\"",
                    "{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"raw\", \"source\": [1]}]}|$.cells[0].source[0]|a string|1",
                    "{\"nbformat\": 4, \"metadata\": 1, \"cells\": []}|$.metadata|an object|the number 1",
                    "{\"nbformat\": 4, \"cells\": []} x|$|JSON|not JSON",
                    "{\"nbformat\": 4, \"cells\": [|$|JSON|not JSON",
                    "{'nbformat': 4}|$|JSON|not JSON",
                    "<html>|$|JSON|not JSON",
                    "``|$|JSON|an empty file",
                })
        void refused(String json, String place, String expected, String found) {
            NotebookException e = assertThrows(NotebookException.class, () -> Notebook.parse("my.ipynb", json));
            assertEquals(place, e.place(), e.getMessage());
            assertTrue(e.getMessage().startsWith("my.ipynb: at " + place + ": expected "), e.getMessage());
            assertTrue(e.getMessage().contains(expected), e.getMessage());
            assertTrue(e.getMessage().contains(found), e.getMessage());
        }

        @ParameterizedTest
        @DisplayName("in its outputs is refused at the output")
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{\"output_type\": \"pyout\"}|output_type",
                    "{\"output_type\": \"stream\", \"name\": 1, \"text\": \"\"}|name",
                    "{\"output_type\": \"display_data\", \"data\": {\"text/plain\": {}}}|data.text/plain",
                    "{\"output_type\": \"execute_result\", \"data\": {}, \"execution_count\": -1}|execution_count",
                    "{\"output_type\": \"error\", \"ename\": \"\", \"evalue\": \"\", \"traceback\": \"x\"}|traceback",
                })
        void outputs(String output, String key) {
            String json = SMALL.replace("\"outputs\": []", "\"outputs\": [" + output + "]");
            NotebookException e = assertThrows(NotebookException.class, () -> Notebook.parse("my.ipynb", json));
            assertEquals("$.cells[0].outputs[0]." + key, e.place());
        }

        @ParameterizedTest
        @ValueSource(strings = {"[", "{\"a\":", "{\"nbformat\":4,\"cells\":[],\"metadata\":{\"a\":[["})
        @DisplayName("by nesting without end is refused, not a stack overflow")
        void nesting(String open) {
            String json = open.repeat(200_000);
            NotebookException e = assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> assertThrows(NotebookException.class, () -> Notebook.parse("deep.ipynb", json)));
            assertTrue(e.getMessage().length() < 500, "the message does not repeat the file");
        }

        @Test
        @DisplayName("by its size is refused before it is taken apart")
        void size(@TempDir Path folder) throws IOException {
            Path file = folder.resolve("large.ipynb");
            try (var channel = new java.io.RandomAccessFile(file.toFile(), "rw")) {
                channel.setLength(NotebookReader.MOST_BYTES + 1L);
            }
            assertTrue(assertThrows(NotebookException.class, () -> Notebook.read(file))
                    .getMessage()
                    .contains("expected at most 64 MB"));
        }

        @Test
        @DisplayName("because it is not there, a folder, or not text, says so")
        void files(@TempDir Path folder) throws IOException {
            Path bytes = Files.write(folder.resolve("bytes.ipynb"), new byte[] {'{', (byte) 0xFF});
            assertTrue(message(folder.resolve("none.ipynb")).contains("no file of that name; check the path"));
            assertTrue(message(folder).contains("a folder; name a file that ends in .ipynb"));
            assertTrue(message(bytes).contains("expected text in UTF-8"));
        }

        private String message(Path file) {
            return assertThrows(NotebookException.class, () -> Notebook.read(file))
                    .getMessage();
        }
    }

    static String resource(String name) {
        try (var in = NotebookTests.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Checks by hand what `nbformat.v4.5.schema.json` requires.
    static void assertValid(String json) {
        JsonObject root = JsonParser.parseString(json).getAsJsonObject();
        assertEquals(Set.of("cells", "metadata", "nbformat", "nbformat_minor"), root.keySet());
        assertEquals(4, root.get("nbformat").getAsInt());
        assertTrue(root.get("nbformat_minor").getAsInt() >= 5);
        var ids = new HashSet<String>();
        for (JsonElement element : root.getAsJsonArray("cells")) {
            JsonObject cell = element.getAsJsonObject();
            String type = cell.get("cell_type").getAsString();
            assertTrue(cell.get("id").getAsString().matches("[a-zA-Z0-9_-]{1,64}"));
            assertTrue(ids.add(cell.get("id").getAsString()), "ids are unique");
            assertTrue(cell.get("metadata").isJsonObject());
            assertLines(cell.get("source"));
            if (type.equals("code")) {
                assertEquals(
                        Set.of("cell_type", "id", "metadata", "source", "outputs", "execution_count"), cell.keySet());
                assertTrue(cell.get("execution_count").isJsonNull()
                        || cell.get("execution_count").getAsInt() >= 0);
                cell.getAsJsonArray("outputs").forEach(output -> assertOutput(output.getAsJsonObject()));
            } else {
                assertTrue(Set.of("markdown", "raw").contains(type), type);
                assertTrue(Set.of("cell_type", "id", "metadata", "source", "attachments")
                        .containsAll(cell.keySet()));
            }
        }
    }

    private static void assertOutput(JsonObject output) {
        switch (output.get("output_type").getAsString()) {
            case "stream" -> {
                assertEquals(Set.of("output_type", "name", "text"), output.keySet());
                assertLines(output.get("text"));
            }
            case "error" -> {
                assertEquals(Set.of("output_type", "ename", "evalue", "traceback"), output.keySet());
                assertTrue(output.get("traceback") instanceof JsonArray);
            }
            case "display_data" -> assertEquals(Set.of("output_type", "data", "metadata"), output.keySet());
            case "execute_result" ->
                assertEquals(Set.of("output_type", "data", "metadata", "execution_count"), output.keySet());
            default -> throw new AssertionError(output);
        }
        if (output.has("data")) {
            output.getAsJsonObject("data").entrySet().forEach(form -> {
                if (!form.getKey().endsWith("json")) {
                    assertLines(form.getValue());
                }
            });
        }
    }

    private static void assertLines(JsonElement text) {
        if (text instanceof JsonArray lines) {
            lines.forEach(line -> assertTrue(line.getAsJsonPrimitive().isString()));
        } else {
            assertTrue(text.getAsJsonPrimitive().isString());
        }
    }
}
