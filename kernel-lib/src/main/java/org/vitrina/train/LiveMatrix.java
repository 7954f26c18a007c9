package org.vitrina.train;

import org.vitrina.tensor.MatMul;
import org.vitrina.tensor.Matrix;
import org.vitrina.tensor.Tensor;
import org.vitrina.tensor.Workers;

/// A weight matrix that is being learned: it multiplies with whatever its numbers are at that moment.
///
/// @param numbers shape `[rows, columns]`, or `[columns]` for a matrix of one row
record LiveMatrix(Tensor numbers) implements Matrix {
    @Override
    public int rows() {
        return numbers.rows();
    }

    @Override
    public int columns() {
        return numbers.columns();
    }

    @Override
    public long bytes() {
        return 4L * numbers.size();
    }

    @Override
    public void multiply(Tensor x, Tensor out, Workers workers) {
        MatMul.multiply(MatMul.Layout.NT, x, numbers, out, false, workers);
    }

    @Override
    public void row(int index, float[] to, int at) {
        Tensor row = numbers.row(index);
        System.arraycopy(row.data(), row.offset(), to, at, columns());
    }
}
