package org.vitrina.quantize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.Property.forRandom;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrina.tensor.Arithmetic;
import org.vitrina.tensor.FloatMatrix;
import org.vitrina.tensor.Matrix;
import org.vitrina.tensor.Tensor;
import org.vitrina.tensor.Workers;

@DisplayName("The matrix of a format")
class MatrixTests {
    /// The relative error of one rounding.
    private static final double ROUNDING = 0x1p-24;

    private static List<Format> formats() {
        return Formats.all();
    }

    private record Sample(Format format, int rows, int columns, MemorySegment blocks, float[] decoded) {
        static Sample random(RandomGenerator random, Format format) {
            int rows = random.nextInt(1, 70);
            int columns = random.nextInt(1, 3) * Math.max(format.blockSize(), 4 * random.nextInt(1, 20));
            columns = columns / format.blockSize() * format.blockSize();
            var weights = new float[rows * columns];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) random.nextGaussian() / 10;
            }
            MemorySegment blocks = MemorySegment.ofArray(new byte[Math.toIntExact(format.bytes(weights.length))]);
            format.encode(weights, 0, weights.length, blocks, 0);
            format.decode(blocks, 0, weights, 0, weights.length);
            return new Sample(format, rows, columns, blocks, weights);
        }
    }

    private static Tensor inputs(RandomGenerator random, int rows, int columns) {
        Tensor x = Tensor.zeros(rows, columns);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = (float) random.nextGaussian();
        }
        return x;
    }

    @ParameterizedTest
    @MethodSource("formats")
    @DisplayName("gives back the weights that the format decodes, to the bit")
    void rows(Format format) {
        forRandom(5, random -> {
            var sample = Sample.random(random, format);
            Matrix matrix = format.matrix(sample.blocks, sample.rows, sample.columns);
            var row = new float[sample.columns];
            for (int r = 0; r < sample.rows; r++) {
                matrix.row(r, row, 0);
                assertArrayEquals(
                        Arrays.copyOfRange(sample.decoded, r * sample.columns, (r + 1) * sample.columns), row);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("formats")
    @DisplayName("multiplies exactly but for the roundings of the sum, where it is asked to")
    void exact(Format format) {
        forRandom(5, random -> {
            var sample = Sample.random(random, format);
            Matrix matrix = format.matrix(sample.blocks, sample.rows, sample.columns, Arithmetic.EXACT);
            for (int tokens : new int[] {1, 2, 17}) {
                Tensor x = inputs(random, tokens, sample.columns);
                Tensor out = Tensor.zeros(tokens, sample.rows);
                matrix.multiply(x, out, Workers.of(2));
                for (int t = 0; t < tokens; t++) {
                    for (int row = 0; row < sample.rows; row++) {
                        // a code and its minimum may be far larger than the weight they make
                        double bound = 40 * sample.columns * ROUNDING * size(sample, x, t, row);
                        assertEquals(dot(sample, x, t, row), out.get(t, row), bound);
                    }
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("formats")
    @DisplayName("multiplies one row with inputs of 8 bits at least")
    void fast(Format format) {
        forRandom(5, random -> {
            var sample = Sample.random(random, format);
            Matrix matrix = format.matrix(sample.blocks, sample.rows, sample.columns);
            Tensor x = inputs(random, 1, sample.columns);
            Tensor out = Tensor.zeros(1, sample.rows);
            matrix.multiply(x, out, Workers.of(2));
            double greatest = 0;
            for (float number : x.data()) {
                greatest = Math.max(greatest, Math.abs(number));
            }
            for (int row = 0; row < sample.rows; row++) {
                double weights = 0;
                for (int c = 0; c < sample.columns; c++) {
                    weights += Math.abs(sample.decoded[row * sample.columns + c]);
                }
                double bound = greatest * weights * (1 / 254.0 + 40 * sample.columns * ROUNDING);
                assertEquals(dot(sample, x, 0, row), out.get(0, row), bound);
            }
        });
    }

    private static double dot(Sample sample, Tensor x, int t, int row) {
        double sum = 0;
        for (int c = 0; c < sample.columns; c++) {
            sum += (double) sample.decoded[row * sample.columns + c] * x.get(t, c);
        }
        return sum;
    }

    private static double size(Sample sample, Tensor x, int t, int row) {
        double size = 0;
        for (int c = 0; c < sample.columns; c++) {
            size += Math.abs((double) sample.decoded[row * sample.columns + c] * x.get(t, c));
        }
        return size;
    }

    @ParameterizedTest
    @MethodSource("formats")
    @DisplayName("needs as many blocks as its shape says")
    void tooFew(Format format) {
        MemorySegment blocks = MemorySegment.ofArray(new byte[(int) format.bytes(512) - 1]);
        assertThrows(IndexOutOfBoundsException.class, () -> format.matrix(blocks, 2, 256));
    }

    @Test
    @DisplayName("of halves that are infinite keeps them as floats")
    void infinite() {
        var blocks = MemorySegment.ofArray(new byte[16]);
        Formats.F16.encode(new float[] {1, 2, Float.POSITIVE_INFINITY, 3, 4, 5, 6, 7}, 0, 8, blocks, 0);
        Matrix matrix = Formats.F16.matrix(blocks, 2, 4);
        assertTrue(matrix instanceof FloatMatrix);
        var row = new float[4];
        matrix.row(0, row, 0);
        assertArrayEquals(new float[] {1, 2, Float.POSITIVE_INFINITY, 3}, row);
    }
}
