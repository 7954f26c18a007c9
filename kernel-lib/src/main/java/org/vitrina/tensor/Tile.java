package org.vitrina.tensor;

/// The innermost part of a matrix product: a small tile of the result, kept in registers while the sum over
/// the shared axis is made.
///
/// [MatMul] cuts its operands into panels and computes tile after tile; what keeps weights or keys and values
/// in panels of its own calls a tile directly.
public interface Tile {
    /// Returns how many rows the tile has: that of a panel of the left operand.
    int rows();

    /// Returns how many columns the tile has.
    int columns();

    /// Writes or adds the product of two panels.
    ///
    /// For each row `r` and column `j` of the tile, `c[cFrom + r * cStride + j]` becomes the sum over `p` below
    /// `depth` of `a[aFrom + p * rows + r] * b[bFrom + p * bStride + j]`, plus what was there before if
    /// `accumulate`.
    ///
    /// The order of the sum, and so the result to the bit, depends on `depth` alone.
    void multiply(
            int depth,
            float[] a,
            int aFrom,
            float[] b,
            int bFrom,
            int bStride,
            float[] c,
            int cFrom,
            int cStride,
            boolean accumulate);

    /// Writes rows of a matrix side by side, as a panel: `to[at + p * width + r]` becomes number `p` of row `r`.
    ///
    /// @param stride from one row to the next
    /// @param rows   how many rows there are; those from there to `width` become 0
    /// @param depth  how many numbers are taken of each row
    default void packRows(float[] matrix, int from, int stride, int rows, int depth, float[] to, int at, int width) {
        for (int p = 0; p < depth; p++) {
            for (int r = 0; r < width; r++) {
                to[at + p * width + r] = r < rows ? matrix[from + r * stride + p] : 0;
            }
        }
    }

    /// Writes columns of a matrix as panels, one after the other: number `c` of row `p` goes to
    /// `to[at + c / width * depth * width + p * width + c % width]`.
    ///
    /// @param stride  from one row to the next
    /// @param columns how many columns there are; where they do not fill the last panel, the rest becomes 0
    /// @param depth   how many rows are taken
    default void packColumns(
            float[] matrix, int from, int stride, int columns, int depth, float[] to, int at, int width) {
        for (int first = 0; first < columns; first += width) {
            for (int p = 0; p < depth; p++) {
                for (int c = 0; c < width; c++) {
                    to[at + (first / width * depth + p) * width + c] =
                            first + c < columns ? matrix[from + p * stride + first + c] : 0;
                }
            }
        }
    }
}
