package org.vitrina.autograd;

import java.util.List;
import org.vitrina.tensor.Tensor;

/// `y = factor * (x₁ + x₂ + …)`: a sum, or a mean. Backwards every element gets the same.
record Total(Variable x, float factor, Variable output) implements Operation {
    static Total forward(Tape tape, Variable x, float factor) {
        Tensor in = x.value();
        double sum = 0;
        for (int i = 0; i < in.size(); i++) {
            sum += in.data()[in.offset() + i];
        }
        Tensor out = tape.room(1);
        out.data()[0] = (float) (sum * factor);
        return new Total(x, factor, tape.result(out, x));
    }

    @Override
    public void backward(Tape tape) {
        boolean add = !tape.isFirst(x);
        Tensor dx = tape.gradientOf(x);
        float each = factor * output.gradient().data()[output.gradient().offset()];
        for (int i = dx.offset(); i < dx.offset() + dx.size(); i++) {
            dx.data()[i] = add ? dx.data()[i] + each : each;
        }
    }

    @Override
    public String name() {
        return factor == 1 ? "sum" : "mean";
    }

    @Override
    public String written(List<String> inputs) {
        return name() + "(" + Expression.bare(inputs.getFirst()) + ")";
    }

    @Override
    public String rule() {
        return factor == 1 ? "to every number alike" : "to every number alike, divided by how many there are";
    }

    @Override
    public List<Variable> inputs() {
        return List.of(x);
    }
}
