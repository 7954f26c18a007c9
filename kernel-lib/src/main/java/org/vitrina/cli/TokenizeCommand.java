package org.vitrina.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vitrina.file.ModelCache;
import org.vitrina.file.TokenizerFile;
import org.vitrina.tokenize.BpeOptions;
import org.vitrina.tokenize.BpeTokenizer;
import org.vitrina.tokenize.SplitPattern;
import org.vitrina.tokenize.Tokenizer;
import org.vitrina.tokenize.Tokenizers;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `vitrina tokenize`: shows how a text becomes tokens, turns ids into text, and trains tokenizers.
@Command(
        name = "tokenize",
        description = "Shows how a text becomes tokens; decodes ids; trains a tokenizer.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  vitrina tokenize 'A glass case'",
            "  vitrina tokenize --model o200k --json < letter.txt",
            "  vitrina tokenize --compare 'una vitrina de cristal'",
            "  vitrina tokenize --train book.txt --vocab 512 --out mine.json",
            "  vitrina tokenize --model mine.json 'A glass case'",
            "  vitrina tokenize --model smollm2-135m-instruct --whole 'A glass case'",
            "  vitrina tokenize --decode '32, 9168, 1162'"
        })
final class TokenizeCommand implements Callable<Integer> {
    private static final Pattern IDS = Pattern.compile("[\\[\\]\\s,]+");
    private static final int LONGEST_ID = 9;

