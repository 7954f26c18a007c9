package org.vitrina.feedback;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.vitrina.autograd.Tape;
import org.vitrina.autograd.Variable;
import org.vitrina.show.Progress;
import org.vitrina.show.Walk;
import org.vitrina.train.AdamW;
import org.vitrina.train.Checkpoint;
import org.vitrina.train.Schedule;

/// Learns from answers that were judged before: from pairs by DPO, from marks by KTO.
///
/// The same seed, examples and plan give the same model, on any number of threads.
///
/// @param <E> a [Pair] or a [Mark]
public final class PreferenceTraining<E> implements AnswerTraining {
    private final Policy policy;
    private final Policy reference;
    private final List<E> examples;
    private final Preference<E> method;
    private final Plan plan;
    private final AdamW optimizer;
    private Tape tape;
    private final List<Prompt> asked = new ArrayList<>();
    private final List<Reward> watched = new ArrayList<>();
    private final List<Consumer<FeedbackStep>> listeners = new ArrayList<>();
    private final List<FeedbackStep> steps = new ArrayList<>();
    private int done;
    private long tokens;
    private double seconds;

    /// How long and how a model learns.
    ///
    /// @param steps     how many steps the training has
    /// @param batch     how many examples each step learns from
    /// @param schedule  the learning rate over the course of the training
    /// @param optimizer the constants of the optimizer
    /// @param seed      of the order of the examples, and of the answers on which the divergence is
    ///     measured
    /// @param measured  on how many answers the divergence from the reference is measured at each step
    public record Plan(int steps, int batch, Schedule schedule, AdamW.Settings optimizer, long seed, int measured) {
        public Plan {
            if (steps < 0 || batch < 1 || measured < 1) {
                throw new IllegalArgumentException("learning from preferences needs at least 0 steps of 1 example, and"
                        + " 1 answer to measure, but got " + steps + ", " + batch + " and " + measured);
            }
        }

        /// Returns the examples of a step: all of them in turn, in another order each time.
        <E> List<E> batch(List<E> examples, int step) {
            int count = Math.min(batch, examples.size());
            return Seeds.inTurn(examples, (long) step * count, count, seed);
        }

        public Plan(int steps, int batch, Schedule schedule, long seed) {
            this(steps, batch, schedule, PolicyTraining.Plan.STEADY, seed, 32);
        }
    }

    private PreferenceTraining(Policy policy, List<E> examples, Preference<E> method, Plan plan) {
        this.policy = Objects.requireNonNull(policy, "policy");
        this.examples = List.copyOf(examples);
        this.method = Objects.requireNonNull(method, "method");
        this.plan = Objects.requireNonNull(plan, "plan");
        if (examples.isEmpty()) {
            throw new IllegalArgumentException(method.title() + " needs at least one example to learn from, but got"
                    + " none; of answers that are all as good as each other, no pair can be made");
        }
        reference = policy.frozen();
        optimizer = new AdamW(policy.model().parameters(), plan.optimizer());
        tape = new Tape(policy.workers());
        examples.stream()
                .map(example -> method.answers(example).getFirst().prompt())
                .distinct()
                .forEach(asked::add);
    }

    /// Returns a training on pairs.
    ///
    /// @param policy changed by each step
    public static PreferenceTraining<Pair> of(Policy policy, List<Pair> pairs, Dpo method, Plan plan) {
        return new PreferenceTraining<>(policy, pairs, method, plan);
    }

    /// Returns a training on marks.
    ///
    /// @param policy changed by each step
    public static PreferenceTraining<Mark> of(Policy policy, List<Mark> marks, Kto method, Plan plan) {
        return new PreferenceTraining<>(policy, marks, method, plan);
    }

    /// Has a reward measured at each step, under its name, on answers that are drawn for that.
    public PreferenceTraining<E> watching(Reward reward) {
        watched.add(reward);
        return this;
    }

