package org.vitrina.autograd;

import java.util.List;
import org.vitrina.tensor.GradientKernels;
import org.vitrina.tensor.Tensor;

/// `y = x / rms(x) * w` for each row, or for each part of a row that is as long as `w`: one head.
///
/// @param scales `1 / rms` of each row, kept for the way back
record RmsNorm(Variable x, Variable weight, Tensor scales, Variable output) implements Operation {
    static RmsNorm forward(Tape tape, Variable x, Variable weight, float epsilon) {
        Tensor in = x.value();
        Tensor w = weight.value();
        int d = weight.value().columns();
        Tensor out = tape.room(in.shape());
        Tensor scales = tape.room(in.size() / d);
        tape.overRows(in.size() / d, Rows.PART, (from, to) -> {
            for (int row = from; row < to; row++) {
                scales.data()[row] = GradientKernels.best()
                        .rmsNorm(
                                in.data(),
                                in.offset() + row * d,
                                w.data(),
                                w.offset(),
                                epsilon,
                                out.data(),
                                row * d,
                                d);
            }
        });
        return new RmsNorm(x, weight, scales, tape.result(out, x, weight));
    }

    @Override
    public void backward(Tape tape) {
        Tensor in = x.value();
        Tensor dy = output.gradient();
        Tensor w = weight.value();
        int d = weight.value().columns();
        boolean addX = !tape.isFirst(x);
        Tensor dx = tape.gradientOf(x);
        Rows.summing(tape, List.of(weight), in.size() / d, (from, to, dw, dwFrom) -> {
            for (int row = from; row < to; row++) {
                GradientKernels.best()
                        .rmsNormBack(
                                in.data(),
                                in.offset() + row * d,
                                w.data(),
                                w.offset(),
                                scales.data()[row],
                                dy.data(),
                                dy.offset() + row * d,
                                dx.data(),
                                dx.offset() + row * d,
                                addX,
                                dw,
                                dwFrom,
                                d);
            }
        });
    }

    @Override
    public String name() {
        return "rmsNorm";
    }

    @Override
    public List<Variable> inputs() {
        return List.of(x, weight);
    }

    @Override
    public List<float[]> kept() {
        return List.of(scales.data());
    }
}
