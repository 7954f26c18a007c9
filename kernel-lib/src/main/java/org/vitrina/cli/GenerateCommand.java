package org.vitrina.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.vitrina.generate.BeamSearch;
import org.vitrina.generate.Generation;
import org.vitrina.generate.Generator;
import org.vitrina.generate.Sampling;
import org.vitrina.generate.TextStep;
import org.vitrina.prompt.Grammar;
import org.vitrina.prompt.GrammarException;
import org.vitrina.show.Observer;
import org.vitrina.show.Step;
import org.vitrina.tokenize.Tokenizer;
import org.vitrina.transformer.Model;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `vitrina generate`: goes on with a text.
@Command(
        name = "generate",
        description = "Goes on with a text, token by token.",
        sortOptions = false,
        footer = {
            "",
            "The text goes to standard output as it comes, speed and seed to standard error.",
            "",
            "Examples:",
            "  vitrina generate --model smollm2-135m-instruct --prompt 'Once upon a time'",
            "  vitrina generate --model model.gguf --prompt 'The capital of France is' --greedy --max-tokens 5",
            "  vitrina generate --model model.gguf --show-probabilities --seed 7 < letter.txt",
            "  vitrina generate --model model.gguf --prompt 'Once' --beams 4 --json",
            "  vitrina generate --model model.gguf --prompt 'It was in ' --regex '(19|20)[0-9]{2}'"
        })
final class GenerateCommand implements Callable<Integer> {
    @Mixin
    private ModelOptions model;

    @Option(
            names = {"-p", "--prompt"},
            paramLabel = "TEXT",
            description =
                    "The text to go on with. Without it and without --file, standard input is read, but for its last"
                            + " line end.")
    private String prompt;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Read the text from this file, in UTF-8.")
    private Path file;

    @Option(
            names = {"-n", "--max-tokens"},
            paramLabel = "N",
            description = "How many tokens there shall be at most. Default: 128.")
    private int maxTokens = 128;

    @Option(
            names = "--stop",
            paramLabel = "TEXT",
            description = "End before this text, wherever tokens begin and end. May be given again.")
    private List<String> stops = List.of();

    @Option(names = "--stop-token", paramLabel = "ID", description = "End before this token. May be given again.")
    private List<Integer> stopTokens = List.of();

    @Option(names = "--ignore-end", description = "Go on after the model's tokens for the end of a text.")
    private boolean ignoreEnd;

    @Option(
            names = "--slide",
            description = "When the model can hold no more, forget the older half of the text and go on.")
    private boolean slide;

    @Option(
            names = "--allow-special",
            paramLabel = "TOKEN",
            description =
                    "Read this special token as itself where it stands in the prompt; 'all' for all that the model"
                            + " has. May be given again.")
    private List<String> allowSpecial = List.of();

    @Mixin
    private SamplingOptions sampling;

    @Option(
            names = "--beams",
            paramLabel = "WIDTH",
            description = "Look for the likeliest text with a beam search of this width, in place of sampling.")
    private Integer beams;

    @Option(
            names = "--length-penalty",
            paramLabel = "X",
            description = "With --beams: compare texts by log-probability / length^X. Default: 1.")
    private double lengthPenalty = 1;

    @Option(
            names = "--regex",
            paramLabel = "REGEX",
            description = "Write only what this regular expression matches from beginning to end.")
    private String regex;

    @Option(
            names = "--json-schema",
            paramLabel = "FILE",
            description = "Write only JSON that this JSON schema allows, in one line.")
    private Path jsonSchema;

    @Option(names = "--echo", description = "Write the prompt before the text.")
    private boolean echo;

    @Option(
            names = "--show-probabilities",
            description = "Write a line for each token: its probability, its place, and what was passed over.")
    private boolean showProbabilities;

    @Option(names = "--json", description = "Write JSON, for scripts: the text and all that is known of each token.")
    private boolean json;

    @Option(
            names = "--stream",
            negatable = true,
            description =
                    "Write as the text comes, or not before it is whole; with --json, an object for each token on a"
                            + " line of its own before the last one. Default: yes, with --json no.")
    private Boolean stream;

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Vitrina vitrina;

