package org.vitrina.precision;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Optional;
import org.vitrina.precision.Reference.Score;
import org.vitrina.train.Measurement.Interval;

/// What was measured of one candidate.
///
/// @param name       the candidate's
/// @param family     the line of a chart that it belongs to, or nothing
/// @param parameters of the model
/// @param bytes      that they take
/// @param rmse       the root of the mean squared error of the quantized weights
/// @param sqnr       how far these weights stand above their error, in dB; infinite where nothing
///     was lost
/// @param answers    what else was measured, such as the share of right answers, with its interval
public record SweepRow(
        String name,
        String family,
        long parameters,
        long bytes,
        double rmse,
        double sqnr,
        Score score,
        Optional<Answers> answers) {

    /// What a measuring function found.
    public record Answers(double value, Optional<Interval> around) {}

    /// Returns the bits that a parameter takes on average.
    public double bitsPerWeight() {
        return 8.0 * bytes / parameters;
    }

    JsonObject toJson() {
        var json = new JsonObject();
        json.addProperty("name", name);
        json.addProperty("family", family);
        json.addProperty("parameters", parameters);
        json.addProperty("bytes", bytes);
        json.addProperty("rmse", rmse);
        json.add("sqnr", number(sqnr));
        json.addProperty("tokens", score.tokens());
        json.add("perplexity", number(score.perplexity()));
        add(json, "perplexity", score.around());
        json.add("ratio", number(score.ratio()));
        add(json, "ratio", score.ratioAround());
        json.add("divergence", number(score.divergence()));
        add(json, "divergence", score.divergenceAround());
        json.add("same", number(score.same()));
        add(json, "same", score.sameAround());
        answers.ifPresent(found -> {
            json.add("answers", number(found.value()));
            found.around().ifPresent(around -> add(json, "answers", around));
        });
        return json;
    }

    /// JSON has no infinity and no NaN: these are written as text.
    private static JsonElement number(double value) {
        return Double.isFinite(value) ? new JsonPrimitive(value) : new JsonPrimitive(Double.toString(value));
    }

    private static void add(JsonObject json, String name, Interval interval) {
        json.add(name + "Low", number(interval.low()));
        json.add(name + "High", number(interval.high()));
    }

    /// Returns the row that [#toJson()] wrote.
    ///
    /// @throws IllegalArgumentException if it is none; the message says what is missing or wrong
    static SweepRow of(JsonObject json) {
        var score = new Score(
                (int) whole(json, "tokens"),
                real(json, "perplexity"),
                interval(json, "perplexity"),
                real(json, "ratio"),
                interval(json, "ratio"),
                real(json, "divergence"),
                interval(json, "divergence"),
                real(json, "same"),
                interval(json, "same"));
        Optional<Answers> answers = json.has("answers")
                ? Optional.of(new Answers(
                        real(json, "answers"),
                        json.has("answersLow") ? Optional.of(interval(json, "answers")) : Optional.empty()))
                : Optional.empty();
        return new SweepRow(
                text(json, "name"),
                text(json, "family"),
                whole(json, "parameters"),
                whole(json, "bytes"),
                real(json, "rmse"),
                real(json, "sqnr"),
                score,
                answers);
    }

    private static Interval interval(JsonObject json, String name) {
        return new Interval(real(json, name + "Low"), real(json, name + "High"));
    }

    private static JsonPrimitive value(JsonObject json, String name) {
        JsonElement element = json.has(name) ? json.get(name) : JsonNull.INSTANCE;
        if (!element.isJsonPrimitive()) throw new IllegalArgumentException("it has no '" + name + "'");
        return element.getAsJsonPrimitive();
    }

    private static String text(JsonObject json, String name) {
        return value(json, name).getAsString();
    }

    private static long whole(JsonObject json, String name) {
        double number = real(json, name);
        if (number < 0 || number != Math.rint(number) || number > 0x1p53) {
            throw new IllegalArgumentException("'" + name + "' is a whole number of at least 0, but is " + number);
        }
        return (long) number;
    }

    private static double real(JsonObject json, String name) {
        String written = value(json, name).getAsString();
        try {
            return Double.parseDouble(written);
        } catch (NumberFormatException e) {
            String shown = written.length() > 40 ? written.substring(0, 40) + "…" : written;
            throw new IllegalArgumentException("'" + name + "' is a number, but is '" + shown + "'", e);
        }
    }
}
