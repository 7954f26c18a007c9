package org.vitrina.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vitrina.train.Measurement;
import org.vitrina.train.Milestone;
import org.vitrina.train.Recipe;
import org.vitrina.train.Recipes;
import org.vitrina.train.Training;
import org.vitrina.train.TrainingStep;

/// Writes what a training does, for a person or a script.
final class TrainReport {
    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeSpecialFloatingPointValues()
            .create();

    private final PrintWriter out;
    private final boolean json;

    TrainReport(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /// Lists the recipes that come with the library.
    void recipes() throws IOException {
        for (String name : Recipes.all().sequencedKeySet()) {
            Recipe recipe = Recipe.named(name);
            if (json) {
                line(Map.of("name", name, "stage", recipe.stage(), "steps", recipe.steps(), "about", recipe.about()));
            } else {
                out.println(String.format(Locale.ROOT, "%s  %s, %,d steps", name, recipe.stage(), recipe.steps()));
                out.println("  " + recipe.about());
            }
        }
    }

    void begins(Training training, int threads) {
        Recipe recipe = training.recipe();
        if (json) {
            Map<String, Object> fields = event("begin");
            fields.put("name", recipe.name());
            fields.put("stage", recipe.stage());
            fields.put("step", training.done());
            fields.put("steps", recipe.steps());
            fields.put("threads", threads);
            fields.put("facts", training.facts());
            line(fields);
            return;
        }
        out.println(String.format(
                Locale.ROOT,
                "%s: %s, %,d steps on %d %s%s",
                recipe.name(),
                recipe.stage(),
                recipe.steps(),
                threads,
                threads == 1 ? "thread" : "threads",
                training.done() == 0 ? "" : String.format(Locale.ROOT, ", from step %,d on", training.done())));
        training.facts().forEach(fact -> out.println("  " + fact));
    }

    void step(TrainingStep step) {
        if (!json) return;
        Map<String, Object> fields = event("step");
        fields.put("step", step.step());
        fields.put("loss", step.loss());
        fields.put("gradientNorm", step.gradientNorm());
        fields.put("rate", step.rate());
        fields.put("tokens", step.tokens());
        fields.put("seconds", step.seconds());
        fields.putAll(step.more());
        line(fields);
    }

    void reached(Training training, Milestone reached) {
        if (json) {
            Map<String, Object> fields = event("checkpoint");
            fields.putAll(reached.fields());
            line(fields);
            return;
        }
        var text = new StringBuilder(String.format(
                Locale.ROOT,
                "step %,d of %,d",
                reached.step(),
                training.recipe().steps()));
        List<TrainingStep> steps = training.log().steps();
        if (!steps.isEmpty()) {
            TrainingStep last = steps.getLast();
            text.append(String.format(Locale.ROOT, "  loss %.4f", last.loss()));
            last.more().forEach((name, value) -> text.append(String.format(Locale.ROOT, "  %s %.4f", name, value)));
        }
        for (Measurement measurement : reached.measurements()) {
            text.append("  ").append(measurement.name()).append(' ').append(measurement.digitsOf(measurement.value()));
        }
        if (!steps.isEmpty()) {
            TrainingStep last = steps.getLast();
            text.append(String.format(Locale.ROOT, "  %,.0f tokens/s", last.tokens() / last.seconds()));
            double left = last.seconds() / last.step() * (training.recipe().steps() - last.step());
            if (left > 0) text.append("  ").append(time(left)).append(" to go");
        }
        out.println(text);
        for (Milestone.Sample sample : reached.samples()) {
            out.println("  " + oneLine(sample.prompt()) + " → " + oneLine(sample.text()));
        }
    }

    void ends(Training training, Path file) throws IOException {
        if (json) {
            Map<String, Object> fields = event("end");
            fields.put("file", file.toString());
            fields.put("bytes", Files.size(file));
            fields.put("steps", training.done());
            fields.put("memory", training.memory());
            line(fields);
            return;
        }
        out.println(training.summary());
        out.println(String.format(Locale.ROOT, "wrote %s, %,.2f MB", file, Files.size(file) / 1e6));
    }

    static String time(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 120) return whole + " s";
        return whole < 7200
                ? whole / 60 + " min"
                : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60);
    }

    private static String oneLine(String text) {
        return SafeText.of(text.strip().replaceAll("\\s*\\R\\s*", " ⏎ "));
    }

    private static Map<String, Object> event(String event) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("event", event);
        return fields;
    }

    private void line(Map<String, Object> fields) {
        out.println(GSON.toJson(fields));
    }
}
