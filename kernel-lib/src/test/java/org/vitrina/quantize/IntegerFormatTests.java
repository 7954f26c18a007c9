package org.vitrina.quantize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.Property.forRandom;
import static org.vitrina.quantize.FormatsTests.decoded;
import static org.vitrina.quantize.FormatsTests.encoded;
import static org.vitrina.quantize.FormatsTests.normal;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrina.tensor.Matrix;
import org.vitrina.tensor.Tensor;
import org.vitrina.tensor.Workers;

@DisplayName("Integer formats of any width and group")
class IntegerFormatTests {
    static List<IntegerFormat> formats() {
        return IntStream.rangeClosed(1, 16)
                .boxed()
                .flatMap(bits -> IntStream.of(1, 7, 32, 100)
                        .boxed()
                        .flatMap(group -> List.of(true, false).stream()
                                .map(symmetric -> new IntegerFormat(bits, group, symmetric))))
                .toList();
    }

    @ParameterizedTest(name = "{0} bits, group {1}, symmetric {2}: {3} bytes, {4} bits a weight")
    @CsvSource({
        "4, 32, true, 18, 4.5", // as Q4_0
        "4, 32, false, 20, 5", // as Q4_1
        "8, 32, true, 34, 8.5", // as Q8_0
        "1, 128, true, 18, 1.125", // as Q1_0
        "3, 10, true, 6, 4.8", // 30 bits in 4 bytes
        "5, 3, false, 6, 16",
        "9, 32, true, 40, 10", // a scale of 32 bits
        "12, 64, false, 104, 13",
        "16, 128, true, 260, 16.25",
    })
    @DisplayName("take the bytes of their scales and of all their bits")
    void sizes(int bits, int group, boolean symmetric, int bytes, double bitsPerWeight) {
        var format = new IntegerFormat(bits, group, symmetric);
        assertEquals(bytes, format.blockBytes());
        assertEquals(bitsPerWeight, format.bitsPerWeight(), 1e-12);
    }

    @Test
    @DisplayName("have names that say what they are")
    void names() {
        assertEquals("INT4_SYM_G32", new IntegerFormat(4, 32, true).name());
        assertEquals("INT2_ASYM_G128", new IntegerFormat(2, 128, false).name());
        Tensor weights = Tensor.zeros(6, 10);
        assertEquals(10, IntegerFormat.perRow(4, true, weights).blockSize());
        assertEquals(60, IntegerFormat.perTensor(4, true, weights).blockSize());
    }

    @ParameterizedTest
    @MethodSource("formats")
    @DisplayName("put each weight on the nearest point of their grid")
    void nearest(IntegerFormat format) {
        forRandom(20, random -> {
            int group = format.group();
            float[] weights = normal(random, 3 * group);
            byte[] blocks = encoded(format, weights);
            float[] decoded = decoded(format, blocks, weights.length);
            for (int block = 0; block < 3; block++) {
                double[] grid = grid(format, Arrays.copyOfRange(blocks, block * format.blockBytes(), blocks.length));
                for (int i = block * group; i < (block + 1) * group; i++) {
                    double weight = weights[i];
                    double best = Arrays.stream(grid)
                            .map(point -> Math.abs(point - weight))
                            .min()
                            .orElseThrow();
                    assertEquals(best, Math.abs(decoded[i] - weight), 1e-6);
                }
            }
        });
    }

    /// Returns the values that a block can hold, from what the class comment says.
    private static double[] grid(IntegerFormat format, byte[] block) {
        var bytes = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
        boolean wide = format.bits() > 8;
        double scale = wide ? bytes.getFloat() : Float.float16ToFloat(bytes.getShort());
        int codes = 1 << format.bits();
        if (!format.symmetric()) {
            double least = wide ? bytes.getFloat() : Float.float16ToFloat(bytes.getShort());
            return IntStream.range(0, codes).mapToDouble(q -> scale * q + least).toArray();
        }
        int reach = codes / 2 - 1;
        return format.bits() == 1
                ? new double[] {-scale, scale}
                : IntStream.rangeClosed(-reach, reach)
                        .mapToDouble(q -> scale * q)
                        .toArray();
    }

    @Test
    @DisplayName("write their codes one after the other without a gap")
    void packing() {
        forRandom(200, random -> {
            int bits = 1 + random.nextInt(16);
            int count = 1 + random.nextInt(40);
            int[] codes = IntStream.range(0, count)
                    .map(_ -> random.nextInt(1 << bits))
                    .toArray();
            byte[] bytes = new byte[BitPacking.bytes(count, bits)];
            BitPacking.write(codes, bits, MemorySegment.ofArray(bytes), 0);
            // all bytes as one long number: code i is its digit i in base 2^bits
            BigInteger number = BigInteger.ZERO;
            for (int i = count - 1; i >= 0; i--) {
                number = number.shiftLeft(bits).or(BigInteger.valueOf(codes[i]));
            }
            for (int i = 0; i < bytes.length; i++) {
                assertEquals(number.shiftRight(8 * i).byteValue(), bytes[i]);
            }
            for (int i = 0; i < count; i++) {
                assertEquals(codes[i], BitPacking.read(MemorySegment.ofArray(bytes), 0, bits, i));
            }
        });
    }

