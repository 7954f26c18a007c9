package org.vitrina.autograd;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.vitrina.tensor.GradientKernels;
import org.vitrina.tensor.Tensor;

/// The loss of predicting tokens: the mean of `-log p(target)` over rows.
///
/// Backwards, the gradient of a row's logits is the difference between what was predicted and what came:
/// `softmax(logits) - onehot(target)`, times the row's weight.
///
/// @param weights how much each row counts; they sum to 1
/// @param logSums the logarithm of the sum of the exponentials of each row, kept for the way back
record CrossEntropy(Variable logits, int[] targets, float[] weights, Tensor logSums, Variable output)
        implements Operation {
    private static final int PART = 8;

    static CrossEntropy forward(Tape tape, Variable logits, int[] targets, float[] weights) {
        Tensor scores = logits.value();
        int rows = scores.rows();
        int vocabulary = scores.columns();
        if (targets.length != rows || weights != null && weights.length != rows) {
            throw new IllegalArgumentException(
                    "cross-entropy needs a target, and a weight if there are any, for each of"
                            + " the " + rows + " rows of logits, but got " + targets.length + " targets"
                            + (weights == null ? "" : " and " + weights.length + " weights"));
        }
        for (int target : targets) {
            Objects.checkIndex(target, vocabulary);
        }
        float[] shares = shares(rows, weights);
        Tensor logSums = tape.room(rows);
        tape.overRows(rows, PART, (from, to) -> {
            for (int row = from; row < to; row++) {
                if (shares[row] != 0) {
                    logSums.data()[row] = GradientKernels.best()
                            .logSumExp(scores.data(), scores.offset() + row * vocabulary, vocabulary);
                }
            }
        });
        double loss = 0;
        for (int row = 0; row < rows; row++) {
            if (shares[row] != 0) {
                int at = scores.offset() + row * vocabulary + targets[row];
                loss += (double) shares[row] * (logSums.data()[row] - scores.data()[at]);
            }
        }
        Tensor out = tape.room(1);
        out.data()[0] = (float) loss;
        return new CrossEntropy(logits, targets.clone(), shares, logSums, tape.result(out, logits));
    }

    private static float[] shares(int rows, float[] weights) {
        float[] shares = new float[rows];
        if (weights == null) {
            Arrays.fill(shares, 1f / rows);
            return shares;
        }
        double sum = 0;
        for (float weight : weights) {
            if (!(weight >= 0)) {
                throw new IllegalArgumentException("the weight of a row must be at least 0, but one is " + weight);
            }
            sum += weight;
        }
        if (sum == 0) {
            throw new IllegalArgumentException("at least one row must count, but all weights are 0");
        }
        for (int row = 0; row < rows; row++) {
            shares[row] = (float) (weights[row] / sum);
        }
        return shares;
    }

    @Override
    public void backward(Tape tape) {
        if (!tape.isFirst(logits)) {
            throw new IllegalStateException("logits may be used by nothing after their loss");
        }
        Tensor scores = logits.value();
        int vocabulary = scores.columns();
        // the logits are not read again, so their memory becomes their gradient
        if (tape.mayReuse(logits)) {
            logits.gradient(scores);
        }
        Tensor to = tape.gradientOf(logits);
        float upstream = output.gradient().data()[output.gradient().offset()];
        tape.overRows(scores.rows(), PART, (from, until) -> {
            for (int row = from; row < until; row++) {
                int at = to.offset() + row * vocabulary;
                float share = weights[row] * upstream;
                if (share == 0) {
                    Arrays.fill(to.data(), at, at + vocabulary, 0);
                    continue;
                }
                GradientKernels.best()
                        .probabilities(
                                scores.data(),
                                scores.offset() + row * vocabulary,
                                logSums.data()[row],
                                share,
                                to.data(),
                                at,
                                vocabulary);
                to.data()[at + targets[row]] -= share;
            }
        });
    }

    @Override
    public String name() {
        return "crossEntropy";
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
