package org.vitrina.lesson;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.lesson.ExerciseAssertions.assertRight;
import static org.vitrina.lesson.ExerciseAssertions.wrong;

import java.util.function.BiFunction;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The right answers here were worked out by hand; the notebook's solutions are checked where it is run.
@DisplayName("The exercises of lesson 16")
class LeaderboardExercisesTests {
    @BeforeEach
    void forget() {
        Check.forget();
    }

    private static void assertSays(String exercise, Object answer, String part) {
        String said = wrong(exercise, answer);
        assertTrue(said.contains(part), said);
    }

    @Test
    @DisplayName("take the numbers that one gets by hand")
    void numbers() {
        assertRight("16.1", 0.640);
        assertRight("16.3", 190.85);
        assertRight("16.5", 6400);
        assertRight("16.6", 20.0);
        assertRight("16.8", 30.8);
    }

    @Test
    @DisplayName("know the mistakes that are made most")
    void mistakes() {
        assertSays("16.1", 1 / (1 + Math.pow(10, 0.25)), "That is the chance of the weaker one");
        assertSays("16.3", 400 * Math.log(3), "log10");
        assertSays("16.5", 1600, "Four times as many");
        assertSays("16.6", 15.0, "Guessing is taken off");
        assertSays("16.8", 0.0, "not equally lucky");
    }

    @Test
    @DisplayName("16.2 refuses who adds for a victory without asking how likely it was")
    void elo() {
        EloChange flat = (rating, other, score) -> rating + 4 * (score - 0.5);
        assertSays("16.2", flat, "1200");
    }

    @Test
    @DisplayName("16.4 refuses places in the list for ranks")
    void ranks() {
        BiFunction<double[], double[], int[]> places = (low, high) -> {
            int[] ranks = new int[low.length];
            for (int i = 0; i < ranks.length; i++) ranks[i] = i + 1;
            return ranks;
        };
        assertSays("16.4", places, "1080");
    }

    @Test
    @DisplayName("16.7 refuses a part below 0, and who normalizes the mean")
    void benchmark() {
        ToDoubleBiFunction<double[], int[]> below = (shares, choices) -> {
            double sum = 0;
            for (int i = 0; i < shares.length; i++) {
                sum += (shares[i] - 1.0 / choices[i]) / (1 - 1.0 / choices[i]);
            }
            return 100 * sum / shares.length;
        };
        assertSays("16.7", below, "[0.4, 0.9]");
    }
}
