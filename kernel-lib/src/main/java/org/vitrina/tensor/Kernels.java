package org.vitrina.tensor;

/// The numeric operations, on ranges of arrays.
///
/// Callers have checked their ranges. An operation computes one row, or one part of a product, on the calling
/// thread; [Workers] spread parts over threads. Where a vector implementation adds in another order than the
/// scalar one, last bits differ; for one implementation they are the same on every run.
///
/// Keep a set in a `static final`: then the JIT knows which one it is and calls it directly.
public interface Kernels {
    /// Returns the set that was chosen for this machine when this class was first used: vector kernels, or scalar
    /// ones where the module `jdk.incubator.vector` is missing, the CPU too small or the system property
    /// `vitrina.kernels` says `scalar`. [#reason()] says why.
    static Kernels best() {
        return KernelChoice.CHOSEN.kernels();
    }

    /// Returns one sentence that says which set [#best()] is, and why.
    static String reason() {
        return KernelChoice.CHOSEN.reason();
    }

    /// Returns the sum of `a[i] * b[i]` over `n` elements.
    float dot(float[] a, int aFrom, float[] b, int bFrom, int n);

    /// Adds `scale * x[i]` to `y[i]`.
    void addScaled(float scale, float[] x, int xFrom, float[] y, int yFrom, int n);

    /// Writes `a[i] + b[i]` to `out[i]`, which may be either.
    void add(float[] a, int aFrom, float[] b, int bFrom, float[] out, int outFrom, int n);

    /// Writes or adds the sum of rows, each times its weight: `out[j]` becomes the sum over `i` below `count` of
    /// `weights[i] * rows[rowsFrom + i * stride + j]`, plus what was there if `accumulate`. It is the product of
    /// a row with a matrix.
    ///
    /// @param stride from one row to the next
    /// @param n      how long a row is
    void mix(
            float[] weights,
            int weightsFrom,
            int count,
            float[] rows,
            int rowsFrom,
            int stride,
            float[] out,
            int outFrom,
            int n,
            boolean accumulate);

    /// Writes the product of a row with the panels of a matrix that lie one after the other, each `depth` lines of
    /// as many numbers as a [Tile] has columns: `out[q * columns + j]` becomes the sum over `p` of `x[xFrom + p]`
    /// times `panels[from + (q * depth + p) * columns + j]`.
    ///
    /// Vector kernels read several panels at once: from memory that is up to half as fast again as one after the
    /// other, as more lines are on their way at any time.
    ///
    /// @param count how many panels there are
    default void mixPanels(
            float[] x, int xFrom, int depth, float[] panels, int from, int count, float[] out, int outFrom) {
        int width = tile().columns();
        for (int q = 0; q < count; q++) {
            mix(x, xFrom, depth, panels, from + q * depth * width, width, out, outFrom + q * width, width, false);
        }
    }

    /// Divides a row by its root mean square and multiplies by `weight`
    /// ([Zhang and Sennrich 2019](https://arxiv.org/abs/1910.07467)): `x / sqrt(mean(x²) + epsilon) * weight`.
    void rmsNorm(float[] x, int xFrom, float[] weight, int weightFrom, float epsilon, float[] out, int outFrom, int n);

    /// Moves a row to mean 0 and variance 1, then scales and shifts it
    /// ([Ba et al. 2016](https://arxiv.org/abs/1607.06450)).
    void layerNorm(float[] x, int xFrom, float[] weight, float[] bias, float epsilon, float[] out, int outFrom, int n);

    /// Returns the largest of `n` numbers: negative infinity of none, NaN if one is NaN.
    float max(float[] x, int from, int n);

    /// Replaces each of `n` numbers by `exp(x - max)` and returns their sum.
    ///
    /// Vector kernels are off by at most 2 · 2⁻²⁴ of the exponential of the difference, 1.26 units in the last
    /// place (found by trying all 2.2 billion floats that have one), and give 0 where it is below 1.2e-38, the
    /// smallest normal float.
    float exponentiate(float[] x, int from, int n, float max);

    /// Multiplies `n` numbers by `factor`.
    void scale(float factor, float[] x, int from, int n);

    /// Turns `n` scores into probabilities, in place. A score of negative infinity becomes 0.
    void softmax(float[] x, int from, int n);

    /// Writes `silu(gate[i]) * up[i]` ([Shazeer 2020](https://arxiv.org/abs/2002.05202)).
    void swiGlu(float[] gate, int gateFrom, float[] up, int upFrom, float[] out, int outFrom, int n);

    /// Writes `gelu(gate[i]) * up[i]`, with the tanh form of GELU.
    void geGlu(float[] gate, int gateFrom, float[] up, int upFrom, float[] out, int outFrom, int n);

    /// Writes the tanh form of GELU ([Hendrycks and Gimpel 2016](https://arxiv.org/abs/1606.08415)).
    void gelu(float[] x, int xFrom, float[] out, int outFrom, int n);

    /// Turns one head in place by the angles of its position: each pair `(a, b)` becomes
    /// `(a cos - b sin, a sin + b cos)`.
    ///
    /// @param cos  the cosine for each pair, from `anglesFrom`, `rotated / 2` of them; `sin` likewise
    /// @param rotated how many numbers of the head take part, from its first on; even
    void rope(float[] x, int from, float[] cos, float[] sin, int anglesFrom, int rotated, Pairing pairing);

    /// Returns the innermost part of matrix products.
    Tile tile();
}
