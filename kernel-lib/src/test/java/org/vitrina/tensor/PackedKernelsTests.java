package org.vitrina.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vitrina.Property.forRandom;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Kernels on packed weights")
class PackedKernelsTests {
    private static final PackedKernels SCALAR = new ScalarPackedKernels();
    private static final int TRIES = 60;
    private static final int PANEL = PackedKernels.PANEL;

    private static PackedKernels vectors(int bits) {
        return Vectors.packed(bits);
    }

    @ParameterizedTest(name = "vectors of {0} bits")
    @ValueSource(ints = {64, 128, 256, 512})
    @DisplayName("multiply bytes as the scalar ones do, to the bit")
    void bytes(int bits) {
        PackedKernels kernels = vectors(bits);
        forRandom(TRIES, random -> {
            Groups groups = groups(random, 0);
            int rows = random.nextInt(1, 4);
            Inputs x = Inputs.floats(numbers(random, rows, groups.columns()), groups, true);
            int at = random.nextInt(50);
            int[] words = words(random, at, groups, 8);
            for (int row = 0; row < rows; row++) {
                int t = row;
                assertSame((k, out) -> k.bytes(words, at, groups, x, t, out, 3), kernels);
            }
        });
    }

    @ParameterizedTest(name = "vectors of {0} bits")
    @ValueSource(ints = {64, 128, 256, 512})
    @DisplayName("multiply nibbles with floats as the scalar ones do, to the bit")
    void nibbles(int bits) {
        PackedKernels kernels = vectors(bits);
        forRandom(TRIES, random -> {
            Groups groups = groups(random, random.nextBoolean() ? 8 : 0);
            int rows = random.nextInt(1, 4);
            Inputs x = Inputs.floats(numbers(random, rows, groups.columns()), groups, true);
            int at = random.nextInt(50);
            int[] words = words(random, at, groups, 4);
            for (int row = 0; row < rows; row++) {
                int t = row;
                assertSame((k, out) -> k.nibbles(words, at, groups, x, t, out, 3), kernels);
            }
        });
    }

    @ParameterizedTest(name = "vectors of {0} bits")
    @ValueSource(ints = {64, 128, 256, 512})
    @DisplayName("multiply nibbles with rounded inputs as the scalar ones do, to the bit")
    void roundedNibbles(int bits) {
        PackedKernels kernels = vectors(bits);
        forRandom(TRIES, random -> {
            Groups groups = groups(random, random.nextBoolean() ? 8 : 0);
            int rows = random.nextInt(1, 4);
            Inputs x = Inputs.rounded(numbers(random, rows, groups.columns()), groups, SCALAR);
            int at = random.nextInt(50);
            int[] words = words(random, at, groups, 4);
            for (int row = 0; row < rows; row++) {
                int t = row;
                assertSame((k, out) -> k.roundedNibbles(words, at, groups, x, t, out, 3), kernels);
            }
        });
    }

    @ParameterizedTest(name = "vectors of {0} bits")
    @ValueSource(ints = {64, 128, 256, 512})
    @DisplayName("round inputs as the scalar ones do, to the bit")
    void rounding(int bits) {
        PackedKernels kernels = vectors(bits);
        forRandom(TRIES, random -> {
            Groups groups = groups(random, 0);
            Tensor x = numbers(random, 3, groups.columns());
            Inputs expected = Inputs.rounded(x, groups, SCALAR);
            Inputs actual = Inputs.rounded(x, groups, kernels);
            assertArrayEquals(expected.codes(), actual.codes());
            assertArrayEquals(expected.starts(), actual.starts());
            assertArrayEquals(expected.codeSums(), actual.codeSums());
            assertArrayEquals(expected.scales(), actual.scales());
        });
    }

    @ParameterizedTest(name = "vectors of {0} bits")
    @ValueSource(ints = {64, 128, 256, 512})
    @DisplayName("multiply halves of both kinds as the scalar ones do, to the bit")
    void halves(int bits) {
        PackedKernels kernels = vectors(bits);
        forRandom(TRIES, random -> {
            int columns = 4 * random.nextInt(1, 40);
            int rows = random.nextInt(1, 4);
            Inputs x = Inputs.floats(numbers(random, rows, columns).data());
            int at = random.nextInt(50);
            var words = new int[at + columns * PANEL / 2 + PackedKernels.MARGIN];
            for (int i = 0; i < words.length; i++) {
                // exponents of middling size, as those of weights are
                words[i] = random.nextInt() & 0x9FFF9FFF | 0x20002000;
            }
            for (int row = 0; row < rows; row++) {
                int t = row;
                assertSame((k, out) -> k.halves(words, at, columns, 0x1p90f, x, t, out, 3), kernels);
                assertSame((k, out) -> k.brainHalves(words, at, columns, x, t, out, 3), kernels);
            }
        });
    }

