package org.vitrina.tensor;

import java.util.Arrays;

/// The definition of a [Tile]. The innermost loop is one that the JIT makes vector instructions of.
final class ScalarTile implements Tile {
    private static final int ROWS = 4;
    private static final int COLUMNS = 64;

    @Override
    public int rows() {
        return ROWS;
    }

    @Override
    public int columns() {
        return COLUMNS;
    }

    @Override
    public void multiply(
            int depth,
            float[] a,
            int aFrom,
            float[] b,
            int bFrom,
            int bStride,
            float[] c,
            int cFrom,
            int cStride,
            boolean accumulate) {
        for (int r = 0; r < ROWS; r++) {
            int row = cFrom + r * cStride;
            if (!accumulate) {
                Arrays.fill(c, row, row + COLUMNS, 0);
            }
            for (int p = 0; p < depth; p++) {
                float number = a[aFrom + p * ROWS + r];
                for (int j = 0; j < COLUMNS; j++) {
                    c[row + j] += number * b[bFrom + p * bStride + j];
                }
            }
        }
    }
}
