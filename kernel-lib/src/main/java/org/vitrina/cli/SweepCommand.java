package org.vitrina.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrina.file.Gguf;
import org.vitrina.file.GgufFile;
import org.vitrina.file.ModelCache;
import org.vitrina.precision.Candidate;
import org.vitrina.precision.FormatSpeeds;
import org.vitrina.precision.Quantizer;
import org.vitrina.precision.Reference;
import org.vitrina.precision.Sweep;
import org.vitrina.precision.SweepResult;
import org.vitrina.quantize.Format;
import org.vitrina.quantize.Formats;
import org.vitrina.quantize.IntegerFormat;
import org.vitrina.tensor.Workers;
import org.vitrina.train.Evaluation;
import org.vitrina.train.Recipes;
import org.vitrina.transformer.Model;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `vitrina sweep`: what a model loses in every number of bits.
@Command(
        name = "sweep",
        description = "Measures what a model loses in every number of bits.",
        sortOptions = false,
        footer = {
            "",
            "Each setting is compared with the model as it is, in 32 bits: perplexity,",
            "Kullback-Leibler divergence of the next token's distribution, and how often",
            "the same token is the likeliest. Computing stays in 32 bits, so that only the",
            "rounding of the weights is measured. Jobs run on all cores; the table is the",
            "same in any order. With --out, each result is kept in DIR/sweep.jsonl as soon",
            "as it is there, and --resume goes on after an interruption.",
            "",
            "Examples:",
            "  vitrina sweep --model tales-base --text tales.txt --out target/sweep",
            "  vitrina sweep --model f16.gguf --text book.txt --bits 2-8 --groups 32,row",
            "  vitrina sweep --model f16.gguf --text book.txt --bits none --speed"
        })
final class SweepCommand implements Callable<Integer> {
    private static final String STATE = "sweep.jsonl";
    private static final Pattern RANGE = Pattern.compile("(\\d{1,2})(?:-(\\d{1,2}))?");

    @Option(
            names = {"-m", "--model"},
            required = true,
            paramLabel = "FILE|NAME",
            description = "A GGUF file, the name of a model in the cache, or of one that comes with Vitrina;"
                    + " 'vitrina model list' names them.")
    private String model;

    @Option(names = "--text", required = true, paramLabel = "FILE", description = "The text, in UTF-8.")
    private Path text;

    @Option(
            names = "--tokens",
            paramLabel = "N",
            description = "How many tokens of the text are read at most. Default: ${DEFAULT-VALUE}.",
            defaultValue = "2048")
    private int tokens;

    @Option(
            names = "--context",
            paramLabel = "N",
            description = "How many tokens a window has. Default: 512, or the model's context if that is smaller.")
    private Integer context;

    @Option(
            names = "--bits",
            paramLabel = "LIST",
            description = "The widths of integers, such as 1-16 or 2,4,8, or none. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1-16")
    private String bits;

    @Option(
            names = "--groups",
            split = ",",
            paramLabel = "N",
            description = "How many weights share a scale, or row, or tensor. Default: ${DEFAULT-VALUE}.",
            defaultValue = "32,64,128")
    private List<String> groups;

