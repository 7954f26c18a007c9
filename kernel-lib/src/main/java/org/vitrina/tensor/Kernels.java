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

    /// Divides a row by its root mean square and multiplies by `weight`
    /// ([Zhang and Sennrich 2019](https://arxiv.org/abs/1910.07467)): `x / sqrt(mean(x²) + epsilon) * weight`.
    void rmsNorm(float[] x, int xFrom, float[] weight, int weightFrom, float epsilon, float[] out, int outFrom, int n);

    /// Moves a row to mean 0 and variance 1, then scales and shifts it
    /// ([Ba et al. 2016](https://arxiv.org/abs/1607.06450)).
    void layerNorm(float[] x, int xFrom, float[] weight, float[] bias, float epsilon, float[] out, int outFrom, int n);

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
