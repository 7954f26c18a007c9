package org.vitrina.arena;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;

/// What `src/test/python/arena_golden.py` made of the published formulas.
final class Golden {
    private Golden() {}

    static JsonObject values() {
        try (var in = new InputStreamReader(
                Objects.requireNonNull(Golden.class.getResourceAsStream("golden.json")), StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(in).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Battles battles() {
        try {
            return Battles.read(Path.of(Objects.requireNonNull(Golden.class.getResource("battles.jsonl"))
                    .toURI()));
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, Double> numbers(JsonElement object) {
        var numbers = new LinkedHashMap<String, Double>();
        object.getAsJsonObject().asMap().forEach((key, value) -> numbers.put(key, value.getAsDouble()));
        return numbers;
    }

    static double[] array(JsonElement array) {
        return StreamSupport.stream(array.getAsJsonArray().spliterator(), false)
                .mapToDouble(JsonElement::getAsDouble)
                .toArray();
    }

    static double[][] rows(JsonElement rows) {
        JsonArray all = rows.getAsJsonArray();
        return StreamSupport.stream(all.spliterator(), false).map(Golden::array).toArray(double[][]::new);
    }
}
