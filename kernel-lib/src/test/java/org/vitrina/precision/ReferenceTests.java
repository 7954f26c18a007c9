package org.vitrina.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.precision.Reference.Score;
import org.vitrina.tokenize.Tokenizer;
import org.vitrina.transformer.LanguageModel;
import org.vitrina.transformer.Model;
import org.vitrina.transformer.Perplexity;

@DisplayName("What a full model says of a text")
class ReferenceTests {
    /// Gives every token after any text the same probability, but for a few.
    private record Table(Map<Integer, Double> probabilities) implements LanguageModel {
        @Override
        public String name() {
            return "a table";
        }

        @Override
        public Tokenizer tokenizer() {
            return Small.TOKENIZER;
        }

        @Override
        public int vocabularySize() {
            return 272;
        }

        @Override
        public int contextLength() {
            return 64;
        }

        private float[] logits() {
            var logits = new float[272];
            double left =
                    1 - probabilities.values().stream().mapToDouble(p -> p).sum();
            for (int id = 0; id < logits.length; id++) {
                double even = left / (logits.length - probabilities.size());
                logits[id] = (float) Math.log(probabilities.getOrDefault(id, even));
            }
            return logits;
        }

        @Override
        public Session session() {
            return new Session() {
                @Override
                public int position() {
                    return 0;
                }

                @Override
                public float[] next(int... ids) {
                    return logits();
                }

                @Override
                public float[][] all(int... ids) {
                    var all = new float[ids.length][];
                    java.util.Arrays.setAll(all, i -> logits());
                    return all;
                }

                @Override
                public void rewind(int position) {}

                @Override
                public Session fork() {
                    return this;
                }
            };
        }
    }

    @Test
    @DisplayName("is not different from itself")
    void itself() {
        Model model = Candidate.in32Bits(Small.model());
        Reference reference = Reference.of(model, Small.text(), 32, 16);
        Score score = reference.score(model);
        assertEquals(reference.own().value(), score.perplexity(), 1e-9);
        assertEquals(1, score.ratio());
        assertEquals(0, score.divergence(), 1e-7);
        assertEquals(1, score.same());
        assertEquals(reference.own().tokens(), score.tokens());
        assertTrue(score.around().low() < score.perplexity()
                && score.perplexity() < score.around().high());
    }

    @Test
    @DisplayName("differs by the sum of p log(p / q) from another that is known")
    void known() {
        int cat = Small.TOKENIZER.encode(" cat")[0];
        // p: one token has a half, q: it has a quarter; of 263 others each has its part of the rest
        Reference half = Reference.of(new Table(Map.of(cat, 0.5)), Small.text(), 64, 32);
        Score score = half.score(new Table(Map.of(cat, 0.25)));
        double expected = 0.5 * Math.log(0.5 / 0.25) + 0.5 * Math.log(0.5 / 0.75);
        assertEquals(expected, score.divergence(), 1e-6);
        assertEquals(expected, score.divergenceAround().low(), 1e-6, "every token differs alike");
        assertEquals(1, score.same());
        Score other = half.score(new Table(Map.of(cat, 0.001)));
        assertEquals(0, other.same());
        assertEquals(0, other.sameAround().low());
    }

    @Test
    @DisplayName("gives the perplexities that Perplexity gives, and their ratio")
    void perplexity() {
        Model model = Candidate.in32Bits(Small.model());
        Model other = Candidate.in32Bits(Small.model(2));
        Score score = Reference.of(model, Small.text(), 32, 16).score(other);
        double its = Perplexity.of(other, Small.text(), 32, 16).value();
        double own = Perplexity.of(model, Small.text(), 32, 16).value();
        assertEquals(its, score.perplexity(), 1e-9 * its);
        assertEquals(its / own, score.ratio(), 1e-9);
        assertTrue(score.divergence() > 0);
    }

    @Test
    @DisplayName("cannot be compared with a model of another vocabulary")
    void vocabulary() {
        Reference reference = Reference.of(Small.model(), Small.text(), 32, 16);
        Model other = Model.random(org.vitrina.transformer.Config.llama(300, 64, 32, 1, 4, 2, 48), 1, Small.TOKENIZER);
        String message = assertThrows(IllegalArgumentException.class, () -> reference.score(other))
                .getMessage();
        assertTrue(message.endsWith("has another vocabulary than 'random llama 1', so that they cannot be compared"));
    }

    @Test
    @DisplayName("may be of the beginning of a text")
    void beginning() {
        String text = Small.text();
        String some = Reference.beginning(Small.model(), text, 10);
        assertTrue(text.startsWith(some));
        assertEquals(10, Small.TOKENIZER.encode(some).length);
        assertEquals(text, Reference.beginning(Small.model(), text, 100_000));
    }
}
