package org.vitrina.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vitrina.Property.forRandom;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The vector operations of training, at every width,")
class GradientKernelsTests {
    private static final ScalarGradientKernels DEFINITION = new ScalarGradientKernels();

    /// Half a unit in the last place of 1: what one rounding adds at most, relatively.
    private static final double ROUNDING = 0x1p-24;

    private static float[] floats(RandomGenerator random, int n, double size) {
        float[] floats = new float[n];
        for (int i = 0; i < n; i++) floats[i] = (float) (size * random.nextGaussian());
        return floats;
    }

    /// Arrays of a random length with something before and after the range that is worked on.
    private record Range(RandomGenerator random, int n, int from) {
        static Range of(RandomGenerator random) {
            return new Range(random, random.nextInt(1, 90), random.nextInt(20));
        }

        float[] floats(double size) {
            return GradientKernelsTests.floats(random, from + n + 20, size);
        }
    }

    private static void assertClose(float[] expected, float[] actual, double bound, String what) {
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], bound * (1 + Math.abs(expected[i])), what + "[" + i + "]");
        }
    }

    @ParameterizedTest(name = "{0} bits")
    @ValueSource(ints = {64, 128, 256, 512})
    @DisplayName("RMSNorm and its way back differ from the definition by their roundings")
    void rmsNorm(int bits) {
        GradientKernels kernels = Vectors.gradientKernels(bits);
        forRandom(200, random -> {
            var range = Range.of(random);
            int n = range.n();
            int from = range.from();
            float[] x = range.floats(1);
            float[] w = range.floats(1);
            float[] dy = range.floats(1);
            float[] y = range.floats(1);
            float[] y2 = y.clone();
            float scale = DEFINITION.rmsNorm(x, from, w, from, 1e-5f, y, from, n);
            double bound = (2 * n + 20) * ROUNDING * 8;
            assertEquals(scale, kernels.rmsNorm(x, from, w, from, 1e-5f, y2, from, n), bound * scale);
            assertClose(y, y2, bound, "y");
            boolean add = random.nextBoolean();
            float[] dx = range.floats(1);
            float[] dw = range.floats(1);
            float[] dx2 = dx.clone();
            float[] dw2 = dw.clone();
            DEFINITION.rmsNormBack(x, from, w, from, scale, dy, from, dx, from, add, dw, from, n);
            kernels.rmsNormBack(x, from, w, from, scale, dy, from, dx2, from, add, dw2, from, n);
            double size = 1 + scale * 4 + scale * scale * scale * 64;
            assertClose(dx, dx2, bound * size, "dx");
            assertClose(dw, dw2, bound * size, "dw");
        });
    }

    @ParameterizedTest(name = "{0} bits")
    @ValueSource(ints = {64, 128, 256, 512})
    @DisplayName("LayerNorm and its way back differ from the definition by their roundings")
    void layerNorm(int bits) {
        GradientKernels kernels = Vectors.gradientKernels(bits);
        forRandom(200, random -> {
            var range = Range.of(random);
            int n = Math.max(4, range.n());
            int from = range.from();
            float[] x = floats(random, from + n + 20, 1);
            float[] w = floats(random, from + n + 20, 1);
            float[] b = floats(random, from + n + 20, 1);
            float[] dy = floats(random, from + n + 20, 1);
            float[] y = new float[from + n + 20];
            float[] y2 = y.clone();
            float[] statistics = new float[2];
            float[] statistics2 = new float[2];
            DEFINITION.layerNorm(x, from, w, from, b, from, 1e-5f, y, from, statistics, 0, n);
            kernels.layerNorm(x, from, w, from, b, from, 1e-5f, y2, from, statistics2, 0, n);
            double bound = (2 * n + 20) * ROUNDING * 8 * (1 + statistics[1] * statistics[1]);
            assertClose(statistics, statistics2, bound, "statistics");
            assertClose(y, y2, bound, "y");
            boolean add = random.nextBoolean();
            float[] dx = floats(random, from + n + 20, 1);
            float[] dw = floats(random, from + n + 20, 1);
            float[] dx2 = dx.clone();
            float[] dw2 = dw.clone();
            float[] db = floats(random, from + n + 20, 1);
            float[] db2 = db.clone();
            DEFINITION.layerNormBack(
                    x, from, w, from, statistics[0], statistics[1], dy, from, dx, from, add, dw, from, db, from, n);
            kernels.layerNormBack(
                    x, from, w, from, statistics[0], statistics[1], dy, from, dx2, from, add, dw2, from, db2, from, n);
            assertClose(dx, dx2, bound * 8, "dx");
            assertClose(dw, dw2, bound * 8, "dw");
            assertClose(db, db2, ROUNDING, "db");
        });
    }

    @ParameterizedTest(name = "{0} bits")
    @ValueSource(ints = {64, 128, 256, 512})
    @DisplayName("the softmax of a part of a row and its way back are within 1e-6 of the definition")
    void softmax(int bits) {
        GradientKernels kernels = Vectors.gradientKernels(bits);
        forRandom(200, random -> {
            var range = Range.of(random);
            int n = range.n();
            int from = range.from();
            int first = random.nextInt(n);
            int last = random.nextInt(first + 1, n + 1);
            float scale = random.nextFloat(0.1f, 2);
            float[] x = range.floats(5);
            float[] x2 = x.clone();
            DEFINITION.softmax(x, from, first, last, n, scale);
            kernels.softmax(x2, from, first, last, n, scale);
            assertClose(x, x2, 1e-6, "p");
            float[] dp = range.floats(1);
            float[] dp2 = dp.clone();
            DEFINITION.softmaxBack(x, from, dp, from, n, scale);
            kernels.softmaxBack(x, from, dp2, from, n, scale);
            assertClose(dp, dp2, 2e-6, "dp");
        });
    }

    @ParameterizedTest(name = "{0} bits")
    @ValueSource(ints = {64, 128, 256, 512})
    @DisplayName("the ways back through SwiGLU and GELU are within 1e-6 of the definition")
    void gates(int bits) {
        GradientKernels kernels = Vectors.gradientKernels(bits);
        forRandom(200, random -> {
            var range = Range.of(random);
            int n = range.n();
            int from = range.from();
            float[] gate = range.floats(4);
            float[] up = range.floats(1);
            float[] dy = range.floats(1);
            float[] dg = range.floats(1);
            float[] du = range.floats(1);
            float[] dg2 = dg.clone();
            float[] du2 = du.clone();
            DEFINITION.swiGluBack(gate, from, up, from, dy, from, dg, from, du, from, n);
            kernels.swiGluBack(gate, from, up, from, dy, from, dg2, from, du2, from, n);
            assertClose(dg, dg2, 4e-6, "gate");
            assertClose(du, du2, 4e-6, "up");
            DEFINITION.geluBack(gate, from, dy, from, dg, from, n);
            kernels.geluBack(gate, from, dy, from, dg2, from, n);
            assertClose(dg, dg2, 4e-6, "gelu");
        });
    }

    @ParameterizedTest(name = "{0} bits")
    @ValueSource(ints = {64, 128, 256, 512})
    @DisplayName("log-sum-exp, probabilities, squares and AdamW are within 1e-6 of the definition")
    void others(int bits) {
        GradientKernels kernels = Vectors.gradientKernels(bits);
        forRandom(200, random -> {
            var range = Range.of(random);
            int n = range.n();
            int from = range.from();
            float[] x = range.floats(20);
            float logSum = DEFINITION.logSumExp(x, from, n);
            assertEquals(logSum, kernels.logSumExp(x, from, n), 2e-6 * (1 + Math.abs(logSum)));
            float[] p = range.floats(1);
            float[] p2 = p.clone();
            DEFINITION.probabilities(x, from, logSum, 0.25f, p, from, n);
            kernels.probabilities(x, from, logSum, 0.25f, p2, from, n);
            assertClose(p, p2, 1e-6, "p");
            double squares = DEFINITION.sumOfSquares(x, from, n);
            assertEquals(squares, kernels.sumOfSquares(x, from, n), n * ROUNDING * squares);
            float[] weights = range.floats(1);
            float[] m = range.floats(1);
            float[] v = range.floats(1);
            for (int i = 0; i < v.length; i++) v[i] *= v[i];
            float[] weights2 = weights.clone();
            float[] m2 = m.clone();
            float[] v2 = v.clone();
            var step = new GradientKernels.AdamStep(1e-3f, 0.1f, 0.9f, 0.95f, 1e-8f, 0.19f, 0.0975f, 0.5f);
            DEFINITION.adamW(weights, from, x, from, m, v, from, n, step);
            kernels.adamW(weights2, from, x, from, m2, v2, from, n, step);
            assertClose(weights, weights2, 1e-6, "weights");
            assertClose(m, m2, 1e-6, "m");
            assertClose(v, v2, 1e-6, "v");
        });
    }
}
