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
import java.util.stream.IntStream;
import org.vitrina.autograd.Tape;
import org.vitrina.autograd.Variable;
import org.vitrina.file.ModelFileException;
import org.vitrina.show.Progress;
import org.vitrina.show.Walk;
import org.vitrina.train.AdamW;
import org.vitrina.train.Checkpoint;
import org.vitrina.train.Schedule;

/// Learns from rewards: the model answers, the answers are rewarded, the tokens of the better ones become
/// likelier, and again.
///
/// The same seed, prompts, reward and plan give the same model, on any number of threads.
public final class PolicyTraining implements AnswerTraining {
    /// How many answers the divergence from the reference is measured on where the loss does not need it.
    private static final int MEASURED = 128;

    /// How slowly the mean reward of earlier steps moves.
    private static final double INERTIA = 0.8;

    private static final String DONE = "feedback.done";
    private static final String BEFORE = "feedback.before";

    private final Policy policy;
    private final Policy reference;
    private final Prompts prompts;
    private final Reward reward;
    private final PolicyGradient method;
    private final Plan plan;
    private final AdamW optimizer;
    private Tape tape;
    private final List<Reward> watched = new ArrayList<>();
    private final List<Consumer<FeedbackStep>> listeners = new ArrayList<>();
    private final List<FeedbackStep> steps = new ArrayList<>();
    private int done;
    private double before = Double.NaN;
    private long tokens;
    private double seconds;

    /// How long and how a model learns.
    ///
    /// @param steps     how many steps the whole training has
    /// @param prompts   how many prompts are asked at each step
    /// @param parts     in how many parts a step's answers are learned from, each with a step of the
    ///     optimizer
    /// @param schedule  the learning rate over the course of the training
    /// @param optimizer the constants of the optimizer
    /// @param seed      of the draws of tokens
    public record Plan(int steps, int prompts, int parts, Schedule schedule, AdamW.Settings optimizer, long seed) {
        /// AdamW without decay: feedback says what to change, and nothing else should.
        public static final AdamW.Settings STEADY = new AdamW.Settings(0.9f, 0.95f, 1e-8f, 0, 1);

        public Plan {
            if (steps < 0 || prompts < 1 || parts < 1) {
                throw new IllegalArgumentException("learning from feedback needs at least 0 steps, 1 prompt and 1 part,"
                        + " but got " + steps + ", " + prompts + " and " + parts);
            }
        }

        public Plan(int steps, int prompts, Schedule schedule, long seed) {
            this(steps, prompts, 1, schedule, STEADY, seed);
        }
    }

    /// @param policy changed by each step
    public PolicyTraining(Policy policy, Prompts prompts, Reward reward, PolicyGradient method, Plan plan) {
        this.policy = Objects.requireNonNull(policy, "policy");
        this.prompts = Objects.requireNonNull(prompts, "prompts");
        this.reward = Objects.requireNonNull(reward, "reward");
        this.method = Objects.requireNonNull(method, "method");
        this.plan = Objects.requireNonNull(plan, "plan");
        reference = policy.frozen();
        optimizer = new AdamW(policy.model().parameters(), plan.optimizer());
        tape = new Tape(policy.workers());
    }

    /// Has another reward measured at each step, under its name, without learning from it.
    public PolicyTraining watching(Reward other) {
        watched.add(other);
        return this;
    }

    /// Has `listener` told of each step.
    public PolicyTraining each(Consumer<FeedbackStep> listener) {
        listeners.add(listener);
        return this;
    }

