package org.vitrina.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.CancellationException;
import org.vitrina.autograd.Tape;
import org.vitrina.autograd.Variable;
import org.vitrina.show.Observer;
import org.vitrina.show.Progress;
import org.vitrina.tensor.Workers;
import org.vitrina.tokenize.Tokenizer;

/// Trains a model: batch after batch, the loss of predicting each next token, its gradient, a step against
/// it.
///
/// The same seed, batches and plan give the same model, on any number of threads.
public final class Trainer {
    private final Trainable model;
    private final Batches batches;
    private final Plan plan;
    private final AdamW optimizer;
    private final Workers workers;
    private final Tape tape;
    private final List<TrainingStep> steps = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();
    private double seconds;
    private long tokens;

    /// How long and how a model is trained.
    ///
    /// @param steps     how many steps the whole training has
    /// @param schedule  the learning rate over its course
    /// @param optimizer the constants of the optimizer
    /// @param passes    how many batches each step adds up
    public record Plan(int steps, Schedule schedule, AdamW.Settings optimizer, int passes) {
        public Plan {
            if (steps < 0 || passes < 1) {
                throw new IllegalArgumentException(
                        "a training needs at least 0 steps of at least 1 batch, but got " + steps + " and " + passes);
            }
        }

        public Plan(int steps, Schedule schedule) {
            this(steps, schedule, AdamW.Settings.COMMON, 1);
        }
    }

    /// Is told of each step.
    @FunctionalInterface
    public interface Listener {
        void stepped(TrainingStep step);
    }

    public Trainer(Trainable model, Batches batches, Plan plan, Workers workers) {
        this.model = model;
        this.batches = batches;
        this.plan = plan;
        this.workers = workers;
        optimizer = new AdamW(model.parameters(), plan.optimizer());
        tape = new Tape(workers);
    }

    /// Has `listener` told of each step.
    public Trainer each(Listener listener) {
        listeners.add(listener);
        return this;
    }

    /// Trains up to the end of the plan, from wherever the training is, and returns what was measured.
    ///
    /// @throws CancellationException if the thread was interrupted: the model is as it was after the last
    ///     whole step, and another call goes on from there
    public TrainingLog run() {
        try (var task = Progress.task("training", plan.steps())) {
            task.at(done());
            while (done() < plan.steps()) {
                TrainingStep step = step();
                task.at(step.step(), String.format(Locale.ROOT, "loss %.3f, %,.0f tokens/s", step.loss(), speed()));
            }
        }
        return log();
    }

    /// Takes one step and returns what it measured.
    public TrainingStep step() {
        return step(Observer.NONE, null);
    }

    /// Takes one step, tells `watch` what happens in it, as [LearningStep]s, and returns what it measured.
    ///
    /// @param tokenizer writes tokens; asked only if somebody watches
    public TrainingStep step(Observer watch, Tokenizer tokenizer) {
        long begin = System.nanoTime();
        var tale = new LearningTale(watch, tokenizer, model);
        double loss = 0;
        for (int pass = 0; pass < plan.passes(); pass++) {
            Batch batch = batches.at(done() * plan.passes() + pass);
            tape.reset();
            Variable logits = model.logits(tape, batch);
            if (pass == 0) tale.read(tape, batch, logits);
            Variable average = tape.crossEntropy(logits, batch.targets(), batch.weights());
            double here = average.scalar();
            loss += here / plan.passes();
            tape.backward(average);
            if (pass == 0) tale.handedBack(here);
            tokens += batch.counted();
        }
        if (!Double.isFinite(loss)) {
            throw new ArithmeticException("the loss of step " + (done() + 1) + " is " + loss
                    + ": the numbers ran away; a smaller learning rate or a smaller limit for the gradients helps");
        }
        float rate = plan.schedule().rate(done(), plan.steps());
        tale.collected(plan.passes());
        double norm = optimizer.step(rate, plan.passes(), workers);
        tale.moved(norm, plan.optimizer().clip(), rate);
        seconds += (System.nanoTime() - begin) / 1e9;
        var step = new TrainingStep(optimizer.steps(), loss, norm, rate, tokens, seconds);
        steps.add(step);
        tale.over(loss, workers);
        listeners.forEach(listener -> listener.stepped(step));
        return step;
    }

    /// Writes the training to `file`, so that [#resume] can go on from here: aside first, then moved.
    public void save(Path file) throws IOException {
        save(file, Map.of());
    }

    /// Writes the training to `file` with texts beside it, which [Checkpoint#notes] reads.
    public void save(Path file, Map<String, String> notes) throws IOException {
        Checkpoint.write(
                file,
                model.parameters(),
                optimizer,
                new Checkpoint.Position(optimizer.steps(), tokens, seconds),
                notes);
    }

    /// Goes on from where the training was that [#save] wrote: the next losses are those of an unbroken
    /// run.
    ///
    /// @throws org.vitrina.file.ModelFileException if the file is no checkpoint of a training of this
    ///     model; then nothing has changed
    public void resume(Path file) throws IOException {
        Checkpoint.Position position = Checkpoint.read(file, model.parameters(), optimizer);
        optimizer.resume(position.step());
        tokens = position.tokens();
        seconds = position.seconds();
        steps.clear();
    }

    /// Returns the mean loss over `batches`, in nats, without learning from them.
    public double evaluate(Batch... batches) {
        double sum = 0;
        long counted = 0;
        var still = new Tape(workers).remembering(false);
        for (Batch batch : batches) {
            still.reset();
            sum += (double) model.loss(still, batch).scalar() * batch.counted();
            counted += batch.counted();
        }
        return sum / counted;
    }

    /// Returns how many steps are done.
    public int done() {
        return optimizer.steps();
    }

    /// Returns what was measured so far.
    public TrainingLog log() {
        return new TrainingLog(steps);
    }

    /// Returns the bytes that parameters, gradients, the optimizer and the tape take.
    public long bytes() {
        return memory().sequencedValues().stream().mapToLong(Long::longValue).sum();
    }

    /// Returns the bytes that the training keeps, by what for. Activations are known after the first step.
    public SequencedMap<String, Long> memory() {
        var memory = new LinkedHashMap<String, Long>();
        long learned = 4 * model.size();
        long all = 4
                * model.names().stream()
                        .mapToLong(weight -> model.numbers(weight).size())
                        .sum();
        // adapters stand beside the weights, which are kept and do not learn
        memory.put("parameters", model.adapters().isEmpty() ? all : all + learned);
        memory.put("gradients", learned);
        memory.put("optimizer", 2 * learned);
        memory.put("activations", tape.bytes());
        return memory;
    }

    private double speed() {
        return tokens / seconds;
    }
}
