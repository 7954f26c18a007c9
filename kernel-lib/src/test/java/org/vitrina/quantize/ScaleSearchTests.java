package org.vitrina.quantize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.Property.forRandom;
import static org.vitrina.quantize.FormatsTests.normal;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.tensor.Tensor;

@DisplayName("Searching for the scale")
class ScaleSearchTests {
    @Test
    @DisplayName("never loses more than rounding to the full range, whatever counts how much")
    void neverWorse() {
        forRandom(60, random -> {
            int group = 4 * (1 + random.nextInt(16));
            var format = new IntegerFormat(1 + random.nextInt(10), group, random.nextBoolean());
            Tensor weights = Tensor.of(normal(random, 3 * group), 3, group);
            float[] importance = new float[group];
            for (int i = 0; i < group; i++) {
                importance[i] = random.nextInt(4) == 0 ? 0 : random.nextFloat();
            }
            double plain = weighted(QuantizedTensor.of(format, weights), importance);
            double searched = weighted(ScaleSearch.of(format, weights, importance), importance);
            assertTrue(searched <= plain * (1 + 1e-6), searched + " > " + plain);
        });
    }

    private static double weighted(QuantizedTensor tensor, float[] importance) {
        double sum = 0;
        for (int i = 0; i < tensor.before().size(); i++) {
            double off = tensor.after().data()[i] - tensor.before().data()[i];
            sum += importance[i % importance.length] * off * off;
        }
        return sum;
    }

    @Test
    @DisplayName("of normal weights comes to the error that is known to be the least of any uniform grid")
    void asMax() {
        // Max 1960, Quantizing for minimum distortion, table II: the mean squared error of the best uniform
        // quantizer of a normal variable with 4, 8 and 16 levels
        float[] normal = normal(new Random(7), 1 << 16);
        for (int i = 0; i < normal.length / 2; i++) {
            normal[normal.length / 2 + i] = -normal[i];
        }
        Tensor weights = Tensor.of(normal, 1, 1 << 16);
        double[] best = {0.1188, 0.03744, 0.01154};
        for (int bits = 2; bits <= 4; bits++) {
            var format = new IntegerFormat(bits, 1 << 16, false);
            double found = Math.pow(ScaleSearch.of(format, weights).error().rmse(), 2);
            assertEquals(best[bits - 2], found, 0.03 * best[bits - 2], bits + " bits");
        }
    }

    @Test
    @DisplayName("gives up the weights at inputs that do not count")
    void outlier() {
        float[] weights = normal(new Random(3), 32);
        weights[5] = 50;
        float[] importance = new float[32];
        Arrays.fill(importance, 1);
        importance[5] = 0;
        var format = new IntegerFormat(4, 32, true);
        QuantizedTensor searched = ScaleSearch.of(format, Tensor.of(weights, 1, 32), importance);
        double others = 0;
        for (int i = 0; i < 32; i++) {
            if (i != 5) others = Math.max(others, Math.abs(searched.after().data()[i] - weights[i]));
        }
        // the range is 50 / 7 for the plain grid, and 30 % of it for the least that is tried
        assertTrue(others < 1.2, "off by " + others);
    }

    @Test
    @DisplayName("says what is wrong with an importance")
    void wrong() {
        var format = new IntegerFormat(4, 4, true);
        assertEquals(
                "there are 4 inputs, and each needs an importance, but there are 3",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> ScaleSearch.of(format, Tensor.zeros(2, 4), new float[3]))
                        .getMessage());
        assertEquals(
                "an importance is at least 0 and finite, but one is -1.0",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> ScaleSearch.of(format, Tensor.zeros(2, 4), new float[] {1, -1, 1, 1}))
                        .getMessage());
    }

    @Test
    @DisplayName("can be seen as a curve: without an outlier cutting off costs at once, with one it saves")
    void curve() {
        Random random = new Random(4);
        float[] even = new float[4096];
        for (int i = 0; i < even.length; i++) {
            even[i] = 2 * random.nextFloat() - 1;
        }
        var format = new IntegerFormat(4, 4096, true);
        var curve = ClippingCurve.of(format, Tensor.of(even, 64, 64));
        assertEquals(40, curve.points().size());
        assertEquals(1, curve.points().getFirst().reach());
        assertEquals(0, curve.points().getFirst().cut());
        assertEquals(
                QuantizedTensor.of(format, Tensor.of(even, 64, 64)).error().rmse(),
                curve.points().getFirst().rmse(),
                1e-6);
        assertTrue(curve.best().reach() > 0.9);
        even[77] = 10;
        var outlier = ClippingCurve.of(format, Tensor.of(even, 64, 64));
        assertTrue(outlier.best().reach() < 0.5, outlier.best().toString());
        assertEquals(1, outlier.best().cut());
        assertEquals(40, outlier.table().rowCount());
        assertEquals(3, outlier.chart().getSeriesCollection().size());
        assertThrows(
                IllegalArgumentException.class,
                () -> ClippingCurve.of(format, Tensor.of(new float[] {Float.NaN}, 1, 1)));
    }

    @Test
    @DisplayName("weighs inputs by their mean square")
    void importance() {
        var moments = new InputMoments(2);
        moments.add(Tensor.of(new float[] {1, 2, 3, -4}, 2, 2));
        assertArrayEquals(new float[] {5, 10}, moments.importance());
        assertEquals((2 - 12) / 2.0, moments.at(0, 1));
        assertEquals(2, moments.rows());
    }
}
