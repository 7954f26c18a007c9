package org.vitrina.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.lesson.ExerciseAssertions.assertRight;
import static org.vitrina.lesson.ExerciseAssertions.wrong;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The right answers here were worked out by hand.
@DisplayName("The exercises of lesson 8")
class PretrainingExercisesTests {
    @BeforeEach
    void forget() {
        Check.forget();
    }

    @Test
    @DisplayName("8.1 takes the ids from the second on, and finds the ids themselves")
    void targets() {
        UnaryOperator<int[]> right = ids -> Arrays.copyOfRange(ids, 1, ids.length);
        assertRight("8.1", right);
        UnaryOperator<int[]> same = ids -> ids;
        assertEquals(
                "For the ids [5, 9, 2, 7] the result should be [9, 2, 7], but your code gave [5, 9, 2, 7].",
                wrong("8.1", same));
    }

    @Test
    @DisplayName("8.2 takes 6.93 nats, and knows bits, the probability and the perplexity")
    void beginning() {
        assertRight("8.2", 6.931);
        assertTrue(wrong("8.2", 10.0).startsWith("That is in bits"));
        assertTrue(wrong("8.2", 1.0 / 1024).startsWith("That is the probability"));
        assertTrue(wrong("8.2", 1024.0).startsWith("That is the perplexity"));
    }

    @Test
    @DisplayName("8.3 takes nats over ln 2 over bytes, and finds nats per byte")
    void bitsPerByte() {
        DoubleBinaryOperator right = (nats, bytes) -> nats / 0.693147180559945 / bytes;
        assertRight("8.3", right);
        DoubleBinaryOperator nats = (n, bytes) -> n / bytes;
        assertEquals(
                "For 0.693147 nats per token of 1.0 bytes the result should be 1.0, but your code gave 0.693147.",
                wrong("8.3", nats));
    }

    @Test
    @DisplayName("8.4 takes the rise and the fall, and finds one that begins with 0")
    void schedule() {
        IntToDoubleFunction right = step -> step < 10 ? 0.001 * (step + 1) / 10 : 0.001 * (100 - step) / 90.0;
        assertRight("8.4", right);
        IntToDoubleFunction late = step -> step < 10 ? 0.001 * step / 10 : 0.001 * (100 - step) / 90.0;
        assertEquals("For step 0 the result should be 1.0E-4, but your code gave 0.0.", wrong("8.4", late));
    }

    @Test
    @DisplayName("8.5 takes 0.125, and knows the ratio, the sign and the wrong base")
    void exponent() {
        assertRight("8.5", 0.1249);
        assertTrue(wrong("8.5", 0.75).startsWith("Ten times the parameters"));
        assertTrue(wrong("8.5", -0.125).startsWith("The sign"));
        assertTrue(wrong("8.5", Math.log(3.2 / 2.4)).startsWith("Divide by the logarithm"));
    }

    @Test
    @DisplayName("8.6 takes 6.3 · 10^24, and knows who left out the way back")
    void work() {
        assertRight("8.6", 6.3e24);
        assertTrue(wrong("8.6", 2 * 70e9 * 15e12).startsWith("That is for reading alone"));
        assertTrue(wrong("8.6", 70e9 * 15e12).startsWith("Each parameter"));
    }

    @Test
    @DisplayName("8.7 takes 2.9 billion, and knows who forgot the root")
    void chinchilla() {
        assertRight("8.7", 2.89e9);
        assertTrue(wrong("8.7", 1e21 / 120).startsWith("That is N²"));
    }

    @Test
    @DisplayName("8.8 takes 59, and knows 58 and 20")
    void sure() {
        assertRight("8.8", 59);
        assertTrue(wrong("8.8", 58).startsWith("With 58"));
        assertTrue(wrong("8.8", 20).startsWith("Of 20 sentences"));
    }
}
