package org.vitrina.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.vitrina.Property.forRandom;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrina.tensor.MatMul.Layout;

@DisplayName("A product of matrices")
class MatMulTests {
    /// Operands of random size, at random places in their arrays.
    private record Product(Layout layout, int m, int n, int k, Strided a, Strided b, Strided c, boolean accumulate) {
        static Product random(RandomGenerator random, int most) {
            Layout layout = Layout.values()[random.nextInt(3)];
            int m = random.nextInt(1, most);
            int n = random.nextInt(1, most);
            int k = random.nextInt(1, random.nextInt(10) == 0 ? 700 : most);
            return new Product(
                    layout,
                    m,
                    n,
                    k,
                    matrix(random, layout == Layout.TN ? k : m, layout == Layout.TN ? m : k),
                    matrix(random, layout == Layout.NT ? n : k, layout == Layout.NT ? k : n),
                    matrix(random, m, n),
                    random.nextBoolean());
        }

        private static Strided matrix(RandomGenerator random, int rows, int columns) {
            int from = random.nextInt(40);
            int stride = columns + random.nextInt(20);
            return new Strided(EveryKernel.floats(random, from + rows * stride), from, stride);
        }

        float[] compute(Kernels kernels, Workers workers) {
            float[] result = c.data().clone();
            var into = new Strided(result, c.from(), c.stride());
            new MatMul(kernels).product(layout, m, n, k, a, b, into, accumulate, workers);
            return result;
        }

        private double left(int i, int p) {
            return layout == Layout.TN
                    ? a.data()[a.from() + p * a.stride() + i]
                    : a.data()[a.from() + i * a.stride() + p];
        }

        private double right(int p, int j) {
            return layout == Layout.NT
                    ? b.data()[b.from() + j * b.stride() + p]
                    : b.data()[b.from() + p * b.stride() + j];
        }

