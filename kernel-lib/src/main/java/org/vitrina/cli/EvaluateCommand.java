package org.vitrina.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.vitrina.file.ModelCache;
import org.vitrina.tensor.Workers;
import org.vitrina.train.Evaluation;
import org.vitrina.train.Measurement;
import org.vitrina.train.Recipes;
import org.vitrina.transformer.Model;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `vitrina model evaluate`: measures a model as its card does.
@Command(
        name = "evaluate",
        description = "Measures what a model can do, as the cards of the models tell it.",
        sortOptions = false,
        footer = {
            "",
            "The same model gives the same numbers, on any number of threads. Behind a share stands in which interval",
            "the true one lies with a confidence of 95 %% (Wilson).",
            "",
            "Examples:",
            "  vitrina model evaluate",
            "  vitrina model evaluate tales-base",
            "  vitrina model evaluate my-tales.gguf --by tale-continuations --json"
        })
final class EvaluateCommand implements Callable<Integer> {
    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeSpecialFloatingPointValues()
            .create();

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME|FILE",
            description = "A model that comes with Vitrina or is in the cache, or a GGUF file. Without it, what models"
                    + " are measured by.")
    private String name;

    @Option(
            names = "--by",
            paramLabel = "EVALUATION",
            description = "Measure this, and not what the model's card tells. May be given again.")
    private List<String> by = List.of();

    @Option(names = "--threads", paramLabel = "N", description = "How many threads compute. Default: all.")
    private Integer threads;

    @Option(names = "--json", description = "Write JSON, for scripts.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (name == null) {
            list(out);
            return CommandLine.ExitCode.OK;
        }
        if (threads != null && threads < 1)
            throw wrong("--threads is the number of threads that compute, at least 1, but is " + threads);
        List<Evaluation> chosen = chosen();
        Path file = ModelCache.ofUser().resolve(name);
        List<Map<String, Object>> results = new ArrayList<>();
        try (Model opened = Model.open(file)) {
            Model model = threads == null ? opened : opened.with(Workers.of(threads));
            model.load();
            for (Evaluation evaluation : chosen) {
                List<Measurement> found = evaluation.measure(model);
                if (json) {
                    results.add(fields(evaluation, found));
                } else {
                    out.println(evaluation.name() + ": " + evaluation.about());
                    int width = found.stream()
                            .mapToInt(each -> each.name().length())
                            .max()
                            .orElse(0);
                    found.forEach(each -> out.println(
                            ("  %-" + Math.max(1, width) + "s  %s").formatted(each.name(), each.printed())));
                }
            }
        }
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("model", name);
            fields.put("file", file.toString());
            fields.put("evaluations", results);
            out.println(GSON.toJson(fields));
        }
        return CommandLine.ExitCode.OK;
    }

    private List<Evaluation> chosen() {
        List<Evaluation> all = Recipes.evaluations();
        if (!by.isEmpty()) {
            return by.stream()
                    .map(wanted -> all.stream()
                            .filter(each -> each.name().equals(wanted))
                            .findFirst()
                            .orElseThrow(() -> wrong("there is no evaluation '" + wanted + "'; " + known(all))))
                    .toList();
        }
        String model = Path.of(name).getFileName().toString().replaceFirst("\\.gguf$", "");
        List<Evaluation> made =
                all.stream().filter(each -> each.models().contains(model)).toList();
        if (made.isEmpty())
            throw wrong("no evaluation is made for a model '" + model + "'; with --by any can be taken; " + known(all));
        return made;
    }

    private static String known(List<Evaluation> all) {
        return all.isEmpty()
                ? "there is none here"
                : "there is " + all.stream().map(Evaluation::name).collect(Collectors.joining(", "));
    }

    private void list(PrintWriter out) {
        List<Evaluation> all = Recipes.evaluations();
        if (json) {
            out.println(GSON.toJson(
                    all.stream().map(each -> fields(each, List.of())).toList()));
            return;
        }
        for (Evaluation evaluation : all) {
            out.println(evaluation.name() + "  " + String.join(", ", evaluation.models()));
            out.println("  " + evaluation.about());
        }
    }

    private static Map<String, Object> fields(Evaluation evaluation, List<Measurement> found) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", evaluation.name());
        fields.put("about", evaluation.about());
        fields.put("models", evaluation.models());
        if (!found.isEmpty())
            fields.put("measurements", found.stream().map(Measurement::fields).toList());
        return fields;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