    /// Learns up to the end of the plan, from wherever the training is, and returns what was measured.
    ///
    /// @throws CancellationException if the thread was interrupted: the model is as it was after the last
    ///     whole step, and another call goes on from there
    public FeedbackLog run() {
        try (var task = Progress.task("learning from feedback", plan.steps())) {
            task.at(done());
            while (done() < plan.steps()) {
                FeedbackStep step = step();
                task.figure(this::log);
                task.at(step.step(), String.format(Locale.ROOT, "reward %.3f, KL %.3f nats", step.reward(), step.kl()));
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

    /// Takes one step and returns what happened to one of its prompts, the first whose answers were not
    /// all as good as each other: the answers, their rewards and advantages, which way each token was
    /// pushed, and what became of it.
    public Walk<PolicyStep> walk() {
        var told = new ArrayList<PolicyStep>();
        advance(told);
        return Walk.of("One step of " + method.title(), told);
    }

    /// Takes one step.
    ///
    /// @param told gets what happened to one of its prompts; null for nobody
    private FeedbackStep advance(List<PolicyStep> told) {
        long begin = System.nanoTime();
        Round round = round(done());
        List<Answer> answers = round.answers();
        var measured = new LinkedHashMap<String, Double>();
        measured.put(FeedbackStep.REWARD, mean(round.rewards()));
        measured.put(FeedbackStep.KL, round.kl());
        for (Reward other : watched) {
            measured.put(other.name(), mean(other.of(answers)));
        }
        measured.put(FeedbackStep.MIXED, round.mixed());
        int said = answers.stream().mapToInt(Answer::length).sum();
        tokens += said;
        measured.put(
                FeedbackStep.ENTROPY,
                -answers.stream().mapToDouble(Answer::logProbability).sum() / said);
        measured.put(FeedbackStep.LENGTH, (double) said / answers.size());
        int shown = told == null ? 0 : round.telling();
        float[][] pushed = told == null ? null : new float[answers.size()][];
        double loss = 0;
        double norm = 0;
        for (int pass = 0; pass < method.passes(); pass++) {
            for (int part = 0; part < plan.parts(); part++) {
                double[] lossAndNorm = learn(round, pass, part, pass == 0 ? pushed : null);
                if (pass == 0) loss += lossAndNorm[0] / plan.parts();
                norm = Math.max(norm, lossAndNorm[1]);
            }
        }
        if (told != null) {
            tell(told, round, shown, pushed);
        }
        measured.put(FeedbackStep.LOSS, loss);
        measured.put(FeedbackStep.GRADIENT, norm);
        double mean = measured.get(FeedbackStep.REWARD);
        before = Double.isNaN(before) ? mean : INERTIA * before + (1 - INERTIA) * mean;
        seconds += (System.nanoTime() - begin) / 1e9;
        var step = new FeedbackStep(++done, measured, seconds);
        steps.add(step);
        listeners.forEach(listener -> listener.accept(step));
        return step;
    }

    private static double mean(double[] numbers) {
        return Arrays.stream(numbers).average().orElseThrow();
    }

    private void tell(List<PolicyStep> told, Round round, int prompt, float[][] pushed) {
        int from = prompt * method.group();
        int to = from + method.group();
        List<Answer> answers = round.answers().subList(from, to);
        List<String> texts = answers.stream().map(Answer::text).toList();
        double[] rewards = Arrays.copyOfRange(round.rewards(), from, to);
        double[] advantages = Arrays.copyOfRange(round.advantages(), from, to);
        float[][] before = new float[answers.size()][];
        float[][] weights = new float[answers.size()][];
        for (int i = 0; i < before.length; i++) {
            before[i] = answers.get(i).logProbabilities();
            weights[i] = pushed[from + i] == null ? new float[before[i].length] : pushed[from + i];
        }
        told.add(new PolicyStep.Asked(
                round.prompts().get(prompt).text(), round.prompts().size()));
        told.add(new PolicyStep.Answered(
                texts, answers.stream().mapToDouble(Answer::logProbability).toArray()));
        told.add(new PolicyStep.Rewarded(reward.name(), texts, rewards));
        told.add(new PolicyStep.Compared(texts, rewards, advantages));
        told.add(new PolicyStep.Pushed(TokenChanges.pushed(policy.tokenizer(), answers, weights)));
        told.add(new PolicyStep.Changed(
                TokenChanges.of(policy.tokenizer(), answers, before, policy.logProbabilities(answers))));
    }

    /// What a step learns from.
    ///
    /// @param advantages one for each answer
    /// @param reference  log-probabilities of the reference, by answer and token; null for answers that
    ///     nobody asks about
    record Round(
            List<Prompt> prompts,
            List<Answer> answers,
            double[] rewards,
            double[] advantages,
            float[][] reference,
            double kl,
            double mixed) {
        /// Returns the number of the first prompt whose answers have different rewards; 0 if there is none.
        int telling() {
            int group = answers.size() / prompts.size();
            for (int answer = 0; answer < rewards.length; answer++) {
                if (rewards[answer] != rewards[answer / group * group]) return answer / group;
            }
            return 0;
        }
    }

    /// Asks, rewards and compares, without learning.
    Round round(int step) {
        List<Prompt> asked = prompts.at(step, plan.prompts());
        int group = method.group();
        List<Answer> answers = policy.answers(asked, group, Seeds.mix(plan.seed(), step));
        double[] rewards = reward.of(answers);
        check(rewards, answers);
        int compared = method.beta() > 0 ? answers.size() : Math.min(MEASURED, answers.size());
        float[][] known = reference.logProbabilities(answers.subList(0, compared));
        double[] away = new double[compared];
        double[] kl = new double[compared];
        for (int i = 0; i < compared; i++) {
            float[] now = answers.get(i).logProbabilities();
            away[i] = Divergence.k1(now, known[i]);
            kl[i] = Divergence.k3(now, known[i]);
        }
        double[][] grouped = new double[asked.size()][group];
        int mixed = 0;
        for (int p = 0; p < asked.size(); p++) {
            boolean differs = false;
            for (int i = 0; i < group; i++) {
                int answer = p * group + i;
                differs |= rewards[answer] != rewards[p * group];
                grouped[p][i] = rewards[answer];
                if (method.beta() > 0 && !method.isKlInLoss()) {
                    grouped[p][i] -= method.beta() * away[answer];
                }
            }
            mixed += differs ? 1 : 0;
        }
        double[] advantages = Arrays.stream(method.advantages(grouped, before))
                .flatMapToDouble(Arrays::stream)
                .toArray();
        return new Round(
                asked,
                answers,
                rewards,
                advantages,
                known,
                Arrays.stream(kl).average().orElseThrow(),
                (double) mixed / asked.size());
    }

    private static void check(double[] rewards, List<Answer> answers) {
        if (rewards.length != answers.size()) {
            throw new IllegalArgumentException("a reward says one number for each answer, but said " + rewards.length
                    + " for " + answers.size() + " answers");
        }
        for (int i = 0; i < rewards.length; i++) {
            if (!Double.isFinite(rewards[i])) {
                throw new IllegalArgumentException(
                        "a reward is a finite number, but that of '" + answers.get(i) + "' is " + rewards[i]);
            }
        }
    }

    /// Learns from one part of a step's answers and returns the loss before and the gradient's norm.
    ///
    /// @param pushed gets by how much each token is pushed up, for each answer that is learned from; null
    ///     for nobody
    private double[] learn(Round round, int pass, int part, float[][] pushed) {
        int count = round.answers().size();
        int[] order = plan.parts() == 1
                ? IntStream.range(0, count).toArray()
                : Seeds.order(count, Seeds.mix(plan.seed(), done(), pass));
        int[] mine = Arrays.copyOfRange(
                order, (int) ((long) count * part / plan.parts()), (int) ((long) count * (part + 1) / plan.parts()));
        boolean compares = method.beta() > 0 && method.isKlInLoss();
        // what is neither better nor worse than expected changes nothing, but for the cost of moving away
        int[] learned = Arrays.stream(mine)
                .filter(i -> compares || round.advantages()[i] != 0)
                .toArray();
        int tokens =
                Arrays.stream(mine).map(i -> round.answers().get(i).length()).sum();
        double loss = 0;
        int at = 0;
        for (List<Answer> some : Policy.parts(
                Arrays.stream(learned).mapToObj(round.answers()::get).toList(), 1, Policy::rows)) {
            int[] which = Arrays.copyOfRange(learned, at, at + some.size());
            at += some.size();
            AnswerRows rows = AnswerRows.of(some);
            tape.reset();
            Variable logs = policy.logProbabilities(tape, rows);
            if (pushed != null) tape.keep(logs);
            Variable partial = method.loss(
                    tape,
                    logs,
                    new PolicyGradient.Learned(
                            rows,
                            Arrays.stream(which)
                                    .mapToDouble(i -> round.advantages()[i])
                                    .toArray(),
                            rows.spread((answer, token) -> some.get(answer).logProbabilities()[token]),
                            compares ? rows.spread((answer, token) -> round.reference()[which[answer]][token]) : null,
                            mine.length,
                            tokens));
            loss += partial.scalar();
            tape.backward(partial);
            if (pushed != null) {
                float[][] weights = rows.gather(logs.gradient().scale(-1).toArray());
                for (int i = 0; i < which.length; i++) pushed[which[i]] = weights[i];
            }
        }
        if (!Double.isFinite(loss)) {
            throw new ArithmeticException("the loss of step " + (done() + 1) + " is " + loss
                    + ": the numbers ran away; a smaller learning rate or more cost for moving away helps");
        }
        if (learned.length == 0) {
            return new double[] {0, 0};
        }
        float rate = plan.schedule().rate(done(), plan.steps());
        return new double[] {loss, optimizer.step(rate, 1, policy.workers())};
    }

    /// Returns how many steps are done.
    @Override
    public int done() {
        return done;
    }

    /// Returns how many tokens the model's answers had so far.
    @Override
    public long tokens() {
        return tokens;
    }

    /// Returns how long the training has computed so far.
    public double seconds() {
        return seconds;
    }

    /// Writes the training to `file`, so that [#resume] can go on from here: aside first, then moved.
    ///
    /// @param notes texts that are kept beside it; their names do not begin with `feedback.`
    @Override
    public void save(Path file, Map<String, String> notes) throws IOException {
        var all = new LinkedHashMap<>(notes);
        all.put(DONE, Integer.toString(done));
        all.put(BEFORE, Double.toString(before));
        Checkpoint.write(
                file,
                policy.model().parameters(),
                optimizer,
                new Checkpoint.Position(optimizer.steps(), tokens, seconds),
                all);
    }

    /// Goes on from where the training was that [#save] wrote: what is measured next is that of an
    /// unbroken one. The reference stays what this training began with.
    ///
    /// @throws org.vitrina.file.ModelFileException if the file is no checkpoint of such a training; then
    ///     nothing has changed
    @Override
    public void resume(Path file) throws IOException {
        Map<String, String> notes = Checkpoint.notes(file);
        int steps;
        double mean;
        try {
            steps = Integer.parseInt(notes.getOrDefault(DONE, ""));
            mean = Double.parseDouble(notes.getOrDefault(BEFORE, ""));
        } catch (NumberFormatException _) {
            throw new ModelFileException(DONE, -1, "how many steps of feedback were taken", notes.get(DONE)).in(file);
        }
        Checkpoint.Position position = Checkpoint.read(file, policy.model().parameters(), optimizer);
        optimizer.resume(position.step());
        done = steps;
        before = mean;
        tokens = position.tokens();
        seconds = position.seconds();
        this.steps.clear();
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
        return new FeedbackLog(method.title() + " on " + reward.name(), steps);
    }
}
