package org.vitrina.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.Property.forRandom;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds each operation, on scalars and on vectors of every width, to its definition in double precision, at random
/// lengths and offsets. Bounds are counted in roundings: each is off by at most half a unit in the last
/// place, `U` of the result.
@DisplayName("A kernel, at any length and offset,")
class KernelsTests {
    /// The largest relative error of one rounding.
    private static final double U = 0x1p-24;

    /// What products of several roundings add to their sum.
    private static final double MORE = 1.01;

    /// The largest relative error of the exponential.
    private static final double EXP = 2 * U;

    /// Below this, numbers have fewer digits.
    private static final double TINY = Float.MIN_NORMAL;

    private static final int TRIES = 300;

    /// Ranges in arrays that are longer on both sides.
    private record Ranges(int n, int[] from) {
        static Ranges random(RandomGenerator random) {
            return new Ranges(random.nextInt(200), random.ints(5, 0, 40).toArray());
        }

        float[] floats(RandomGenerator random, int which) {
            return EveryKernel.floats(random, from[which] + n + random.nextInt(20));
        }

        /// Asserts that nothing but the range has changed.
        void around(float[] before, float[] after, int which) {
            for (int i = 0; i < before.length; i++) {
                if (i < from[which] || i >= from[which] + n) {
                    assertEquals(before[i], after[i], "number " + i + " is outside [" + from[which] + ", +" + n + ")");
                }
            }
        }
    }

