package org.vitrina.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrina.Property;

/// The cases by hand were worked out from the definitions in the papers that each step names.
@DisplayName("A step of the sampling chain")
class SamplerStepTests {
    /// Returns logits whose softmax are these probabilities.
    static float[] logits(double... probabilities) {
        var logits = new float[probabilities.length];
        for (int i = 0; i < logits.length; i++) logits[i] = (float) Math.log(probabilities[i]);
        return logits;
    }

    static SortedMap<Integer, Double> left(Candidates candidates) {
        var left = new TreeMap<Integer, Double>();
        for (int i = 0; i < candidates.size(); i++) left.put(candidates.id(i), candidates.probability(i));
        return left;
    }

    private static void assertLeft(Map<Integer, Double> expected, SamplerStep step, double[] before, int... context) {
        var candidates = new Candidates(logits(before));
        step.apply(candidates, new History(context));
        SortedMap<Integer, Double> left = left(candidates);
        assertEquals(new TreeMap<>(expected).keySet(), left.keySet());
        expected.forEach((id, p) -> assertEquals(p, left.get(id), 1e-6, () -> "token " + id + " of " + left));
    }

    @Nested
    @DisplayName("worked out by hand:")
    class ByHand {
        private static final double[] FIVE = {0.1, 0.4, 0.2, 0.25, 0.05};

        @Test
        @DisplayName("top-k 2 of 10, 40, 20, 25 and 5 % leaves 40 and 25, as 8/13 and 5/13")
        void topK() {
            assertLeft(Map.of(1, 8 / 13.0, 3, 5 / 13.0), new TopK(2), FIVE);
        }

        @Test
        @DisplayName("top-k keeps exactly k of tokens that are equally likely, those with the lower ids")
        void topKTies() {
            assertLeft(Map.of(0, 0.5, 1, 0.5), new TopK(2), new double[] {0.25, 0.25, 0.25, 0.25});
        }

        @Test
        @DisplayName("top-p 0.7 takes 40, 25 and 20 %, as 65 would not do")
        void topP() {
            assertLeft(Map.of(1, 40 / 85.0, 3, 25 / 85.0, 2, 20 / 85.0), new TopP(0.7), FIVE);
        }

        @Test
        @DisplayName("top-p keeps the likeliest token, however small p is")
        void topPSmall() {
            assertLeft(Map.of(1, 1.0), new TopP(1e-9), FIVE);
        }

        @Test
        @DisplayName("min-p 0.4 takes what is at least 0.4 times as likely as 40 %: 40, 25 and 20")
        void minP() {
            assertLeft(Map.of(1, 40 / 85.0, 3, 25 / 85.0, 2, 20 / 85.0), new MinP(0.4), FIVE);
        }

        @Test
        @DisplayName("typical cuts off the likeliest token where its surprise is farthest from the entropy")
        void typical() {
            // 40 % and six times 10 %: surprises of 1.3 and 3.3 bits, an entropy of 2.5
            double[] before = {0.1, 0.1, 0.4, 0.1, 0.1, 0.1, 0.1};
            var expected = new TreeMap<Integer, Double>();
            for (int i : new int[] {0, 1, 3, 4, 5, 6}) expected.put(i, 1 / 6.0);
            assertLeft(expected, new Typical(0.6 - 1e-6), before);
            expected.replaceAll((_, _) -> 0.1);
            expected.put(2, 0.4);
            assertLeft(expected, new Typical(0.6 + 1e-6), before);
        }

        @Test
        @DisplayName("temperature 0.5 squares the probabilities, and 2 takes their roots")
        void temperature() {
            assertLeft(
                    Map.of(0, 0.01 / 0.26, 1, 0.25 / 0.26), new Temperature(0.5), new double[] {0.1 / 0.6, 0.5 / 0.6});
            assertLeft(Map.of(0, 0.2, 1, 0.8), new Temperature(2), new double[] {1 / 17.0, 16 / 17.0});
        }

