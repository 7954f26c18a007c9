package org.vitrina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The evaluation is one that the tests bring along (`org.vitrina.train.TestParts`).
@DisplayName("vitrina model evaluate")
class EvaluateCommandTests {
    @TempDir
    private Path folder;

    private final CapturedTerminal terminal = CapturedTerminal.redirected();
    private String model;

    @BeforeEach
    void model() throws IOException {
        Path file = folder.resolve("counted.gguf");
        Files.copy(Path.of("src/test/resources/org/vitrina/transformer/llama.gguf"), file);
        model = file.toString();
    }

    @Test
    @DisplayName("measures a model by what is made for it, and prints shares with their interval")
    void measures() {
        assertEquals(0, terminal.run("model", "evaluate", model), terminal.err());
        assertEquals("""
                test-counts: how many numbers a model has
                  parameters  24224
                  matrices    75.0 % (n = 20, 95 %: 53.1 to 88.8)
                """, terminal.out());
    }

    @Test
    @DisplayName("with --json gives all digits, and those that are printed")
    void json() {
        assertEquals(0, terminal.run("model", "evaluate", model, "--json", "--threads", "1"));
        JsonObject report = JsonParser.parseString(terminal.out()).getAsJsonObject();
        JsonObject evaluation = report.getAsJsonArray("evaluations").get(0).getAsJsonObject();
        JsonObject share = evaluation.getAsJsonArray("measurements").get(1).getAsJsonObject();
        assertEquals("75.0", share.get("printed").getAsString());
        assertEquals(0.531299, share.get("low").getAsDouble() / 100, 1e-6);
        assertEquals(20, share.get("n").getAsInt());
    }

    @Test
    @DisplayName("without a model lists what models are measured by")
    void lists() {
        assertEquals(0, terminal.run("model", "evaluate"));
        assertTrue(terminal.out().contains("test-counts  counted\n  how many numbers a model has\n"), terminal.out());
    }

    @Test
    @DisplayName("takes another model only by the name of an evaluation, and says which there are")
    void others() throws IOException {
        Path other = folder.resolve("other.gguf");
        Files.copy(Path.of(model), other);
        assertEquals(2, terminal.run("model", "evaluate", other.toString()));
        assertTrue(
                terminal.err()
                        .contains("no evaluation is made for a model 'other'; with --by any can be taken; there is"),
                terminal.err());
        var named = CapturedTerminal.redirected();
        assertEquals(0, named.run("model", "evaluate", other.toString(), "--by", "test-counts"));
        var unknown = CapturedTerminal.redirected();
        assertEquals(2, unknown.run("model", "evaluate", other.toString(), "--by", "taste"));
        assertTrue(unknown.err().contains("there is no evaluation 'taste'"), unknown.err());
    }
}