    private static void near(double expected, float actual, double bound, int at) {
        assertTrue(
                Math.abs(expected - actual) <= bound,
                () -> "number " + at + " is " + actual + ", expected " + expected + " within " + bound);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.vitrina.tensor.EveryKernel#all")
    @DisplayName("adds up products: dot")
    void dot(Kernels kernels) {
        forRandom(TRIES, random -> {
            Ranges at = Ranges.random(random);
            float[] a = at.floats(random, 0);
            float[] b = at.floats(random, 1);
            double exact = 0;
            double size = 0;
            for (int i = 0; i < at.n; i++) {
                double product = (double) a[at.from[0] + i] * b[at.from[1] + i];
                exact += product;
                size += Math.abs(product);
            }
            near(exact, kernels.dot(a, at.from[0], b, at.from[1], at.n), MORE * (at.n + 1) * U * size, 0);
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.vitrina.tensor.EveryKernel#all")
    @DisplayName("adds rows and scaled rows: add, addScaled, scale")
    void add(Kernels kernels) {
        forRandom(TRIES, random -> {
            Ranges at = Ranges.random(random);
            float[] a = at.floats(random, 0);
            float[] b = at.floats(random, 1);
            float[] out = at.floats(random, 2);
            float[] before = out.clone();
            kernels.add(a, at.from[0], b, at.from[1], out, at.from[2], at.n);
            float[] added = b.clone();
            float scale = (float) random.nextGaussian();
            kernels.addScaled(scale, a, at.from[0], added, at.from[1], at.n);
            float[] scaled = a.clone();
            kernels.scale(scale, scaled, at.from[0], at.n);
            for (int i = 0; i < at.n; i++) {
                float x = a[at.from[0] + i];
                float y = b[at.from[1] + i];
                assertEquals(x + y, out[at.from[2] + i]);
                assertEquals(x * scale, scaled[at.from[0] + i]);
                double product = (double) scale * x;
                near(y + product, added[at.from[1] + i], MORE * U * (2 * Math.abs(product) + Math.abs(y)), i);
            }
            at.around(before, out, 2);
            at.around(b, added, 1);
            at.around(a, scaled, 0);
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.vitrina.tensor.EveryKernel#all")
    @DisplayName("adds up weighted rows: mix, mixPanels")
    void mix(Kernels kernels) {
        forRandom(TRIES, random -> {
            Ranges at = Ranges.random(random);
            int count = random.nextInt(30);
            int stride = at.n + random.nextInt(9);
            float[] weights = EveryKernel.floats(random, at.from[0] + count);
            float[] rows = EveryKernel.floats(random, at.from[1] + count * stride + at.n);
            float[] out = at.floats(random, 2);
            float[] before = out.clone();
            boolean accumulate = random.nextBoolean();
            kernels.mix(weights, at.from[0], count, rows, at.from[1], stride, out, at.from[2], at.n, accumulate);
            for (int j = 0; j < at.n; j++) {
                double exact = accumulate ? before[at.from[2] + j] : 0;
                double size = Math.abs(exact);
                for (int i = 0; i < count; i++) {
                    double product = (double) weights[at.from[0] + i] * rows[at.from[1] + i * stride + j];
                    exact += product;
                    size += Math.abs(product);
                }
                near(exact, out[at.from[2] + j], MORE * (count + 2) * U * size, j);
            }
            at.around(before, out, 2);
        });
        forRandom(50, random -> {
            int width = kernels.tile().columns();
            int depth = random.nextInt(1, 30);
            int panels = random.nextInt(11);
            float[] x = EveryKernel.floats(random, 3 + depth);
            float[] weights = EveryKernel.floats(random, 5 + panels * depth * width);
            var out = new float[7 + panels * width];
            kernels.mixPanels(x, 3, depth, weights, 5, panels, out, 7);
            for (int j = 0; j < panels * width; j++) {
                double exact = 0;
                double size = 0;
                for (int p = 0; p < depth; p++) {
                    double product = (double) x[3 + p] * weights[5 + (j / width * depth + p) * width + j % width];
                    exact += product;
                    size += Math.abs(product);
                }
                near(exact, out[7 + j], MORE * (depth + 1) * U * size, j);
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.vitrina.tensor.EveryKernel#all")
    @DisplayName("divides by the root mean square: rmsNorm")
    void rmsNorm(Kernels kernels) {
        forRandom(TRIES, random -> {
            Ranges at = Ranges.random(random);
            float[] x = at.floats(random, 0);
            float[] weight = at.floats(random, 1);
            float[] out = at.floats(random, 2);
            float[] before = out.clone();
            float epsilon = random.nextBoolean() ? 1e-5f : 0.1f;
            kernels.rmsNorm(x, at.from[0], weight, at.from[1], epsilon, out, at.from[2], at.n);
            double squares = 0;
            for (int i = 0; i < at.n; i++) {
                squares += (double) x[at.from[0] + i] * x[at.from[0] + i];
            }
            double scale = 1 / Math.sqrt(squares / at.n + epsilon);
            for (int i = 0; i < at.n; i++) {
                double exact = x[at.from[0] + i] * scale * weight[at.from[1] + i];
                // n + 3 in the mean of squares, halved by the root; then root, reciprocal and two products
                near(exact, out[at.from[2] + i], MORE * ((at.n + 3) / 2.0 + 4) * U * Math.abs(exact) + TINY, i);
            }
            at.around(before, out, 2);
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.vitrina.tensor.EveryKernel#all")
    @DisplayName("moves to mean 0 and variance 1: layerNorm")
    void layerNorm(Kernels kernels) {
        forRandom(TRIES, random -> {
            Ranges at = Ranges.random(random);
            float[] x = at.floats(random, 0);
            float[] weight = EveryKernel.floats(random, at.n);
            float[] bias = EveryKernel.floats(random, at.n);
            float[] out = at.floats(random, 2);
            float[] before = out.clone();
            float epsilon = 1e-5f;
            kernels.layerNorm(x, at.from[0], weight, bias, epsilon, out, at.from[2], at.n);
            double mean = 0;
            double size = 0;
            for (int i = 0; i < at.n; i++) {
                mean += x[at.from[0] + i] / (double) at.n;
                size += Math.abs(x[at.from[0] + i]) / (double) at.n;
            }
            double meanOff = (at.n + 1) * U * size;
            double variance = 0;
            double varianceOff = 0;
            for (int i = 0; i < at.n; i++) {
                double apart = Math.abs(x[at.from[0] + i] - mean);
                double off = meanOff + U * (apart + meanOff);
                variance += apart * apart / at.n;
                varianceOff += (2 * apart * off + off * off + (at.n + 3) * U * (apart + off) * (apart + off)) / at.n;
            }
            double scale = 1 / Math.sqrt(variance + epsilon);
            // the root halves a relative error; a large one, of a row of equal numbers, is bounded by its end
            double low = Math.max(0, variance - varianceOff);
            double scaleOff = (Math.sqrt((variance + epsilon) / (low + epsilon)) - 1 + 4 * U) * scale;
            for (int i = 0; i < at.n; i++) {
                double apart = x[at.from[0] + i] - mean;
                double exact = apart * scale * weight[i] + bias[i];
                double off = meanOff + U * (Math.abs(apart) + meanOff);
                double bound = Math.abs(weight[i]) * (off * (scale + scaleOff) + Math.abs(apart) * scaleOff)
                        + 3 * U * (Math.abs(apart * scale * weight[i]) + Math.abs(bias[i]));
                near(exact, out[at.from[2] + i], MORE * bound, i);
            }
            at.around(before, out, 2);
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.vitrina.tensor.EveryKernel#all")
    @DisplayName("raises e to each number, from the smallest normal float to the largest: exponentiate")
    void exponentiate(Kernels kernels) {
        forRandom(TRIES, random -> {
            Ranges at = Ranges.random(random);
            float[] x = at.floats(random, 0);
            float max = random.nextFloat(-20, 20);
            for (int i = 0; i < at.n; i++) {
                x[at.from[0] + i] = max + random.nextFloat(-100, 82);
            }
            float[] before = x.clone();
            float sum = kernels.exponentiate(x, at.from[0], at.n, max);
            double total = 0;
            for (int i = 0; i < at.n; i++) {
                double exact = Math.exp(before[at.from[0] + i] - max);
                near(exact, x[at.from[0] + i], MORE * EXP * exact + TINY, i);
                total += x[at.from[0] + i];
            }
            near(total, sum, MORE * at.n * U * total, -1);
            at.around(before, x, 0);
        });
    }

    @Test
    @DisplayName("raises e to numbers of every size, one in 2,003 of all that there are, within its bound")
    void exponentials() {
        Kernels kernels = Kernels.best();
        var x = new float[4_096];
        var given = new float[4_096];
        for (boolean negative : new boolean[] {false, true}) {
            int last = Float.floatToIntBits(negative ? 87.33654f : 88.72283f);
            int n = 0;
            for (int bits = 0; bits <= last; bits += 2_003) {
                given[n] = Float.intBitsToFloat(bits) * (negative ? -1 : 1);
                x[n] = given[n];
                n++;
                if (n == x.length || bits > last - 2_003) {
                    kernels.exponentiate(x, 0, n, 0);
                    for (int i = 0; i < n; i++) {
                        double exact = Math.exp(given[i]);
                        near(exact, x[i], EXP * exact, i);
                    }
                    n = 0;
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.vitrina.tensor.EveryKernel#all")
    @DisplayName("makes probabilities of scores: softmax; and finds the largest: max")
    void softmax(Kernels kernels) {
        forRandom(TRIES, random -> {
            Ranges at = Ranges.random(random);
            float[] x = at.floats(random, 0);
            float[] before = x.clone();
            double max = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < at.n; i++) {
                max = Math.max(max, before[at.from[0] + i]);
            }
            assertEquals((float) max, kernels.max(x, at.from[0], at.n));
            double sum = 0;
            for (int i = 0; i < at.n; i++) {
                sum += Math.exp(before[at.from[0] + i] - max);
            }
            kernels.softmax(x, at.from[0], at.n);
            for (int i = 0; i < at.n; i++) {
                double below = max - before[at.from[0] + i];
                double exact = Math.exp(-below) / sum;
                // the difference is rounded, above and in the sum, where it weighs at most x exp(-x) < 1/e each
                double bound = MORE * U * (below + at.n / Math.E + at.n + 2) + 2 * MORE * EXP;
                near(exact, x[at.from[0] + i], bound * exact + TINY, i);
            }
            at.around(before, x, 0);
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.vitrina.tensor.EveryKernel#all")
    @DisplayName("opens and closes gates: swiGlu")
    void swiGlu(Kernels kernels) {
        forRandom(TRIES, random -> {
            Ranges at = Ranges.random(random);
            float[] gate = at.floats(random, 0);
            float[] up = at.floats(random, 1);
            float[] out = at.floats(random, 2);
            kernels.scale(random.nextFloat(20), gate, 0, gate.length);
            float[] before = out.clone();
            kernels.swiGlu(gate, at.from[0], up, at.from[1], out, at.from[2], at.n);
            for (int i = 0; i < at.n; i++) {
                double g = gate[at.from[0] + i];
                double exact = g / (1 + Math.exp(-g)) * up[at.from[1] + i];
                // at exp's upper end, where g exp(g) is below 1e-36, the result is 0
                double closed = 1e-36 * Math.abs(up[at.from[1] + i]);
                near(exact, out[at.from[2] + i], MORE * (EXP + 3 * U) * Math.abs(exact) + closed + TINY, i);
            }
            at.around(before, out, 2);
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.vitrina.tensor.EveryKernel#all")
    @DisplayName("bends: gelu, geGlu")
    void gelu(Kernels kernels) {
        forRandom(TRIES, random -> {
            Ranges at = Ranges.random(random);
            float[] x = at.floats(random, 0);
            float[] up = at.floats(random, 1);
            float[] out = at.floats(random, 2);
            float[] gated = at.floats(random, 3);
            float[] outBefore = out.clone();
            float[] gatedBefore = gated.clone();
            kernels.gelu(x, at.from[0], out, at.from[2], at.n);
            kernels.geGlu(x, at.from[0], up, at.from[1], gated, at.from[3], at.n);
            for (int i = 0; i < at.n; i++) {
                double a = x[at.from[0] + i];
                double u = 2 * Math.sqrt(2 / Math.PI) * (a + 0.044715 * a * a * a);
                double exact = a / (1 + Math.exp(-u));
                // u is off by 5 roundings, and exp(-u) by as much of itself, of which 1 + exp(-u) has a share
                double share = 1 / (1 + Math.exp(u));
                double bound = MORE * (share * (5 * U * Math.abs(u) + EXP) + 2 * U);
                // the scalar definition, in double precision, takes 1 - tanh where both are almost equal
                double closed = 0x1p-51 * Math.abs(a) + 1e-36;
                near(exact, out[at.from[2] + i], bound * Math.abs(exact) + closed + TINY, i);
                double y = up[at.from[1] + i];
                near(
                        exact * y,
                        gated[at.from[3] + i],
                        (bound + MORE * U) * Math.abs(exact * y) + closed * Math.abs(y) + TINY,
                        i);
            }
            at.around(outBefore, out, 2);
            at.around(gatedBefore, gated, 3);
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.vitrina.tensor.EveryKernel#all")
    @DisplayName("turns pairs by their angles and leaves the rest of the head: rope")
    void rope(Kernels kernels) {
        forRandom(TRIES, random -> {
            int pairs = random.nextInt(80);
            int from = random.nextInt(40);
            int anglesFrom = random.nextInt(40);
            float[] x = EveryKernel.floats(random, from + 2 * pairs + random.nextInt(20));
            float[] cos = EveryKernel.floats(random, anglesFrom + pairs);
            float[] sin = EveryKernel.floats(random, anglesFrom + pairs);
            for (Pairing pairing : Pairing.values()) {
                float[] turned = x.clone();
                kernels.rope(turned, from, cos, sin, anglesFrom, 2 * pairs, pairing);
                for (int i = 0; i < pairs; i++) {
                    int first = from + (pairing == Pairing.ADJACENT ? 2 * i : i);
                    int second = pairing == Pairing.ADJACENT ? first + 1 : first + pairs;
                    double a = x[first];
                    double b = x[second];
                    double c = cos[anglesFrom + i];
                    double s = sin[anglesFrom + i];
                    near(a * c - b * s, turned[first], MORE * 2 * U * (Math.abs(a * c) + Math.abs(b * s)), first);
                    near(a * s + b * c, turned[second], MORE * 2 * U * (Math.abs(a * s) + Math.abs(b * c)), second);
                }
                for (int i = 0; i < x.length; i++) {
                    if (i < from || i >= from + 2 * pairs) {
                        assertEquals(x[i], turned[i]);
                    }
                }
            }
        });
    }

    @Nested
    @DisplayName("given a number that is not finite, or at the end of what a float holds,")
    class Odd {
        private static final float[] ODD = {
            Float.NaN,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.MAX_VALUE,
            -Float.MAX_VALUE,
            Float.MIN_VALUE,
            -Float.MIN_VALUE,
            0f,
            -0f
        };

        /// One odd number among ordinary ones.
        private interface Operation {
            void on(Kernels kernels, float[] x);
        }

        /// Asserts that vectors and scalars agree on what is NaN and what is infinite, and about the rest.
        private static void alike(Kernels kernels, Operation operation) {
            for (float odd : ODD) {
                for (int at = 0; at < 37; at++) {
                    var expected = new float[37];
                    Arrays.fill(expected, 0.5f);
                    expected[at] = odd;
                    float[] actual = expected.clone();
                    operation.on(new ScalarKernels(), expected);
                    operation.on(kernels, actual);
                    for (int i = 0; i < expected.length; i++) {
                        if (Float.isFinite(expected[i])) {
                            near(expected[i], actual[i], 1e-5 * Math.abs(expected[i]) + 1e-36, i);
                        } else {
                            assertEquals(expected[i], actual[i], odd + " at " + at + ", number " + i);
                        }
                    }
                }
            }
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("org.vitrina.tensor.EveryKernel#vectors")
        @DisplayName("gives what the definition gives, in its place and in the others")
        void asDefined(Kernels kernels) {
            alike(kernels, (k, x) -> k.softmax(x, 0, x.length));
            alike(kernels, (k, x) -> x[0] = k.max(x, 0, x.length));
            alike(kernels, (k, x) -> x[0] = k.exponentiate(x, 0, x.length, 0.25f));
            alike(kernels, (k, x) -> x[0] = k.dot(x, 0, x, 0, x.length));
            alike(kernels, (k, x) -> k.scale(2, x, 0, x.length));
            alike(kernels, (k, x) -> k.swiGlu(x, 0, x.clone(), 0, x, 0, x.length));
            alike(kernels, (k, x) -> k.gelu(x, 0, x, 0, x.length));
            alike(kernels, (k, x) -> k.rmsNorm(x, 0, x.clone(), 0, 1e-5f, x, 0, x.length));
            alike(kernels, (k, x) -> k.layerNorm(x, 0, ordinary(), ordinary(), 1e-5f, x, 0, x.length));
            for (Pairing pairing : Pairing.values()) {
                alike(kernels, (k, x) -> k.rope(x, 0, ordinary(), ordinary(), 0, x.length & -2, pairing));
            }
        }

        private static float[] ordinary() {
            var ones = new float[40];
            Arrays.fill(ones, 0.7f);
            return ones;
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("org.vitrina.tensor.EveryKernel#all")
        @DisplayName("gives a score of negative infinity no probability")
        void masked(Kernels kernels) {
            float[] scores = {1, Float.NEGATIVE_INFINITY, 1, Float.NEGATIVE_INFINITY};
            kernels.softmax(scores, 0, 4);
            assertArrayEquals(new float[] {0.5f, 0, 0.5f, 0}, scores);
        }
    }
}
