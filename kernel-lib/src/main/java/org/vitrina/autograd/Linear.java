package org.vitrina.autograd;

import java.util.List;
import org.vitrina.tensor.Kernels;
import org.vitrina.tensor.MatMul;
import org.vitrina.tensor.ShapeException;
import org.vitrina.tensor.Tensor;

/// `y = x · Wᵀ + b`. Backwards: `dx = dy · W`, `dW = dyᵀ · x`, `db` = the sum of the rows of `dy`.
record Linear(Variable x, Variable weight, Variable bias, Variable output) implements Operation {
    static Linear forward(Tape tape, Variable x, Variable weight, Variable bias) {
        Tensor in = x.value();
        Tensor w = weight.value();
        if (in.columns() != w.columns()) {
            throw new ShapeException(
                    "linear", "a weight needs as many columns as the input has", in.shape(), w.shape());
        }
        Tensor y = tape.room(in.rows(), w.rows());
        if (bias != null) {
            Tensor b = bias.value();
            for (int row = 0; row < y.rows(); row++) {
                System.arraycopy(b.data(), b.offset(), y.data(), y.offset() + row * y.columns(), y.columns());
            }
        }
        MatMul.multiply(MatMul.Layout.NT, in, w, y, bias != null, tape.workers());
        return new Linear(x, weight, bias, tape.result(y, x, weight, bias));
    }

    @Override
    public void backward(Tape tape) {
        Tensor dy = output.gradient();
        if (weight.needsGradient()) {
            boolean add = !tape.isFirst(weight);
            MatMul.multiply(MatMul.Layout.TN, dy, x.value(), tape.gradientOf(weight), add, tape.workers());
        }
        if (bias != null && bias.needsGradient()) {
            addRows(tape, dy, bias);
        }
        if (x.needsGradient()) {
            boolean add = !tape.isFirst(x);
            MatMul.multiply(MatMul.Layout.NN, dy, weight.value(), tape.gradientOf(x), add, tape.workers());
        }
    }

    /// Adds the sum of the rows of `from` to the gradient of `bias`.
    static void addRows(Tape tape, Tensor from, Variable bias) {
        int d = from.columns();
        Rows.summing(tape, bias, from.rows(), (first, last, sums, at) -> {
            for (int row = first; row < last; row++) {
                Kernels.best().addScaled(1, from.data(), from.offset() + row * d, sums, at, d);
            }
        });
    }

    @Override
    public String name() {
        return "linear";
    }

    @Override
    public String rule() {
        return "to the input times the weights, to the weights times the input";
    }

    @Override
    public List<Variable> inputs() {
        return bias == null ? List.of(x, weight) : List.of(x, weight, bias);
    }
}
