package org.vitrina.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.lesson.ExerciseAssertions.assertRight;
import static org.vitrina.lesson.ExerciseAssertions.wrong;

import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The right answers here were worked out by hand; what the exercises expect comes from the tape.
@DisplayName("The exercises of lesson 7")
class LearningExercisesTests {
    @BeforeEach
    void forget() {
        Check.forget();
    }

    @Test
    @DisplayName("7.1 takes the mean of the squares, and finds a sum and an absolute difference")
    void meanSquare() {
        ToDoubleBiFunction<double[], double[]> right = (out, target) -> {
            double sum = 0;
            for (int i = 0; i < out.length; i++) sum += (out[i] - target[i]) * (out[i] - target[i]);
            return sum / out.length;
        };
        assertRight("7.1", right);
        ToDoubleBiFunction<double[], double[]> sum = (out, target) -> right.applyAsDouble(out, target) * out.length;
        assertEquals(
                "For out [1.0, -1.0] and target [2.0, 2.0] the result should be 5.0, but your code gave 10.0.",
                wrong("7.1", sum));
        ToDoubleBiFunction<double[], double[]> absolute = (out, target) -> Math.abs(out[0] - target[0]);
        assertTrue(wrong("7.1", absolute).startsWith("For out [3.0] and target [5.0] the result should be 4.0"));
    }

    @Test
    @DisplayName("7.2 takes −16, and knows who forgot x, the factor 2 or the sign")
    void chain() {
        assertRight("7.2", -16);
        assertTrue(wrong("7.2", -8).startsWith("That is how it changes with b"));
        assertTrue(wrong("7.2", 16).startsWith("The size is right"));
        assertTrue(wrong("7.2", -4).startsWith("The slope of a square"));
        assertTrue(wrong("7.2", -24).startsWith("Nearly: multiply with x"));
    }

    @Test
    @DisplayName("7.3 takes a nudge to both sides, and finds one that goes to one side or the wrong way")
    void nudge() {
        ToDoubleBiFunction<DoubleUnaryOperator, Double> right =
                (f, x) -> (f.applyAsDouble(x + 1e-5) - f.applyAsDouble(x - 1e-5)) / 2e-5;
        assertRight("7.3", right);
        ToDoubleBiFunction<DoubleUnaryOperator, Double> oneSided =
                (f, x) -> (f.applyAsDouble(x + 0.01) - f.applyAsDouble(x)) / 0.01;
        assertEquals("For f(x) = x² at 3.0 the result should be 6.0, but your code gave 6.01.", wrong("7.3", oneSided));
    }

    @Test
    @DisplayName("7.4 takes a descent that arrives in all valleys, and tells one that runs away from one that crawls")
    void descent() {
        assertRight("7.4", down(0.1, 1000));
        assertTrue(wrong("7.4", down(0.3, 1000)).startsWith("For the slope of 4 · (x − 2)²"));
        assertTrue(wrong("7.4", down(0.1, 20)).startsWith("For the slope of x², beginning at 5.0"));
    }

    private static BiFunction<DoubleUnaryOperator, Double, Double> down(double rate, int steps) {
        return (slope, x) -> {
            double at = x;
            for (int i = 0; i < steps; i++) at -= rate * slope.applyAsDouble(at);
            return at;
        };
    }

    @Test
    @DisplayName("7.5 takes a rate between a half and 0.699, and says of others whether to go up or down")
    void rate() {
        assertRight("7.5", 0.6);
        assertRight("7.5", 0.69);
        assertEquals("After the first step x is 0.2: it did not jump over 0. Take a larger rate.", wrong("7.5", 0.4));
        assertEquals(
                "After five steps x is -0.3277: it jumps too far each time. Take a smaller rate.", wrong("7.5", 0.9));
    }

    @Test
    @DisplayName("7.6 takes 2.08 nats, and knows bits, a forgotten minus and 7/8")
    void surprise() {
        assertRight("7.6", 2.079);
        assertTrue(wrong("7.6", 3.0).startsWith("That is in bits"));
        assertTrue(wrong("7.6", Math.log(0.125)).startsWith("A loss is not negative"));
        assertTrue(wrong("7.6", 0.875).startsWith("That is what was missing"));
    }

    @Test
    @DisplayName("7.7 takes probabilities less 1 for the right one, and finds them with the other sign")
    void softmaxGradient() {
        BiFunction<double[], Integer, double[]> right = (logits, target) -> {
            double sum = DoubleStream.of(logits).map(Math::exp).sum();
            double[] p = Arrays.stream(logits).map(x -> Math.exp(x) / sum).toArray();
            p[target]--;
            return p;
        };
        assertRight("7.7", right);
        BiFunction<double[], Integer, double[]> turned = (logits, target) ->
                Arrays.stream(right.apply(logits, target)).map(x -> -x).toArray();
        assertEquals(
                "For the logits [0.0, 0.0] and the target 1 the result should be [0.5, -0.5], but your code gave"
                        + " [-0.5, 0.5].",
                wrong("7.7", turned));
    }

    @Test
    @DisplayName("7.8 takes a comparison at many places, and finds tests that look at one place or allow too much")
    void gradientTest() {
        assertRight("7.8", compare(2, 1e-4));
        assertTrue(wrong("7.8", compare(0, 1e-4)).startsWith("For "));
        assertEquals(
                "For x² and 2x + 0.01 the result should be false, but your code gave true.",
                wrong("7.8", compare(2, 0.1)));
        GradientTest never = (_, _) -> false;
        assertTrue(wrong("7.8", never).startsWith("For x² and 2x the result should be true"));
    }

    private static GradientTest compare(double around, double margin) {
        return (f, slope) -> {
            for (double x = 1 - around; x <= 1 + around; x += 0.1) {
                double found = (f.applyAsDouble(x + 1e-4) - f.applyAsDouble(x - 1e-4)) / 2e-4;
                if (Math.abs(found - slope.applyAsDouble(x)) > margin * (1 + Math.abs(found))) return false;
            }
            return true;
        };
    }
}
