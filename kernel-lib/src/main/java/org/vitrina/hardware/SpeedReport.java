package org.vitrina.hardware;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vitrina.quantize.Format;
import org.vitrina.show.Progress;
import org.vitrina.tensor.Workers;
import org.vitrina.tokenize.Tokenizer;
import org.vitrina.transformer.Model;
import org.vitrina.transformer.ModelWriter;
import org.vitrina.transformer.Speed;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// How fast models run here, beside how fast the machine's roofline lets them.
///
/// @param roof what the machine can do at most
/// @param runs what was measured
public record SpeedReport(Roofline roof, List<Run> runs) {
    /// Bytes of a number in the keys and values that are kept while this is measured.
    private static final double BYTES_PER_VALUE = 4;

    /// A model that ran.
    ///
    /// @param name        the model and its number format
    /// @param weightBytes of its weights in memory
    /// @param prompt      how many tokens were read
    /// @param tokens      how many were written then
    /// @param speed       the best of several tries
    public record Run(String name, ModelShape shape, double weightBytes, int prompt, int tokens, Speed speed) {
        /// Returns the work of writing a token in the middle of those that were written.
        public Workload decode() {
            Workload work = Workload.decode(shape, weightBytes, prompt + tokens / 2, BYTES_PER_VALUE);
            return new Workload("decode, " + name, work.flops(), work.bytes(), 1);
        }

        /// Returns the work of reading the prompt.
        public Workload prefill() {
            Workload work = Workload.prefill(shape, weightBytes, prompt, BYTES_PER_VALUE);
            return new Workload("prefill, " + name, work.flops(), work.bytes(), prompt);
        }

        /// Returns both as they ran.
        public List<Roofline.Measured> measured() {
            return List.of(
                    new Roofline.Measured(decode(), speed.decode()), new Roofline.Measured(prefill(), speed.prefill()));
        }
    }

    public SpeedReport {
        runs = List.copyOf(runs);
    }

    /// Runs a model with so many threads and keeps the best of `tries` tries, after one that does not
    /// count.
    ///
    /// @param weightBytes of its weights
    public static Run run(
            String name, Model model, double weightBytes, int threads, int prompt, int tokens, int tries) {
        Model here = model.with(Workers.of(threads));
        var speeds = new ArrayList<Speed>();
        try (var task = Progress.task("running " + name, tries + 1)) {
            for (int i = 0; i <= tries; i++) {
                Speed speed = Speed.measure(here, prompt, tokens);
                if (i > 0 || tries == 0) speeds.add(speed);
                task.at(i + 1, "%.0f tokens/s".formatted(speed.decode()));
            }
        }
        return new Run(
                name,
                ModelShape.of(model),
                weightBytes,
                prompt,
                tokens,
                new Speed(
                        speeds.stream().mapToDouble(Speed::prefill).max().orElseThrow(),
                        speeds.stream().mapToDouble(Speed::decode).max().orElseThrow()));
    }

    /// Writes a model in each number format and runs what was written: the same model, with more or fewer
    /// bytes. The files are deleted afterwards.
    ///
    /// @throws IllegalArgumentException if the model's tokenizer has no token for an end, which a file
    ///     needs
    public static List<Run> inFormats(Model model, List<Format> formats, int threads, int prompt, int tokens, int tries)
            throws IOException {
        Tokenizer tokenizer = model.tokenizer();
        int end = tokenizer
                .markers()
                .end()
                .orElseThrow(() -> new IllegalArgumentException("a model file needs a token that ends a text, and the"
                        + " tokenizer '" + tokenizer.name() + "' has none"));
        var runs = new ArrayList<Run>();
        Path folder = Files.createTempDirectory("vitrina-formats");
        try {
            for (Format format : formats) {
                Path file = folder.resolve(format.name() + ".gguf");
                try {
                    ModelWriter.of(model)
                            .write(file, format, tokenizer.token(end).text());
                    double bytes = ModelMemory.weights(model.parameters(), format);
                    try (Model written = Model.open(file)) {
                        runs.add(run(format.name(), written, bytes, threads, prompt, tokens, tries));
                    }
                } finally {
                    Files.deleteIfExists(file);
                }
            }
        } finally {
            Files.delete(folder);
        }
        return runs;
    }

    /// Returns a row for each model: the speed that the roof allows, the measured one, and which part of
    /// the first the second is.
    public Table table() {
        var table = Table.create("Tokens per second, " + roof.name())
                .addColumns(
                        StringColumn.create("model"),
                        DoubleColumn.create("MB"),
                        DoubleColumn.create("decode, most"),
                        DoubleColumn.create("decode"),
                        DoubleColumn.create("decode %"),
                        DoubleColumn.create("prefill, most"),
                        DoubleColumn.create("prefill"),
                        DoubleColumn.create("prefill %"));
        for (Run run : runs) {
            double decode = roof.tokensPerSecond(run.decode());
            double prefill = roof.tokensPerSecond(run.prefill());
            table.stringColumn(0).append(run.name());
            table.doubleColumn(1).append(run.weightBytes() / 1e6);
            table.doubleColumn(2).append(decode);
            table.doubleColumn(3).append(run.speed().decode());
            table.doubleColumn(4).append(100 * run.speed().decode() / decode);
            table.doubleColumn(5).append(prefill);
            table.doubleColumn(6).append(run.speed().prefill());
            table.doubleColumn(7).append(100 * run.speed().prefill() / prefill);
        }
        return table;
    }

    /// Returns everything that ran, as points under the roofs.
    public List<Roofline.Measured> measured() {
        return runs.stream().flatMap(run -> run.measured().stream()).toList();
    }
}
