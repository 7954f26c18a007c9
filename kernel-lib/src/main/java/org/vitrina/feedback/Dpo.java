package org.vitrina.feedback;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.vitrina.autograd.Tape;
import org.vitrina.autograd.Variable;
import org.vitrina.tensor.Tensor;

/// Direct preference optimization ([Rafailov et al. 2023, equation 7](https://arxiv.org/abs/2305.18290)):
/// with `r = beta log(p / p_ref)` as the reward of an answer, the chosen one of each pair shall have the
/// greater one: the loss is `-log sigmoid(r_chosen - r_rejected)`.
///
/// What it compares is the distance between the two. Both may become less likely.
///
/// @param beta how strongly the model is held to the reference; the paper takes 0.1 to 0.5
public record Dpo(float beta) implements Preference<Pair> {
    /// The share of pairs of which the chosen answer has the greater reward.
    public static final String PREFERRED = "pairs in order";

    /// How much greater the chosen answer's reward is.
    public static final String MARGIN = "margin";

    /// How much likelier the chosen answer became, in nats.
    public static final String CHOSEN = "chosen gained";

    /// How much likelier the rejected answer became, in nats.
    public static final String REJECTED = "rejected gained";

    public Dpo {
        if (!(beta > 0)) {
            throw new IllegalArgumentException("DPO needs a beta above 0, but got " + beta);
        }
    }

    @Override
    public String title() {
        return "DPO";
    }

    @Override
    public List<Answer> answers(Pair pair) {
        return List.of(pair.chosen(), pair.rejected());
    }

    @Override
    public Object prepare(Policy policy, Policy reference, List<Pair> batch) {
        return null;
    }

    @Override
    public Variable loss(Tape tape, Variable logProbabilities, Judged<Pair> judged) {
        // the answers stand in turns, the chosen one first: two rows of T tokens are one pair
        float[] signs = judged.rows().spread((answer, _) -> answer % 2 == 0 ? 1 : -1);
        Variable now = tape.weightedSums(logProbabilities, 2 * judged.rows().positions(), signs);
        int pairs = judged.examples().size();
        float[] before = new float[pairs];
        for (int i = 0; i < pairs; i++) {
            before[i] = (float) (judged.reference()[2 * i] - judged.reference()[2 * i + 1]);
        }
        Variable margins = tape.scale(tape.minus(now, tape.constant(Tensor.of(before, pairs))), beta);
        return tape.scale(tape.sum(tape.logSigmoid(margins)), -1f / judged.batch());
    }

    @Override
    public SequencedMap<String, Double> measure(List<Pair> pairs, double[] now, double[] reference) {
        double inOrder = 0;
        double chosen = 0;
        double rejected = 0;
        for (int i = 0; i < pairs.size(); i++) {
            double gained = now[2 * i] - reference[2 * i];
            double lost = now[2 * i + 1] - reference[2 * i + 1];
            // at the very beginning both are 0, which is no order yet
            inOrder += gained > lost ? 1 : gained == lost ? 0.5 : 0;
            chosen += gained;
            rejected += lost;
        }
        int n = pairs.size();
        var measured = new LinkedHashMap<String, Double>();
        measured.put(PREFERRED, inOrder / n);
        measured.put(MARGIN, beta * (chosen - rejected) / n);
        measured.put(CHOSEN, chosen / n);
        measured.put(REJECTED, rejected / n);
        return measured;
    }
}
