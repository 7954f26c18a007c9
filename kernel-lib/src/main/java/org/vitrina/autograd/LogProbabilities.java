package org.vitrina.autograd;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.vitrina.tensor.GradientKernels;
import org.vitrina.tensor.Tensor;

/// `log p(target)` of each row of logits: how likely each token of a text was, for losses that weigh
/// tokens one by one.
///
/// Backwards, a row's logits get `onehot(target) - softmax(logits)`, times what arrives for the row.
///
/// @param targets an id for each row, or -1 for a row that nobody asks about
/// @param logSums the logarithm of the sum of the exponentials of each row, kept for the way back
record LogProbabilities(Variable logits, int[] targets, Tensor logSums, Variable output) implements Operation {
    private static final int PART = 8;

    static LogProbabilities forward(Tape tape, Variable logits, int[] targets) {
        Tensor scores = logits.value();
        int rows = scores.rows();
        int vocabulary = scores.columns();
        if (targets.length != rows) {
            throw new IllegalArgumentException("log-probabilities need a target for each row of logits, but got "
                    + targets.length + " targets for " + rows + " rows");
        }
        for (int target : targets) {
            if (target != -1) Objects.checkIndex(target, vocabulary);
        }
        Tensor logSums = tape.room(rows);
        Tensor out = tape.room(rows);
        tape.overRows(rows, PART, (from, to) -> {
            for (int row = from; row < to; row++) {
                if (targets[row] < 0) {
                    out.data()[row] = 0;
                    continue;
                }
                int at = scores.offset() + row * vocabulary;
                logSums.data()[row] = GradientKernels.best().logSumExp(scores.data(), at, vocabulary);
                out.data()[row] = scores.data()[at + targets[row]] - logSums.data()[row];
            }
        });
        return new LogProbabilities(logits, targets.clone(), logSums, tape.result(out, logits));
    }

    @Override
    public void backward(Tape tape) {
        if (!tape.isFirst(logits)) {
            throw new IllegalStateException("logits may be used by nothing after their log-probabilities");
        }
        Tensor scores = logits.value();
        int vocabulary = scores.columns();
        // the logits are not read again, so their memory becomes their gradient
        if (tape.mayReuse(logits)) {
            logits.gradient(scores);
        }
        Tensor to = tape.gradientOf(logits);
        Tensor dy = output.gradient();
        tape.overRows(scores.rows(), PART, (from, until) -> {
            for (int row = from; row < until; row++) {
                int at = to.offset() + row * vocabulary;
                float upstream = dy.data()[dy.offset() + row];
                if (targets[row] < 0 || upstream == 0) {
                    Arrays.fill(to.data(), at, at + vocabulary, 0);
                    continue;
                }
                GradientKernels.best()
                        .probabilities(
                                scores.data(),
                                scores.offset() + row * vocabulary,
                                logSums.data()[row],
                                -upstream,
                                to.data(),
                                at,
                                vocabulary);
                to.data()[at + targets[row]] += upstream;
            }
        });
    }

    @Override
    public String name() {
        return "logProbabilities";
    }

    @Override
    public List<Variable> inputs() {
        return List.of(logits);
    }

    @Override
    public List<float[]> kept() {
        return List.of(logSums.data());
    }
}
