package org.vitrina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrina.quantize.Formats;
import org.vitrina.tokenize.BpeOptions;
import org.vitrina.tokenize.BpeTokenizer;
import org.vitrina.transformer.Config;
import org.vitrina.transformer.Model;
import org.vitrina.transformer.ModelWriter;

@DisplayName("vitrina context")
class ContextCommandTests {
    private final CapturedTerminal terminal = CapturedTerminal.redirected();

    @Test
    @DisplayName("says what a published model takes, context by context")
    void published() {
        assertEquals(0, terminal.run("context", "-m", "llama-3.1-70b", "--tokens", "4K,128K,1M", "--memory", "80"));
        String out = terminal.out();
        assertTrue(out.startsWith("Llama 3.1 70B: 70,553,706,496 parameters, made for 131,072 tokens ("), out);
        assertTrue(out.contains("weights F16, 141 GB; keys and values 328 kB for each token more"), out);
        assertTrue(out.contains("\ntokens                            4K        128K         1M*\n"), out);
        assertTrue(out.contains("\nkeys and values              1.34 GB     42.9 GB      344 GB\n"), out);
        assertTrue(out.contains("\nmemory in all                 143 GB      184 GB      485 GB\n"), out);
        assertTrue(out.endsWith("\n80.0 GB, a tenth left free: not even the weights fit\n"), out);
        assertEquals("", terminal.err());
    }

    @Test
    @DisplayName("takes the weights of a file as they are there, and its sizes from its header")
    void file(@TempDir Path folder) throws IOException {
        var tokenizer = BpeTokenizer.train("the cat sat", 260, BpeOptions.DEFAULT.withSpecialTokens("<end>"));
        Model model = Model.random(Config.llama(tokenizer.vocabularySize(), 64, 64, 2, 4, 2, 96), 1, tokenizer);
        Path file = folder.resolve("small.gguf");
        ModelWriter.of(model).write(file, Formats.F16, "<end>");
        assertEquals(0, terminal.run("context", "--model", file.toString(), "--tokens", "100", "--json"));
        JsonObject report = JsonParser.parseString(terminal.out()).getAsJsonObject();
        assertEquals(model.parameters(), report.get("parameters").getAsLong());
        // matrices in 16 bits, norms in 32
        int norms = 5 * 64;
        assertEquals(
                2 * model.parameters() + 2 * norms, report.get("weightBytes").getAsLong());
        JsonObject context = report.getAsJsonArray("contexts").get(0).getAsJsonObject();
        assertEquals(100 * 2 * 2 * 2 * 16 * 2, context.get("cacheBytes").getAsLong());
        var eight = CapturedTerminal.redirected();
        assertEquals(0, eight.run("context", "--model", file.toString(), "--format", "q8_0", "--cache-bits", "8"));
        assertTrue(eight.out().contains("weights Q8_0, "), eight.out());
        assertTrue(eight.out().contains("8 bits for each number"), eight.out());
    }

    @Test
    @DisplayName("with a price says what each context costs, and with a memory what fits into it")
    void price() {
        assertEquals(
                0,
                terminal.run(
                        "context",
                        "-m",
                        "Llama 3.1 8B",
                        "-t",
                        "1000000",
                        "--price-read",
                        "3",
                        "--price-written",
                        "15",
                        "--answer",
                        "100000",
                        "--json",
                        "--memory",
                        "10",
                        "--format",
                        "Q4_0"));
        JsonObject report = JsonParser.parseString(terminal.out()).getAsJsonObject();
        assertEquals(
                4.5,
                report.getAsJsonArray("contexts")
                        .get(0)
                        .getAsJsonObject()
                        .get("price")
                        .getAsDouble(),
                1e-9);
        assertTrue(report.get("fits").getAsLong() > 30_000, report.toString());
    }

    @Test
    @DisplayName("lists what is known, with sources")
    void list() {
        assertEquals(0, terminal.run("context", "--list"));
        assertTrue(
                terminal.out()
                        .contains(
                                "Mistral 7B       7,241,732,096 parameters       8K tokens  arXiv 2310.06825, table 1\n"),
                terminal.out());
    }

    @Test
    @DisplayName("says what is wrong with a call")
    void wrong() {
        assertEquals(2, terminal.run("context"));
        assertTrue(terminal.err().startsWith("vitrina context: --model says which model is meant"), terminal.err());
        var unknown = CapturedTerminal.redirected();
        assertEquals(2, unknown.run("context", "-m", "gpt-7"));
        assertTrue(
                unknown.err()
                        .startsWith("vitrina context: the sizes of a model 'gpt-7' are not known here; known are "),
                unknown.err());
        var length = CapturedTerminal.redirected();
        assertEquals(2, length.run("context", "-m", "mistral-7b", "--tokens", "4G"));
        assertTrue(
                length.err().startsWith("vitrina context: '4G' is no number of tokens; write 5000, 4K or 2M\n"),
                length.err());
        var bits = CapturedTerminal.redirected();
        assertEquals(2, bits.run("context", "-m", "mistral-7b", "--cache-bits", "5"));
        assertTrue(bits.err().startsWith("vitrina context: --cache-bits is 32, 16, 8 or 4, not 5\n"), bits.err());
    }
}