        /// Compares with the definition in double precision. A sum of `k` products in any order is off by at
        /// most `k` roundings of the sum of sizes (Higham, Accuracy and Stability, section 3.1), each 2^-24;
        /// one more for every product, one for what was there before.
        void check(float[] result) {
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    int at = c.from() + i * c.stride() + j;
                    double sum = accumulate ? c.data()[at] : 0;
                    double size = Math.abs(sum);
                    for (int p = 0; p < k; p++) {
                        sum += left(i, p) * right(p, j);
                        size += Math.abs(left(i, p) * right(p, j));
                    }
                    assertEquals(sum, result[at], (k + 2) * 0x1.01p-24 * size, "row " + i + ", column " + j);
                }
            }
        }

        /// What lies around the result is left alone.
        void checkAround(float[] result) {
            float[] expected = c.data().clone();
            for (int i = 0; i < m; i++) {
                int row = c.from() + i * c.stride();
                System.arraycopy(result, row, expected, row, n);
            }
            assertArrayEquals(expected, result, 0);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.vitrina.tensor.EveryKernel#all")
    @DisplayName("is within its roundings of the exact sums, in every layout, at any size, place and distance of rows")
    void definition(Kernels kernels) {
        forRandom(80, random -> {
            Product product = Product.random(random, 90);
            float[] result = product.compute(kernels, Workers.ONE);
            product.check(result);
            product.checkAround(result);
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.vitrina.tensor.EveryKernel#all")
    @DisplayName("is the same to the bit on any number of threads")
    void threads(Kernels kernels) {
        forRandom(15, random -> {
            Product product = Product.random(random, 300);
            float[] expected = product.compute(kernels, Workers.ONE);
            for (int threads = 2; threads <= 5; threads++) {
                assertArrayEquals(expected, product.compute(kernels, Workers.of(threads)), 0, threads + " threads");
            }
        });
    }

    @Test
    @DisplayName("may be taller than what is packed at a time")
    void tall() {
        var random = RandomGenerator.of("L64X128MixRandom");
        int m = 3_500;
        int k = 1_500;
        var a = new Strided(EveryKernel.floats(random, m * k), 0, k);
        var b = new Strided(EveryKernel.floats(random, k * 3), 0, 3);
        var c = new Strided(new float[m * 3], 0, 3);
        var product = new Product(Layout.NN, m, 3, k, a, b, c, false);
        product.check(product.compute(Kernels.best(), Workers.all()));
    }

    @Test
    @DisplayName("may have a right operand larger than what is packed at a time, long either way")
    void large() {
        var random = RandomGenerator.of("L64X128MixRandom");
        for (Layout layout : new Layout[] {Layout.NN, Layout.NT}) {
            for (int[] size : new int[][] {{3_000, 1_500}, {900, 5_000}}) {
                int n = size[0];
                int k = size[1];
                var a = new Strided(EveryKernel.floats(random, 3 * k), 0, k);
                var b = new Strided(EveryKernel.floats(random, k * n), 0, layout == Layout.NN ? n : k);
                var c = new Strided(EveryKernel.floats(random, 3 * n), 0, n);
                var product = new Product(layout, 3, n, k, a, b, c, random.nextBoolean());
                product.check(product.compute(Kernels.best(), Workers.of(2)));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.vitrina.tensor.EveryKernel#all")
    @DisplayName("is the same to the bit beside others that share its operands or are added to it")
    void together(Kernels kernels) {
        forRandom(10, random -> {
            int m = random.nextInt(1, 200);
            int n = random.nextInt(1, 200);
            int k = random.nextInt(1, 700);
            Tensor x = Tensor.of(EveryKernel.floats(random, m * k), m, k);
            Tensor v = Tensor.of(EveryKernel.floats(random, n * k), n, k);
            Tensor w = Tensor.of(EveryKernel.floats(random, n * k), n, k);
            Tensor bias = Tensor.of(EveryKernel.floats(random, n), n);
            int threads = random.nextInt(1, 4);
            Tensor[] expected = results(m, n, k);
            var matMul = new MatMul(kernels);
            products(x, v, w, bias, expected)
                    .forEach(product -> matMul.compute(List.of(product), 0, _ -> {}, Workers.ONE));
            Tensor[] actual = results(m, n, k);
            int[] calls = new int[5];
            matMul.compute(products(x, v, w, bias, actual), 5, i -> calls[i]++, Workers.of(threads));
            assertArrayEquals(new int[] {1, 1, 1, 1, 1}, calls);
            for (int i = 0; i < expected.length; i++) {
                assertArrayEquals(expected[i].data(), actual[i].data(), 0, "result " + i);
            }
        });
    }

    private static Tensor[] results(int m, int n, int k) {
        return new Tensor[] {Tensor.zeros(m, n), Tensor.zeros(m, n), Tensor.zeros(m, k), Tensor.zeros(n, k)};
    }

    /// Two layers of the same input, and what hands the gradient of both back.
    private static List<org.vitrina.tensor.Product> products(Tensor x, Tensor v, Tensor w, Tensor bias, Tensor[] to) {
        Tensor dy = x.matmulTransposed(v);
        Tensor dz = x.matmulTransposed(w);
        return List.of(
                org.vitrina.tensor.Product.of(Layout.NT, x, v, to[0], false, bias),
                org.vitrina.tensor.Product.of(Layout.NT, x, w, to[1], false, null),
                org.vitrina.tensor.Product.of(Layout.NN, dy, v, to[2], false, null),
                org.vitrina.tensor.Product.of(Layout.TN, dy, x, to[3], true, null),
                org.vitrina.tensor.Product.of(Layout.NN, dz, w, to[2], true, null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.vitrina.tensor.EveryKernel#all")
    @DisplayName("of no sums is 0, and of no rows nothing")
    void empty(Kernels kernels) {
        var nothing = new Strided(new float[0], 0, 0);
        var c = new Strided(new float[] {1, 2, 3, 4, 5, 6, 7}, 1, 3);
        new MatMul(kernels).product(Layout.NN, 2, 2, 0, nothing, nothing, c, true, Workers.ONE);
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6, 7}, c.data());
        new MatMul(kernels).product(Layout.NN, 2, 2, 0, nothing, nothing, c, false, Workers.ONE);
        assertArrayEquals(new float[] {1, 0, 0, 4, 0, 0, 7}, c.data());
        new MatMul(kernels).product(Layout.NT, 0, 2, 5, nothing, nothing, c, false, Workers.ONE);
        assertArrayEquals(new float[] {1, 0, 0, 4, 0, 0, 7}, c.data());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.vitrina.tensor.EveryKernel#all")
    @DisplayName("with infinity or NaN in a row of the left is such in that row, and only there")
    void notFinite(Kernels kernels) {
        for (float odd : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            var a = new float[20 * 30];
            var b = new float[30 * 40];
            Arrays.fill(a, 1);
            Arrays.fill(b, 2);
            a[13 * 30 + 7] = odd;
            var c = new float[20 * 40];
            new MatMul(kernels)
                    .product(
                            Layout.NN,
                            20,
                            40,
                            30,
                            new Strided(a, 0, 30),
                            new Strided(b, 0, 40),
                            new Strided(c, 0, 40),
                            false,
                            Workers.ONE);
            for (int i = 0; i < c.length; i++) {
                assertEquals(i / 40 == 13 ? odd : 60, c[i]);
            }
        }
    }

    @Test
    @DisplayName("of the small tile is the same definition where the large one is usual, and the other way round")
    void otherTiles() {
        for (int bits : new int[] {128, 256, 512}) {
            for (boolean large : new boolean[] {true, false}) {
                Tile tile = Vectors.tile(Vectors.species(bits), large);
                forRandom(20, random -> {
                    Product product = Product.random(random, 60);
                    float[] result = product.c.data().clone();
                    new MatMul(tile)
                            .product(
                                    product.layout,
                                    product.m,
                                    product.n,
                                    product.k,
                                    product.a,
                                    product.b,
                                    new Strided(result, product.c.from(), product.c.stride()),
                                    product.accumulate,
                                    Workers.ONE);
                    product.check(result);
                });
            }
        }
    }

    @Test
    @DisplayName("of tensors says which shapes fit when these do not")
    void shapes() {
        var refused = assertThrows(
                ShapeException.class,
                () -> MatMul.multiply(
                        Layout.NT, Tensor.zeros(2, 3), Tensor.zeros(3, 4), Tensor.zeros(2, 4), false, Workers.ONE));
        assertEquals(
                "multiply NT: [M, K] times the transposed of [N, K] gives [M, N], but got [2, 3] and [3, 4] and [2, 4]",
                refused.getMessage());
        Tensor c = Tensor.of(new float[] {1, 1}, 1, 2);
        MatMul.multiply(
                Layout.TN,
                Tensor.of(new float[] {2, 3}, 2, 1),
                Tensor.of(new float[] {5, 7, 11, 13}, 2, 2),
                c,
                true,
                Workers.ONE);
        assertEquals(Tensor.of(new float[] {1 + 10 + 33, 1 + 14 + 39}, 1, 2), c);
    }
}
