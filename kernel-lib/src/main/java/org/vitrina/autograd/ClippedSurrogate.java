package org.vitrina.autograd;

import java.util.List;
import org.vitrina.tensor.Tensor;

/// `min(r A, clip(r, 1 - below, 1 + above) A)` for each token, where `r = exp(log p - old)` says how much
/// likelier the token has become ([Schulman et al. 2017, equation 7](https://arxiv.org/abs/1707.06347)).
///
/// Backwards, a token gets `r A`, and nothing once it has moved past the limit in the direction in which
/// its advantage pushes it.
///
/// @param old what `log p` was when the answers were given
record ClippedSurrogate(
        Variable logProbabilities, float[] old, float[] advantages, float below, float above, Variable output)
        implements Operation {
    static ClippedSurrogate forward(
            Tape tape, Variable logProbabilities, float[] old, float[] advantages, float below, float above) {
        Tensor now = logProbabilities.value();
        if (old.length != now.size() || advantages.length != now.size()) {
            throw new IllegalArgumentException("a clipped surrogate needs an old log-probability and an advantage for"
                    + " each of " + now.size() + " tokens, but got " + old.length + " and " + advantages.length);
        }
        if (!(below >= 0 && below <= 1 && above >= 0)) {
            throw new IllegalArgumentException("a ratio is clipped between 1 - below and 1 + above, with below in"
                    + " [0, 1] and above at least 0, but got " + below + " and " + above);
        }
        Tensor out = tape.room(now.shape());
        for (int i = 0; i < now.size(); i++) {
            double ratio = Math.exp((double) now.data()[now.offset() + i] - old[i]);
            double clipped = Math.clamp(ratio, 1.0 - below, 1.0 + above);
            out.data()[i] = (float) Math.min(ratio * advantages[i], clipped * advantages[i]);
        }
        return new ClippedSurrogate(
                logProbabilities, old.clone(), advantages.clone(), below, above, tape.result(out, logProbabilities));
    }

    @Override
    public void backward(Tape tape) {
        boolean add = !tape.isFirst(logProbabilities);
        Tensor to = tape.gradientOf(logProbabilities);
        Tensor now = logProbabilities.value();
        Tensor dy = output.gradient();
        for (int i = 0; i < to.size(); i++) {
            double ratio = Math.exp((double) now.data()[now.offset() + i] - old[i]);
            boolean past = advantages[i] > 0 ? ratio > 1.0 + above : ratio < 1.0 - below;
            float slope = past ? 0 : (float) (ratio * advantages[i] * dy.data()[dy.offset() + i]);
            int at = to.offset() + i;
            to.data()[at] = add ? to.data()[at] + slope : slope;
        }
    }

    @Override
    public String name() {
        return "clippedSurrogate";
    }

    @Override
    public List<Variable> inputs() {
        return List.of(logProbabilities);
    }
}
