package org.vitrina.quantize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrina.tensor.Tensor;
import tech.tablesaw.api.Table;

@DisplayName("The error of quantization")
class QuantizationErrorTests {
    private static Tensor normal(int rows, int columns) {
        return Tensor.of(FormatsTests.normal(new Random(3), rows * columns), rows, columns);
    }

    @Test
    @DisplayName("is measured as the textbook says")
    void byHand() {
        // errors 0, 1, -2, 0; squares 1 + 4 of 9 + 16 + 0 + 144
        var error = QuantizationError.of(new float[] {3, -4, 0, 12}, new float[] {3, -3, -2, 12});
        assertEquals(4, error.weights());
        assertEquals(Math.sqrt(5 / 4.0), error.rmse(), 1e-12);
        assertEquals(2, error.largest());
        assertEquals(10 * Math.log10(169 / 5.0), error.sqnr(), 1e-12);
        // (9 + 12 + 144) / (13 × √166)
        assertEquals(165 / (13 * Math.sqrt(166)), error.cosine(), 1e-12);
    }

    @Test
    @DisplayName("is nothing where nothing changed, infinities and all")
    void nothing() {
        float[] same = {0, 1, Float.POSITIVE_INFINITY};
        assertEquals(
                new QuantizationError(3, 0, 0, Double.POSITIVE_INFINITY, 1), QuantizationError.of(same, same.clone()));
        assertEquals(
                new QuantizationError(0, 0, 0, Double.POSITIVE_INFINITY, 1),
                QuantizationError.of(new float[0], new float[0]));
    }

    @Test
    @DisplayName("needs equally many numbers")
    void lengths() {
        var wrong =
                assertThrows(IllegalArgumentException.class, () -> QuantizationError.of(new float[2], new float[3]));
        assertEquals("an error needs equally many numbers before and after, but got 2 and 3", wrong.getMessage());
    }

