package org.vitrina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("vitrina convert")
class ConvertCommandTests {
    private static final String FOLDER = "src/test/resources/org/vitrina/file/hub/llama";

    @TempDir
    private Path folder;

    private final CapturedTerminal terminal = CapturedTerminal.redirected();

    @Test
    @DisplayName("writes a GGUF file and prints what is in it")
    void text() {
        Path out = folder.resolve("llama.gguf");
        assertEquals(0, terminal.run("convert", FOLDER, out.toString()));
        assertTrue(terminal.out().startsWith("GGUF 3 file 'llama.gguf', 55.1 kB, 20 tensors\n"), terminal.out());
        assertEquals("", terminal.err());
        assertTrue(Files.exists(out));
    }

    @Test
    @DisplayName("writes matrices in the type that is asked for, and JSON for scripts")
    void json() {
        Path out = folder.resolve("llama.gguf");
        assertEquals(0, terminal.run("convert", FOLDER, out.toString(), "--type", "q8_0", "--json"));
        JsonObject report = JsonParser.parseString(terminal.out()).getAsJsonObject();
        assertEquals(out.toString(), report.get("file").getAsString());
        assertEquals(
                "Q8_0",
                report.getAsJsonArray("formats")
                        .get(0)
                        .getAsJsonObject()
                        .get("format")
                        .getAsString());
    }

    @Test
    @DisplayName("says in one line what is wrong with a folder or a type, and writes nothing")
    void wrong() {
        Path out = folder.resolve("llama.gguf");
        assertEquals(1, terminal.run("convert", folder.toString(), out.toString()));
        assertEquals(
                "vitrina convert: folder " + folder
                        + ": expected a model of Hugging Face's hub, with a file config.json, found none\n",
                terminal.err());
        var type = CapturedTerminal.redirected();
        assertEquals(2, type.run("convert", FOLDER, out.toString(), "--type", "Q4_K"));
        assertTrue(
                type.err()
                        .startsWith(
                                "vitrina convert: a model is converted to F32, F16, BF16 or Q8_0, not to Q4_K; convert"
                                        + " it to one of these, then quantize the file\n"),
                type.err());
        assertFalse(Files.exists(out));
    }
}
