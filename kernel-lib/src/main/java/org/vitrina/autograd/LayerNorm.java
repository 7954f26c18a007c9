package org.vitrina.autograd;

import java.util.List;
import org.vitrina.tensor.GradientKernels;
import org.vitrina.tensor.Tensor;

/// `y = (x - mean) / deviation * w + b` for each row.
///
/// @param statistics the mean and `1 / deviation` of each row, `[N, 2]`, kept for the way back
record LayerNorm(Variable x, Variable weight, Variable bias, Tensor statistics, Variable output) implements Operation {
    static LayerNorm forward(Tape tape, Variable x, Variable weight, Variable bias, float epsilon) {
        Tensor in = x.value();
        Tensor w = weight.value();
        Tensor b = bias.value();
        int d = in.columns();
        Tensor out = tape.room(in.shape());
        Tensor statistics = tape.room(in.rows(), 2);
        tape.overRows(in.rows(), Rows.PART, (from, to) -> {
            for (int row = from; row < to; row++) {
                GradientKernels.best()
                        .layerNorm(
                                in.data(),
                                in.offset() + row * d,
                                w.data(),
                                w.offset(),
                                b.data(),
                                b.offset(),
                                epsilon,
                                out.data(),
                                row * d,
                                statistics.data(),
                                2 * row,
                                d);
            }
        });
        return new LayerNorm(x, weight, bias, statistics, tape.result(out, x, weight, bias));
    }

    @Override
    public void backward(Tape tape) {
        Tensor in = x.value();
        Tensor dy = output.gradient();
        Tensor w = weight.value();
        int d = in.columns();
        boolean addX = !tape.isFirst(x);
        Tensor dx = tape.gradientOf(x);
        Rows.summing(tape, List.of(weight, bias), in.rows(), (from, to, sums, at) -> {
            for (int row = from; row < to; row++) {
                GradientKernels.best()
                        .layerNormBack(
                                in.data(),
                                in.offset() + row * d,
                                w.data(),
                                w.offset(),
                                statistics.data()[2 * row],
                                statistics.data()[2 * row + 1],
                                dy.data(),
                                dy.offset() + row * d,
                                dx.data(),
                                dx.offset() + row * d,
                                addX,
                                sums,
                                at,
                                sums,
                                at + d,
                                d);
            }
        });
    }

    @Override
    public String name() {
        return "layerNorm";
    }

    @Override
    public List<Variable> inputs() {
        return List.of(x, weight, bias);
    }

    @Override
    public List<float[]> kept() {
        return List.of(statistics.data());
    }
}