    @ParameterizedTest(name = "{0} bits")
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
    @DisplayName("of uniform noise over the whole range is 20 log10(2^b - 1) dB below it: about 6.02 dB a bit")
    void sixDecibels(int bits) {
        var random = new Random(bits);
        float[] noise = new float[1 << 17];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = random.nextFloat(-1, 1);
        }
        Tensor weights = Tensor.of(noise, noise.length);
        double sqnr = QuantizedTensor.of(IntegerFormat.perTensor(bits, false, weights), weights)
                .error()
                .sqnr();
        assertEquals(20 * Math.log10((1 << bits) - 1), sqnr, 0.15);
        if (bits >= 6) {
            assertEquals(6.02 * bits, sqnr, 0.3);
        }
    }

    @Nested
    @DisplayName("of a tensor")
    class OfTensor {
        private final Tensor weights = normal(6, 64);
        private final QuantizedTensor quantized = QuantizedTensor.of(Formats.Q4_0, weights);

        @Test
        @DisplayName("is there for all of it, each row and each block, and they agree")
        void parts() {
            QuantizationError all = quantized.error();
            assertEquals(6, quantized.rowErrors().size());
            assertEquals(12, quantized.blockErrors().size());
            for (List<QuantizationError> parts : List.of(quantized.rowErrors(), quantized.blockErrors())) {
                double squares = parts.stream()
                        .mapToDouble(part -> part.rmse() * part.rmse() * part.weights())
                        .sum();
                assertEquals(all.rmse(), Math.sqrt(squares / all.weights()), 1e-12);
                assertEquals(
                        all.largest(),
                        parts.stream()
                                .mapToDouble(QuantizationError::largest)
                                .max()
                                .orElseThrow());
            }
            assertEquals(6 * 64 / 32 * 18, quantized.bytes());
            assertEquals(4.5, quantized.bitsPerWeight());
        }

        @Test
        @DisplayName("is at most half a step")
        void halfAStep() {
            for (int block = 0; block < 12; block++) {
                float furthest = 0;
                for (int i = 32 * block; i < 32 * (block + 1); i++) {
                    furthest = Math.max(furthest, Math.abs(weights.data()[i]));
                }
                // the step is furthest / 8; the code 8 above 0 is missing, so there it is a whole step
                assertTrue(quantized.blockErrors().get(block).largest() <= furthest / 8 * 1.01);
            }
        }

        @Test
        @DisplayName("makes tables and a histogram")
        void shown() {
            Table rows = quantized.rowTable();
            assertEquals(List.of("row", "RMSE", "largest error", "SQNR (dB)", "cosine"), rows.columnNames());
            assertEquals(6, rows.rowCount());
            assertEquals(12, quantized.blockTable().rowCount());
            assertEquals(
                    weights.size(),
                    Arrays.stream(quantized.histogram().getSeries("weights").getYData())
                            .sum());
        }

        @ParameterizedTest
        @ValueSource(floats = {1e-6f, 1, 3e4f})
        @DisplayName("has a histogram that counts every weight, around 0, for errors of any size")
        void histogram(float size) {
            float[] scaled = weights.toArray();
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] *= size;
            }
            var result = QuantizedTensor.of(new IntegerFormat(4, 32, true), Tensor.of(scaled, 6, 64));
            var series = result.histogram().getSeries("weights");
            assertEquals(scaled.length, Arrays.stream(series.getYData()).sum());
            double[] x = series.getXData();
            assertEquals(0, x[x.length / 2]);
            assertEquals(-x[0], x[x.length - 1]);
            assertTrue(x.length > 60 && x.length < 155, "bins: " + x.length);
            assertEquals(
                    1,
                    QuantizedTensor.of(Formats.F32, weights)
                            .histogram()
                            .getSeries("weights")
                            .getXData()
                            .length);
        }

        @Test
        @DisplayName("does not depend on where the tensor's window lies")
        void window() {
            Tensor lower = weights.rows(2, 6);
            assertEquals(
                    quantized.rowErrors().subList(2, 6),
                    QuantizedTensor.of(Formats.Q4_0, lower).rowErrors());
            assertEquals(quantized.walk(5).at(0).values().get("weights").getClass(), float[].class);
        }
    }

    @Nested
    @DisplayName("of several formats")
    class Compared {
        @Test
        @DisplayName("falls as bits are added, format by format")
        void formats() {
            var comparison = FormatComparison.of(normal(4, 512), Formats.all());
            Table table = comparison.table();
            assertEquals(
                    Formats.all().stream().map(Format::name).toList(),
                    table.stringColumn("format").asList());
            assertEquals(
                    Double.POSITIVE_INFINITY, table.doubleColumn("SQNR (dB)").get(0));
            double[] sqnr = table.doubleColumn("SQNR (dB)").asDoubleArray();
            // F16, Q8_0, Q6_K, Q5_K, Q4_K, Q3_K, Q2_K
            int[] fewer = {1, 3, 4, 7, 10, 11, 12};
            for (int i = 1; i < fewer.length; i++) {
                assertTrue(sqnr[fewer[i]] < sqnr[fewer[i - 1]] - 3, Arrays.toString(sqnr));
            }
            assertEquals(
                    13, comparison.chart().getSeries("SQNR (dB)").getXData().size());
        }

        @Test
        @DisplayName("can be drawn by bit width")
        void widths() {
            var comparison = FormatComparison.ofWidths(normal(4, 512), 64);
            assertEquals(32, comparison.results().size());
            var chart = comparison.widthChart();
            assertEquals(
                    List.of("symmetric", "asymmetric"),
                    chart.getSeriesCollection().stream()
                            .map(series -> series.getName())
                            .toList());
            double[] symmetric = chart.getSeries("symmetric").getYData();
            double[] asymmetric = chart.getSeries("asymmetric").getYData();
            for (int bits = 3; bits <= 16; bits++) {
                assertTrue(symmetric[bits - 1] > symmetric[bits - 2] + 3);
                assertTrue(asymmetric[bits - 1] > asymmetric[bits - 2] + 3);
            }
            assertTrue(symmetric[1] < symmetric[0], "the three values of two bits lose more than the two of one");
            var none = FormatComparison.of(normal(1, 32), Formats.Q8_0);
            assertEquals(
                    "a chart by bit width needs integer formats; ofWidths(weights, group) makes them",
                    assertThrows(IllegalStateException.class, none::widthChart).getMessage());
        }
    }
}
