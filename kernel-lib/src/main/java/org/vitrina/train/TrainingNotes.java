package org.vitrina.train;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Writes what a training measured into its checkpoint, and reads it back to the last bit.
final class TrainingNotes {
    /// A file's texts have a limit; of longer trainings the first steps are forgotten.
    private static final int MOST_STEPS = 60_000;

    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeSpecialFloatingPointValues()
            .create();

    private TrainingNotes() {}

    /// Returns the steps as lines of numbers, with a JSON object behind them for what else a stage
    /// measured.
    static String steps(List<TrainingStep> steps) {
        var text = new StringBuilder();
        for (TrainingStep step : steps.subList(Math.max(0, steps.size() - MOST_STEPS), steps.size())) {
            text.append(step.step()).append(' ');
            text.append(step.loss()).append(' ');
            text.append(step.gradientNorm()).append(' ');
            text.append(step.rate()).append(' ');
            text.append(step.tokens()).append(' ');
            text.append(step.seconds());
            if (!step.more().isEmpty()) {
                text.append(' ').append(GSON.toJson(step.more()));
            }
            text.append('\n');
        }
        return text.toString();
    }

    static List<TrainingStep> steps(String text) {
        var steps = new ArrayList<TrainingStep>();
        try {
            for (String line : text.lines().toList()) {
                String[] parts = line.split(" ", 7);
                var more = new LinkedHashMap<String, Double>();
                if (parts.length == 7) {
                    JsonParser.parseString(parts[6])
                            .getAsJsonObject()
                            .asMap()
                            .forEach((name, value) -> more.put(name, value.getAsDouble()));
                }
                steps.add(new TrainingStep(
                        Integer.parseInt(parts[0]),
                        Double.parseDouble(parts[1]),
                        Double.parseDouble(parts[2]),
                        Float.parseFloat(parts[3]),
                        Long.parseLong(parts[4]),
                        Double.parseDouble(parts[5]),
                        more));
            }
        } catch (RuntimeException e) {
            throw new RecipeException("the steps in the checkpoint cannot be read: " + e.getMessage());
        }
        return steps;
    }

    static String milestones(List<Milestone> milestones) {
        return GSON.toJson(milestones.stream().map(TrainingNotes::fields).toList());
    }

    /// Returns a milestone as JSON has it.
    static LinkedHashMap<String, Object> fields(Milestone milestone) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("step", milestone.step());
        fields.put(
                "measurements",
                milestone.measurements().stream().map(Measurement::fields).toList());
        fields.put(
                "samples",
                milestone.samples().stream()
                        .map(sample -> {
                            var both = new LinkedHashMap<String, String>();
                            both.put("prompt", sample.prompt());
                            both.put("text", sample.text());
                            return both;
                        })
                        .toList());
        return fields;
    }

    static List<Milestone> milestones(String json) {
        var milestones = new ArrayList<Milestone>();
        try {
            for (JsonElement element : JsonParser.parseString(json).getAsJsonArray()) {
                JsonObject object = element.getAsJsonObject();
                milestones.add(new Milestone(
                        object.get("step").getAsInt(),
                        all(object.getAsJsonArray("measurements"), TrainingNotes::measurement),
                        all(
                                object.getAsJsonArray("samples"),
                                sample -> new Milestone.Sample(
                                        sample.get("prompt").getAsString(),
                                        sample.get("text").getAsString()))));
            }
        } catch (JsonParseException | IllegalStateException | NullPointerException | NumberFormatException e) {
            throw new RecipeException("the milestones in the checkpoint cannot be read: " + e.getMessage());
        }
        return milestones;
    }

    private static <T> List<T> all(JsonArray array, java.util.function.Function<JsonObject, T> read) {
        var list = new ArrayList<T>();
        array.forEach(element -> list.add(read.apply(element.getAsJsonObject())));
        return list;
    }

    private static Measurement measurement(JsonObject json) {
        return new Measurement(
                json.get("name").getAsString(),
                json.get("value").getAsDouble(),
                json.get("digits").getAsInt(),
                json.get("unit").getAsString(),
                json.get("n").getAsLong(),
                json.has("low")
                        ? Optional.of(new Measurement.Interval(
                                json.get("low").getAsDouble(), json.get("high").getAsDouble()))
                        : Optional.empty());
    }

    /// Returns where a training is, in a few lines.
    static String summary(Training training) {
        var lines = new StringBuilder();
        lines.append(String.format(
                Locale.ROOT,
                "%s: %,d of %,d steps",
                training.recipe().name(),
                training.done(),
                training.recipe().steps()));
        List<TrainingStep> steps = training.log().steps();
        if (!steps.isEmpty()) {
            TrainingStep last = steps.getLast();
            lines.append(String.format(
                    Locale.ROOT,
                    ", loss %.4f, %,d tokens in %,.1f s (%,.0f tokens/s)",
                    last.loss(),
                    last.tokens(),
                    last.seconds(),
                    last.tokens() / last.seconds()));
        }
        if (!training.milestones().isEmpty()) {
            Milestone last = training.milestones().getLast();
            last.measurements()
                    .forEach(measurement -> lines.append(
                            String.format(Locale.ROOT, "%n  %s after step %,d", measurement, last.step())));
        }
        if (training.done() > 0) {
            lines.append(String.format(Locale.ROOT, "%n  memory:"));
            training.memory()
                    .forEach((what, bytes) ->
                            lines.append(String.format(Locale.ROOT, " %s %,.1f MB,", what, bytes / 1e6)));
            lines.setLength(lines.length() - 1);
        }
        return lines.toString();
    }
}