    @Nested
    @DisplayName("with one bit")
    class OneBit {
        private final float[] weights = {1, -2, 3, -6};

        @Test
        @DisplayName("keep the sign and the mean distance from 0")
        void symmetric() {
            var format = new IntegerFormat(1, 4, true);
            assertArrayEquals(new float[] {3, -3, 3, -3}, decoded(format, encoded(format, weights), 4));
        }

        @Test
        @DisplayName("or, asymmetric, the side of the mean and the mean distance from it")
        void asymmetric() {
            // the mean is -1, the distances 2, 1, 4 and 5, on average 3
            var format = new IntegerFormat(1, 4, false);
            assertArrayEquals(new float[] {2, -4, 2, -4}, decoded(format, encoded(format, weights), 4));
        }

        @Test
        @DisplayName("choose the scale that makes the squared error smallest")
        void best() {
            forRandom(50, random -> {
                float[] any = normal(random, 64);
                var format = new IntegerFormat(1, 64, true);
                float[] decoded = decoded(format, encoded(format, any), 64);
                double scale = Math.abs(decoded[0]);
                double error = error(any, scale);
                assertTrue(error <= error(any, scale * 1.01), "a greater scale");
                assertTrue(error <= error(any, scale * 0.99), "a smaller scale");
            });
        }

        private static double error(float[] weights, double scale) {
            double sum = 0;
            for (float weight : weights) {
                sum += Math.pow(Math.abs(weight) - scale, 2);
            }
            return sum;
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    @DisplayName("keep 0 and constants")
    void constants(IntegerFormat format) {
        float[] zeros = new float[format.group()];
        assertArrayEquals(zeros, decoded(format, encoded(format, zeros), zeros.length));
        float[] threes = new float[format.group()];
        Arrays.fill(threes, -3);
        // the scale has eleven binary digits
        assertArrayEquals(threes, decoded(format, encoded(format, threes), threes.length), 3 * 0x1p-11f);
    }

    @ParameterizedTest(name = "{0} bits, symmetric {1}")
    @CsvSource({"8, true", "9, true", "12, true", "16, true", "9, false", "12, false", "16, false"})
    @DisplayName("lose what a uniform error of half a step to either side loses: step² / 12")
    void noise(int bits, boolean symmetric) {
        var random = new Random(bits);
        float[] weights = new float[1 << 16];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = 2 * random.nextFloat() - 1;
        }
        var format = new IntegerFormat(bits, weights.length, symmetric);
        double step = 2.0 / ((1 << bits) - (symmetric ? 2 : 1));
        double rmse = QuantizationError.of(weights, decoded(format, encoded(format, weights), weights.length))
                .rmse();
        assertEquals(step / Math.sqrt(12), rmse, 0.01 * step);
    }

    @Test
    @DisplayName("of a whole tensor multiply as the decoded weights do")
    void perTensor() {
        var random = new Random(5);
        float[] weights = normal(random, 6 * 10);
        for (IntegerFormat format : List.of(new IntegerFormat(4, 60, true), new IntegerFormat(3, 20, false))) {
            byte[] blocks = encoded(format, weights);
            float[] decoded = decoded(format, blocks, 60);
            Matrix matrix = format.matrix(MemorySegment.ofArray(blocks), 6, 10);
            float[] row = new float[10];
            matrix.row(4, row, 0);
            assertArrayEquals(Arrays.copyOfRange(decoded, 40, 50), row);
            float[] ones = new float[10];
            Arrays.fill(ones, 1);
            Tensor out = Tensor.zeros(1, 6);
            matrix.multiply(Tensor.of(ones, 1, 10), out, Workers.ONE);
            double sum = 0;
            for (float weight : row) {
                sum += weight;
            }
            assertEquals(sum, out.get(0, 4), 1e-5);
        }
    }

    @Test
    @DisplayName("say what is wrong: bits, groups, and scales that 16 bits cannot hold")
    void wrong() {
        assertEquals(
                "an integer format has 1 to 16 bits, but got 17",
                assertThrows(IllegalArgumentException.class, () -> new IntegerFormat(17, 32, true))
                        .getMessage());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new IntegerFormat(4, 0, true))
                .getMessage()
                .startsWith("a group has at least 1 weight"));
        assertEquals(
                "INT4_SYM_G2 keeps the scale of a group in 16 bits, which end at 65504, but it is 142900; divide the"
                        + " weights by some number first",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> encoded(new IntegerFormat(4, 2, true), new float[] {1e6f, 3}))
                        .getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> encoded(new IntegerFormat(4, 2, true), new float[] {Float.NaN, 3}));
    }
}
