package org.vitrina.feedback;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.vitrina.autograd.Parameter;
import org.vitrina.autograd.Tape;
import org.vitrina.autograd.Variable;
import org.vitrina.show.Progress;
import org.vitrina.tensor.Tensor;
import org.vitrina.tensor.Workers;
import org.vitrina.train.AdamW;
import org.vitrina.train.Trainable;

/// A model of what people prefer: a language model whose last layer was taken off and another put on,
/// which makes one number of an answer. It learns from pairs, by the model of Bradley and Terry (1952):
/// the chosen answer is preferred with the probability `sigmoid(r_chosen - r_rejected)` ([Christiano et
/// al. 2017, section 2.2.3](https://arxiv.org/abs/1706.03741); [Ouyang et al. 2022, equation
/// 1](https://arxiv.org/abs/2203.02155)).
///
/// Only differences are learned; the mean reward of the pairs it learned from is taken off afterwards, so
/// that 0 is an answer as they commonly are.
public final class RewardModel implements Reward {
    private static final float EPSILON = 1e-5f;

    private final Trainable body;
    private final Parameter norm;
    private final Parameter head;
    private final Workers workers;
    private double zero;

    private RewardModel(Trainable body, Workers workers) {
        this.body = body;
        this.workers = workers;
        int width = body.config().width();
        Tensor ones = Tensor.zeros(width);
        Arrays.fill(ones.data(), 1);
        norm = new Parameter("reward_norm.weight", ones);
        head = new Parameter("reward_head.weight", Tensor.zeros(1, width));
    }

    /// Returns a reward model that begins with what `begin` knows, and says 0 of everything.
    ///
    /// @param begin not changed
    public static RewardModel of(Policy begin) {
        return new RewardModel(begin.model().merged(), begin.workers());
    }

    /// Learns from pairs and returns what was measured.
    ///
    /// @throws CancellationException if the thread was interrupted: the model is as it was after the last
    ///     whole step
    public FeedbackLog learn(List<Pair> pairs, PreferenceTraining.Plan plan) {
        Objects.requireNonNull(plan, "plan");
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("a reward model needs at least one pair to learn from, but got none");
        }
        var parameters = new ArrayList<>(body.parameters());
        parameters.add(norm);
        parameters.add(head);
        var optimizer = new AdamW(parameters, plan.optimizer());
        var tape = new Tape(workers);
        var steps = new ArrayList<FeedbackStep>();
        double seconds = 0;
        try (var task = Progress.task("learning what is preferred", plan.steps())) {
            for (int step = 0; step < plan.steps(); step++) {
                task.at(
                        step,
                        steps.isEmpty()
                                ? ""
                                : String.format(
                                        Locale.ROOT,
                                        "loss %.3f",
                                        steps.getLast().get(FeedbackStep.LOSS)));
                long begin = System.nanoTime();
                List<Pair> batch = plan.batch(pairs, step);
                var measured = learn(tape, batch);
                float rate = plan.schedule().rate(step, plan.steps());
                measured.put(FeedbackStep.GRADIENT, optimizer.step(rate, 1, workers));
                seconds += (System.nanoTime() - begin) / 1e9;
                steps.add(new FeedbackStep(step + 1, measured, seconds));
            }
            task.at(plan.steps());
        }
        zero = 0;
        double sum = 0;
        for (double[] rewards : List.of(of(chosen(pairs)), of(rejected(pairs)))) {
            sum += Arrays.stream(rewards).sum();
        }
        zero = sum / (2 * pairs.size());
        return new FeedbackLog("Reward model on " + pairs.size() + " pairs", steps);
    }

    private LinkedHashMap<String, Double> learn(Tape tape, List<Pair> batch) {
        double loss = 0;
        int inOrder = 0;
        double margin = 0;
        for (List<Pair> some : Policy.parts(batch, 2, Pair::longest)) {
            tape.reset();
            AnswerRows rows = AnswerRows.of(some.stream()
                    .flatMap(pair -> List.of(pair.chosen(), pair.rejected()).stream())
                    .toList());
            Variable rewards = rewards(tape, rows);
            float[] signs = new float[2 * some.size()];
            for (int i = 0; i < signs.length; i++) signs[i] = i % 2 == 0 ? 1 : -1;
            Variable margins = tape.keep(tape.weightedSums(rewards, 2, signs));
            Variable partial = tape.scale(tape.sum(tape.logSigmoid(margins)), -1f / batch.size());
            loss += partial.scalar();
            tape.backward(partial);
            for (float one : margins.value().toArray()) {
                margin += one;
                inOrder += one > 0 ? 1 : 0;
            }
        }
        if (!Double.isFinite(loss)) {
            throw new ArithmeticException(
                    "the loss is " + loss + ": the numbers ran away; a smaller learning rate helps");
        }
        var measured = new LinkedHashMap<String, Double>();
        measured.put(FeedbackStep.LOSS, loss);
        measured.put(Dpo.PREFERRED, (double) inOrder / batch.size());
        measured.put(Dpo.MARGIN, margin / batch.size());
        return measured;
    }

    /// Records the reward of each answer, shape `[B, 1]`: of what the model makes of its last token.
    private Variable rewards(Tape tape, AnswerRows rows) {
        int positions = rows.positions() + 1;
        List<Answer> answers = rows.answers();
        int[] ids = new int[answers.size() * positions];
        int[] last = new int[answers.size()];
        for (int i = 0; i < last.length; i++) {
            int[] prompt = answers.get(i).prompt().ids();
            int[] answer = answers.get(i).ids();
            System.arraycopy(prompt, 0, ids, i * positions, prompt.length);
            System.arraycopy(answer, 0, ids, i * positions + prompt.length, answer.length);
            last[i] = i * positions + prompt.length + answer.length - 1;
        }
        Variable read = tape.rows(body.residual(tape, positions, ids), last);
        return tape.linear(tape.rmsNorm(read, tape.parameter(norm), EPSILON), tape.parameter(head), null);
    }

    private static List<Answer> chosen(List<Pair> pairs) {
        return pairs.stream().map(Pair::chosen).toList();
    }

    private static List<Answer> rejected(List<Pair> pairs) {
        return pairs.stream().map(Pair::rejected).toList();
    }

    @Override
    public double[] of(List<Answer> answers) {
        double[] all = new double[answers.size()];
        var still = new Tape(workers).remembering(false);
        int done = 0;
        for (List<Answer> some : Policy.parts(answers, 1, Policy::rows)) {
            still.reset();
            for (float reward : rewards(still, AnswerRows.of(some)).value().toArray()) {
                all[done++] = reward - zero;
            }
        }
        return all;
    }

    /// Returns the share of pairs whose chosen answer gets the greater reward.
    public double accuracy(List<Pair> pairs) {
        double[] chosen = of(chosen(pairs));
        double[] rejected = of(rejected(pairs));
        int inOrder = 0;
        for (int i = 0; i < chosen.length; i++) inOrder += chosen[i] > rejected[i] ? 1 : 0;
        return (double) inOrder / pairs.size();
    }

    @Override
    public String name() {
        return "reward model";
    }

    @Override
    public String toString() {
        return name();
    }
}