    @ParameterizedTest(name = "vectors of {0} bits")
    @ValueSource(ints = {64, 128, 256, 512})
    @DisplayName("unpack weights as the scalar ones do, to the bit")
    void unpacking(int bits) {
        PackedKernels kernels = vectors(bits);
        forRandom(TRIES, random -> {
            Groups groups = groups(random, random.nextBoolean() ? 8 : 0);
            int at = random.nextInt(50);
            int[] bytes = words(random, at, groups, 8);
            int[] nibbles = words(random, at, groups, 4);
            int stride = PANEL + random.nextInt(3);
            int end = 3 + groups.size() * stride;
            assertSame(end, (k, out) -> k.unpackBytes(bytes, at, groups, out, 3, stride), kernels);
            assertSame(end, (k, out) -> k.unpackNibbles(nibbles, at, groups, out, 3, stride), kernels);
            int columns = groups.size();
            boolean brain = random.nextBoolean();
            assertSame(end, (k, out) -> k.unpackHalves(nibbles, at, columns / 4, brain, 4, out, 3, stride), kernels);
        });
    }

    @Test
    @DisplayName("sum up products of the greatest nibbles and inputs exactly, as they fit 16 bits")
    void greatest() {
        var groups = new Groups(1, 32, false, 8);
        for (int nibble : new int[] {0, 15}) {
            for (int sign : new int[] {-1, 1}) {
                var floats = new float[32];
                Arrays.fill(floats, sign * 127);
                Inputs x = Inputs.rounded(Tensor.of(floats, 1, 32), groups, SCALAR);
                int[] words = new int[groups.header() + 4 * PANEL + PackedKernels.MARGIN];
                Arrays.fill(words, 0, PANEL, Float.floatToIntBits(1));
                Arrays.fill(words, PANEL, PANEL + 4 * PANEL, nibble * 0x11111111);
                var out = new float[PANEL];
                for (PackedKernels kernels : new PackedKernels[] {SCALAR, PackedKernels.best()}) {
                    kernels.roundedNibbles(words, 0, groups, x, 0, out, 0);
                    for (float sum : out) {
                        assertEquals((nibble - 8) * sign * 127 * 32, sum);
                    }
                }
            }
        }
    }

    @Test
    @DisplayName("make NaN of inputs that are not finite, and do not blame others")
    void notFinite() {
        var groups = new Groups(2, 32, false, 8);
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            var floats = new float[128];
            Arrays.fill(floats, 1);
            floats[40] = bad;
            int[] words = new int[2 * (groups.header() + 4 * PANEL) + PackedKernels.MARGIN];
            Arrays.fill(words, Float.floatToIntBits(1));
            for (PackedKernels kernels : new PackedKernels[] {SCALAR, PackedKernels.best()}) {
                Inputs x = Inputs.rounded(Tensor.of(floats, 2, 64), groups, kernels);
                var out = new float[2 * PANEL];
                kernels.roundedNibbles(words, 0, groups, x, 0, out, 0);
                kernels.roundedNibbles(words, 0, groups, x, 1, out, PANEL);
                for (int r = 0; r < PANEL; r++) {
                    assertEquals(false, Float.isFinite(out[r]));
                    assertEquals(true, Float.isFinite(out[PANEL + r]));
                }
            }
        }
    }

    private interface Operation {
        void compute(PackedKernels kernels, float[] out);
    }

    private static void assertSame(Operation product, PackedKernels kernels) {
        assertSame(3 + PANEL, product, kernels);
    }

    /// @param end where the output ends that begins at 3
    private static void assertSame(int end, Operation operation, PackedKernels kernels) {
        var expected = new float[end + 3];
        var actual = new float[end + 3];
        operation.compute(SCALAR, expected);
        operation.compute(kernels, actual);
        assertArrayEquals(bits(expected), bits(actual));
        // nothing beside it is written
        assertEquals(0, actual[2]);
        assertEquals(0, actual[end]);
    }

    private static int[] bits(float[] floats) {
        var bits = new int[floats.length];
        Arrays.setAll(bits, i -> Float.floatToIntBits(floats[i]));
        return bits;
    }

    private static Groups groups(RandomGenerator random, int offset) {
        return new Groups(random.nextInt(1, 7), 4 * random.nextInt(1, 9), random.nextBoolean(), offset);
    }

    private static Tensor numbers(RandomGenerator random, int rows, int columns) {
        Tensor x = Tensor.zeros(rows, columns);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = (float) (random.nextGaussian() * Math.exp(random.nextGaussian() * 3));
        }
        return x;
    }

    /// Returns a panel at word `at`: scales and minimums of middling size, random codes.
    private static int[] words(RandomGenerator random, int at, Groups groups, int bits) {
        int codes = groups.size() * PANEL * bits / 32;
        var words = new int[at + groups.count() * (groups.header() + codes) + PackedKernels.MARGIN];
        for (int i = 0; i < words.length; i++) {
            words[i] = random.nextInt();
        }
        for (int g = 0; g < groups.count(); g++) {
            for (int i = 0; i < groups.header(); i++) {
                words[at + g * (groups.header() + codes) + i] = Float.floatToRawIntBits((float) random.nextGaussian());
            }
        }
        return words;
    }
}
