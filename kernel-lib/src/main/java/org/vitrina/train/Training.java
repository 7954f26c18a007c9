package org.vitrina.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.vitrina.chat.ChatTemplate;
import org.vitrina.generate.Conversation;
import org.vitrina.generate.Generator;
import org.vitrina.generate.Sampling;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Observer;
import org.vitrina.show.Progress;
import org.vitrina.show.Showable;
import org.vitrina.show.Step;
import org.vitrina.show.Walk;
import org.vitrina.tensor.Workers;
import org.vitrina.tokenize.Tokenizer;
import org.vitrina.transformer.Model;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// A training by a recipe, from its first step to the finished model: it shows how far it is, is measured
/// and kept at checkpoints, can be interrupted, and goes on where it was.
///
/// ```java
/// var training = Training.of("sums");      // a recipe that comes with the library, or a file
/// training.run(200);                       // 200 steps; the curve of the loss is drawn while they are
/// taken training.run();                          // the rest
/// Generator.of(training.model()).text("12+34=")
/// ```
///
/// An interrupt leaves it after its last whole step; `run()` goes on. For one thread.
public final class Training implements Showable {
    /// Under this name a checkpoint keeps the recipe, the steps and the milestones.
    private static final String RECIPE = "recipe";

    private static final String STEPS = "steps";
    private static final String MILESTONES = "milestones";
    private static final String FILE = "training.gguf";

    private final Recipe recipe;
    private final List<Data> given;
    private final List<TrainingStep> steps = new ArrayList<>();
    private final List<Milestone> milestones = new ArrayList<>();
    private final List<Consumer<TrainingStep>> stepListeners = new ArrayList<>();
    private final List<Consumer<Milestone>> milestoneListeners = new ArrayList<>();
    private Workers workers = Workers.all();
    private Optional<Path> folder = Optional.empty();
    private boolean resumes;
    private Stage.Run run;

    private Training(Recipe recipe, List<Data> given) {
        this.recipe = Objects.requireNonNull(recipe, "recipe");
        this.given = List.copyOf(given);
    }

    /// Returns a training that has not begun.
    public static Training of(Recipe recipe) {
        return new Training(recipe, List.of());
    }

    /// Returns a training on these data instead of what the recipe names; the recipe need not name any.
    public static Training of(Recipe recipe, Data... data) {
        return new Training(recipe, List.of(data));
    }

    /// Returns a training by the recipe of this name, or in this file.
    ///
    /// @throws RecipeException if there is none
    public static Training of(String nameOrFile) throws IOException {
        return of(Recipe.named(nameOrFile));
    }

    /// Returns the recipe whose checkpoint is in `folder`, if there is one.
    ///
    /// @throws org.vitrina.file.ModelFileException if there is one that is not sound
    static Optional<String> kept(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        return Files.exists(file) ? Optional.of(Checkpoint.notes(file).getOrDefault(RECIPE, "")) : Optional.empty();
    }

    /// Computes on `workers`; otherwise on all threads of the machine. The result is the same.
    public Training on(Workers workers) {
        this.workers = Objects.requireNonNull(workers, "workers");
        return this;
    }

    /// Keeps checkpoints in `folder`, and the models that the recipe says to keep. Otherwise nothing is
    /// written.
    public Training keptIn(Path folder) {
        this.folder = Optional.of(folder);
        return this;
    }

    /// Goes on from the checkpoint in the folder, if there is one. Otherwise a checkpoint there is an
    /// error, so that none is lost.
    public Training resuming() {
        resumes = true;
        return this;
    }

    /// Has `listener` told of each step.
    public Training each(Consumer<TrainingStep> listener) {
        stepListeners.add(listener);
        return this;
    }

    /// Has `listener` told of each checkpoint.
    public Training atMilestones(Consumer<Milestone> listener) {
        milestoneListeners.add(listener);
        return this;
    }

    /// Prepares the training: reads the data, makes the model, goes on from a checkpoint. `run` does so by
    /// itself.
    ///
    /// @throws RecipeException if the recipe does not fit, or the folder holds the checkpoint of another
    public Training begin() throws IOException {
        if (run != null) {
            return this;
        }
        Optional<Path> checkpoint = folder.map(path -> path.resolve(FILE)).filter(Files::exists);
        Map<String, String> notes = checkpoint.isPresent() ? Checkpoint.notes(checkpoint.get()) : Map.of();
        if (checkpoint.isPresent()) {
            checkSameRecipe(notes);
        }
        Stage stage = Recipes.stage(recipe.stage());
        if (!given.isEmpty() && !(stage instanceof Prediction)) {
            throw new RecipeException("data can be given to the stages pretrain and finetune, but the recipe's is "
                    + recipe.stage() + "; name its data in the recipe");
        }
        Stage.Run begun =
                given.isEmpty() ? stage.begin(recipe, workers) : ((Prediction) stage).begin(recipe, given, workers);
        if (checkpoint.isPresent()) {
            begun.resume(checkpoint.get());
            steps.addAll(TrainingNotes.steps(notes.getOrDefault(STEPS, "")));
            milestones.addAll(TrainingNotes.milestones(notes.getOrDefault(MILESTONES, "[]")));
        } else if (folder.isPresent()) {
            Files.createDirectories(folder.get());
        }
        run = begun;
        return this;
    }

