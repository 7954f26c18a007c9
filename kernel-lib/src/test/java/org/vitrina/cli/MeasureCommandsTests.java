package org.vitrina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.vitrina.transformer.Model;
import org.vitrina.transformer.Perplexity;

/// On a model of random numbers that PyTorch made.
@DisplayName("On a model,")
class MeasureCommandsTests {
    private static final Path MODEL = GenerateCommandTests.MODEL;

    @TempDir
    private Path folder;

    private final CapturedTerminal terminal = CapturedTerminal.redirected();

    private int run(String command, String... more) {
        var call = new ArrayList<>(List.of(command, "--model", MODEL.toString()));
        call.addAll(List.of(more));
        return terminal.run(call.toArray(String[]::new));
    }

    private JsonObject json() {
        return JsonParser.parseString(terminal.out()).getAsJsonObject();
    }

    @Nested
    @DisplayName("vitrina logits")
    class Logits {
        @Test
        @DisplayName("shows the likeliest tokens with id, logit and probability")
        void text() throws IOException {
            assertEquals(0, run("logits", "--prompt", "the cat", "--top", "3"), terminal::err);
            float[] logits;
            try (Model model = Model.open(MODEL)) {
                logits = model.session().next(model.tokenizer().encode("the cat"));
            }
            int best = 0;
            for (int id = 0; id < logits.length; id++) {
                if (logits[id] > logits[best]) best = id;
            }
            List<String> lines = terminal.out().lines().toList();
            assertEquals("      id      logit  probability  token", lines.get(0));
            assertTrue(lines.get(1).startsWith("%8d  %9.4f".formatted(best, logits[best])), terminal.out());
            assertEquals(6, lines.size());
            assertTrue(lines.get(5).matches("\\d+\\.\\d\\d % together; entropy \\d\\.\\d{3} bits"), lines.get(5));
        }

        @Test
        @DisplayName("writes the same as JSON")
        void asJson() {
            assertEquals(0, run("logits", "--prompt", "the cat", "--json", "--threads", "1"), terminal::err);
            JsonObject report = json();
            assertEquals("llama", report.get("model").getAsString());
            assertEquals(10, report.getAsJsonArray("next").size());
            assertTrue(report.getAsJsonArray("next").get(0).getAsJsonObject().has("probability"));
        }

        @Test
        @DisplayName("wants to show at least one")
        void top() {
            assertEquals(2, run("logits", "--prompt", "a", "--top", "0"));
            assertTrue(terminal.err().contains("--top is at least 1, but is 0"), terminal.err());
        }
    }

    @Nested
    @DisplayName("vitrina perplexity")
    class OfText {
        private Path text;

        @BeforeEach
        void write() throws IOException {
            text = folder.resolve("text.txt");
            Files.writeString(text, "the cat sat on the mat. ".repeat(10));
        }

        @Test
        @DisplayName("says perplexity, bits per byte and what was counted")
        void asText() throws IOException {
            assertEquals(
                    0,
                    run("perplexity", "--text", text.toString(), "--context", "32", "--stride", "16"),
                    terminal::err);
            try (Model model = Model.open(MODEL)) {
                Perplexity expected = Perplexity.of(model, Files.readString(text), 32, 16);
                assertEquals(
                        """
                        perplexity     %.4f
                        bits per byte  %.4f
                        nll            %.4f nats, %.4f per token
                        tokens         %,d counted, %,d bytes, windows of 32 every 16
                        """.formatted(
                                        expected.value(),
                                        expected.bitsPerByte(),
                                        expected.nll(),
                                        expected.nll() / expected.tokens(),
                                        expected.tokens(),
                                        expected.bytes()),
                        terminal.out());
            }
        }

        @Test
        @DisplayName("takes half of the context as its stride, and writes JSON")
        void asJson() {
            assertEquals(0, run("perplexity", "--text", text.toString(), "--json"), terminal::err);
            assertEquals(64, json().get("context").getAsInt(), "the model's, which is less than 512");
            assertEquals(32, json().get("stride").getAsInt());
            assertEquals(
                    Math.exp(json().get("nll").getAsDouble()
                            / json().get("tokens").getAsInt()),
                    json().get("perplexity").getAsDouble(),
                    1e-9);
        }

