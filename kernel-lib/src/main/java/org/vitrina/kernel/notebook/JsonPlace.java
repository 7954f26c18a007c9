package org.vitrina.kernel.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;

/// A value in a JSON document, with its file and path, so that a wrong one can be named.
record JsonPlace(String file, String path, JsonElement value) {
    private static final int MOST_DIGITS = 9;
    private static final int MOST_QUOTED = 40;

    /// Returns the value under `key`; JSON null where there is none.
    JsonPlace at(String key) {
        JsonElement child = value.getAsJsonObject().get(key);
        return new JsonPlace(file, path + "." + key, child);
    }

    boolean has(String key) {
        return value.getAsJsonObject().has(key);
    }

    /// Returns whether nothing stands here, or null.
    boolean isNothing() {
        return value == null || value instanceof JsonNull;
    }

    JsonObject object() throws NotebookException {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw wrong("an object {...}");
    }

    /// Returns the object that stands here, or an empty one if nothing does.
    JsonObject objectOrNone() throws NotebookException {
        return isNothing() ? new JsonObject() : object();
    }

    List<JsonPlace> list() throws NotebookException {
        if (!(value instanceof JsonArray array)) {
            throw wrong("a list [...]");
        }
        var places = new ArrayList<JsonPlace>(array.size());
        for (int i = 0; i < array.size(); i++) {
            places.add(new JsonPlace(file, path + "[" + i + "]", array.get(i)));
        }
        return places;
    }

    String string() throws NotebookException {
        if (value instanceof JsonPrimitive primitive && primitive.isString()) {
            return primitive.getAsString();
        }
        throw wrong("a string");
    }

    /// Returns a text that is written as one string or as a list of its lines.
    String lines() throws NotebookException {
        if (!(value instanceof JsonArray)) {
            if (value instanceof JsonPrimitive primitive && primitive.isString()) {
                return primitive.getAsString();
            }
            throw wrong("a string or a list of strings");
        }
        var text = new StringBuilder();
        for (JsonPlace line : list()) {
            text.append(line.string());
        }
        return text.toString();
    }

    /// Returns a whole number from 0 to 999,999,999.
    int count() throws NotebookException {
        if (value instanceof JsonPrimitive primitive && primitive.isNumber()) {
            // the digits as they are written: a number such as 1e999999999 must not be worked out
            String digits = primitive.getAsString();
            if (digits.length() <= MOST_DIGITS && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Integer.parseInt(digits);
            }
        }
        throw wrong("a whole number from 0 to 999,999,999");
    }

    Integer countOrNull() throws NotebookException {
        return isNothing() ? null : count();
    }

    NotebookException wrong(String expected) {
        return wrong(
                expected, "open the notebook in Jupyter and save it again, or correct this place in a text editor");
    }

    NotebookException wrong(String expected, String advice) {
        return new NotebookException(file, path, expected, found(), advice);
    }

    private String found() {
        return switch (value) {
            case null -> "nothing";
            case JsonNull _ -> "null";
            case JsonObject object -> "an object of " + object.size() + " keys";
            case JsonArray array -> "a list of " + array.size();
            case JsonPrimitive primitive ->
                (primitive.isString() ? "the string " : primitive.isNumber() ? "the number " : "the value ")
                        + quoted(primitive.toString());
            default -> value.getClass().getSimpleName();
        };
    }

    private static String quoted(String text) {
        return text.length() <= MOST_QUOTED
                ? text
                : text.substring(0, MOST_QUOTED) + "… (" + text.length() + " characters)";
    }
}
