package org.vitrina.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.vitrina.tensor.Workers;
import org.vitrina.train.Recipe;
import org.vitrina.train.Training;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `vitrina train`: makes a model by a recipe.
@Command(
        name = "train",
        description = "Trains a model by a recipe, and writes it as a GGUF file.",
        sortOptions = false,
        footer = {
            "",
            "A recipe says all there is to say: what the model begins with, the data, the course of the learning rate,",
            "the seed. The same recipe makes the same model, on any number of threads. docs/training.md explains it.",
            "Ctrl-C keeps the last state; --resume goes on from there, to the losses of an unbroken run.",
            "",
            "Examples:",
            "  vitrina train",
            "  vitrina train tales-base",
            "  vitrina train tales-base --resume",
            "  vitrina train my-recipe.json --steps 200 --out small.gguf --checkpoints /tmp/small"
        })
final class TrainCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "RECIPE",
            description = "The name of a recipe that comes with Vitrina, or a file. Without it, those there are.")
    private String name;

    @Option(names = "--resume", description = "Go on from the checkpoint, if there is one.")
    private boolean resume;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Write the model to this file. Default: the recipe's name with .gguf.")
    private Path out;

    @Option(
            names = "--checkpoints",
            paramLabel = "FOLDER",
            description = "Keep checkpoints in this folder. Default: the recipe's name with .training.")
    private Path folder;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description =
                    "Take so many steps instead of the recipe's; the learning rate takes its whole course within them.")
    private Integer steps;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many threads compute. Default: all. The model is the same.")
    private Integer threads;

    @Option(names = "--json", description = "Write JSON, a line for each step and each checkpoint, for scripts.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var report = new TrainReport(spec.commandLine().getOut(), json);
        if (name == null) {
            report.recipes();
            return CommandLine.ExitCode.OK;
        }
        if (threads != null && threads < 1)
            throw wrong("--threads is the number of threads that compute, at least 1, but is " + threads);
        if (steps != null && steps < 1)
            throw wrong("--steps is the number of steps to take, at least 1, but is " + steps);
        Recipe recipe = steps == null ? Recipe.named(name) : Recipe.named(name).withSteps(steps);
        Path file = out == null ? Path.of(recipe.name() + ".gguf") : out;
        if (!resume && Files.exists(file)) throw new FileAlreadyExistsException(file.toString());
        Workers workers = threads == null ? Workers.all() : Workers.of(threads);
        Training training =
                Training.of(recipe).on(workers).keptIn(folder == null ? Path.of(recipe.name() + ".training") : folder);
        if (resume) training.resuming();
        try (var interrupts = new TrainingInterrupts()) {
            training.begin();
            report.begins(training, workers.threads());
            training.each(report::step).atMilestones(reached -> report.reached(training, reached));
            training.run();
            training.write(file);
            if (recipe.output().adapter()) training.writeAdapters(adapters(recipe));
            interrupts.done();
        }
        report.ends(training, file);
        return CommandLine.ExitCode.OK;
    }

    private Path adapters(Recipe recipe) {
        Path beside = out == null ? Path.of("") : out.toAbsolutePath().getParent();
        return beside.resolve(recipe.name() + ".adapter");
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