        @Test
        @DisplayName("temperature 0 leaves the likeliest token alone")
        void cold() {
            assertLeft(Map.of(1, 1.0), new Temperature(0), FIVE);
        }

        @Test
        @DisplayName("a repetition penalty divides a positive logit and multiplies a negative one")
        void repetition() {
            var candidates = new Candidates(2f, -1f, 2f, -1f);
            new Penalties(1.25, 0, 0, -1).apply(candidates, new History(0, 1, 0));
            assertEquals(1.6f, candidates.logit(0));
            assertEquals(-1.25f, candidates.logit(1));
            assertEquals(2f, candidates.logit(2));
            assertEquals(-1f, candidates.logit(3));
        }

        @Test
        @DisplayName("a frequency penalty counts, a presence penalty does not")
        void frequencyAndPresence() {
            var candidates = new Candidates(5f, 5f, 5f);
            new Penalties(1, 0.5, 0.25, -1).apply(candidates, new History(0, 1, 0, 0));
            assertEquals(5 - 3 * 0.5f - 0.25f, candidates.logit(0));
            assertEquals(5 - 0.5f - 0.25f, candidates.logit(1));
            assertEquals(5f, candidates.logit(2));
        }

        @Test
        @DisplayName("penalties look at the last tokens only")
        void window() {
            var candidates = new Candidates(5f, 5f, 5f);
            new Penalties(1, 1, 0, 2).apply(candidates, new History(0, 0, 1, 1));
            assertEquals(5f, candidates.logit(0));
            assertEquals(3f, candidates.logit(1));
        }

        @Test
        @DisplayName("a logit bias of ln 2 doubles the odds, and one of negative infinity bans")
        void bias() {
            assertLeft(
                    Map.of(0, 2 / 3.0, 1, 1 / 3.0),
                    new LogitBias(Map.of(0, Math.log(2), 2, Double.NEGATIVE_INFINITY)),
                    new double[] {0.2, 0.2, 0.6});
        }

        @Test
        @DisplayName("Mirostat begins at twice tau and moves by eta times what a pick was off")
        void mirostat() {
            var mirostat = new Mirostat(1.75, 0.1);
            var history = new History();
            assertEquals(3.5, mirostat.threshold(history));
            // 1, 2, 3 and 4 bits: up to 3.5 are allowed
            var candidates = new Candidates(logits(0.5, 0.25, 0.125, 0.0625, 0.0625));
            mirostat.apply(candidates, history);
            assertEquals(3, candidates.size());
            history.picked(0, 0.5);
            assertEquals(3.5 - 0.1 * (1 - 1.75), mirostat.threshold(history), 1e-12);
            history.picked(0, 0.125);
            assertEquals(3.5 - 0.1 * (1 - 1.75) - 0.1 * (3 - 1.75), mirostat.threshold(history), 1e-12);
        }

        @Test
        @DisplayName("Mirostat keeps the likeliest token when all are too surprising")
        void mirostatAlways() {
            assertLeft(Map.of(3, 1.0), new Mirostat(0.1, 0.1), new double[] {0.2, 0.2, 0.2, 0.21, 0.19});
        }
    }

    @Nested
    @DisplayName("for any distribution")
    class Any {
        private static float[] random(RandomGenerator random) {
            var logits = new float[1 + random.nextInt(3_000)];
            double spread = random.nextDouble(0.1, 6);
            for (int i = 0; i < logits.length; i++) logits[i] = (float) random.nextGaussian(0, spread);
            return logits;
        }

