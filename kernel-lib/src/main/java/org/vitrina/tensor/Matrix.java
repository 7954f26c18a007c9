package org.vitrina.tensor;

/// A weight matrix, one row for each output, kept in whatever number format it has.
///
/// A matrix does not change once it is made, and threads may share it.
public interface Matrix {
    /// Returns how many outputs there are.
    int rows();

    /// Returns how many inputs each output is computed of.
    int columns();

    /// Returns the bytes that the weights take in memory as they are multiplied.
    long bytes();

    /// Writes the product of each row of `x` with these weights: `out = x · Wᵀ`.
    ///
    /// One row is a matrix-vector product (decoding), many are a matrix-matrix product (prefill).
    ///
    /// @param x   shape `[T, columns]`
    /// @param out shape `[T, rows]`, overwritten; not the floats of `x`
    void multiply(Tensor x, Tensor out, Workers workers);

    /// Writes the weights of row `index`, as floats, to `to[at …]`: a look-up in an embedding table.
    void row(int index, float[] to, int at);
}