    private void checkSameRecipe(Map<String, String> notes) {
        Path there = folder.orElseThrow();
        Optional<String> difference = RecipeDifference.between(notes.getOrDefault(RECIPE, "{}"), recipe);
        if (difference.isPresent()) {
            throw new RecipeException("the folder " + there + " holds a checkpoint of another recipe: "
                    + difference.get() + "; choose another folder, or remove this one if nobody needs it");
        }
        if (!resumes) {
            throw new RecipeException("the folder " + there + " holds a checkpoint of this training; go on from it"
                    + " (--resume, or resuming()), or choose another folder, or remove this one to begin anew");
        }
    }

    /// Trains to the end of the recipe, and returns this.
    ///
    /// @throws CancellationException if the thread was interrupted: the training is as it was after its
    ///     last whole step, kept if it has a folder, and another call goes on from there
    public Training run() throws IOException {
        return run(Integer.MAX_VALUE);
    }

    /// Trains for at most so many further steps, and returns this.
    ///
    /// @throws CancellationException if the thread was interrupted; see [#run()]
    public Training run(int further) throws IOException {
        return run(further, Observer.NONE);
    }

    /// Takes one step, and returns what happened in it: the batch, the logits, the loss, the gradient, how the
    /// weights moved, and what came of it. The step counts like any other, and the next [#run()] goes on from it.
    ///
    /// @throws IllegalStateException if the training is over, or its stage has nothing to tell
    public Walk<Step> walk() throws IOException {
        begin();
        if (run.done() >= recipe.steps()) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "%s has taken all of its %,d steps; walk through one before run(), or give it more steps",
                    recipe.name(),
                    recipe.steps()));
        }
        if (!run.tells()) {
            throw new IllegalStateException(
                    "the stage " + recipe.stage() + " does not tell what happens in a step; pretrain and finetune do");
        }
        var recorder = Walk.recorder();
        run(1, recorder);
        return recorder.walk(String.format(Locale.ROOT, "Step %,d of %s", run.done(), recipe.name()));
    }

    private Training run(int further, Observer watch) throws IOException {
        begin();
        int last = (int) Math.min(recipe.steps(), (long) run.done() + further);
        try (var task = Progress.task("training " + recipe.name(), last)) {
            // what is measured at checkpoints is part of this task, and shows no progress of its own
            return Progress.with(Progress.NONE, () -> steps(task, last, watch));
        } catch (CancellationException _) {
            throw interrupted();
        } catch (RuntimeException | IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("no step throws this", e);
        }
    }

    private Training steps(Progress.Task task, int last, Observer watch) throws IOException {
        task.at(run.done());
        if (isMilestone() && (milestones.isEmpty() || milestones.getLast().step() < run.done())) {
            reach();
        }
        while (run.done() < last) {
            TrainingStep step = run.step(watch);
            steps.add(step);
            stepListeners.forEach(listener -> listener.accept(step));
            if (isMilestone()) {
                reach();
                save();
            } else if (recipe.checkpoints().keep().contains(step.step())) {
                keep();
            }
            // a curve of the one step that is walked through would say nothing
            if (watch == Observer.NONE) task.figure(this::figure);
            task.at(step.step(), note(step));
        }
        return this;
    }

    private boolean isMilestone() {
        return run.done() % recipe.checkpoints().every() == 0 || run.done() == recipe.steps();
    }

    private static String note(TrainingStep step) {
        return String.format(
                Locale.ROOT,
                "loss %.3f, gradient norm %.2f, %,.0f tokens/s",
                step.loss(),
                step.gradientNorm(),
                step.tokens() / step.seconds());
    }

    private CancellationException interrupted() throws IOException {
        save();
        return new CancellationException(String.format(
                Locale.ROOT,
                "stopped after step %,d of %,d; the last state is kept%s",
                run.done(),
                recipe.steps(),
                folder.map(path -> " in " + path + ", and --resume goes on from it")
                        .orElse(", and run() goes on from it")));
    }

    /// Measures the model, has it write samples, and keeps it where the recipe says so.
    private void reach() throws IOException {
        var reached = new Milestone(run.done(), run.measure(), samples());
        milestones.add(reached);
        keep();
        milestoneListeners.forEach(listener -> listener.accept(reached));
    }

    private void save() throws IOException {
        if (folder.isPresent()) {
            run.save(
                    folder.get().resolve(FILE),
                    Map.of(
                            RECIPE,
                            recipe.json(),
                            STEPS,
                            TrainingNotes.steps(steps),
                            MILESTONES,
                            TrainingNotes.milestones(milestones)));
        }
    }

    private void keep() throws IOException {
        if (folder.isPresent() && recipe.checkpoints().keep().contains(run.done())) {
            String name = String.format(Locale.ROOT, "step-%06d.gguf", run.done());
            run.parts().write(folder.get().resolve(name), recipe.checkpoints().format());
        }
    }

    private List<Milestone.Sample> samples() {
        List<String> prompts = recipe.checkpoints().samples();
        if (prompts.isEmpty()) {
            return List.of();
        }
        Model model = model();
        int room = model.contextLength();
        var samples = new ArrayList<Milestone.Sample>();
        for (String prompt : prompts) {
            // always the same way of picking, so that only the model makes the difference
            Generator generator = Generator.of(model)
                    .sampling(Sampling.greedy())
                    .maxTokens(Math.min(recipe.checkpoints().tokens(), room));
            Optional<ChatTemplate> template = run.talks();
            String text = template.isPresent()
                    ? Conversation.with(template.get(), generator).say(prompt).text()
                    : generator.text(prompt);
            samples.add(new Milestone.Sample(prompt, text));
        }
        return samples;
    }

    /// Returns the recipe.
    public Recipe recipe() {
        return recipe;
    }

    /// Returns how many steps are done.
    public int done() {
        return run == null ? 0 : run.done();
    }

    /// Returns what was measured at each step.
    public TrainingLog log() {
        return new TrainingLog(steps, milestones);
    }

    /// Returns what is drawn while it trains: the curve of the loss, and what the model wrote at the last
    /// checkpoint.
    public Figure figure() {
        if (steps.isEmpty()) {
            return new Figure.Note(summary());
        }
        var curve = new Figure.Plot(log().chart());
        if (milestones.isEmpty() || milestones.getLast().samples().isEmpty()) {
            return curve;
        }
        var text = new StringBuilder("after step " + milestones.getLast().step());
        milestones
                .getLast()
                .samples()
                .forEach(sample -> text.append("\n")
                        .append(sample.prompt())
                        .append(" → ")
                        .append(sample.text().strip()));
        return new Figure.Stack(curve, new Figure.Note(text.toString()));
    }

    /// Returns the bytes that the training keeps as a table.
    public Table memoryTable() {
        var memory = memory();
        return Table.create("memory")
                .addColumns(
                        StringColumn.create("what", List.copyOf(memory.sequencedKeySet())),
                        DoubleColumn.create(
                                "MB",
                                memory.sequencedValues().stream()
                                        .mapToDouble(bytes -> bytes / 1e6)
                                        .toArray()));
    }

    /// Returns what the model was like at the checkpoints so far.
    public List<Milestone> milestones() {
        return List.copyOf(milestones);
    }

    /// Returns what there is to learn from and how much learns, in lines for a person.
    public List<String> facts() {
        return begun().facts();
    }

    /// Returns the model as it is now; training on does not change it.
    public Model model() {
        return begun().parts().runs();
    }

    /// Returns the model that learns, with its tokenizer and template.
    public Beginning parts() {
        return begun().parts();
    }

    /// Returns its tokenizer.
    public Tokenizer tokenizer() {
        return begun().parts().tokenizer();
    }

    /// Returns a conversation with the model as it is now, by its chat template, with the most likely
    /// answers.
    ///
    /// @throws IllegalStateException if it has no template
    public Conversation conversation() {
        ChatTemplate template = begun().parts()
                .template()
                .orElseThrow(() -> new IllegalStateException(
                        recipe.name() + " has no chat template: it goes on with texts, Generator.of(model()) shows"));
        return Conversation.with(template, Generator.of(model()).sampling(Sampling.greedy()));
    }

    /// Returns the bytes that the training keeps, by what for.
    public SequencedMap<String, Long> memory() {
        return begun().bytes();
    }

    /// Writes the model as it is now, as the recipe says: a GGUF file; adapters are merged into it.
    public void write(Path file) throws IOException {
        begun().parts().write(file, recipe.output().format());
    }

    /// Writes the adapters as they are now, in PEFT's files.
    ///
    /// @throws IllegalArgumentException if the recipe has none
    public void writeAdapters(Path folder) throws IOException {
        String base = recipe.model() instanceof Recipe.From from ? from.model() : recipe.name();
        Lora.write(begun().parts().model(), folder, base);
    }

    private Stage.Run begun() {
        try {
            begin();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return run;
    }

    /// Returns where the training is, in a few lines.
    public String summary() {
        return TrainingNotes.summary(this);
    }

    @Override
    public MimeBundle mime() {
        return MimeBundle.of(summary());
    }

    @Override
    public String toString() {
        return recipe + ", " + done() + " done";
    }
}
