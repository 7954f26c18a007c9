package org.vitrina.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.lesson.ExerciseAssertions.assertRight;
import static org.vitrina.lesson.ExerciseAssertions.wrong;

import java.util.Arrays;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The right answers here were worked out by hand.
@DisplayName("The exercises of lesson 6")
class SamplingExercisesTests {
    @BeforeEach
    void forget() {
        Check.forget();
    }

    @Test
    @DisplayName("6.1 takes e squared, and knows who forgot the temperature or turned it round")
    void odds() {
        assertRight("6.1", 7.389);
        assertEquals("That is so at temperature 1.", wrong("6.1", Math.E));
        assertTrue(wrong("6.1", Math.exp(0.5)).startsWith("That multiplies"));
        assertTrue(wrong("6.1", 1.5).startsWith("Logits are not probabilities"));
    }

    @Test
    @DisplayName("6.2 takes three: 42, 72, 87")
    void nucleusSize() {
        assertRight("6.2", 3);
        assertEquals("Two have 72 % together, and that is less than 80.", wrong("6.2", 2));
    }

    @Test
    @DisplayName("6.3 takes five eighths")
    void sharedOut() {
        assertRight("6.3", 0.625);
        assertTrue(wrong("6.3", 0.5).startsWith("The probabilities that are left"));
        assertTrue(wrong("6.3", 0.6).startsWith("That gives each"));
    }

    @Test
    @DisplayName("6.4 takes a temperature around 0.43, and says whether another is too hot or too cold")
    void temperature() {
        // 1 / (1 + e^(-1/t) + e^(-2/t) + e^(-3/t)) is 0.9 for e^(-1/t) = 0.1, nearly: t = 1 / ln 10
        assertRight("6.4", 1 / Math.log(10));
        assertEquals("At that temperature it has 64.4 %: it is too hot.", wrong("6.4", 1.0));
        assertEquals("At that temperature it has 98.2 %: it is too cold.", wrong("6.4", 0.25));
        assertEquals("-1.0 is not greater than 0.", wrong("6.4", -1.0));
    }

    @Nested
    @DisplayName("6.5, the softmax,")
    class TheSoftmax {
        @Test
        @DisplayName("takes one that subtracts the largest logit")
        void right() {
            Softmax softmax = (logits, temperature) -> {
                double largest = Arrays.stream(logits).max().orElseThrow();
                double[] p = Arrays.stream(logits)
                        .map(logit -> Math.exp((logit - largest) / temperature))
                        .toArray();
                double sum = Arrays.stream(p).sum();
                return Arrays.stream(p).map(x -> x / sum).toArray();
            };
            assertRight("6.5", softmax);
        }

        @Test
        @DisplayName("finds one that overflows, and one without a temperature")
        void wrongOnes() {
            Softmax overflows = (logits, temperature) -> {
                double[] p = Arrays.stream(logits)
                        .map(logit -> Math.exp(logit / temperature))
                        .toArray();
                double sum = Arrays.stream(p).sum();
                return Arrays.stream(p).map(x -> x / sum).toArray();
            };
            assertTrue(wrong("6.5", overflows).startsWith("For the logits [1000.0, 999.0, 0.0] and temperature 1.0"));
            Softmax withoutTemperature = (logits, _) -> {
                double sum = Arrays.stream(logits).map(Math::exp).sum();
                return Arrays.stream(logits).map(x -> Math.exp(x) / sum).toArray();
            };
            assertTrue(
                    wrong("6.5", withoutTemperature).startsWith("For the logits [2.0, 1.0, 0.0] and temperature 0.5"));
        }
    }

    @Test
    @DisplayName("6.6 takes the cut that keeps the token that crosses the line, and finds those that do not")
    void nucleus() {
        Nucleus right = (probabilities, p) -> {
            double sum = 0;
            int n = 0;
            while (sum < p) sum += probabilities[n++];
            return n;
        };
        assertRight("6.6", right);
        Nucleus tooFew = (probabilities, p) -> {
            double sum = 0;
            int n = 0;
            while (n < probabilities.length && sum + probabilities[n] <= p) sum += probabilities[n++];
            return n;
        };
        assertTrue(wrong("6.6", tooFew).contains("the result should be 3, but your code gave 2"));
        Nucleus tooMany = (probabilities, p) -> {
            double sum = 0;
            int n = 0;
            while (n < probabilities.length && sum <= p) sum += probabilities[n++];
            return n;
        };
        assertTrue(wrong("6.6", tooMany).startsWith("For [0.5, 0.25, 0.125, 0.125] and p = 0.75"));
    }

    @Test
    @DisplayName("6.7 takes 63 %, and knows who added up or forgot the rest")
    void chance() {
        assertRight("6.7", 0.634);
        assertTrue(wrong("6.7", 1.0).startsWith("100 times 1 %"));
        assertTrue(wrong("6.7", Math.pow(0.99, 100)).startsWith("That is the chance that it never happens"));
    }

    @Nested
    @DisplayName("6.8, the test,")
    class TheTest {
        private Predicate<IntSupplier> counting(int tries, double margin) {
            return sampler -> {
                int[] counts = new int[4];
                for (int i = 0; i < tries; i++) {
                    int picked = sampler.getAsInt();
                    if (picked < 0 || picked > 2) return false;
                    counts[picked]++;
                }
                double[] shares = {0.5, 0.3, 0.2};
                return IntStream.range(0, 3).allMatch(i -> Math.abs((double) counts[i] / tries - shares[i]) < margin);
            };
        }

        @Test
        @DisplayName("takes one that counts often enough with a margin to match")
        void right() {
            assertRight("6.8", counting(10_000, 0.03));
            assertRight("6.8", counting(100_000, 0.01));
        }

        @Test
        @DisplayName("finds one that alarms too easily, and one that lets a fault pass")
        void wrongOnes() {
            assertTrue(wrong("6.8", counting(10_000, 0.0001)).startsWith("For a fair one the result should be true"));
            assertTrue(wrong("6.8", counting(10_000, 0.1)).startsWith("For one that sometimes gives 3")
                    || wrong("6.8", counting(10_000, 0.1)).startsWith("For one that gives 0 with 56 %"));
            Predicate<IntSupplier> always = _ -> true;
            assertTrue(wrong("6.8", always).startsWith("For one that always gives the likeliest"));
        }
    }
}
