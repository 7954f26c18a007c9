package org.vitrina.cli;

import java.io.IOException;
import org.vitrina.file.ModelCache;
import org.vitrina.tensor.Workers;
import org.vitrina.transformer.Model;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Which model is run, and on how many threads: the options of all commands that run one.
final class ModelOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = {"-m", "--model"},
            required = true,
            paramLabel = "FILE|NAME",
            description = "A GGUF file, or the name of a model in the cache; 'vitrina model list' names them.")
    private String model;

    @Option(names = "--threads", paramLabel = "N", description = "How many threads compute. Default: all.")
    private Integer threads;

    /// Returns the model, opened and with its weights in memory, so that reading them is not taken for
    /// computing; the caller closes it.
    Model open() throws IOException {
        if (threads != null && threads < 1)
            throw new ParameterException(
                    spec.commandLine(),
                    "--threads is the number of threads that compute, at least 1, but is " + threads);
        Model opened = Model.open(ModelCache.ofUser().resolve(model));
        Model chosen = threads == null ? opened : opened.with(Workers.of(threads));
        chosen.load();
        return chosen;
    }
}
