package org.vitrina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrina.file.Gguf;
import org.vitrina.file.GgufFile;
import org.vitrina.file.NewTensor;
import org.vitrina.quantize.Formats;

@DisplayName("vitrina quantize")
class QuantizeCommandTests {
    @TempDir
    private Path folder;

    private final CapturedTerminal terminal = CapturedTerminal.redirected();
    private String in;
    private String out;

    @BeforeEach
    void write() throws IOException {
        in = folder.resolve("in.gguf").toString();
        out = folder.resolve("out.gguf").toString();
        float[] weights = new float[4 * 64];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) Math.sin(i);
        }
        Gguf.writer()
                .text("general.architecture", "llama")
                .tensor(NewTensor.of("token_embd.weight", List.of(4L, 64L), weights))
                .tensor(NewTensor.of("blk.0.ffn_up.weight", List.of(4L, 64L), weights))
                .tensor(NewTensor.of("output_norm.weight", List.of(64L), new float[64]))
                .write(Path.of(in));
    }

    @Test
    @DisplayName("writes the model and prints each tensor's error and both sizes")
    void text() throws IOException {
        assertEquals(0, terminal.run("quantize", in, out, "--type", "q4_0"), terminal.err());
        List<String> lines = terminal.out().lines().toList();
        assertEquals(
                List.of("name", "shape", "from", "to", "bytes", "RMSE", "largest", "error", "SQNR", "(dB)", "cosine"),
                List.of(lines.getFirst().split("\\s+")));
        assertTrue(
                lines.get(1)
                        .matches(
                                "token_embd.weight    4 × 64  F32   Q4_0    144 +0.0\\d+ +0.\\d+ +2\\d\\.\\d +0.99\\d+"),
                lines.get(1));
        assertEquals("2 tensors quantized, 1 written as they were", lines.get(4));
        assertEquals("", terminal.err());
        try (GgufFile file = Gguf.open(Path.of(out))) {
            assertEquals(Formats.Q4_0, file.tensor("blk.0.ffn_up.weight").format());
            assertEquals(Formats.F32, file.tensor("output_norm.weight").format());
        }
    }

    @Test
    @DisplayName("with --json writes everything as numbers; --keep and --with choose by name")
    void json() {
        assertEquals(
                0,
                terminal.run(
                        "quantize",
                        in,
                        out,
                        "--type",
                        "Q4_0",
                        "--json",
                        "--keep",
                        "ffn_",
                        "--with",
                        "embd=Q8_0",
                        "--threads",
                        "1"),
                terminal.err());
        JsonObject report = JsonParser.parseString(terminal.out()).getAsJsonObject();
        assertEquals(out, report.get("file").getAsString());
        assertEquals("Q4_0", report.get("format").getAsString());
        JsonArray tensors = report.getAsJsonArray("tensors");
        assertEquals("Q8_0", tensors.get(0).getAsJsonObject().get("to").getAsString());
        assertTrue(tensors.get(0).getAsJsonObject().get("sqnr").getAsDouble() > 40);
        assertEquals("kept", tensors.get(1).getAsJsonObject().get("why").getAsString());
        assertFalse(tensors.get(1).getAsJsonObject().has("sqnr"));
    }

    @Test
    @DisplayName("notes that a model was quantized before")
    void twice() {
        assertEquals(0, terminal.run("quantize", in, out, "--type", "Q4_0"));
        String third = folder.resolve("third.gguf").toString();
        var again = CapturedTerminal.redirected();
        assertEquals(0, again.run("quantize", out, third, "--type", "Q8_0"));
        assertEquals(
                "note: out.gguf is quantized already (Q4_0); errors are measured against the weights that it has now\n",
                again.err());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "IN OUT; Missing required option: '--type=TYPE'; 2",
                "IN OUT --type Q4; there is no number format 'Q4'; 2",
                "IN OUT --type Q4_0 --keep (; '(' is not a regular expression: Unclosed group; 2",
                "IN OUT --type Q4_0 --with embd; --with needs PATTERN=TYPE, but got 'embd'; 2",
                "IN OUT --type Q4_0 --with embd=Q9; there is no number format 'Q9'; 2",
                "IN OUT --type Q4_0 --threads 0; --threads is at least 1, but is 0; 2",
                "IN IN --type Q4_0; is the file that is read; 1",
                "nowhere.gguf OUT --type Q4_0; there is no file 'nowhere.gguf'; 1",
                "IN nowhere/out.gguf --type Q4_0; there is no folder; 1",
            })
    @DisplayName("says in one line what is wrong with a call")
    void wrong(String line, String message, int code) {
        String[] arguments =
                ("quantize " + line).replace("IN", in).replace("OUT", out).split(" ");
        assertEquals(code, terminal.run(arguments), terminal.err());
        assertTrue(terminal.err().contains(message), terminal.err());
        assertFalse(terminal.err().contains("\tat "), "a stack trace");
        assertEquals("", terminal.out());
        assertFalse(Files.exists(Path.of(out)));
    }
}
