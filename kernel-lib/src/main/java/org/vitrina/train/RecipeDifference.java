package org.vitrina.train;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// Says in what two recipes differ that make a different training.
final class RecipeDifference {
    /// What may change while a training goes on: it says nothing about what is learned.
    private static final List<String> FREE = List.of("about", "license", "checkpoints", "output");

    private RecipeDifference() {}

    /// Returns the first difference, in words; none if a training by one can go on by the other.
    static Optional<String> between(String there, Recipe here) {
        JsonObject before = RecipeReader.parse(there, "the recipe in the checkpoint");
        JsonObject now = RecipeReader.parse(here.json(), "the recipe");
        FREE.forEach(before::remove);
        FREE.forEach(now::remove);
        return difference("", before, now);
    }

    private static Optional<String> difference(String where, JsonElement before, JsonElement now) {
        if (before instanceof JsonObject old && now instanceof JsonObject fresh) {
            var keys = new LinkedHashSet<>(old.keySet());
            keys.addAll(fresh.keySet());
            return keys.stream()
                    .map(key -> difference(where.isEmpty() ? key : where + "." + key, old.get(key), fresh.get(key)))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        if (before != null && before.equals(now)) {
            return Optional.empty();
        }
        return Optional.of(where + " is " + said(before) + " there and " + said(now) + " here");
    }

    private static String said(JsonElement element) {
        if (element == null) {
            return "missing";
        }
        String text = element.toString();
        return text.length() <= 80 ? text : text.substring(0, 79) + "…";
    }
}
