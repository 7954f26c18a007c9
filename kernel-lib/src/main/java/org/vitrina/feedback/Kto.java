package org.vitrina.feedback;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.vitrina.autograd.Tape;
import org.vitrina.autograd.Variable;
import org.vitrina.tensor.Tensor;

/// Kahneman-Tversky optimization ([Ethayarajh et al. 2024, equation
/// 8](https://arxiv.org/abs/2402.01306)): learns from single marks, right or wrong, which need not come
/// in pairs. With `r = log(p / p_ref)`, an answer marked right is worth `desirable · sigmoid(beta (r -
/// z))`, one marked wrong `undesirable · sigmoid(beta (z - r))`; the loss is what is missing to the most
/// that they could be worth.
///
/// `z` is how far the model is from the reference on the whole, estimated as in the paper's section 4.1:
/// the mean of `r` over prompts with the answers of others, at least 0. No gradient goes through it.
///
/// @param beta        how strongly the model is held to the reference; the paper takes 0.1
/// @param desirable   how much an answer marked right counts
/// @param undesirable how much an answer marked wrong counts
public record Kto(float beta, float desirable, float undesirable) implements Preference<Mark> {
    /// How much likelier answers marked right became, in nats.
    public static final String RIGHT = "right gained";

    /// How much likelier answers marked wrong became, in nats.
    public static final String WRONG = "wrong gained";

    public Kto {
        if (!(beta > 0 && desirable >= 0 && undesirable >= 0)) {
            throw new IllegalArgumentException("KTO needs a beta above 0 and weights of at least 0, but got beta "
                    + beta + ", desirable " + desirable + " and undesirable " + undesirable);
        }
    }

    /// Returns KTO in which both kinds of marks together count alike, as the paper advises (its equation
    /// 9).
    public static Kto balanced(float beta, List<Mark> marks) {
        long good = marks.stream().filter(Mark::good).count();
        long bad = marks.size() - good;
        if (good == 0 || bad == 0) {
            return new Kto(beta, 1, 1);
        }
        return good > bad ? new Kto(beta, (float) bad / good, 1) : new Kto(beta, 1, (float) good / bad);
    }

    @Override
    public String title() {
        return "KTO";
    }

    @Override
    public List<Answer> answers(Mark mark) {
        return List.of(mark.answer());
    }

    /// Returns `z`.
    @Override
    public Double prepare(Policy policy, Policy reference, List<Mark> batch) {
        var strange = new ArrayList<Answer>();
        for (int i = 0; i < batch.size(); i++) {
            Prompt prompt = batch.get(i).answer().prompt();
            Answer other = batch.get((i + 1) % batch.size()).answer();
            int room = policy.model().config().context() - prompt.ids().length;
            if (other.prompt() != prompt && other.length() <= room) {
                strange.add(new Answer(prompt, other.ids(), other.logProbabilities(), other.text(), other.ended()));
            }
        }
        if (strange.isEmpty()) {
            return 0.0;
        }
        double[] now = Policy.sums(policy.logProbabilities(strange));
        double[] before = Policy.sums(reference.logProbabilities(strange));
        double mean = 0;
        for (int i = 0; i < now.length; i++) mean += (now[i] - before[i]) / now.length;
        return Math.max(0, mean);
    }

    @Override
    public Variable loss(Tape tape, Variable logProbabilities, Judged<Mark> judged) {
        int marks = judged.examples().size();
        float[] ones = judged.rows().spread((_, _) -> 1);
        Variable now = tape.weightedSums(logProbabilities, judged.rows().positions(), ones);
        double z = (Double) judged.prepared();
        float[] before = new float[marks];
        float[] slopes = new float[marks];
        float[] weights = new float[marks];
        double most = 0;
        for (int i = 0; i < marks; i++) {
            boolean good = judged.examples().get(i).good();
            before[i] = (float) (judged.reference()[i] + z);
            slopes[i] = good ? beta : -beta;
            weights[i] = (good ? desirable : undesirable) / judged.batch();
            most += weights[i];
        }
        Variable distance = tape.minus(now, tape.constant(Tensor.of(before, marks)));
        Variable worth = tape.sigmoid(tape.times(distance, tape.constant(Tensor.of(slopes, marks))));
        Variable all = tape.weightedSums(worth, marks, weights);
        return tape.minus(tape.constant(Tensor.of(new float[] {(float) most}, 1)), all);
    }

    @Override
    public SequencedMap<String, Double> measure(List<Mark> marks, double[] now, double[] reference) {
        double[] gained = new double[2];
        int[] counts = new int[2];
        for (int i = 0; i < marks.size(); i++) {
            int kind = marks.get(i).good() ? 0 : 1;
            gained[kind] += now[i] - reference[i];
            counts[kind]++;
        }
        var measured = new LinkedHashMap<String, Double>();
        measured.put(RIGHT, gained[0] / Math.max(1, counts[0]));
        measured.put(WRONG, gained[1] / Math.max(1, counts[1]));
        return measured;
    }
}
