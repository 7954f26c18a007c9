package org.vitrina.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/// An object of a recipe's JSON, read strictly: with the types and within the limits that are expected, and
/// without a key that nobody asked for.
///
/// ```java
/// int pairs = options.integer("pairs", 8, 1, 64);     // 8 where the recipe says nothing
/// String language = options.text("language");         // must be there
/// options.done();                                      // throws if there is another key
/// ```
///
/// Whoever reads one, a data source or a stage of its own, asks for every key it knows and then calls
/// [#done()].
public final class Options {
    private final JsonObject json;
    private final String where;
    private final Path folder;
    private final SortedSet<String> known = new TreeSet<>();

    /// @param where  how errors name this object: `recipe sums.json: batch`
    /// @param folder where relative file names begin; null for the working directory
    Options(JsonObject json, String where, Path folder) {
        this.json = json;
        this.where = where;
        this.folder = folder;
    }

    /// Returns options without any key: everything has its default.
    public static Options none() {
        return new Options(new JsonObject(), "options", null);
    }

    /// Returns the options of a text in JSON, for tests and for lessons.
    ///
    /// @throws RecipeException if it is no object
    public static Options of(String json) {
        return new Options(RecipeReader.parse(json, "options"), "options", null);
    }

    /// Returns whether the recipe says something about `key`.
    public boolean has(String key) {
        known.add(key);
        return json.has(key) && !json.get(key).isJsonNull();
    }

    /// Returns the text at `key`, which must be there.
    public String text(String key) {
        return primitive(key, JsonPrimitive::isString, "a text").getAsString();
    }

    /// Returns the text at `key`, or `unless`.
    public String text(String key, String unless) {
        return has(key) ? text(key) : unless;
    }

    /// Returns the text at `key`, which must be one of `choices`.
    public String choice(String key, String unless, List<String> choices) {
        String chosen = text(key, unless);
        if (!choices.contains(chosen)) {
            throw wrong(key, "one of " + String.join(", ", choices), quoted(chosen));
        }
        return chosen;
    }

    /// Returns the whole number at `key`, which must be there and lie in `[least, most]`.
    public int integer(String key, int least, int most) {
        return Math.toIntExact(whole(key, least, most));
    }

    /// Returns the whole number at `key`, or `unless`.
    public int integer(String key, int unless, int least, int most) {
        return has(key) ? integer(key, least, most) : unless;
    }

    /// Returns the whole number at `key`, or `unless`: a seed, for example.
    public long longInteger(String key, long unless) {
        return has(key) ? whole(key, Long.MIN_VALUE, Long.MAX_VALUE) : unless;
    }

    private long whole(String key, long least, long most) {
        String expected = least == Long.MIN_VALUE ? "a whole number" : "a whole number from " + least + " to " + most;
        JsonPrimitive number = primitive(key, JsonPrimitive::isNumber, expected);
        try {
            long value = exact(number).longValueExact();
            if (value >= least && value <= most) {
                return value;
            }
        } catch (ArithmeticException | NumberFormatException _) {
            // not whole, or beyond all limits
        }
        throw wrong(key, expected, number.getAsString());
    }

    /// A number's digits are bounded, as an exponent of a few digits makes a number of gigabytes.
    private static BigDecimal exact(JsonPrimitive number) {
        BigDecimal value = number.getAsBigDecimal();
        if (Math.abs((long) value.scale()) > 400) {
            throw new ArithmeticException("a number beyond a double");
        }
        return value;
    }

    /// Returns the number at `key`, which must be there and lie in `[least, most]`.
    public double number(String key, double least, double most) {
        String expected = "a number from " + least + " to " + most;
        JsonPrimitive number = primitive(key, JsonPrimitive::isNumber, expected);
        double value = number.getAsDouble();
        if (!(value >= least && value <= most)) {
            throw wrong(key, expected, number.getAsString());
        }
        return value;
    }

    /// Returns the number at `key`, or `unless`.
    public double number(String key, double unless, double least, double most) {
        return has(key) ? number(key, least, most) : unless;
    }

    /// Returns whether `key` is true, or `unless`.
    public boolean flag(String key, boolean unless) {
        return has(key)
                ? primitive(key, JsonPrimitive::isBoolean, "true or false").getAsBoolean()
                : unless;
    }