    /// Has `listener` told of each step.
    public PreferenceTraining<E> each(Consumer<FeedbackStep> listener) {
        listeners.add(listener);
        return this;
    }

    /// Learns up to the end of the plan, from wherever the training is, and returns what was measured.
    ///
    /// @throws CancellationException if the thread was interrupted: the model is as it was after the last
    ///     whole step, and another call goes on from there
    public FeedbackLog run() {
        try (var task = Progress.task("learning by " + method.title(), plan.steps())) {
            task.at(done());
            while (done() < plan.steps()) {
                FeedbackStep step = step();
                task.figure(this::log);
                task.at(
                        step.step(),
                        String.format(Locale.ROOT, "loss %.3f, KL %.3f nats", step.get(FeedbackStep.LOSS), step.kl()));
            }
        }
        // what a step needs is much, and a training that is over needs it no more
        tape = new Tape(policy.workers());
        return log();
    }

    /// Takes one step and returns what it measured.
    @Override
    public FeedbackStep step() {
        return advance(null);
    }

    /// Takes one step and returns what happened to one of its examples: what the model thought of its
    /// answers before, which way each token was pushed, and what became of it.
    public Walk<PreferenceStep> walk() {
        var told = new ArrayList<PreferenceStep>();
        advance(told);
        return Walk.of("One step of " + method.title(), told);
    }

    /// Takes one step.
    ///
    /// @param told gets what happened to its first example; null for nobody
    private FeedbackStep advance(List<PreferenceStep> told) {
        long begin = System.nanoTime();
        var measured = new LinkedHashMap<String, Double>();
        List<Answer> drawn = drawn();
        measured.put(FeedbackStep.KL, Divergence.mean(reference, drawn));
        for (Reward reward : watched) {
            measured.put(
                    reward.name(), Arrays.stream(reward.of(drawn)).average().orElseThrow());
        }
        List<E> batch = plan.batch(examples, done());
        List<Answer> shown = method.answers(batch.getFirst());
        float[][] before = told == null ? null : policy.logProbabilities(shown);
        Learned<E> learned = learn(batch);
        if (told != null) {
            told.add(PreferenceStep.Judged.of(batch.getFirst()));
            told.add(new PreferenceStep.Compared(
                    shown.stream().map(Answer::text).toList(),
                    Arrays.copyOf(learned.now(), shown.size()),
                    Arrays.copyOf(learned.reference(), shown.size()),
                    method.beta()));
            told.add(new PreferenceStep.Lost(method.title(), learned.loss(), batch.size()));
            told.add(new PreferenceStep.Pushed(
                    TokenChanges.pushed(policy.tokenizer(), shown, Arrays.copyOf(learned.weights(), shown.size()))));
            told.add(new PreferenceStep.Changed(
                    TokenChanges.of(policy.tokenizer(), shown, before, policy.logProbabilities(shown))));
        }
        measured.put(FeedbackStep.LOSS, learned.loss());
        measured.putAll(method.measure(learned.examples(), learned.now(), learned.reference()));
        measured.put(FeedbackStep.GRADIENT, learned.norm());
        seconds += (System.nanoTime() - begin) / 1e9;
        var step = new FeedbackStep(++done, measured, seconds);
        steps.add(step);
        listeners.forEach(listener -> listener.accept(step));
        return step;
    }

    /// What a step did with a batch.
    ///
    /// @param now       log-probabilities of the answers before the step
    /// @param reference those of the reference
    /// @param weights   by how much each token's log-probability is pushed up, by answer: the loss falls
    ///     by so much
    private record Learned<E>(
            List<E> examples, double loss, double norm, double[] now, double[] reference, float[][] weights) {}