        @Test
        @DisplayName("refuses a window that does not fit as a wrong call")
        void window() {
            assertEquals(2, run("perplexity", "--text", text.toString(), "--context", "65"));
            assertTrue(terminal.err().contains("a window has 2 to 64 tokens"), terminal.err());
        }
    }

    @Nested
    @DisplayName("vitrina bench")
    class Bench {
        @Test
        @DisplayName("shows a line for each number of threads")
        void lines() {
            assertEquals(
                    0,
                    run(
                            "bench",
                            "--threads",
                            "1,2",
                            "--prompt",
                            "8",
                            "--tokens",
                            "4",
                            "--rounds",
                            "2",
                            "--warm-up",
                            "0"),
                    terminal::err);
            List<String> lines = terminal.out().lines().toList();
            assertTrue(lines.get(0).startsWith("llama (llama, "), terminal.out());
            assertTrue(
                    lines.get(1).matches("opened in .* s later; prompts of 8 tokens, 4 written, 2 rounds"),
                    lines.get(1));
            assertTrue(
                    lines.get(4).matches(" +1 +[\\d.]+ \\([\\d.]+–[\\d.]+\\) +[\\d.]+ \\([\\d.]+–[\\d.]+\\)"),
                    lines.get(4));
            assertTrue(lines.get(5).startsWith("      2 "), lines.get(5));
        }

        @Test
        @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the peer is a shell script")
        @DisplayName("compares with a peer in turn and gives the ratio")
        void peer() throws IOException {
            Path asked = folder.resolve("asked");
            String peer = "while read line; do echo \"{threads} $line\" >> '" + asked
                    + "'; echo '{\"prefill\": 1e-3, \"decode\": 2e-3}'; done";
            assertEquals(
                    0,
                    run(
                            "bench",
                            "--threads",
                            "1,2",
                            "--prompt",
                            "8",
                            "--tokens",
                            "4",
                            "--rounds",
                            "3",
                            "--warm-up",
                            "1",
                            "--peer",
                            peer,
                            "--json"),
                    terminal::err);
            JsonObject one = json().getAsJsonArray("measured").get(0).getAsJsonObject();
            assertEquals(0.001, one.getAsJsonObject("peerPrefill").get("median").getAsDouble());
            assertEquals(
                    one.getAsJsonObject("decode").get("median").getAsDouble() / 0.002,
                    one.getAsJsonObject("decodeRatio").get("median").getAsDouble(),
                    1e-6 * one.getAsJsonObject("decodeRatio").get("median").getAsDouble());
            List<String> rounds = Files.readAllLines(asked);
            assertEquals(8, rounds.size(), "warm-up and 3 rounds for each number of threads");
            assertTrue(rounds.get(0).startsWith("1 {"), rounds.get(0));
            assertTrue(rounds.get(1).startsWith("2 {"), rounds.get(1));
            JsonObject question =
                    JsonParser.parseString(rounds.get(0).substring(2)).getAsJsonObject();
            assertEquals(8, question.get("prompt").getAsInt());
        }

        @Test
        @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the peer is a shell script")
        @DisplayName("says what is wrong with a peer that ends, or answers something else")
        void wrongPeer() {
            String[] few = {"--prompt", "8", "--tokens", "4", "--rounds", "1", "--warm-up", "0", "--peer"};
            var ending = new ArrayList<>(List.of(few));
            ending.add("exit 3");
            assertEquals(1, run("bench", ending.toArray(String[]::new)));
            assertTrue(
                    terminal.err().contains("the peer 'exit 3' has ended before it answered; does it run by itself?"),
                    terminal.err());
            var answering = new ArrayList<>(List.of(few));
            answering.add("read line; echo hello");
            assertEquals(1, run("bench", answering.toArray(String[]::new)));
            assertTrue(
                    terminal.err()
                            .contains(
                                    "the peer answered 'hello', where {\"prefill\": tokens/s, \"decode\": tokens/s} is expected"),
                    terminal.err());
        }

        @Test
        @DisplayName("measures no more than the model's context")
        void context() {
            assertEquals(2, run("bench", "--prompt", "60", "--tokens", "5"));
            assertTrue(terminal.err().contains("not more than the model's context of 64"), terminal.err());
        }
    }
}
