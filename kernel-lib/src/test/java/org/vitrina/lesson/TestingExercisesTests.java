package org.vitrina.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.lesson.ExerciseAssertions.assertRight;
import static org.vitrina.lesson.ExerciseAssertions.wrong;

import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.lesson.Verdict.Result;

/// The right answers here were worked out by hand, or with SciPy.
@DisplayName("The exercises of lesson 15")
class TestingExercisesTests {
    @BeforeEach
    void forget() {
        Check.forget();
    }

    @Test
    @DisplayName("15.1 takes 78.6 %, and knows who took the share or the textbook's interval")
    void interval() {
        assertRight("15.1", 0.786);
        assertTrue(wrong("15.1", 0.9).startsWith("That is the share itself"));
        assertTrue(wrong("15.1", 0.8168).startsWith("That is the textbook's"));
    }

    @Test
    @DisplayName("15.2 takes 299, and knows who answered for 95 %")
    void straightPasses() {
        assertRight("15.2", 299);
        assertEquals("That many are enough for 95 %.", wrong("15.2", 59));
        assertTrue(wrong("15.2", 90).startsWith("You have swapped the two"));
    }

    @Test
    @DisplayName("15.3 takes 37 %")
    void greenBuild() {
        assertRight("15.3", 0.366);
        assertTrue(wrong("15.3", 0.634).startsWith("That is how often at least one"));
    }

    @Test
    @DisplayName("15.4 takes 0.6 + 0.4 · 0.648")
    void confirmed() {
        assertRight("15.4", 0.8592);
        assertTrue(wrong("15.4", 0.648).startsWith("That is the vote alone"));
    }

    @Test
    @DisplayName("15.5 takes a sum over the tails of a coin, and no approximation")
    void mcNemar() {
        BiFunction<Integer, Integer, Double> byHand = (b, c) -> {
            double sum = 0;
            double ways = 1;
            for (int k = 0; k <= Math.min(b, c); k++) {
                sum += ways * Math.pow(0.5, b + c);
                ways = ways * (b + c - k) / (k + 1);
            }
            return Math.min(1, 2 * sum);
        };
        assertRight("15.5", byHand);
        BiFunction<Integer, Integer, Double> oneSided = (b, c) -> byHand.apply(b, c) / 2;
        assertEquals(Result.NOT_YET, Check.check("15.5", oneSided).result());
    }

    @Test
    @DisplayName("15.6 takes 266 (statsmodels' sample size is 265.9), and says whether others are too few or too many")
    void power() {
        assertRight("15.6", 266);
        assertTrue(wrong("15.6", 199).endsWith("too few."));
        assertTrue(wrong("15.6", 400).endsWith("too many."));
    }

    @Test
    @DisplayName("15.7 takes the sum of gaps, and not the mean gap of the bins")
    void calibration() {
        BiFunction<double[], boolean[], Double> sums = (confidences, right) -> {
            double[] off = new double[10];
            for (int i = 0; i < confidences.length; i++)
                off[Math.min(9, (int) (10 * confidences[i]))] += confidences[i] - (right[i] ? 1 : 0);
            double sum = 0;
            for (double bin : off) sum += Math.abs(bin);
            return sum / confidences.length;
        };
        assertRight("15.7", sums);
        BiFunction<double[], boolean[], Double> brier = (confidences, right) -> {
            double sum = 0;
            for (int i = 0; i < confidences.length; i++) sum += Math.pow(confidences[i] - (right[i] ? 1 : 0), 2);
            return sum / confidences.length;
        };
        assertEquals(Result.NOT_YET, Check.check("15.7", brier).result());
    }

    @Test
    @DisplayName("15.8 takes 11 of 12")
    void passAtK() {
        assertRight("15.8", 0.9167);
        assertTrue(wrong("15.8", 0.832).startsWith("That draws with replacement"));
    }
}
