package org.vitrina.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.lesson.ExerciseAssertions.assertRight;
import static org.vitrina.lesson.ExerciseAssertions.wrong;

import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The right answers here were worked out by hand; the notebook's solutions are checked where it is run.
@DisplayName("The exercises of lesson 9")
class FineTuningExercisesTests {
    @BeforeEach
    void forget() {
        Check.forget();
    }

    @Test
    @DisplayName("9.1 refuses a mask without the end, and one with the ends of what the user says")
    void mask() {
        Function<String[], boolean[]> noEnd = parts -> mask(parts, "assistant"::equals);
        Function<String[], boolean[]> everyEnd = parts -> mask(parts, part -> !part.equals("user"));
        assertTrue(wrong("9.1", noEnd).contains("[false, false, false, true, true]"));
        assertTrue(wrong("9.1", everyEnd).contains("[false, false, true, true, true]"));
    }

    private static boolean[] mask(String[] parts, java.util.function.Predicate<String> counts) {
        boolean[] mask = new boolean[parts.length];
        for (int i = 0; i < mask.length; i++) mask[i] = counts.test(parts[i]);
        return mask;
    }

    @Test
    @DisplayName("9.2 refuses the sum of what counts divided by all")
    void maskedLoss() {
        BiFunction<double[], boolean[], Double> byAll = (losses, counts) -> {
            double sum = 0;
            for (int i = 0; i < losses.length; i++) sum += counts[i] ? losses[i] : 0;
            return sum / losses.length;
        };
        // (1 + 3) / 2, not (1 + 3) / 3
        assertTrue(wrong("9.2", byAll).contains("the result should be 2.0"));
    }

    @Test
    @DisplayName("9.3 and 9.4 take 65,536 numbers and 112 gigabytes, and know the half-way answers")
    void sizes() {
        assertRight("9.3", 65_536);
        assertTrue(wrong("9.3", 32_768).startsWith("That is one of the two"));
        assertTrue(wrong("9.3", 16_777_216).startsWith("That is the matrix itself"));
        assertRight("9.4", 112.0);
        assertTrue(wrong("9.4", 28.0).contains("4 bytes") || wrong("9.4", 28.0).startsWith("That is the model alone"));
        assertTrue(wrong("9.4", 84.0).startsWith("That is three numbers"));
    }

    @Test
    @DisplayName("9.5 refuses to forget the scale, and to take the product alone")
    void merged() {
        LowRank noScale = (w, a, b, s) -> merged(w, a, b, 1);
        LowRank product = (w, a, b, s) -> merged(new double[w.length][w[0].length], a, b, s);
        assertTrue(wrong("9.5", noScale).contains("s = 0.5"));
        // [[1, 2], [3, 4]] + [[1], [2]] [[1, 0]] = [[2, 2], [5, 4]]
        assertTrue(wrong("9.5", product).contains("[[2.0, 2.0], [5.0, 4.0]]"));
    }

    private static double[][] merged(double[][] w, double[][] a, double[][] b, double s) {
        double[][] sum = Arrays.stream(w).map(double[]::clone).toArray(double[][]::new);
        for (int i = 0; i < w.length; i++) {
            for (int j = 0; j < w[0].length; j++) {
                for (int k = 0; k < a.length; k++) sum[i][j] += s * b[i][k] * a[k][j];
            }
        }
        return sum;
    }

    @Test
    @DisplayName("9.6 takes 385 questions, and says of others how far the interval reaches or that fewer would do")
    void questions() {
        assertRight("9.6", 385);
        assertRight("9.6", 400);
        assertEquals("With 100 questions it reaches 9.6 points up and down.", wrong("9.6", 100));
        assertTrue(wrong("9.6", 1_000).startsWith("With a tenth fewer"));
        assertEquals("0 is not.", wrong("9.6", 0));
    }

    @Test
    @DisplayName("9.7 takes e to the 1.8, and knows who divided or took 2 for e")
    void forgotten() {
        assertRight("9.7", 6.05);
        assertTrue(wrong("9.7", 4.6).startsWith("A loss is a logarithm"));
        assertTrue(wrong("9.7", Math.pow(2, 2.3 - 0.5)).startsWith("Nats go with e"));
    }
}
