package org.vitrina.autograd;

import java.util.ArrayList;
import java.util.Collections;
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
        return forward(tape, x, List.of(weight), Collections.singletonList(bias))
                .getFirst();
    }

    /// Computes several layers of the same input together.
    static List<Linear> forward(Tape tape, Variable x, List<Variable> weights, List<Variable> biases) {
        var layers = new ArrayList<Linear>();
        var products = new ArrayList<Product>();
        for (int i = 0; i < weights.size(); i++) {
            Variable weight = weights.get(i);
            Variable bias = biases.get(i);
            Tensor in = x.value();
            Tensor w = weight.value();
            if (in.columns() != w.columns()) {
                throw new ShapeException(
                        "linear", "a weight needs as many columns as the input has", in.shape(), w.shape());
            }
            Tensor y = tape.room(in.rows(), w.rows());
            products.add(Product.of(Layout.NT, in, w, y, false, bias == null ? null : bias.value()));
            layers.add(new Linear(x, weight, bias, tape.result(y, x, weight, bias)));
        }
        MatMul.multiply(products, tape.workers());
        return layers;
    }

    /// Layers of the same input that are computed together, forwards and back.
    record Together(List<Linear> layers) implements Operation {
        @Override
        public void backward(Tape tape) {
            Linear.backward(tape, layers.reversed());
        }

        @Override
        public String name() {
            return "linear";
        }

        @Override
        public List<Variable> inputs() {
            return layers.stream().flatMap(layer -> layer.inputs().stream()).toList();
        }

        @Override
        public Variable output() {
            return layers.getLast().output();
        }

        @Override
        public List<? extends Operation> parts() {
            return layers;
        }
    }

    @Override
    public void backward(Tape tape) {
        backward(tape, List.of(this));
    }

    private static void backward(Tape tape, List<Linear> layers) {
        var products = new ArrayList<Product>();
        var sums = new ArrayList<Rows.Sums>();
        var gradients = new ArrayList<Tensor>();
        for (Linear layer : layers) {
            Tensor dy = layer.output.gradient();
            if (dy != null) {
                layer.add(tape, dy, products);
                if (layer.bias != null && layer.bias.needsGradient()) {
                    sums.add(new Rows.Sums(tape, List.of(layer.bias), dy.rows()));
                    gradients.add(dy);
                }
            }
        }
        int parts = sums.isEmpty() ? 0 : sums.getFirst().parts();
        MatMul.multiply(
                products,
                parts * sums.size(),
                part -> sum(gradients.get(part / parts), part % parts * Rows.PART, sums.get(part / parts)),
                tape.workers());
        sums.forEach(sum -> sum.add(tape));
    }

    /// Adds what hands `dy` back.
    private void add(Tape tape, Tensor dy, List<Product> products) {
        if (weight.needsGradient()) {
            boolean add = !tape.isFirst(weight);
            products.add(Product.of(Layout.TN, dy, x.value(), tape.gradientOf(weight), add, null));
        }
        if (x.needsGradient()) {
            boolean add = !tape.isFirst(x);
            products.add(Product.of(Layout.NN, dy, weight.value(), tape.gradientOf(x), add, null));
        }
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
