package org.vitrina.quantize;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;
import org.vitrina.tensor.Kernels;
import org.vitrina.tensor.Matrix;
import org.vitrina.tensor.ScalarKernels;
import org.vitrina.tensor.ShapeException;
import org.vitrina.tensor.Tensor;
import org.vitrina.tensor.Workers;

/// A matrix that keeps the blocks as they are, and decodes a row when it is needed: the plain way, which
/// works for every format.
final class StoredMatrix implements Matrix {
    /// Rows that one part computes: enough that handing out parts costs little.
    private static final int ROWS_IN_PART = 16;

    private static final Kernels KERNELS = new ScalarKernels();

    private final Format format;
    private final MemorySegment blocks;
    private final int rows;
    private final int columns;

    private StoredMatrix(Format format, MemorySegment blocks, int rows, int columns) {
        this.format = format;
        this.blocks = blocks;
        this.rows = rows;
        this.columns = columns;
    }

    static StoredMatrix of(Format format, MemorySegment blocks, int rows, int columns) {
        long bytes = Math.multiplyExact(rows, format.bytes(columns));
        MemorySegment given = blocks.asSlice(0, bytes);
        return new StoredMatrix(format, Arena.ofAuto().allocate(bytes, 64).copyFrom(given), rows, columns);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public long bytes() {
        return blocks.byteSize();
    }

    @Override
    public void multiply(Tensor x, Tensor out, Workers workers) {
        int tokens = x.rows();
        if (x.columns() != columns || out.columns() != rows || out.rows() != tokens) {
            throw new ShapeException(
                    "matrix product",
                    "x must be [T, " + columns + "] and out [T, " + rows + "]",
                    x.shape(),
                    out.shape());
        }
        workers.run(Math.ceilDiv(rows, ROWS_IN_PART), part -> {
            float[] weights = new float[columns];
            int to = Math.min(rows, (part + 1) * ROWS_IN_PART);
            for (int row = part * ROWS_IN_PART; row < to; row++) {
                row(row, weights, 0);
                for (int t = 0; t < tokens; t++) {
                    out.data()[out.offset() + t * rows + row] =
                            KERNELS.dot(weights, 0, x.data(), x.offset() + t * columns, columns);
                }
            }
        });
    }

    @Override
    public void row(int index, float[] to, int at) {
        Objects.checkIndex(index, rows);
        format.decode(blocks, index * format.bytes(columns), to, at, columns);
    }

    @Override
    public String toString() {
        return format.name() + " matrix " + Arrays.toString(new int[] {rows, columns});
    }
}
