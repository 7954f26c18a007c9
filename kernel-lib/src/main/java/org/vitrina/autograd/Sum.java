package org.vitrina.autograd;

import java.util.List;
import org.vitrina.tensor.Kernels;
import org.vitrina.tensor.ShapeException;
import org.vitrina.tensor.Tensor;

/// `a + b`. Backwards, both get the gradient of the sum unchanged: this is why a residual stream lets a gradient
/// through.
record Sum(Variable a, Variable b, Variable output) implements Operation {
    static Sum forward(Tape tape, Variable a, Variable b) {
        ShapeException.requireSame("plus", a.value(), b.value());
        Tensor x = a.value();
        Tensor y = b.value();
        Tensor out = tape.room(x.shape());
        int columns = x.columns();
        tape.overRows(
                x.rows(),
                64,
                (from, to) -> Kernels.best()
                        .add(
                                x.data(),
                                x.offset() + from * columns,
                                y.data(),
                                y.offset() + from * columns,
                                out.data(),
                                from * columns,
                                (to - from) * columns));
        return new Sum(a, b, tape.result(out, a, b));
    }

    @Override
    public void backward(Tape tape) {
        boolean taken = false;
        // if one of the two has a gradient already, add there first, and give the other the memory
        for (Variable input : tape.isFirst(a) ? List.of(b, a) : List.of(a, b)) {
            if (!input.needsGradient()) {
                continue;
            }
            if (tape.isFirst(input) && a != b && !taken && tape.mayReuse(output) && isLast(input, tape)) {
                input.gradient(output.gradient());
                taken = true;
            } else {
                Elementwise.addTo(tape, input, output.gradient());
            }
        }
    }

    /// Returns whether the other input has its gradient already, so that this one may take the memory.
    private boolean isLast(Variable input, Tape tape) {
        Variable other = input == a ? b : a;
        return !other.needsGradient() || !tape.isFirst(other);
    }

    @Override
    public String name() {
        return "plus";
    }

    @Override
    public String written(List<String> inputs) {
        return Expression.bare(inputs.get(0)) + " + " + Expression.bare(inputs.get(1));
    }

    @Override
    public String rule() {
        return "unchanged to both inputs";
    }

    @Override
    public List<Variable> inputs() {
        return List.of(a, b);
    }
}
