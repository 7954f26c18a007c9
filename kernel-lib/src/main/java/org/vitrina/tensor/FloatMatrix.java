package org.vitrina.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;

/// Weights kept as 32-bit floats.
public final class FloatMatrix implements Matrix {
    private static final Kernels KERNELS = Kernels.best();
    private static final ValueLayout.OfFloat LITTLE_ENDIAN =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final int rows;
    private final int columns;
    private final float[] weights;

    private FloatMatrix(int rows, int columns, float[] weights) {
        this.rows = rows;
        this.columns = columns;
        this.weights = weights;
    }

    /// Returns the floats of `weights` as a matrix; they are copied.
    ///
    /// @param weights shape `[rows, columns]`; or `[columns]`, which is one row
    public static FloatMatrix of(Tensor weights) {
        return new FloatMatrix(weights.rows(), weights.columns(), weights.toArray());
    }

    /// Returns the first `rows * columns` floats of `floats`, little-endian, as a matrix; they are copied.
    ///
    /// @throws IndexOutOfBoundsException if the segment holds fewer
    public static FloatMatrix of(MemorySegment floats, int rows, int columns) {
        var weights = new float[Math.multiplyExact(rows, columns)];
        MemorySegment.copy(floats, LITTLE_ENDIAN, 0, weights, 0, weights.length);
        return new FloatMatrix(rows, columns, weights);
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
        return 4L * weights.length;
    }

    @Override
    public void multiply(Tensor x, Tensor out, Workers workers) {
        if (x.columns() != columns || out.columns() != rows || x.rows() != out.rows()) {
            throw new ShapeException(
                    "multiply",
                    "weights of shape [" + rows + ", " + columns + "] take rows of " + columns + " and give rows of "
                            + rows,
                    x.shape(),
                    out.shape());
        }
        int parts = (rows + 31) / 32;
        workers.run(parts, part -> {
            for (int row = part * 32; row < Math.min(rows, part * 32 + 32); row++) {
                for (int t = 0; t < x.rows(); t++) {
                    out.data()[out.offset() + t * rows + row] =
                            KERNELS.dot(weights, row * columns, x.data(), x.offset() + t * columns, columns);
                }
            }
        });
    }

    @Override
    public void row(int index, float[] to, int at) {
        System.arraycopy(weights, Objects.checkIndex(index, rows) * columns, to, at, columns);
    }
}