    @Parameters(
            arity = "0..1",
            paramLabel = "TEXT",
            description =
                    "The text. Without it and without --file, standard input is read, all of it, the last line end included.")
    private String text;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Read the text from this file, in UTF-8.")
    private Path file;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME|FILE",
            description =
                    "A published vocabulary (r50k, p50k, cl100k, o200k; gpt2, gpt-4, gpt-4o), a model in the cache, "
                            + "a GGUF file, a tokenizer.json or its folder, or a file that --train wrote. Default: cl100k.")
    private String model = "cl100k";

    @Option(names = "--json", description = "Write JSON, for scripts.")
    private boolean json;

    @Option(
            names = "--compare",
            description = "Set all published vocabularies side by side, and the --model if it is a file.")
    private boolean compare;

    @Option(
            names = "--allow-special",
            paramLabel = "TOKEN",
            description =
                    "Read this special token as itself where it stands in the text; 'all' for all that the model has. "
                            + "Otherwise such a text is plain text. May be given again.")
    private List<String> allowSpecial = List.of();

    @Option(names = "--whole", description = "Add the tokens that the model wants before and after a whole text.")
    private boolean whole;

    @Option(
            names = "--decode",
            description = "The text holds ids, separated by commas or spaces: write what they stand for.")
    private boolean decode;

    @ArgGroup(exclusive = false, heading = "%nTraining:%n")
    private Training training;

    static final class Training {
        @Option(
                names = "--train",
                required = true,
                paramLabel = "FILE",
                description = "Learn a byte-level BPE tokenizer from this text, in UTF-8.")
        Path from;

        @Option(names = "--out", required = true, paramLabel = "FILE", description = "Write it to this file.")
        Path out;

        @Option(
                names = "--vocab",
                required = true,
                paramLabel = "SIZE",
                description = "How many tokens it shall have: 256 for the bytes, special ones, the rest is learned.")
        int vocabulary;

        @Option(
                names = "--pattern",
                paramLabel = "NAME",
                description = "How text is cut before merging: gpt2, cl100k, o200k or none. Default: gpt2.")
        SplitPattern pattern = SplitPattern.GPT2;

        @Option(
                names = "--special",
                paramLabel = "TOKEN",
                description = "Give it this special token. May be given again.")
        List<String> special = List.of();
    }

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Vitrina vitrina;

    @Override
    public Integer call() throws IOException {
        if (Stream.of(training != null, decode, compare)
                        .filter(chosen -> chosen)
                        .count()
                > 1) throw wrong("--train, --decode and --compare exclude each other");
        if (training != null) return train();
        var report = new TokenReport(vitrina.terminal, spec.commandLine().getOut(), json);
        String input = input();
        if (compare) {
            report.compare(input, candidates());
        } else if (decode) {
            Tokenizer tokenizer = tokenizer();
            report.decoded(tokenizer, tokenizer.decode(ids(input)));
        } else {
            Tokenizer tokenizer = tokenizer();
            Set<String> allowed = allowed(tokenizer);
            int[] ids = tokenizer.encode(input, allowed);
            report.tokens(tokenizer, input, whole ? tokenizer.markers().around(ids) : ids);
            hintAtSpecial(tokenizer, input, allowed);
        }
        return CommandLine.ExitCode.OK;
    }

    private String input() throws IOException {
        if (text != null && file != null) throw wrong("a text and --file were both given; leave out one");
        if (text != null) return text;
        if (file != null) return TextInput.file(file);
        if (vitrina.terminal.asks())
            spec.commandLine().getErr().println("reading the text from here; end it with Ctrl-D");
        return TextInput.stream(vitrina.terminal.in());
    }

    private Tokenizer tokenizer() throws IOException {
        IllegalArgumentException unknown;
        try {
            return Tokenizers.named(model);
        } catch (IllegalArgumentException notPublished) {
            unknown = notPublished;
        }
        Path file = Path.of(model);
        if (Files.exists(file)) return TokenizerFile.open(file);
        Optional<Path> cached = ModelCache.ofUser().find(model);
        if (cached.isPresent()) return TokenizerFile.open(cached.get());
        throw wrong(
                "%s; and there is no file of that name, nor such a model in the cache".formatted(unknown.getMessage()));
    }

    private List<Tokenizer> candidates() throws IOException {
        Stream<Tokenizer> published = Tokenizers.names().stream().map(Tokenizers::named);
        Tokenizer chosen = tokenizer();
        boolean isPublished = Tokenizers.names().stream()
                .anyMatch(name -> Tokenizers.named(name).name().equals(chosen.name()));
        return isPublished
                ? published.toList()
                : Stream.concat(Stream.of(chosen), published).toList();
    }

    private Set<String> allowed(Tokenizer tokenizer) {
        if (allowSpecial.contains("all")) return tokenizer.specialTokens().keySet();
        return new LinkedHashSet<>(allowSpecial);
    }

    /// Says so where a special token's text was read as plain text, as this is what people stumble over.
    private void hintAtSpecial(Tokenizer tokenizer, String input, Set<String> allowed) {
        tokenizer.specialTokens().keySet().stream()
                .filter(special -> !allowed.contains(special) && input.contains(special))
                .forEach(special -> spec.commandLine()
                        .getErr()
                        .println("note: %s was read as plain text; with --allow-special '%s' it is the special token"
                                .formatted(special, special)));
    }

    private int[] ids(String input) {
        return IDS.splitAsStream(input)
                .filter(id -> !id.isEmpty())
                .mapToInt(id -> {
                    if (!id.matches("\\d{1," + LONGEST_ID + "}"))
                        throw wrong("'%s' is not an id; ids are numbers, separated by commas or spaces".formatted(id));
                    return Integer.parseInt(id);
                })
                .toArray();
    }

    private int train() throws IOException {
        if (text != null || file != null) throw wrong("--train reads its own file; leave out the text and --file");
        if (Files.exists(training.out) && Files.isSameFile(training.out, training.from))
            throw wrong("--out would overwrite the text that --train reads");
        long began = System.nanoTime();
        String corpus = TextInput.file(training.from);
        String name = training.out.getFileName().toString().replaceFirst("\\.json$", "");
        var options = BpeOptions.DEFAULT
                .withName(name)
                .withSplit(training.pattern)
                .withSpecialTokens(training.special.toArray(String[]::new));
        BpeTokenizer tokenizer = BpeTokenizer.train(corpus, training.vocabulary, options);
        tokenizer.save(training.out);
        double seconds = (System.nanoTime() - began) / 1e9;
        new TokenReport(vitrina.terminal, spec.commandLine().getOut(), json)
                .trained(tokenizer, corpus, training.out, training.vocabulary, seconds);
        return CommandLine.ExitCode.OK;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
