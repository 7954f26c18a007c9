package org.vitrina.autograd;

import java.util.ArrayList;
import java.util.List;
import org.vitrina.tensor.Kernels;
import org.vitrina.tensor.MatMul;
import org.vitrina.tensor.MatMul.Layout;
import org.vitrina.tensor.Product;
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
        Tensor first = bias == null ? null : bias.value();
        MatMul.multiply(List.of(Product.of(Layout.NT, in, w, y, false, first)), tape.workers());
        return new Linear(x, weight, bias, tape.result(y, x, weight, bias));
    }

    @Override
    public void backward(Tape tape) {
        Tensor dy = output.gradient();
        var products = new ArrayList<Product>();
        if (weight.needsGradient()) {
            boolean add = !tape.isFirst(weight);
            products.add(Product.of(Layout.TN, dy, x.value(), tape.gradientOf(weight), add, null));
        }
        if (x.needsGradient()) {
            boolean add = !tape.isFirst(x);
            products.add(Product.of(Layout.NN, dy, weight.value(), tape.gradientOf(x), add, null));
        }
        if (bias == null || !bias.needsGradient()) {
            MatMul.multiply(products, tape.workers());
            return;
        }
        var sums = new Rows.Sums(tape, List.of(bias), dy.rows());
        MatMul.multiply(products, sums.parts(), part -> sum(dy, part * Rows.PART, sums), tape.workers());
        sums.add(tape);
    }

    /// Sums the rows of a part, of which `from` is the first.
    private static void sum(Tensor dy, int from, Rows.Sums sums) {
        int d = dy.columns();
        for (int row = from; row < Math.min(dy.rows(), from + Rows.PART); row++) {
            Kernels.best()
                    .addScaled(1, dy.data(), dy.offset() + row * d, sums.all().data(), sums.at(from), d);
        }
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
