package org.vitrina.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.Property.forRandom;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A packed matrix")
class PackedMatrixTests {
    private static final int TRIES = 40;

    /// The relative error of one rounding.
    private static final double ROUNDING = 0x1p-24;

    private static RandomCodes codes(RandomGenerator random) {
        int bits = random.nextBoolean() ? 4 : 8;
        boolean signed = random.nextBoolean();
        int least = signed ? -(1 << bits - 1) : 0;
        int greatest = signed || bits == 8 ? (1 << bits - 1) - 1 : 15;
        int group = random.nextBoolean() ? 4 * random.nextInt(1, 9) : 32 * random.nextInt(1, 5);
        return RandomCodes.of(
                random, random.nextInt(1, 100), random.nextInt(1, 6), group, least, greatest, random.nextBoolean());
    }

    private static Tensor numbers(RandomGenerator random, int rows, int columns) {
        Tensor x = Tensor.zeros(rows, columns);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = (float) random.nextGaussian();
        }
        return x;
    }

    @Test
    @DisplayName("gives back each weight as its definition has it, to the bit")
    void rows() {
        forRandom(TRIES, random -> {
            RandomCodes codes = codes(random);
            Matrix matrix = PackedMatrix.of(codes, Arithmetic.FAST);
            var row = new float[codes.columns() + 2];
            for (int r = 0; r < codes.rows(); r++) {
                matrix.row(r, row, 1);
                for (int c = 0; c < codes.columns(); c++) {
                    assertEquals(codes.weight(r, c), row[1 + c]);
                }
            }
        });
    }

    @Test
    @DisplayName("multiplies floats exactly but for the roundings of the sum, for any shape")
    void exact() {
        forRandom(TRIES, random -> {
            RandomCodes codes = codes(random);
            Matrix matrix = PackedMatrix.of(codes, Arithmetic.EXACT);
            Tensor x = numbers(random, random.nextInt(1, 30), codes.columns());
            Tensor out = Tensor.zeros(x.rows(), codes.rows());
            matrix.multiply(x, out, Workers.of(2));
            // code, offset and minimum are summed one by one
            int roundings = 2 * codes.columns() + 8;
            for (int t = 0; t < x.rows(); t++) {
                for (int row = 0; row < codes.rows(); row++) {
                    double sum = 0;
                    double size = 0;
                    for (int c = 0; c < codes.columns(); c++) {
                        sum += (double) codes.weight(row, c) * x.get(t, c);
                        int g = c / codes.group();
                        double most = Math.abs(codes.scales()[row][g]) * (Math.abs(codes.codes()[row][c]) + 16)
                                + (codes.affine() ? Math.abs(codes.minimums()[row][g]) : 0);
                        size += most * Math.abs(x.get(t, c));
                    }
                    assertEquals(sum, out.get(t, row), roundings * ROUNDING * size);
                }
            }
        });
    }

    @Test
    @DisplayName("that is fast is off by what rounding inputs to 8 bits takes, and no more")
    void fast() {
        forRandom(TRIES, random -> {
            RandomCodes codes = RandomCodes.of(
                    random, random.nextInt(1, 100), random.nextInt(1, 6), 32, -8, 7, random.nextBoolean());
            Matrix matrix = PackedMatrix.of(codes, Arithmetic.FAST);
            Tensor x = numbers(random, 2, codes.columns());
            Tensor out = Tensor.zeros(2, codes.rows());
            matrix.multiply(x, out, Workers.ONE);
            for (int t = 0; t < 2; t++) {
                for (int row = 0; row < codes.rows(); row++) {
                    double sum = 0;
                    double error = 0;
                    for (int g = 0; g < codes.columns() / 32; g++) {
                        double greatest = 0;
                        double weights = 0;
                        for (int c = 32 * g; c < 32 * g + 32; c++) {
                            sum += (double) codes.weight(row, c) * x.get(t, c);
                            greatest = Math.max(greatest, Math.abs(x.get(t, c)));
                            weights += Math.abs(codes.weight(row, c));
                        }
                        // half a step of the inputs, and the floats' own roundings
                        error += greatest * weights * (1 / 254.0 + 64 * ROUNDING);
                    }
                    assertEquals(sum, out.get(t, row), error);
                }
            }
        });
    }

    @Test
    @DisplayName("gives the same bits for any number of threads and wherever inputs and outputs lie")
    void threads() {
        forRandom(TRIES, random -> {
            RandomCodes codes = codes(random);
            Arithmetic arithmetic = random.nextBoolean() ? Arithmetic.EXACT : Arithmetic.FAST;
            Matrix matrix = PackedMatrix.of(codes, arithmetic);
            Tensor x = numbers(random, random.nextInt(1, 30), codes.columns());
            Tensor expected = Tensor.zeros(x.rows(), codes.rows());
            matrix.multiply(x, expected, Workers.ONE);
            var moved = new float[x.size() + 7];
            System.arraycopy(x.data(), 0, moved, 5, x.size());
            for (int threads = 1; threads <= 3; threads++) {
                var out = new float[expected.size() + 9];
                matrix.multiply(
                        new Tensor(moved, 5, x.shape()), new Tensor(out, 4, expected.shape()), Workers.of(threads));
                assertEquals(expected, new Tensor(out, 4, expected.shape()));
                assertEquals(0, out[3]);
                assertEquals(0, out[4 + expected.size()]);
            }
        });
    }

    @Test
    @DisplayName("takes 5 bits for a weight of 4 in groups of 32, and 9 for one of 8")
    void size() {
        forRandom(1, random -> {
            int margin = 4 * PackedKernels.MARGIN;
            Matrix nibbles = PackedMatrix.of(RandomCodes.of(random, 64, 10, 32, -8, 7, false), Arithmetic.FAST);
            assertEquals(64 * 320 * 5 / 8, nibbles.bytes() - margin);
            Matrix bytes = PackedMatrix.of(RandomCodes.of(random, 64, 10, 32, -9, 7, false), Arithmetic.FAST);
            assertEquals(64 * 320 * 9 / 8, bytes.bytes() - margin);
        });
    }

    @Nested
    @DisplayName("of halves")
    class OfHalves {
        private static Tensor weights(RandomGenerator random) {
            Tensor weights = numbers(random, random.nextInt(1, 80), random.nextInt(1, 70));
            for (int i = 0; i < weights.size(); i++) {
                // from the least half there is to 16, and zeros
                float power = Math.scalb(1f, random.nextInt(-26, 4));
                weights.data()[i] = Float.float16ToFloat(Float.floatToFloat16(weights.data()[i] * power));
            }
            return weights;
        }

        private static Matrix matrix(Tensor weights, boolean brain) {
            HalfRows rows = (row, to, at) -> {
                for (int c = 0; c < weights.columns(); c++) {
                    float weight = weights.get(row, c);
                    to[at + c] =
                            brain ? (short) (Float.floatToRawIntBits(weight) >>> 16) : Float.floatToFloat16(weight);
                }
            };
            return brain
                    ? PackedMatrix.ofBrainHalves(rows, weights.rows(), weights.columns())
                    : PackedMatrix.ofHalves(rows, weights.rows(), weights.columns())
                            .orElseThrow();
        }

        @Test
        @DisplayName("keeps every weight, the least ones too")
        void rows() {
            forRandom(TRIES, random -> {
                Tensor weights = weights(random);
                Matrix halves = matrix(weights, false);
                Matrix brain = matrix(weights, true);
                var row = new float[weights.columns()];
                for (int r = 0; r < weights.rows(); r++) {
                    halves.row(r, row, 0);
                    assertArrayEquals(weights.row(r).toArray(), row);
                    brain.row(r, row, 0);
                    for (int c = 0; c < row.length; c++) {
                        assertEquals(
                                Float.floatToRawIntBits(weights.get(r, c)) >>> 16 << 16,
                                Float.floatToRawIntBits(row[c]));
                    }
                }
            });
        }

        @Test
        @DisplayName("multiplies exactly but for the roundings of the sum")
        void exact() {
            forRandom(TRIES, random -> {
                Tensor weights = weights(random);
                for (boolean brain : new boolean[] {false, true}) {
                    Matrix matrix = matrix(weights, brain);
                    Tensor x = numbers(random, random.nextInt(1, 30), weights.columns());
                    Tensor out = Tensor.zeros(x.rows(), weights.rows());
                    matrix.multiply(x, out, Workers.of(2));
                    var row = new float[weights.columns()];
                    for (int r = 0; r < weights.rows(); r++) {
                        matrix.row(r, row, 0);
                        for (int t = 0; t < x.rows(); t++) {
                            double sum = 0;
                            double size = 0;
                            for (int c = 0; c < row.length; c++) {
                                sum += (double) row[c] * x.get(t, c);
                                size += Math.abs((double) row[c] * x.get(t, c));
                            }
                            assertEquals(sum, out.get(t, r), (row.length + 2) * ROUNDING * size);
                        }
                    }
                }
            });
        }

        @Test
        @DisplayName("says that it cannot keep what is not finite, or too small beside the greatest")
        void cannotKeep() {
            for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 65504}) {
                HalfRows rows = (_, to, at) -> {
                    to[at] = Float.floatToFloat16(bad);
                    to[at + 1] = 1;
                };
                assertTrue(PackedMatrix.ofHalves(rows, 40, 2).isEmpty(), bad + " was kept");
            }
        }
    }

    @Nested
    @DisplayName("refuses")
    class Refuses {
        @Test
        @DisplayName("groups whose size is no multiple of 4, and says what to do")
        void groupSize() {
            forRandom(1, random -> {
                RandomCodes codes = RandomCodes.of(random, 2, 3, 6, 0, 15, false);
                var e = assertThrows(IllegalArgumentException.class, () -> PackedMatrix.of(codes, Arithmetic.EXACT));
                assertEquals(
                        "packed weights share a scale in groups of a multiple of 4, but got groups of 6; decode them"
                                + " to floats and use FloatMatrix",
                        e.getMessage());
            });
        }

        @Test
        @DisplayName("inputs of another width")
        void shapes() {
            forRandom(1, random -> {
                Matrix matrix = PackedMatrix.of(RandomCodes.of(random, 2, 3, 8, 0, 15, false), Arithmetic.EXACT);
                var e = assertThrows(
                        ShapeException.class,
                        () -> matrix.multiply(Tensor.zeros(1, 23), Tensor.zeros(1, 2), Workers.ONE));
                assertEquals(
                        "multiply: weights of shape [2, 24] take rows of 24 and give rows of 2, but got [1, 23] and"
                                + " [1, 2]",
                        e.getMessage());
            });
        }
    }
}
