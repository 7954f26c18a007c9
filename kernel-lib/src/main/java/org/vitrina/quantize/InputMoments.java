package org.vitrina.quantize;

import org.vitrina.tensor.ShapeException;
import org.vitrina.tensor.Tensor;

/// What a matrix is multiplied with when a model reads text: the mean of `x xᵀ` over the inputs that were seen.
///
/// An error `ΔW` of the weights changes the outputs by `ΔW x`, whose mean square is `ΔW · E[x xᵀ] · ΔWᵀ`. So this
/// says which errors matter: those at inputs that are large, and those that no other error makes up for.
///
/// For one thread at a time.
public final class InputMoments {
    /// The lower half of the sum, the diagonal included.
    private final double[][] sums;

    private long rows;

    /// Makes moments of nothing yet.
    ///
    /// @param inputs how many inputs the matrix has
    public InputMoments(int inputs) {
        sums = new double[inputs][];
        for (int i = 0; i < inputs; i++) {
            sums[i] = new double[i + 1];
        }
    }

    /// Adds inputs, shape `[T, inputs]`.
    public void add(Tensor x) {
        if (x.columns() != sums.length) {
            throw new ShapeException(
                    "input moments", "rows have " + sums.length + " inputs", x.shape(), new int[] {sums.length});
        }
        for (int t = 0; t < x.rows(); t++) {
            int at = x.offset() + t * x.columns();
            for (int i = 0; i < sums.length; i++) {
                double value = x.data()[at + i];
                double[] row = sums[i];
                for (int j = 0; j <= i; j++) {
                    row[j] += value * x.data()[at + j];
                }
            }
        }
        rows += x.rows();
    }

    /// Returns how many inputs the matrix has.
    public int inputs() {
        return sums.length;
    }

    /// Returns how many rows were seen.
    public long rows() {
        return rows;
    }

    /// Returns the mean of `x_i x_j`.
    public double at(int i, int j) {
        return rows == 0 ? 0 : sums[Math.max(i, j)][Math.min(i, j)] / rows;
    }

    /// Returns the mean square of each input: how much an error there counts.
    public float[] importance() {
        float[] importance = new float[sums.length];
        for (int i = 0; i < importance.length; i++) {
            importance[i] = (float) at(i, i);
        }
        return importance;
    }

    /// Returns how far the outputs of a matrix are off, as a share of their size: the root of
    /// `Σ (ΔW x)² / Σ (W x)²` over the inputs that were seen.
    public double outputError(QuantizedTensor matrix) {
        if (matrix.before().columns() != sums.length) {
            throw new ShapeException(
                    "output error",
                    "the matrix has " + sums.length + " inputs",
                    matrix.before().shape(),
                    new int[] {sums.length});
        }
        double off = 0;
        double size = 0;
        float[] before = matrix.before().toArray();
        float[] after = matrix.after().toArray();
        for (int row = 0; row < before.length; row += sums.length) {
            for (int i = 0; i < sums.length; i++) {
                double w = before[row + i];
                double d = after[row + i] - w;
                for (int j = 0; j <= i; j++) {
                    double twice = (i == j ? 1 : 2) * sums[i][j];
                    double other = before[row + j];
                    size += twice * w * other;
                    off += twice * d * (after[row + j] - other);
                }
            }
        }
        return size == 0 ? 0 : Math.sqrt(Math.max(0, off) / size);
    }
}
