package org.vitrina.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.lesson.ExerciseAssertions.assertRight;
import static org.vitrina.lesson.ExerciseAssertions.wrong;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The right answers here were worked out by hand; the notebook's solutions are checked where it is run.
@DisplayName("The exercises of lesson 10")
class FeedbackExercisesTests {
    @BeforeEach
    void forget() {
        Check.forget();
    }

    @Test
    @DisplayName("10.1 refuses the deviation of a sample, and NaN where all rewards are equal")
    void advantages() {
        assertTrue(wrong("10.1", advantages(1, 0)).contains("the rewards [1.0, 0.0]"));
        assertTrue(wrong("10.1", advantages(0, 0)).contains("NaN"));
    }

    private static UnaryOperator<double[]> advantages(int less, double least) {
        return rewards -> {
            double mean = Arrays.stream(rewards).average().orElseThrow();
            double squares =
                    Arrays.stream(rewards).map(r -> (r - mean) * (r - mean)).sum();
            double deviation = Math.sqrt(squares / (rewards.length - less));
            return Arrays.stream(rewards).map(r -> (r - mean) / deviation).toArray();
        };
    }

    @Test
    @DisplayName("10.2 takes 0.2482, and knows who forgot that all may be wrong")
    void nothing() {
        assertRight("10.2", 0.2482);
        assertTrue(wrong("10.2", Math.pow(0.7, 4)).startsWith("All may be wrong"));
    }

    @Test
    @DisplayName("10.3 refuses the clipped product alone: below, what went wrong is not clipped")
    void clipped() {
        DoubleBinaryOperator always = (r, a) -> Math.clamp(r, 0.8, 1.2) * a;
        assertTrue(wrong("10.3", always).contains("should be 0.5"));
    }

    @Test
    @DisplayName("10.4 refuses the wrong sign, 10.5 takes log 1.2 and knows the loss at the beginning")
    void pairs() {
        PairLoss turned = (chosen, rejected, beta) -> Math.log(1 + Math.exp(beta * (chosen - rejected)));
        assertTrue(wrong("10.4", turned).contains("chosen 1.0, rejected -2.0 and beta 0.1"));
        assertRight("10.5", 0.1823);
        assertTrue(wrong("10.5", Math.log(2)).startsWith("That is the loss at the beginning"));
    }

    @Test
    @DisplayName("10.6 takes 9, since 8 give 94.2 %; 10.7 takes 8 of 11")
    void chances() {
        assertRight("10.6", 9);
        assertEquals("Eight give 94.2 %.", wrong("10.6", 8));
        assertRight("10.7", 8 / 11.0);
        assertTrue(wrong("10.7", 0.8).startsWith("So often is a mark right"));
        assertTrue(wrong("10.7", 0.32).contains("Asked is"));
    }

    @Test
    @DisplayName("10.8 refuses log p - log q, which is below 0 at times")
    void divergence() {
        DoubleBinaryOperator noisy = (now, reference) -> now - reference;
        assertTrue(wrong("10.8", noisy).contains("log p = -0.5 and log q = -2.0"));
    }
}
