package org.vitrina.transformer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Perplexity")
class PerplexityTests {
    private final Model model = SmallModels.llama();
    private final String text =
            "the mat sat on the cat; the cat sat. What did the mat do? It was sat on by a cat, and the cat sat"
                    + " on the mat until the mat sat on the cat.";
    private final int[] ids = model.tokenizer().encode(text);

    /// The definition: read what stands before a token, look how likely it is.
    private double nll(int from, int token) {
        int[] before = Arrays.copyOfRange(ids, from, token);
        float[] logits = model.session().next(before);
        double sum = 0;
        for (float logit : logits) sum += Math.exp(logit);
        return Math.log(sum) - logits[ids[token]];
    }

    @Test
    @DisplayName("of a text that fits is the exponential of the mean negative log-probability")
    void oneWindow() {
        String start = "the mat sat on";
        int count = model.tokenizer().count(start);
        Perplexity found = Perplexity.of(model, start);
        double sum = 0;
        for (int i = 1; i < count; i++) {
            sum += nll(0, i);
        }
        assertEquals(count - 1, found.tokens());
        assertTrue(Double.isNaN(found.nlls()[0]), "nothing stands before the first");
        assertEquals(Math.exp(sum / (count - 1)), found.value(), 1e-3);
        assertEquals(sum, found.nll(), 1e-4);
        int bytes = start.getBytes(StandardCharsets.UTF_8).length
                - model.tokenizer().bytes(ids[0]).length;
        assertEquals(bytes, found.bytes());
        assertEquals(sum / Math.log(2) / bytes, found.bitsPerByte(), 1e-5);
    }

    @Test
    @DisplayName("of a long text counts each token once, expected from its window")
    void windows() {
        int context = 16;
        int stride = 5;
        Perplexity found = Perplexity.of(model, text, context, stride);
        assertEquals(ids.length - 1, found.tokens());
        int counted = 1;
        for (int from = 0; counted < ids.length; from += stride) {
            int to = Math.min(ids.length, from + context);
            for (int i = counted; i < to; i++) {
                assertEquals(nll(from, i), found.nlls()[i], 1e-4, "token " + i + " in the window from " + from);
            }
            counted = to;
        }
    }

    @Test
    @DisplayName("does not depend on how many rows of logits are computed at once")
    void manyRows() {
        String long200 = text + text + text;
        Model wide =
                Model.random(Config.llama(SmallModels.VOCABULARY, 512, 32, 2, 4, 2, 48), 1, SmallModels.tokenizer());
        int[] all = wide.tokenizer().encode(long200);
        assertTrue(all.length > 150, "more than two batches of rows");
        float[][] logits = wide.session().all(all);
        Perplexity found = Perplexity.of(wide, long200, 512, 256);
        for (int i = 1; i < all.length; i++) {
            assertEquals(-Distribution.of(logits[i - 1]).logProbabilities()[all[i]], found.nlls()[i], 1e-4);
        }
    }

    @Test
    @DisplayName("shows under each token its bits")
    void strip() {
        var strip = Perplexity.of(model, "the mat").strip();
        assertEquals("", strip.cells().getFirst().label());
        assertTrue(
                strip.cells().getLast().label().matches("\\d+\\.\\d"),
                strip.cells().toString());
    }

    @Nested
    @DisplayName("refuses")
    class Refuses {
        @Test
        @DisplayName("a window that the model cannot hold, and a stride that leaves gaps")
        void windows() {
            assertEquals(
                    "a window has 2 to 64 tokens, the context of the model, and the next begins 1 to 64 tokens later, but got"
                            + " a window of 65 and a stride of 8",
                    message(65, 8));
            assertEquals(
                    "a window has 2 to 64 tokens, the context of the model, and the next begins 1 to 15 tokens later, but got"
                            + " a window of 16 and a stride of 16",
                    message(16, 16));
        }

        private String message(int context, int stride) {
            return assertThrows(IllegalArgumentException.class, () -> Perplexity.of(model, text, context, stride))
                    .getMessage();
        }

        @Test
        @DisplayName("a text of one token")
        void tooShort() {
            assertEquals(
                    "perplexity needs a text of at least 2 tokens, but this one has 1",
                    assertThrows(IllegalArgumentException.class, () -> Perplexity.of(model, "a"))
                            .getMessage());
        }
    }

    @Test
    @DisplayName("is stopped by an interrupt")
    void interrupted() {
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> Perplexity.of(model, text, 16, 8));
        assertTrue(!Thread.interrupted(), "the interrupt was taken");
    }
}