        private static SamplerStep step(RandomGenerator random) {
            return switch (random.nextInt(8)) {
                case 0 -> new TopK(random.nextInt(1, 200));
                case 1 -> new TopP(random.nextDouble(0.01, 1));
                case 2 -> new MinP(random.nextDouble(0.001, 1));
                case 3 -> new Typical(random.nextDouble(0.01, 1));
                case 4 -> new Temperature(random.nextDouble(0.1, 3));
                case 5 -> new Penalties(random.nextDouble(0.8, 1.5), random.nextDouble(), random.nextDouble(), 64);
                case 6 -> new Mirostat(random.nextDouble(1, 6), 0.1);
                default -> new LogitBias(Map.of(0, random.nextDouble(-3, 3)));
            };
        }

        @Test
        @DisplayName("the probabilities add up to 1 after any three steps")
        void sum() {
            Property.forRandom(300, random -> {
                var candidates = new Candidates(random(random));
                for (int i = 0; i < 3; i++) {
                    step(random).apply(candidates, new History(0, 5, 5));
                    double sum = left(candidates).values().stream()
                            .mapToDouble(p -> p)
                            .sum();
                    assertEquals(1, sum, 1e-9);
                }
            });
        }

        @Test
        @DisplayName("top-p keeps a set that has p, and none smaller does")
        void smallestSet() {
            Property.forRandom(300, random -> {
                float[] logits = random(random);
                double p = random.nextDouble(0.01, 0.999);
                double[] sorted = IntStream.range(0, logits.length)
                        .mapToDouble(i -> Math.exp(logits[i]))
                        .sorted()
                        .toArray();
                double total = Arrays.stream(sorted).sum();
                var candidates = new Candidates(logits);
                new TopP(p).apply(candidates, new History());
                int n = candidates.size();
                double largest = 0;
                for (int i = 0; i < n - 1; i++) largest += sorted[sorted.length - 1 - i];
                assertTrue(largest < p * total * (1 + 1e-6), "fewer would do");
                assertTrue(largest + sorted[sorted.length - n] >= p * total * (1 - 1e-6), "they do not have p");
                float least = Float.POSITIVE_INFINITY;
                for (int i = 0; i < n; i++) least = Math.min(least, candidates.logit(i));
                assertEquals(sorted[sorted.length - n], Math.exp(least), 1e-12, "not the likeliest were kept");
            });
        }

        @Test
        @DisplayName("the order of the vocabulary changes nothing")
        void order() {
            Property.forRandom(200, random -> {
                float[] logits = random(random);
                int[] shuffled = IntStream.range(0, logits.length).toArray();
                for (int i = shuffled.length - 1; i > 0; i--) {
                    int j = random.nextInt(i + 1);
                    int swap = shuffled[i];
                    shuffled[i] = shuffled[j];
                    shuffled[j] = swap;
                }
                var others = new float[logits.length];
                for (int i = 0; i < logits.length; i++) others[shuffled[i]] = logits[i];
                SamplerStep step = step(random);
                if (step instanceof LogitBias) return;
                var here = new Candidates(logits);
                var there = new Candidates(others);
                step.apply(here, new History(0));
                step.apply(there, new History(shuffled[0]));
                var expected = new TreeMap<Integer, Double>();
                left(here).forEach((id, p) -> expected.put(shuffled[id], p));
                SortedMap<Integer, Double> found = left(there);
                assertEquals(expected.keySet(), found.keySet(), step::setting);
                expected.forEach((id, p) -> assertEquals(p, found.get(id), 1e-7, step::setting));
            });
        }

