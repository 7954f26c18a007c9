package org.vitrina.quantize;

import java.util.Arrays;
import org.vitrina.show.Observer;
import org.vitrina.tensor.ShapeException;
import org.vitrina.tensor.Tensor;
import org.vitrina.tensor.Workers;

/// Quantizes a matrix so that its *outputs* change little: the weights of one input after the other are
/// rounded, and what that changes is made up for, as far as it goes, by the weights that are not
/// rounded yet.
///
/// This is GPTQ ([Frantar and others 2022](https://arxiv.org/abs/2210.17323), algorithm 1, without its
/// blocks, which make it faster and change nothing). Inputs are taken in their order; a group's scale
/// is chosen when its first input is reached, from the weights as they are by then. All is computed in
/// double precision.
///
/// The moments that are handed in here come from the model before any of it was quantized; the authors'
/// program reads each layer's inputs behind the quantized layers before it.
public final class Gptq {
    /// What is added to the diagonal, as a share of its mean, so that inputs which are always 0, or
    /// always alike, do no harm.
    public static final double DAMPING = 0.01;

    private Gptq() {}

    /// Quantizes `weights` with the usual [#DAMPING].
    public static QuantizedTensor of(IntegerFormat format, Tensor weights, InputMoments inputs) {
        return of(format, weights, inputs, DAMPING, false);
    }

    /// Quantizes `weights` with the usual [#DAMPING], each group's scale being the one that loses least
    /// where its inputs are large ([ScaleSearch]). With 3 bits and fewer that makes a great difference.
    public static QuantizedTensor searched(IntegerFormat format, Tensor weights, InputMoments inputs) {
        return of(format, weights, inputs, DAMPING, true);
    }

    /// Quantizes `weights`.
    ///
    /// @param weights shape `[outputs, inputs]`
    /// @param damping what is added to the diagonal of the moments, as a share of its mean; above 0
    /// @param search  whether scales are searched, or just reach the weight furthest out
    /// @throws IllegalArgumentException if rows are no whole number of groups, a weight is not finite,
    ///     or no inputs were seen
    public static QuantizedTensor of(
            IntegerFormat format, Tensor weights, InputMoments inputs, double damping, boolean search) {
        int n = weights.columns();
        if (inputs.inputs() != n) {
            throw new ShapeException(
                    "GPTQ", "the moments must be of the inputs", weights.shape(), new int[] {inputs.inputs()});
        }
        if (n % format.group() != 0) {
            throw new IllegalArgumentException("GPTQ goes along a row from group to group, so that " + n
                    + " inputs must be whole groups, but got groups of " + format.group());
        }
        if (inputs.rows() == 0 || !(damping > 0)) {
            throw new IllegalArgumentException("GPTQ needs inputs that were seen and a damping above 0, but got "
                    + inputs.rows() + " rows of inputs and " + damping);
        }
        float[] before = weights.toArray();
        format.requireFinite(before, 0, before.length);
        double[][] feedback = feedback(inputs, damping);
        float[] after = new float[before.length];
        float[] importance = search ? inputs.importance() : null;
        Workers.all().run(weights.rows(), row -> row(format, before, row * n, feedback, importance, after));
        return new QuantizedTensor(
                format,
                Tensor.of(before, weights.shape()),
                Tensor.of(after, weights.shape()),
                format.bytes(before.length));
    }

    private static void row(
            IntegerFormat format, float[] before, int at, double[][] feedback, float[] importance, float[] after) {
        int n = feedback.length;
        double[] left = new double[n];
        for (int i = 0; i < n; i++) {
            left[i] = before[at + i];
        }
        float[] group = new float[format.group()];
        IntegerGrid grid = null;
        for (int i = 0; i < n; i++) {
            if (i % group.length == 0) {
                for (int j = 0; j < group.length; j++) {
                    group[j] = (float) left[i + j];
                }
                grid = importance == null
                        ? format.grid(group, 0, Observer.NONE)
                        : ScaleSearch.grid(format, group, Arrays.copyOfRange(importance, i, i + group.length));
            }
            after[at + i] = grid.nearest((float) left[i]);
            double error = (left[i] - after[at + i]) / feedback[i][i];
            for (int j = i + 1; j < n; j++) {
                left[j] -= error * feedback[i][j];
            }
        }
    }

    /// Returns the upper triangular `U` with `H⁻¹ = Uᵀ U`, where `H` are the damped moments: row `i`,
    /// divided by its diagonal, says by how much an error at input `i` moves the weights behind it.
    ///
    /// It is the inverse of the upper triangular `R` with `H = R Rᵀ`.
    private static double[][] feedback(InputMoments inputs, double damping) {
        int n = inputs.inputs();
        double mean = 0;
        for (int i = 0; i < n; i++) {
            mean += inputs.at(i, i) / n;
        }
        double added = mean == 0 ? 1 : damping * mean;
        double[][] r = new double[n][n];
        for (int j = n - 1; j >= 0; j--) {
            for (int i = j; i >= 0; i--) {
                double sum = inputs.at(i, j) + (i == j ? added : 0);
                for (int k = j + 1; k < n; k++) {
                    sum -= r[i][k] * r[j][k];
                }
                r[i][j] = i == j ? Math.sqrt(sum) : sum / r[j][j];
            }
        }
        double[][] u = new double[n][n];
        for (int i = 0; i < n; i++) {
            u[i][i] = 1 / r[i][i];
            for (int j = i + 1; j < n; j++) {
                double sum = 0;
                for (int k = i; k < j; k++) {
                    sum += u[i][k] * r[k][j];
                }
                u[i][j] = -sum / r[j][j];
            }
        }
        return u;
    }
}
