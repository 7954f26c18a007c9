package org.vitrina.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.vitrina.show.VisibleText;
import org.vitrina.show.Walk;
import org.vitrina.transformer.Looks;
import org.vitrina.transformer.Model;
import org.vitrina.transformer.NextStep;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `vitrina logits`: what a model says may come next.
@Command(
        name = "logits",
        description = "Shows which tokens may come next: their logits and probabilities.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  vitrina logits --model smollm2-135m-instruct --prompt 'The capital of France is'",
            "  vitrina logits --model model.gguf --prompt 'Once upon a' --top 3 --json"
        })
final class LogitsCommand implements Callable<Integer> {
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    @Mixin
    private ModelOptions model;

    @Option(
            names = {"-p", "--prompt"},
            required = true,
            paramLabel = "TEXT",
            description = "The text to go on after.")
    private String prompt;

    @Option(names = "--top", paramLabel = "N", description = "How many tokens to show. Default: 10.")
    private int top = 10;

    @Option(names = "--json", description = "Write JSON, for scripts.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (top < 1) throw new ParameterException(spec.commandLine(), "--top is at least 1, but is " + top);
        try (Model opened = model.open()) {
            Walk<NextStep> walk = Looks.next(opened, prompt, Math.min(top, opened.vocabularySize()));
            var found = (NextStep.Probabilities) walk.at(1);
            if (json) {
                json(opened, found);
            } else {
                text(found);
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private void text(NextStep.Probabilities found) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("      id      logit  probability  token");
        for (NextStep.Candidate candidate : found.candidates()) {
            out.println(String.format(
                    Locale.ROOT,
                    "%8d  %9.4f  %9.4f %%  %s",
                    candidate.id(),
                    candidate.logit(),
                    100 * candidate.probability(),
                    VisibleText.of(candidate.token())));
        }
        out.println(String.format(
                Locale.ROOT, "%n%.2f %% together; entropy %.3f bits", 100 * found.together(), found.entropy()));
    }

    private void json(Model opened, NextStep.Probabilities found) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("model", opened.name());
        report.put("prompt", prompt);
        report.put("promptIds", opened.ids(prompt));
        List<NextStep.Candidate> candidates = found.candidates();
        report.put("next", candidates);
        report.put("entropyBits", found.entropy());
        spec.commandLine().getOut().println(GSON.toJson(report));
    }
}
