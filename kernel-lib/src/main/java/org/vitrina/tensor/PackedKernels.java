package org.vitrina.tensor;

/// The operations on panels of packed weights.
///
/// A panel is 32 rows of a matrix. What belongs to the same column lies side by side, so that a vector holds
/// weights of many rows and each of its lanes makes the sum of one: no sum is made across lanes. The order of
/// each sum is part of the definition, and so all implementations agree to the bit.
///
/// A panel lies in the words of an `int[]`, group after group of columns that share a scale. A group of bytes or
/// nibbles begins with 32 scales and, if it is affine, 32 minimums, as the bits of floats. Then come its codes:
/// - *bytes*, 8 words for each column: row `r` in byte `r % 4` of word `r / 4`;
/// - *nibbles*, 16 words for each 4 columns: those of row `r` in the low half of word `r`, from its lowest bits on,
///   those of row `r + 16` in the high half; a nibble is the code plus an offset;
/// - *halves*, with no scales, 16 words for each column: row `r` in the low half of word `r`, row `r + 16` in the
///   high one.
///
/// Where vectors compute, reading runs ahead, so that memory is waited for less: [#MARGIN] words beyond a panel's
/// end must exist. The number that a product returns tells nothing; it keeps the JIT from leaving those reads out.
interface PackedKernels {
    /// Rows in a panel.
    int PANEL = 32;

    /// Words between what is computed with and what is read ahead.
    int AHEAD = 512;

    /// Words that must follow a panel.
    int MARGIN = AHEAD + 64;

    /// Returns the operations that go with [Kernels#best()].
    static PackedKernels best() {
        return Kernels.best() instanceof ScalarKernels ? new ScalarPackedKernels() : Vectors.packed();
    }

    /// Multiplies a panel of bytes with floats: writes 32 sums to `out[outAt …]`.
    int bytes(int[] words, int at, Groups groups, Inputs x, int row, float[] out, int outAt);

    /// Multiplies a panel of nibbles with floats.
    int nibbles(int[] words, int at, Groups groups, Inputs x, int row, float[] out, int outAt);

    /// Multiplies a panel of nibbles with rounded inputs.
    int roundedNibbles(int[] words, int at, Groups groups, Inputs x, int row, float[] out, int outAt);

    /// Multiplies a panel of halves, which are the upper halves of floats, with floats.
    ///
    /// @param columns how many there are, a multiple of 4
    int brainHalves(int[] words, int at, int columns, Inputs x, int row, float[] out, int outAt);

    /// Multiplies a panel of halves with floats. A half has a sign, 5 bits of exponent and 10 of fraction; it
    /// stands for a float with that sign and fraction and with these bits as the lowest of its exponent.
    ///
    /// @param columns how many there are, a multiple of 4
    /// @param factor  what the sums are multiplied with
    int halves(int[] words, int at, int columns, float factor, Inputs x, int row, float[] out, int outAt);

    /// Rounds a row of inputs to whole numbers, for [#roundedNibbles].
    void round(Groups groups, Inputs x, int row);

    /// Writes the weights of a group of bytes, those of each column side by side: row `r` of column `c` of the
    /// group to `to[toAt + c * stride + r]`.
    ///
    /// @param at where the group begins
    void unpackBytes(int[] words, int at, Groups groups, float[] to, int toAt, int stride);

    /// Writes the weights of a group of nibbles, likewise.
    void unpackNibbles(int[] words, int at, Groups groups, float[] to, int toAt, int stride);

    /// Writes the weights of `columns` columns of halves, likewise.
    ///
    /// @param brain  whether they are the upper halves of floats
    /// @param factor what the others are multiplied with
    void unpackHalves(int[] words, int at, int columns, boolean brain, float factor, float[] to, int toAt, int stride);
}
