package org.vitrina.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/// Transposes rows into panels, four rows by four numbers at a time: vectors that every machine has.
final class VectorPanels {
    private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;

    /// Numbers that are taken of all rows before the next are: what is written then stays in the first cache.
    private static final int BLOCK = 64;

    // Numbers are moved as ints, because the indices of a move of floats would be floats and converted each
    // time. Of two vectors 0 1 2 3 and 4 5 6 7 these take:
    private static final IntVector LOW = indices(0, 4, 1, 5);
    private static final IntVector HIGH = indices(2, 6, 3, 7);
    private static final IntVector FRONT = indices(0, 1, 4, 5);
    private static final IntVector BACK = indices(2, 3, 6, 7);

    private VectorPanels() {}

    private static IntVector indices(int... indices) {
        return IntVector.fromArray(IntVector.SPECIES_128, indices, 0);
    }

    /// See [Tile#packRows].
    static void ofRows(float[] matrix, int from, int stride, int rows, int depth, float[] to, int at, int width) {
        int fours = rows < 4 ? 0 : depth & -4;
        for (int p = 0; p < fours; p += BLOCK) {
            int count = Math.min(BLOCK, fours - p);
            for (int r = 0; r < rows; r += 4) {
                // the last four may overlap those before
                int row = Math.min(r, rows - 4);
                fourRows(matrix, from + row * stride + p, stride, count, to, at + p * width + row, width);
            }
        }
        for (int p = 0; p < depth; p++) {
            for (int r = p < fours ? rows : 0; r < width; r++) {
                to[at + p * width + r] = r < rows ? matrix[from + r * stride + p] : 0;
            }
        }
    }

    /// See [Tile#packColumns], for columns that do not fill a panel.
    static void ofColumns(float[] matrix, int from, int stride, int columns, int depth, float[] to, int at, int width) {
        for (int p = 0; p < depth; p++) {
            int f = from + p * stride;
            int t = at + p * width;
            int c = 0;
            for (; c <= columns - 4; c += 4) {
                FloatVector.fromArray(FOUR, matrix, f + c).intoArray(to, t + c);
            }
            for (; c < columns; c++) {
                to[t + c] = matrix[f + c];
            }
            for (; c < width; c++) {
                to[t + c] = 0;
            }
        }
    }

    private static void fourRows(float[] matrix, int from, int stride, int count, float[] to, int at, int width) {
        for (int p = 0; p < count; p += 4) {
            IntVector a = at(matrix, from + p);
            IntVector b = at(matrix, from + stride + p);
            IntVector c = at(matrix, from + 2 * stride + p);
            IntVector d = at(matrix, from + 3 * stride + p);
            IntVector lowAb = LOW.selectFrom(a, b);
            IntVector lowCd = LOW.selectFrom(c, d);
            IntVector highAb = HIGH.selectFrom(a, b);
            IntVector highCd = HIGH.selectFrom(c, d);
            int first = at + p * width;
            FRONT.selectFrom(lowAb, lowCd).reinterpretAsFloats().intoArray(to, first);
            BACK.selectFrom(lowAb, lowCd).reinterpretAsFloats().intoArray(to, first + width);
            FRONT.selectFrom(highAb, highCd).reinterpretAsFloats().intoArray(to, first + 2 * width);
            BACK.selectFrom(highAb, highCd).reinterpretAsFloats().intoArray(to, first + 3 * width);
        }
    }

    private static IntVector at(float[] matrix, int from) {
        return FloatVector.fromArray(FOUR, matrix, from).reinterpretAsInts();
    }
}