    private Learned<E> learn(List<E> batch) {
        List<Answer> answers = answers(batch);
        tokens += answers.stream().mapToInt(Answer::length).sum();
        double[] before = Policy.sums(reference.logProbabilities(answers));
        Object prepared = method.prepare(policy, reference, batch);
        double[] now = new double[answers.size()];
        float[][] weights = new float[answers.size()][];
        double loss = 0;
        int done = 0;
        int each = answers.size() / batch.size();
        ToIntFunction<E> longest = example ->
                method.answers(example).stream().mapToInt(Policy::rows).max().orElseThrow();
        for (List<E> some : Policy.parts(batch, each, longest)) {
            AnswerRows rows = AnswerRows.of(answers(some));
            int count = some.size() * each;
            tape.reset();
            Variable logs = tape.keep(policy.logProbabilities(tape, rows));
            System.arraycopy(Policy.sums(rows.gather(logs.value().toArray())), 0, now, done, count);
            double[] reference = Arrays.copyOfRange(before, done, done + count);
            Variable partial =
                    method.loss(tape, logs, new Preference.Judged<>(some, rows, reference, prepared, batch.size()));
            loss += partial.scalar();
            tape.backward(partial);
            float[][] pushed = rows.gather(logs.gradient().scale(-1).toArray());
            System.arraycopy(pushed, 0, weights, done, count);
            done += count;
        }
        if (!Double.isFinite(loss)) {
            throw new ArithmeticException("the loss of step " + (done() + 1) + " is " + loss
                    + ": the numbers ran away; a smaller learning rate or a larger beta helps");
        }
        float rate = plan.schedule().rate(done(), plan.steps());
        double norm = optimizer.step(rate, 1, policy.workers());
        return new Learned<>(batch, loss, norm, now, before, weights);
    }

    private List<Answer> answers(List<E> batch) {
        return batch.stream()
                .flatMap(example -> method.answers(example).stream())
                .toList();
    }

    /// Returns answers to some of the prompts as the model is now.
    private List<Answer> drawn() {
        long seed = Seeds.mix(plan.seed(), -1 - done());
        int[] order = Seeds.order(asked.size(), seed);
        List<Prompt> prompts =
                Arrays.stream(order).limit(plan.measured()).mapToObj(asked::get).toList();
        return policy.answers(prompts, (plan.measured() + prompts.size() - 1) / prompts.size(), seed);
    }

    /// Returns how many steps are done.
    @Override
    public int done() {
        return done;
    }

    /// Returns how many tokens the answers had from which was learned so far.
    @Override
    public long tokens() {
        return tokens;
    }

    /// Writes the training to `file`, so that [#resume] can go on from here: aside first, then moved.
    ///
    /// @param notes texts that are kept beside it
    @Override
    public void save(Path file, Map<String, String> notes) throws IOException {
        Checkpoint.write(
                file,
                policy.model().parameters(),
                optimizer,
                new Checkpoint.Position(optimizer.steps(), tokens, seconds),
                notes);
    }

    /// Goes on from where the training was that [#save] wrote: what is measured next is that of an
    /// unbroken one. The reference stays what this training began with.
    ///
    /// @throws org.vitrina.file.ModelFileException if the file is no checkpoint of such a training; then
    ///     nothing has changed
    @Override
    public void resume(Path file) throws IOException {
        Checkpoint.Position position = Checkpoint.read(file, policy.model().parameters(), optimizer);
        optimizer.resume(position.step());
        done = position.step();
        tokens = position.tokens();
        seconds = position.seconds();
        steps.clear();
    }

    /// Returns the bytes that the training keeps, by what for. Activations are known after the first step.
    @Override
    public SequencedMap<String, Long> memory() {
        return policy.memory(reference, tape);
    }

    /// Returns the model that learns.
    @Override
    public Policy policy() {
        return policy;
    }

    /// Returns the model as it was when this training began.
    public Policy reference() {
        return reference;
    }

    /// Returns what was measured so far.
    public FeedbackLog log() {
        return new FeedbackLog(method.title() + " on " + examples.size() + " examples", steps);
    }
}
