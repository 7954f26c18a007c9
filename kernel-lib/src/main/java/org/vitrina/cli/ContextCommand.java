package org.vitrina.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrina.context.TokenBudget.Price;
import org.vitrina.file.ModelCache;
import org.vitrina.file.ModelFile;
import org.vitrina.file.ModelReport;
import org.vitrina.file.NoSuchModelException;
import org.vitrina.hardware.KnownModels;
import org.vitrina.hardware.ModelMemory;
import org.vitrina.hardware.ModelShape;
import org.vitrina.quantize.Format;
import org.vitrina.quantize.Formats;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `vitrina context`: what a model with a context of some length needs.
@Command(
        name = "context",
        description = "Says what a model with a context of some length takes: memory, operations, money.",
        sortOptions = false,
        footer = {
            "",
            "A GB is 1,000,000,000 bytes. Prices are what your provider asks; none is",
            "built in.",
            "",
            "Examples:",
            "  vitrina context --list",
            "  vitrina context --model 'Llama 3.1 8B' --tokens 8K,128K --format Q4_0",
            "  vitrina context --model smollm2-135m-instruct --tokens 2048 --json",
            "  vitrina context --model mistral-7b --tokens 32K --memory 10 --cache-bits 8",
            "  vitrina context --model llama-3.1-70b --tokens 100K --answer 500 \\",
            "    --price-read 0.6 --price-written 0.8"
        })
final class ContextCommand implements Callable<Integer> {
    private static final Pattern LENGTH = Pattern.compile("(\\d{1,12})([kKmM]?)");
    private static final List<String> USUAL = List.of("4K", "32K", "128K", "1M");

    @Option(
            names = {"-m", "--model"},
            paramLabel = "FILE|NAME",
            description =
                    "A model file, the name of a model in the cache or of one that comes with Vitrina, or one of --list.")
    private String model;

    @Option(names = "--list", description = "List the published models whose sizes are known, and their sources.")
    private boolean list;

    @Option(
            names = {"-t", "--tokens", "--length"},
            split = ",",
            paramLabel = "N",
            description =
                    "How many tokens the context holds, with commas between; 4K are 4,096, 2M are 2,097,152. Default: 4K,32K,128K,1M.")
    private List<String> tokens = USUAL;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "The number format of the weights. Default: those of the file; F16 for one of --list.")
    private String format;

    @Option(
            names = "--cache-bits",
            paramLabel = "N",
            description = "Bits of each number in keys and values: 32, 16, 8 or 4. Default: 16.")
    private int cacheBits = 16;

    @Option(
            names = "--memory",
            paramLabel = "GB",
            description = "Also say which context fits into so many GB, of which a tenth is left free.")
    private Double memory;

    @Option(
            names = "--price-read",
            paramLabel = "PRICE",
            description = "What a million tokens cost that are read: also say what each context costs.")
    private Double priceRead;

    @Option(
            names = "--price-written",
            paramLabel = "PRICE",
            description = "What a million tokens cost that are written. Default: 0.")
    private double priceWritten;

    @Option(names = "--answer", paramLabel = "N", description = "How many tokens an answer has. Default: 500.")
    private long answer = 500;

    @Option(names = "--json", description = "Write JSON, for scripts.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /// A model with the bytes of its weights and what they are kept in.
    record Chosen(ModelShape shape, double weights, String format) {}

    @Override
    public Integer call() throws IOException {
        var report = new ContextReport(spec.commandLine().getOut(), json);
        if (list) {
            report.list(KnownModels.all());
            return CommandLine.ExitCode.OK;
        }
        if (model == null) throw wrong("--model says which model is meant; --list names those that are known");
        if (!List.of(32, 16, 8, 4).contains(cacheBits)) throw wrong("--cache-bits is 32, 16, 8 or 4, not " + cacheBits);
        if (memory != null && !(memory > 0)) throw wrong("--memory is more than 0 GB, not " + memory);
        if (answer < 0) throw wrong("--answer is at least 0, not " + answer);
        List<Long> lengths = lengths();
        Chosen chosen = chosen();
        var needs = new ArrayList<ModelMemory>();
        for (long length : lengths) {
            needs.add(ModelMemory.of(chosen.shape(), chosen.weights(), length, cacheBits / 8.0));
        }
        report.needs(
                chosen,
                needs,
                cacheBits,
                memory == null ? Optional.empty() : Optional.of(memory * 1e9),
                price(),
                answer);
        return CommandLine.ExitCode.OK;
    }

    private Optional<Price> price() {
        if (priceRead == null && priceWritten == 0) return Optional.empty();
        try {
            return Optional.of(new Price(priceRead == null ? 0 : priceRead, priceWritten, ""));
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private List<Long> lengths() {
        return tokens.stream().map(this::length).toList();
    }

    private long length(String text) {
        Matcher length = LENGTH.matcher(text.strip());
        if (!length.matches()) {
            throw wrong("'%s' is no number of tokens; write 5000, 4K or 2M".formatted(text));
        }
        long unit = switch (length.group(2).toUpperCase(Locale.ROOT)) {
            case "K" -> 1L << 10;
            case "M" -> 1L << 20;
            default -> 1;
        };
        long number = Long.parseLong(length.group(1)) * unit;
        if (number < 1 || number > 1L << 40) {
            throw wrong("a context has 1 to %,d tokens, not %,d".formatted(1L << 40, number));
        }
        return number;
    }

    private Chosen chosen() throws IOException {
        Optional<Path> file = file();
        if (file.isPresent()) {
            try (ModelFile open = ModelFile.open(file.get())) {
                ModelShape shape = ModelShape.of(model, open);
                return format == null
                        ? new Chosen(shape, ModelReport.of(open).bytes(), "as in the file")
                        : inFormat(shape, format);
            }
        }
        try {
            return inFormat(KnownModels.named(model), format == null ? "F16" : format);
        } catch (IllegalArgumentException unknown) {
            throw wrong(unknown.getMessage() + "; and there is no file of that name, nor such a model in the cache");
        }
    }

    private Optional<Path> file() throws IOException {
        if (Files.exists(Path.of(model))) return Optional.of(Path.of(model));
        try {
            return Optional.of(ModelCache.ofUser().resolve(model));
        } catch (NoSuchModelException none) {
            return Optional.empty();
        }
    }

    private Chosen inFormat(ModelShape shape, String name) {
        Format chosen;
        try {
            chosen = Formats.named(name);
        } catch (IllegalArgumentException unknown) {
            throw wrong(unknown.getMessage());
        }
        return new Chosen(shape, ModelMemory.weights(shape.parameters(), chosen), chosen.name());
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
