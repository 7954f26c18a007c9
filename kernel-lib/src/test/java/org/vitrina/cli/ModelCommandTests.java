package org.vitrina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("vitrina model")
class ModelCommandTests {
    private static final Path SAMPLE = Path.of("src/test/resources/org/vitrina/file/every-type.gguf");

    @TempDir
    private Path folder;

    private final CapturedTerminal terminal = CapturedTerminal.redirected();
    private String before;

    @BeforeEach
    void useAnotherCache() {
        before = System.setProperty("vitrina.models", folder.toString());
    }

    @AfterEach
    void useTheUsersCache() {
        if (before == null) System.clearProperty("vitrina.models");
        else System.setProperty("vitrina.models", before);
    }

    @Nested
    @DisplayName("info")
    class Info {
        @Test
        @DisplayName("prints facts and number formats of a file, or of a model in the cache")
        void text() throws IOException {
            assertEquals(0, terminal.run("model", "info", SAMPLE.toString()));
            assertTrue(terminal.out().startsWith("GGUF 3 file 'every-type.gguf', 3.5 kB, 9 tensors\n"), terminal.out());
            assertTrue(terminal.out().contains("\nQ4_1          1      192    120                5\n"), terminal.out());
            assertEquals("", terminal.err());
            Files.copy(SAMPLE, folder.resolve("mine.gguf"));
            var named = CapturedTerminal.redirected();
            assertEquals(0, named.run("model", "info", "mine", "--tensors"));
            assertTrue(named.out().contains("\ncube         other  F32     2 × 3 × 4       24     96\n"), named.out());
        }

        @Test
        @DisplayName("with --json writes the same as numbers, and every tensor if asked")
        void json() {
            assertEquals(0, terminal.run("model", "info", "--json", "--tensors", SAMPLE.toString()));
            JsonObject report = JsonParser.parseString(terminal.out()).getAsJsonObject();
            assertEquals(SAMPLE.toString(), report.get("file").getAsString());
            assertEquals("llama", report.get("architecture").getAsString());
            assertEquals(6 * 192 + 5 + 24 + 6, report.get("parameters").getAsLong());
            assertEquals(9, report.getAsJsonArray("tensors").size());
            JsonObject first = report.getAsJsonArray("tensors").get(0).getAsJsonObject();
            assertEquals(
                    "{\"name\":\"matrix.F32\",\"format\":\"F32\",\"shape\":[3,64],\"bytes\":768}", first.toString());
        }

        @Test
        @DisplayName("says in one line what is wrong with a file, and where")
        void broken() throws IOException {
            Path file = Files.write(folder.resolve("broken.gguf"), new byte[] {'G', 'G', 'U', 'F', 3, 0, 0, 0, 1});
            assertEquals(1, terminal.run("model", "info", file.toString()));
            assertEquals(
                    "vitrina model info: " + file
                            + ": number of tensors at byte 8: expected 8 bytes, found the end of the file after 1\n",
                    terminal.err());
        }

        @Test
        @DisplayName("says where it looked for a model that is not there")
        void missing() {
            assertEquals(1, terminal.run("model", "info", "none"));
            assertEquals(
                    "vitrina model info: there is no file 'none', and no model of that name in " + folder
                            + ", which has none yet; ./vitrina model get lists what it can fetch\n",
                    terminal.err());
        }
    }

    @Nested
    @DisplayName("get")
    class Get {
        @Test
        @DisplayName("lists what can be fetched")
        void offered() {
            assertEquals(0, terminal.run("model", "get"));
            assertTrue(terminal.out().startsWith("smollm2-135m-instruct  98.4 MB, Apache-2.0\n"), terminal.out());
        }

        @Test
        @DisplayName("refuses a file that is not the model, and keeps nothing of it")
        void wrongFile() throws IOException {
            assertEquals(1, terminal.run("model", "get", "smollm2-135m-instruct", "--from", SAMPLE.toString()));
            assertEquals("vitrina model get: expected 98,362,432 bytes, found 3,456\n", terminal.err());
            try (var files = Files.list(folder)) {
                assertEquals(0, files.count());
            }
        }

        @Test
        @DisplayName("says that another file is in the model's place")
        void inTheWay() throws IOException {
            Path file = Files.createFile(folder.resolve("smollm2-135m-instruct.gguf"));
            assertEquals(1, terminal.run("model", "get", "smollm2-135m-instruct"));
            assertEquals(
                    "vitrina model get: " + file + " is there, but is not the published smollm2-135m-instruct: expected"
                            + " 98,362,432 bytes, found 0; delete or rename it, then call again\n",
                    terminal.err());
        }

        @Test
        @DisplayName("knows only the published models")
        void unknown() {
            assertEquals(2, terminal.run("model", "get", "gpt-5"));
            assertTrue(
                    terminal.err()
                            .startsWith(
                                    "vitrina model get: there is no published model 'gpt-5' known here; there is smollm2-135m-instruct\n"),
                    terminal.err());
        }
    }

    @Test
    @DisplayName("list names the models in the cache, or says that there is none")
    void list() throws IOException {
        assertEquals(0, terminal.run("model", "list"));
        assertEquals("none in " + folder + "; ./vitrina model get lists what can be fetched\n", terminal.out());
        Files.copy(SAMPLE, folder.resolve("mine.gguf"));
        var again = CapturedTerminal.redirected();
        assertEquals(0, again.run("model", "list", "--json"));
        assertEquals(
                "[{\"name\":\"mine\",\"file\":\"%s\",\"bytes\":3456,\"from\":\"cache\"}]\n"
                        .formatted(folder.resolve("mine.gguf")),
                again.out());
    }
}