    @Override
    public Integer call() throws IOException {
        if (prompt != null && file != null) throw wrong("a --prompt and a --file were both given; leave out one");
        if (json && showProbabilities) throw wrong("--json holds all probabilities; leave out --show-probabilities");
        // before the model is opened: a wrong setting is told at once
        Sampling chain = sampling.sampling();
        Optional<Grammar> grammar = grammar();
        var report = new GenerationReport(spec.commandLine().getOut(), json);
        try (Model opened = model.open()) {
            if (beams != null) {
                report.found(opened.name(), search(opened).search(input()));
                return CommandLine.ExitCode.OK;
            }
            Generator generator = generator(opened, chain, grammar);
            Generation said = generate(generator, report);
            spec.commandLine()
                    .getErr()
                    .println("%s; seed %d"
                            .formatted(said.summary(), said.sampling().seed()));
        }
        return CommandLine.ExitCode.OK;
    }

    private Generation generate(Generator generator, GenerationReport report) throws IOException {
        String input = input();
        if (echo && !json) report.text(input);
        boolean streams = stream == null ? !json : stream;
        Generation said = generator.generate(
                input,
                streams && !json && !showProbabilities ? report::text : _ -> {},
                streams ? watch(step -> report.token(step, showProbabilities)) : Observer.NONE);
        report.whole(said, streams, showProbabilities);
        return said;
    }

    private Observer watch(Consumer<TextStep> each) {
        return new Observer() {
            @Override
            public boolean watches(String name) {
                return (json || showProbabilities) && name.equals(TextStep.NAME);
            }

            @Override
            public void accept(Step step) {
                each.accept((TextStep) step);
            }
        };
    }

    /// Returns what the text is held to, if it is.
    private Optional<Grammar> grammar() throws IOException {
        if (regex == null && jsonSchema == null) return Optional.empty();
        if (regex != null && jsonSchema != null) {
            throw wrong("a --regex and a --json-schema were both given; leave out one");
        }
        if (beams != null) {
            throw wrong("--beams looks for the likeliest text and picks no tokens, so that it cannot be held to a "
                    + (regex != null ? "--regex" : "--json-schema") + "; leave out one");
        }
        try {
            return Optional.of(regex != null ? Grammar.regex(regex) : Grammar.jsonSchema(TextInput.file(jsonSchema)));
        } catch (GrammarException e) {
            throw wrong(e.getMessage());
        }
    }

    private Generator generator(Model opened, Sampling chain, Optional<Grammar> grammar) {
        try {
            Generator generator = Generator.of(opened)
                    .sampling(
                            grammar.isEmpty() ? chain : chain.with(grammar.get().on(opened)))
                    .maxTokens(maxTokens)
                    .stop(stops.toArray(String[]::new))
                    .stopTokens(stopTokens.stream().mapToInt(Integer::intValue).toArray())
                    .allowSpecial(special(opened.tokenizer()))
                    .whenFull(slide ? Generator.WhenFull.SLIDE : Generator.WhenFull.STOP);
            return ignoreEnd ? generator.ignoringEnd() : generator;
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private BeamSearch search(Model opened) {
        try {
            return BeamSearch.of(opened)
                    .width(beams)
                    .lengthPenalty(lengthPenalty)
                    .maxTokens(maxTokens);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private String[] special(Tokenizer tokenizer) {
        return allowSpecial.contains("all")
                ? tokenizer.specialTokens().keySet().toArray(String[]::new)
                : allowSpecial.toArray(String[]::new);
    }

    /// Returns the prompt. The last line end of a file is not part of the text that its writer meant.
    private String input() throws IOException {
        if (prompt != null) return prompt;
        if (file != null) return withoutLineEnd(TextInput.file(file));
        if (vitrina.terminal.asks())
            spec.commandLine().getErr().println("reading the prompt from here; end it with Ctrl-D");
        return withoutLineEnd(TextInput.stream(vitrina.terminal.in()));
    }

    private static String withoutLineEnd(String text) {
        return text.replaceFirst("\\R\\z", "");
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
