package org.vitrina.autograd;

import java.util.List;
import org.vitrina.tensor.Tensor;

/// The weighted sum of each stretch of `length` numbers: of tokens an answer, of answers a batch.
/// Backwards each number gets its weight, times what arrives for its stretch.
record WeightedSums(Variable x, int length, float[] weights, Variable output) implements Operation {
    static WeightedSums forward(Tape tape, Variable x, int length, float[] weights) {
        Tensor in = x.value();
        if (length < 1 || in.size() % length != 0 || weights.length != in.size()) {
            throw new IllegalArgumentException("weighted sums need whole stretches and a weight for each number, but"
                    + " got " + in.size() + " numbers in stretches of " + length + " and " + weights.length
                    + " weights");
        }
        Tensor out = tape.room(in.size() / length);
        for (int stretch = 0; stretch < out.size(); stretch++) {
            double sum = 0;
            for (int i = stretch * length; i < (stretch + 1) * length; i++) {
                // what does not count may be anything, also infinite
                if (weights[i] != 0) sum += (double) weights[i] * in.data()[in.offset() + i];
            }
            out.data()[stretch] = (float) sum;
        }
        return new WeightedSums(x, length, weights.clone(), tape.result(out, x));
    }

    @Override
    public void backward(Tape tape) {
        boolean add = !tape.isFirst(x);
        Tensor to = tape.gradientOf(x);
        Tensor dy = output.gradient();
        for (int i = 0; i < to.size(); i++) {
            float slope = weights[i] * dy.data()[dy.offset() + i / length];
            int at = to.offset() + i;
            to.data()[at] = add ? to.data()[at] + slope : slope;
        }
    }

    @Override
    public String name() {
        return "weightedSums";
    }

    @Override
    public List<Variable> inputs() {
        return List.of(x);
    }
}