        @Test
        @DisplayName("whether it was sorted before changes nothing, not even the last bit of a logit")
        void sorted() {
            Property.forRandom(200, random -> {
                float[] logits = random(random);
                SamplerStep step = step(random);
                var plain = new Candidates(logits);
                var sorted = new Candidates(logits);
                // keeps all and sorts them
                sorted.keepMass(2);
                step.apply(plain, new History(0));
                step.apply(sorted, new History(0));
                assertEquals(left(plain).keySet(), left(sorted).keySet(), step::setting);
                assertArrayEquals(
                        IntStream.range(0, plain.size())
                                .mapToDouble(i -> plain.logit(plain.likeliest(plain.size())[i]))
                                .toArray(),
                        IntStream.range(0, sorted.size())
                                .mapToDouble(i -> sorted.logit(sorted.likeliest(sorted.size())[i]))
                                .toArray());
            });
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "top-k; -1; top-k keeps at least 1 token, but k is -1",
                "top-p; 0; top-p is a probability greater than 0 and at most 1, but is 0.0",
                "top-p; 1.01; top-p is a probability greater than 0 and at most 1, but is 1.01",
                "top-p; NaN; top-p is a probability greater than 0 and at most 1, but is NaN",
                "min-p; -0.1; min-p is a share of the likeliest token's probability",
                "typical; 2; typical is a probability greater than 0 and at most 1, but is 2.0",
                "temperature; -1; the temperature is 0, for the likeliest token alone, or a number of at least",
                "temperature; 1e-9; or a number of at least 1.0E-6, but is 1.0E-9",
                "temperature; NaN; but is NaN",
                "repetition; 0; the repetition penalty divides a logit, so it is a number greater than 0",
                "frequency; Infinity; finite numbers, but are Infinity and 0.0",
                "window; -2; or -1 for all, but is -2",
                "bias; NaN; for token 1 it is NaN",
                "tau; 0; Mirostat's tau is a surprise in bits, greater than 0, but is 0.0",
                "eta; -1; Mirostat's eta is a learning rate greater than 0, but is -1.0",
            })
    @DisplayName("says which setting it cannot take")
    void wrongSettings(String setting, double value, String message) {
        var plain = Sampling.plain();
        var wrong = assertThrows(IllegalArgumentException.class, () -> {
            switch (setting) {
                case "top-k" -> plain.topK((int) value);
                case "top-p" -> plain.topP(value);
                case "min-p" -> plain.minP(value);
                case "typical" -> plain.typical(value);
                case "temperature" -> plain.temperature(value);
                case "repetition" -> plain.repetitionPenalty(value);
                case "frequency" -> plain.frequencyPenalty(value);
                case "window" -> plain.penaltyWindow((int) value);
                case "bias" -> plain.logitBias(1, value);
                case "tau" -> plain.mirostat(value, 0.1);
                default -> plain.mirostat(5, value);
            }
        });
        assertTrue(wrong.getMessage().contains(message), wrong.getMessage());
    }

    @Nested
    @DisplayName("is given only sound logits:")
    class Sound {
        @Test
        @DisplayName("NaN and positive infinity are refused, with the token that has them")
        void notFinite() {
            var nan = assertThrows(IllegalArgumentException.class, () -> new Candidates(1f, Float.NaN, 2f));
            assertTrue(
                    nan.getMessage().startsWith("the logit of token 1 is NaN, where a finite number"),
                    nan.getMessage());
            var infinite =
                    assertThrows(IllegalArgumentException.class, () -> new Candidates(1f, 2f, Float.POSITIVE_INFINITY));
            assertTrue(infinite.getMessage().startsWith("the logit of token 2 is Infinity"), infinite.getMessage());
        }

        @Test
        @DisplayName("not all may be impossible")
        void none() {
            var none = assertThrows(
                    IllegalArgumentException.class,
                    () -> new Candidates(Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY));
            assertTrue(none.getMessage().startsWith("no token can be picked"), none.getMessage());
            assertThrows(IllegalArgumentException.class, () -> new Candidates(new float[0]));
        }

        @Test
        @DisplayName("an impossible token has no probability and is never picked")
        void impossible() {
            var candidates = new Candidates(Float.NEGATIVE_INFINITY, 0f, Float.NEGATIVE_INFINITY);
            assertEquals(0, candidates.probability(0));
            assertEquals(0, candidates.entropy());
            assertEquals(1, candidates.at(0));
            assertEquals(1, candidates.at(Math.nextDown(1.0)));
        }
    }
}
