package org.vitrina.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What llama.cpp and Transformers made of the same logits; `src/test/python/sampling_golden.py` asked
/// them.
@DisplayName("The sampling chain")
class GoldenSamplingTests {
    private static final JsonObject GOLDEN = JsonParser.parseReader(new InputStreamReader(
                    GoldenSamplingTests.class.getResourceAsStream("sampling-golden.json"), StandardCharsets.UTF_8))
            .getAsJsonObject();

    record Case(String peer, JsonArray steps, float[] logits, int[] context, Map<Integer, Double> expected) {
        @Override
        public String toString() {
            return peer + ": " + steps;
        }
    }

    static Stream<Case> cases() {
        return GOLDEN.getAsJsonArray("cases").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .map(found -> new Case(
                        found.get("peer").getAsString(),
                        found.getAsJsonArray("steps"),
                        floats(found.getAsJsonArray("logits")),
                        found.getAsJsonArray("context").asList().stream()
                                .mapToInt(JsonElement::getAsInt)
                                .toArray(),
                        probabilities(found)));
    }

    private static float[] floats(JsonArray numbers) {
        var floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) floats[i] = numbers.get(i).getAsFloat();
        return floats;
    }

    private static SortedMap<Integer, Double> probabilities(JsonObject found) {
        var probabilities = new TreeMap<Integer, Double>();
        found.getAsJsonObject("probabilities")
                .asMap()
                .forEach((id, p) -> probabilities.put(Integer.parseInt(id), p.getAsDouble()));
        return probabilities;
    }

    private static SamplerStep step(JsonArray step) {
        double first = step.get(1).isJsonPrimitive() ? step.get(1).getAsDouble() : 0;
        return switch (step.get(0).getAsString()) {
            case "top-k" -> new TopK((int) first);
            case "top-p" -> new TopP(first);
            case "min-p" -> new MinP(first);
            case "typical" -> new Typical(first);
            case "temperature" -> new Temperature(first);
            case "penalties" ->
                new Penalties(
                        first,
                        step.get(2).getAsDouble(),
                        step.get(3).getAsDouble(),
                        step.get(4).getAsInt());
            case "logit-bias" -> {
                var bias = new TreeMap<Integer, Double>();
                for (int i = 1; i < step.size(); i++) {
                    JsonArray pair = step.get(i).getAsJsonArray();
                    bias.put(pair.get(0).getAsInt(), pair.get(1).getAsDouble());
                }
                yield new LogitBias(bias);
            }
            default -> throw new IllegalArgumentException(step.toString());
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    @DisplayName("leaves the tokens that others leave, with the same probabilities")
    void chain(Case golden) {
        var candidates = new Candidates(golden.logits);
        var history = new History(golden.context);
        golden.steps.forEach(step -> step(step.getAsJsonArray()).apply(candidates, history));
        SortedMap<Integer, Double> left = SamplerStepTests.left(candidates);
        assertEquals(golden.expected.keySet(), left.keySet());
        golden.expected.forEach((id, p) -> assertEquals(p, left.get(id), 1e-6, () -> "token " + id));
    }

    @Test
    @DisplayName("follows llama.cpp's Mirostat from pick to pick")
    void mirostat() {
        JsonObject run = GOLDEN.getAsJsonObject("mirostat");
        var mirostat = new Mirostat(run.get("tau").getAsDouble(), run.get("eta").getAsDouble());
        var history = new History();
        for (JsonElement element : run.getAsJsonArray("picks")) {
            JsonObject pick = element.getAsJsonObject();
            var candidates = new Candidates(floats(pick.getAsJsonArray("logits")));
            mirostat.apply(candidates, history);
            SortedMap<Integer, Double> left = SamplerStepTests.left(candidates);
            SortedMap<Integer, Double> expected = probabilities(pick);
            assertEquals(expected.keySet(), left.keySet(), "after " + history.picks() + " picks");
            expected.forEach((id, p) -> assertEquals(p, left.get(id), 1e-6, () -> "token " + id));
            int picked = pick.get("picked").getAsInt();
            history.picked(picked, left.get(picked));
        }
        assertEquals(12, history.picks());
    }
}
