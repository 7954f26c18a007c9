package org.vitrina.autograd;

import java.util.List;
import org.vitrina.tensor.Kernels;
import org.vitrina.tensor.Pairing;
import org.vitrina.tensor.Tensor;

/// Rotary positions. A turn keeps lengths, so the way back is the turn the other way round.
///
/// @param cos for each position and pair, `[T, rotated / 2]`; `sin` likewise
record Rotation(Variable x, Tensor cos, Tensor sin, int positions, int headWidth, Pairing pairing, Variable output)
        implements Operation {
    static Rotation forward(
            Tape tape, Variable x, Tensor cos, Tensor sin, int positions, int headWidth, Pairing pairing) {
        Tensor out = tape.room(x.value().shape());
        var rotation = new Rotation(x, cos, sin, positions, headWidth, pairing, tape.result(out, x));
        rotation.turn(tape, x.value(), out, sin);
        return rotation;
    }

    @Override
    public void backward(Tape tape) {
        if (!tape.isFirst(x)) {
            throw new IllegalStateException("what is turned may be used by nothing after it");
        }
        float[] back = sin.toArray();
        for (int i = 0; i < back.length; i++) {
            back[i] = -back[i];
        }
        if (tape.mayReuse(output)) {
            x.gradient(output.gradient());
            turn(tape, x.gradient(), x.gradient(), Tensor.of(back, sin.shape()));
        } else {
            turn(tape, output.gradient(), tape.gradientOf(x), Tensor.of(back, sin.shape()));
        }
    }

    private void turn(Tape tape, Tensor from, Tensor to, Tensor sines) {
        int d = from.columns();
        int pairs = cos.columns();
        tape.overRows(from.rows(), Rows.PART, (first, last) -> {
            for (int row = first; row < last; row++) {
                int start = to.offset() + row * d;
                if (to != from) {
                    System.arraycopy(from.data(), from.offset() + row * d, to.data(), start, d);
                }
                for (int head = 0; head < d; head += headWidth) {
                    Kernels.best()
                            .rope(
                                    to.data(),
                                    start + head,
                                    cos.data(),
                                    sines.data(),
                                    row % positions * pairs,
                                    2 * pairs,
                                    pairing);
                }
            }
        });
    }

    @Override
    public String name() {
        return "rope";
    }

    @Override
    public List<Variable> inputs() {
        return List.of(x);
    }
}
