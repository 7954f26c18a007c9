package org.vitrina.tensor;

/// Weights as small whole numbers, in groups that share a scale: what a packed matrix is made of.
///
/// A weight is `scale × code + minimum`, computed in 32 bits in this order; where there are no minimums, it is
/// `scale × code`. This is all that the kernels know of a number format.
public interface Codes {
    /// Returns how many rows there are, one for each output.
    int rows();

    /// Returns how many weights a row has, a multiple of [#group()].
    int columns();

    /// Returns how many neighbours in a row share a scale; a multiple of 4.
    int group();

    /// Returns the least code there may be, at least -128.
    int least();

    /// Returns the greatest code there may be, at most 127.
    int greatest();

    /// Returns whether groups have a minimum.
    boolean affine();

    /// Writes one row. Threads may call this at the same time.
    ///
    /// @param codes    gets a code for each column
    /// @param scales   gets a scale for each group
    /// @param minimums gets a minimum for each group; left alone if not [#affine()]
    void read(int row, byte[] codes, float[] scales, float[] minimums);
}