    /// Returns the texts at `key`; none where the recipe says nothing.
    public List<String> texts(String key) {
        var texts = new ArrayList<String>();
        for (JsonElement element : list(key, "a list of texts")) {
            if (!(element instanceof JsonPrimitive text && text.isString())) {
                throw wrong(key + "[" + texts.size() + "]", "a text", found(element));
            }
            texts.add(text.getAsString());
        }
        return List.copyOf(texts);
    }

    /// Returns the whole numbers at `key`, each in `[least, most]`; none where the recipe says nothing.
    public List<Integer> integers(String key, int least, int most) {
        var numbers = new ArrayList<Integer>();
        for (JsonElement element : list(key, "a list of whole numbers")) {
            var one = new JsonObject();
            String place = key + "[" + numbers.size() + "]";
            one.add(place, element);
            numbers.add(new Options(one, where, folder).integer(place, least, most));
        }
        return List.copyOf(numbers);
    }

    /// Returns the object at `key`; one without any key where the recipe says nothing.
    public Options object(String key) {
        return object(has(key) ? json.get(key) : new JsonObject(), key);
    }

    /// Returns the objects at `key`, a list or a single one; none where the recipe says nothing.
    public List<Options> objects(String key) {
        if (has(key) && json.get(key).isJsonObject()) {
            return List.of(object(key));
        }
        var objects = new ArrayList<Options>();
        for (JsonElement element : list(key, "an object or a list of objects")) {
            objects.add(object(element, key + "[" + objects.size() + "]"));
        }
        return List.copyOf(objects);
    }

    private Options object(JsonElement element, String key) {
        if (!(element instanceof JsonObject object)) {
            throw wrong(key, "an object, { … }", found(element));
        }
        return new Options(object, inner(key), folder);
    }

    /// Returns the file that `key` names, from the recipe's folder on.
    public Path file(String key) {
        Path file = Path.of(text(key));
        return folder == null ? file : folder.resolve(file);
    }

    /// Throws if there is a key that nobody has asked for.
    ///
    /// @throws RecipeException which names the key, and those that are known
    public void done() {
        for (String key : json.keySet()) {
            if (!known.contains(key)) {
                throw new RecipeException(where + " has a key " + quoted(key) + ", which nothing reads; "
                        + (known.isEmpty() ? "it has none" : "known are " + String.join(", ", known)));
            }
        }
    }

    /// Returns the exception that says that what stands at `key` is not what was expected.
    public RecipeException wrong(String key, String expected, String found) {
        return new RecipeException(inner(key) + " must be " + expected + ", but is " + found);
    }

    /// Returns these options as JSON, as the recipe has them.
    public String json() {
        return RecipeReader.GSON.toJson(json);
    }

    JsonObject tree() {
        return json;
    }

    /// Returns options with the keys of `other` that stand where these do.
    Options like(JsonObject other) {
        return new Options(other, where, folder);
    }

    private String inner(String key) {
        return where.endsWith(":") ? where + " " + key : where + "." + key;
    }

    private JsonPrimitive primitive(String key, Predicate<JsonPrimitive> type, String expected) {
        if (!has(key)) {
            throw wrong(key, expected, "missing");
        }
        if (json.get(key) instanceof JsonPrimitive primitive && type.test(primitive)) {
            return primitive;
        }
        throw wrong(key, expected, found(json.get(key)));
    }

    private Iterable<JsonElement> list(String key, String expected) {
        if (!has(key)) {
            return List.of();
        }
        if (json.get(key) instanceof JsonArray array) {
            return array;
        }
        throw wrong(key, expected, found(json.get(key)));
    }

    private static String found(JsonElement element) {
        return switch (element) {
            case JsonObject _ -> "an object";
            case JsonArray list -> "a list of " + list.size();
            case JsonPrimitive text when text.isString() -> quoted(text.getAsString());
            default -> element.toString();
        };
    }

    static String quoted(String text) {
        return "'" + (text.length() <= 60 ? text : text.substring(0, 59) + "…").replaceAll("\\p{Cntrl}", " ") + "'";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Options options && json.equals(options.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    @Override
    public String toString() {
        return json();
    }
}
