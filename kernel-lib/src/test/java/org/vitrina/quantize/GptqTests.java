package org.vitrina.quantize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.quantize.FormatsTests.normal;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrina.tensor.Tensor;

@DisplayName("GPTQ")
class GptqTests {
    /// What `src/test/python/gptq_golden.py` wrote.
    record Case(
            int bits,
            int group,
            boolean symmetric,
            int columns,
            float[] weights,
            float[] inputs,
            double[] result,
            double outputError) {
        IntegerFormat format() {
            return new IntegerFormat(bits, group, symmetric);
        }

        Tensor matrix() {
            return Tensor.of(weights, weights.length / columns, columns);
        }

        InputMoments moments() {
            var moments = new InputMoments(columns);
            moments.add(Tensor.of(inputs, inputs.length / columns, columns));
            return moments;
        }

        @Override
        public String toString() {
            return format().name();
        }
    }

    static List<Case> golden() throws IOException {
        try (var in = new InputStreamReader(GptqTests.class.getResourceAsStream("gptq.json"), StandardCharsets.UTF_8)) {
            return List.of(new Gson().fromJson(in, Case[].class));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("golden")
    @DisplayName("rounds as Optimal Brain Surgeon does, each inverse computed anew (NumPy)")
    void asNumPy(Case golden) {
        QuantizedTensor ours = Gptq.of(golden.format(), golden.matrix(), golden.moments());
        double[] after = new double[golden.result.length];
        Arrays.setAll(after, i -> ours.after().data()[i]);
        assertArrayEquals(golden.result, after, 1e-6);
        assertEquals(golden.outputError, golden.moments().outputError(ours), 1e-6);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("golden")
    @DisplayName("changes the outputs less than rounding to nearest, though the weights more")
    void better(Case golden) {
        QuantizedTensor nearest = QuantizedTensor.of(golden.format(), golden.matrix());
        QuantizedTensor ours = Gptq.of(golden.format(), golden.matrix(), golden.moments());
        assertTrue(golden.moments().outputError(ours) < golden.moments().outputError(nearest));
        assertTrue(ours.error().rmse() >= nearest.error().rmse());
        assertEquals(nearest.bytes(), ours.bytes());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("golden")
    @DisplayName("with searched scales changes the outputs less than searched scales alone")
    void searched(Case golden) {
        QuantizedTensor alone = ScaleSearch.of(
                golden.format(), golden.matrix(), golden.moments().importance());
        QuantizedTensor both = Gptq.searched(golden.format(), golden.matrix(), golden.moments());
        assertTrue(golden.moments().outputError(both) < golden.moments().outputError(alone));
    }

    @Test
    @DisplayName("is rounding to nearest where inputs have nothing to do with each other")
    void independent() {
        // every input is seen alone
        float[] x = new float[16 * 16];
        for (int i = 0; i < 16; i++) {
            x[17 * i] = 3;
        }
        var moments = new InputMoments(16);
        moments.add(Tensor.of(x, 16, 16));
        Tensor weights = Tensor.of(normal(new Random(1), 4 * 16), 4, 16);
        var format = new IntegerFormat(3, 8, true);
        assertArrayEquals(
                QuantizedTensor.of(format, weights).after().toArray(),
                Gptq.of(format, weights, moments).after().toArray());
    }

    @Test
    @DisplayName("holds out against inputs that are always 0 or always alike")
    void degenerate() {
        float[] x = new float[40];
        for (int t = 0; t < 5; t++) {
            x[8 * t] = x[8 * t + 1] = t + 1;
        }
        var moments = new InputMoments(8);
        moments.add(Tensor.of(x, 5, 8));
        Tensor weights = Tensor.of(normal(new Random(2), 24), 3, 8);
        for (float weight : Gptq.of(new IntegerFormat(4, 8, false), weights, moments)
                .after()
                .toArray()) {
            assertTrue(Float.isFinite(weight));
        }
        var nothing = new InputMoments(8);
        nothing.add(Tensor.zeros(2, 8));
        assertEquals(
                24,
                Gptq.of(new IntegerFormat(4, 8, false), weights, nothing)
                        .after()
                        .size());
    }

    @Test
    @DisplayName("says what is wrong: groups across rows, and no inputs")
    void wrong() {
        Tensor weights = Tensor.zeros(4, 12);
        var moments = new InputMoments(12);
        assertEquals(
                "GPTQ needs inputs that were seen and a damping above 0, but got 0 rows of inputs and 0.01",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Gptq.of(new IntegerFormat(4, 12, true), weights, moments))
                        .getMessage());
        assertEquals(
                "GPTQ goes along a row from group to group, so that 12 inputs must be whole groups, but got groups of 8",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Gptq.of(new IntegerFormat(4, 8, true), weights, moments))
                        .getMessage());
    }
}