    /// Which integers are tried.
    enum Kind {
        BOTH,
        SYMMETRIC,
        ASYMMETRIC
    }

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "symmetric, asymmetric or both. Default: both.",
            defaultValue = "BOTH")
    private Kind kind;

    @Option(
            names = "--formats",
            split = ",",
            paramLabel = "TYPE",
            description = "Formats of GGUF files, such as Q8_0,Q4_0; or all, or none. Default: all.",
            defaultValue = "all")
    private List<String> formats;

    @Option(
            names = "--by",
            paramLabel = "EVALUATION",
            description = "Also measure this, for example the share of right answers; 'vitrina model evaluate' lists"
                    + " what there is. Of several numbers the first is taken.")
    private String by;

    @Option(
            names = "--speed",
            description = "Then also measure how fast each format of GGUF files is, alone, when all else is done.")
    private boolean speed;

    @Option(names = "--out", paramLabel = "DIR", description = "Where to put table, charts and page.")
    private Path out;

    @Option(names = "--resume", description = "Go on with the sweep whose results are in DIR.")
    private boolean resume;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many jobs run at a time. Default: as many as there are cores.")
    private Integer threads;

    @Option(names = "--json", description = "Write JSON, for scripts.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (threads != null && threads < 1) throw wrong("--threads is at least 1, but is " + threads);
        if (tokens < 2) throw wrong("--tokens is at least 2, but is " + tokens);
        if (resume && out == null) throw wrong("--resume needs --out DIR, where the results are");
        String read = TextInput.file(text);
        Path file = ModelCache.ofUser().resolve(model);
        if (out != null) {
            Files.createDirectories(out);
            boolean there = Files.exists(out.resolve(STATE));
            if (there && !resume)
                throw wrong(out.resolve(STATE) + " has the results of a sweep; --resume goes on with it, and another"
                        + " --out begins anew");
        }
        noteQuantized(file);
        try (Model opened = Model.open(file)) {
            SweepResult result = run(opened, read);
            FormatSpeeds speeds = speed ? speeds(file, opened, result) : null;
            List<Path> files = new ArrayList<>();
            if (out != null) {
                files.addAll(result.write(out));
                if (speeds != null) {
                    Path csv = out.resolve("speed.csv");
                    Files.writeString(csv, speeds.csv());
                    files.add(csv);
                }
            }
            report(result, speeds, files);
        }
        return CommandLine.ExitCode.OK;
    }

    private SweepResult run(Model opened, String read) throws IOException {
        int window = context == null ? Math.min(512, opened.contextLength()) : context;
        try {
            Sweep sweep = Sweep.of(opened, Reference.beginning(opened, read, tokens))
                    .windows(window, Math.max(1, window / 2))
                    .candidates(Candidate.full())
                    .candidates(integers())
                    .candidates(formats(opened));
            if (by != null) {
                Evaluation evaluation = evaluation();
                sweep = sweep.measure(
                        evaluation.name(),
                        measured -> evaluation.measure((Model) measured).getFirst());
            }
            if (threads != null) sweep = sweep.threads(threads);
            return out == null ? sweep.run() : keeping(sweep);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    /// Runs the sweep; if the program is ended meanwhile, it says how to go on.
    private SweepResult keeping(Sweep sweep) throws IOException {
        PrintWriter console = spec.commandLine().getErr();
        var hint = new Thread(() -> {
            console.println();
            console.println("interrupted; what is done is kept in %s, and the same call with --resume goes on"
                    .formatted(out.resolve(STATE)));
            console.flush();
        });
        Runtime.getRuntime().addShutdownHook(hint);
        try {
            return sweep.run(out.resolve(STATE));
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(hint);
            } catch (IllegalStateException _) {
                // the program is ending: then the hint is what is wanted
            }
        }
    }

    private List<Candidate> integers() {
        var candidates = new ArrayList<Candidate>();
        List<Integer> widths = widths();
        for (String group : new LinkedHashSet<>(groups)) {
            for (boolean symmetric : new boolean[] {true, false}) {
                if (kind == (symmetric ? Kind.ASYMMETRIC : Kind.SYMMETRIC)) continue;
                for (int width : widths) candidates.add(Candidate.of(quantizer(width, group, symmetric)));
            }
        }
        return candidates;
    }

    private Quantizer quantizer(int width, String group, boolean symmetric) {
        return switch (group) {
            case "row" -> Quantizer.perRow(width, symmetric);
            case "tensor" -> Quantizer.perTensor(width, symmetric);
            default -> {
                if (!group.matches("\\d{1,6}"))
                    throw wrong("--groups are numbers of weights, row or tensor, but one is '" + group + "'");
                yield Quantizer.of(new IntegerFormat(width, Integer.parseInt(group), symmetric));
            }
        };
    }

    private List<Integer> widths() {
        var widths = new ArrayList<Integer>();
        if (bits.equals("none")) return widths;
        for (String part : bits.split(",", -1)) {
            Matcher range = RANGE.matcher(part.strip());
            if (!range.matches()) throw wrong("--bits is a list such as 1-16 or 2,4,8, but is '" + bits + "'");
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (first < 1 || last > 16 || first > last)
                throw wrong("--bits go from 1 to 16, the smaller first, but are '" + bits + "'");
            for (int width = first; width <= last; width++) {
                if (!widths.contains(width)) widths.add(width);
            }
        }
        return widths;
    }

    private List<Candidate> formats(Model opened) {
        return switch (formats.getFirst().toLowerCase(Locale.ROOT)) {
            case "all" -> Candidate.formats(opened);
            case "none" -> List.of();
            default ->
                formats.stream()
                        .map(Formats::named)
                        .distinct()
                        .map(Candidate::of)
                        .toList();
        };
    }

    private Evaluation evaluation() {
        List<Evaluation> all = Recipes.evaluations();
        return all.stream()
                .filter(each -> each.name().equals(by))
                .findFirst()
                .orElseThrow(() -> wrong("there is no evaluation '" + by + "'; there is "
                        + String.join(", ", all.stream().map(Evaluation::name).toList())));
    }

    private FormatSpeeds speeds(Path file, Model opened, SweepResult result) throws IOException {
        List<Format> measured = Formats.all().stream()
                .filter(format ->
                        result.rows().stream().anyMatch(row -> row.name().equals(format.name())))
                .toList();
        int prompt = Math.min(256, opened.contextLength() / 2);
        return FormatSpeeds.of(file, measured, prompt, Math.min(32, prompt), 5, Workers.all());
    }

    private void report(SweepResult result, FormatSpeeds speeds, List<Path> files) {
        PrintWriter console = spec.commandLine().getOut();
        if (json) {
            JsonObject report = result.toJson();
            if (speeds != null) report.add("speeds", speeds.toJson());
            console.println(new GsonBuilder().disableHtmlEscaping().create().toJson(report));
            return;
        }
        console.println("%s, %,d tokens compared".formatted(result.model(), result.tokens()));
        console.println(result.text());
        if (speeds != null) console.println(speeds.text());
        files.forEach(file -> console.println("wrote " + file));
    }

    /// What was rounded before loses less when it is rounded again.
    private void noteQuantized(Path file) throws IOException {
        try (GgufFile opened = Gguf.open(file)) {
            List<String> kept = opened.tensors().values().stream()
                    .map(tensor -> tensor.format())
                    .filter(format -> format.blockSize() > 1)
                    .map(Format::name)
                    .distinct()
                    .toList();
            if (!kept.isEmpty()) {
                spec.commandLine()
                        .getErr()
                        .println("note: %s is quantized already (%s); all is compared with the weights that it has now"
                                .formatted(file.getFileName(), String.join(", ", kept)));
            }
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
