package org.vitrina.autograd;

import java.util.List;
import org.vitrina.tensor.GradientKernels;
import org.vitrina.tensor.Kernels;
import org.vitrina.tensor.ShapeException;
import org.vitrina.tensor.Tensor;

/// The activations of feed-forward layers, with their derivatives.
final class Gate {
    /// How many numbers a part has.
    private static final int PART = 16_384;

    private Gate() {}

    /// `y = silu(gate) * up`.
    record SwiGlu(Variable gate, Variable up, Variable output) implements Operation {
        @Override
        public void backward(Tape tape) {
            if (!tape.isFirst(gate) || !tape.isFirst(up)) {
                throw new IllegalStateException("a gate and what it lets through may be used by nothing after it");
            }
            // each number of the gradient is read before one is written in its place
            if (tape.mayReuse(output)) {
                gate.gradient(output.gradient());
            }
            Tensor dg = tape.gradientOf(gate);
            Tensor du = tape.gradientOf(up);
            tape.overRows(
                    dg.size(),
                    PART,
                    (from, to) -> GradientKernels.best()
                            .swiGluBack(
                                    gate.value().data(),
                                    gate.value().offset() + from,
                                    up.value().data(),
                                    up.value().offset() + from,
                                    output.gradient().data(),
                                    output.gradient().offset() + from,
                                    dg.data(),
                                    dg.offset() + from,
                                    du.data(),
                                    du.offset() + from,
                                    to - from));
        }

        @Override
        public String name() {
            return "swiGlu";
        }

        @Override
        public List<Variable> inputs() {
            return List.of(gate, up);
        }
    }

    /// `y = gelu(x)`.
    record Gelu(Variable x, Variable output) implements Operation {
        @Override
        public void backward(Tape tape) {
            if (!tape.isFirst(x)) {
                throw new IllegalStateException("what is activated may be used by nothing after it");
            }
            if (tape.mayReuse(output)) {
                x.gradient(output.gradient());
            }
            Tensor dx = tape.gradientOf(x);
            tape.overRows(
                    dx.size(),
                    PART,
                    (from, to) -> GradientKernels.best()
                            .geluBack(
                                    x.value().data(),
                                    x.value().offset() + from,
                                    output.gradient().data(),
                                    output.gradient().offset() + from,
                                    dx.data(),
                                    dx.offset() + from,
                                    to - from));
        }

        @Override
        public String name() {
            return "gelu";
        }

        @Override
        public List<Variable> inputs() {
            return List.of(x);
        }
    }

    static Operation swiGlu(Tape tape, Variable gate, Variable up) {
        ShapeException.requireSame("swiGlu", gate.value(), up.value());
        Tensor g = gate.value();
        Tensor u = up.value();
        Tensor out = tape.room(g.shape());
        tape.overRows(
                out.size(),
                PART,
                (from, to) -> Kernels.best()
                        .swiGlu(g.data(), g.offset() + from, u.data(), u.offset() + from, out.data(), from, to - from));
        return new SwiGlu(gate, up, tape.result(out, gate, up));
    }

    static Operation gelu(Tape tape, Variable x) {
        Tensor in = x.value();
        Tensor out = tape.room(in.shape());
        tape.overRows(
                out.size(),
                PART,
                (from, to) -> Kernels.best().gelu(in.data(), in.offset() + from, out.data(), from, to - from));
        return new Gelu(x, tape.result(out, x));
    }
}
