package org.vitrina.transformer;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.vitrina.quantize.Format;
import org.vitrina.tensor.FloatMatrix;
import org.vitrina.tensor.Matrix;
import org.vitrina.tensor.Tensor;
import org.vitrina.tensor.Workers;

/// Weights in a mapped file, packed for this machine when they are first multiplied.
final class StoredWeights implements Matrix {
    private final Format format;
    private final MemorySegment data;
    private final int rows;
    private final int columns;
    private final Precision precision;
    private volatile Matrix packed;

    StoredWeights(Format format, MemorySegment data, int rows, int columns, Precision precision) {
        this.format = format;
        this.data = data;
        this.rows = rows;
        this.columns = columns;
        this.precision = precision;
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
        Matrix ready = packed;
        return ready == null ? data.byteSize() : ready.bytes();
    }

    @Override
    public void multiply(Tensor x, Tensor out, Workers workers) {
        packed().multiply(x, out, workers);
    }

    /// {@inheritDoc}
    ///
    /// Reads the row in the file, so that a table which is only looked up is never packed.
    @Override
    public void row(int index, float[] to, int at) {
        Objects.checkIndex(index, rows);
        format.decode(data, format.bytes((long) index * columns), to, at, columns);
    }

    /// Returns the weights as they are multiplied; the first call packs them.
    Matrix packed() {
        Matrix ready = packed;
        if (ready == null) {
            synchronized (this) {
                ready = packed;
                if (ready == null) packed = ready = pack();
            }
        }
        return ready;
    }

    private Matrix pack() {
        return switch (precision) {
            case STORED -> format.matrix(data, rows, columns);
            case FULL -> {
                Tensor floats = Tensor.zeros(rows, columns);
                for (int row = 0; row < rows; row++) {
                    row(row, floats.data(), row * columns);
                }
                yield FloatMatrix.of(floats);
            }
        };
    }
}
