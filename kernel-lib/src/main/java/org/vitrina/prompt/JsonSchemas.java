package org.vitrina.prompt;

import static org.vitrina.prompt.Expression.optional;
import static org.vitrina.prompt.Expression.sequence;
import static org.vitrina.prompt.Expression.text;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.vitrina.prompt.Expression.Either;
import org.vitrina.prompt.Expression.Sequence;

/// Reads the part of JSON Schema that [Grammar#jsonSchema] names.
final class JsonSchemas {
    private static final int LONGEST = 100_000;
    private static final int DEEPEST = 20;
    private static final int MOST = 1_000;
    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeNulls()
            .setStrictness(Strictness.STRICT)
            .create();

    /// What is said about a value without saying which values there are.
    private static final Set<String> COMMENTS =
            Set.of("$schema", "$id", "$comment", "title", "description", "default", "examples", "deprecated");

    private static final Map<String, Set<String>> KNOWN = Map.of(
            "string", Set.of("minLength", "maxLength", "pattern"),
            "integer", Set.of(),
            "number", Set.of(),
            "boolean", Set.of(),
            "null", Set.of(),
            "array", Set.of("items", "minItems", "maxItems"),
            "object", Set.of("properties", "required", "additionalProperties"));

    private JsonSchemas() {}

    static Expression read(String schema) {
        if (schema.length() > LONGEST) {
            throw new GrammarException(
                    "a JSON schema may have %,d characters, but this one has %,d".formatted(LONGEST, schema.length()));
        }
        JsonElement json;
        try {
            json = GSON.fromJson(schema, JsonElement.class);
        } catch (JsonParseException e) {
            throw new GrammarException("the JSON schema is no JSON: " + e.getMessage());
        }
        return value(json, "$", 0);
    }

    private static Expression value(JsonElement json, String place, int depth) {
        if (depth > DEEPEST) {
            throw wrong(place, "schemas inside of schemas go deeper than " + DEEPEST);
        }
        if (!(json instanceof JsonObject schema)) {
            throw wrong(
                    place,
                    "a schema is an object such as {\"type\": \"string\"}, but this is "
                            + (json == null ? "nothing" : json));
        }
        if (schema.has("const")) {
            only(schema, place, Set.of("const", "type"));
            return literal(schema.get("const"));
        }
        if (schema.has("enum")) {
            only(schema, place, Set.of("enum", "type"));
            List<JsonElement> values = array(schema, "enum", place).asList();
            return new Either(values.stream().map(JsonSchemas::literal).toList());
        }
        if (schema.has("anyOf")) {
            only(schema, place, Set.of("anyOf"));
            var ways = new ArrayList<Expression>();
            for (JsonElement way : array(schema, "anyOf", place)) {
                ways.add(value(way, place + ".anyOf[" + ways.size() + "]", depth + 1));
            }
            return new Either(ways);
        }
        JsonElement type = schema.get("type");
        if (type == null || !type.isJsonPrimitive() || !KNOWN.containsKey(type.getAsString())) {
            throw wrong(
                    place,
                    "one of the types " + String.join(", ", new TreeSet<>(KNOWN.keySet()))
                            + " is expected, or const, enum or anyOf, but type is " + type);
        }
        only(schema, place, KNOWN.get(type.getAsString()), Set.of("type"));
        return switch (type.getAsString()) {
            case "string" -> string(schema, place);
            case "integer" -> JsonExpressions.INTEGER;
            case "number" -> JsonExpressions.NUMBER;
            case "boolean" -> JsonExpressions.BOOLEAN;
            case "null" -> JsonExpressions.NULL;
            case "array" -> {
                if (!schema.has("items")) {
                    throw wrong(place, "an array needs items, the schema of its values");
                }
                int least = bound(schema, "minItems", 0, place);
                int most = bound(schema, "maxItems", Expression.MANY, place);
                ordered(least, most, "Items", place);
                yield JsonExpressions.array(value(schema.get("items"), place + ".items", depth + 1), least, most);
            }
            default -> object(schema, place, depth);
        };
    }

    private static Expression string(JsonObject schema, String place) {
        if (!schema.has("pattern")) {
            int least = bound(schema, "minLength", 0, place);
            int most = bound(schema, "maxLength", Expression.MANY, place);
            ordered(least, most, "Length", place);
            return JsonExpressions.string(least, most);
        }
        if (schema.has("minLength") || schema.has("maxLength")) {
            throw wrong(place, "pattern cannot be combined with a length here; put the length into the pattern");
        }
        String pattern = schema.get("pattern").getAsString();
        Expression inside = RegexParser.parse(pattern);
        requirePlain(inside, place);
        return sequence(text("\""), inside, text("\""));
    }

    /// A pattern is written into the string as it is, so it must not allow what would have to be escaped.
    private static void requirePlain(Expression expression, String place) {
        switch (expression) {
            case Expression.Characters(var set) -> {
                for (int c = 0; c <= '\\'; c++) {
                    int character = c;
                    boolean isEscaped = c < ' ' || c == '"' || c == '\\';
                    if (isEscaped
                            && set.ranges().stream()
                                    .anyMatch(range -> range.from() <= character && character <= range.to())) {
                        throw wrong(
                                place,
                                "the pattern of a string must not allow quotes, backslashes and control"
                                        + " characters, which JSON would have to escape; name what is allowed, such as"
                                        + " [A-Za-z ]+, and not what is not");
                    }
                }
            }
            case Expression.Text _ -> throw new AssertionError("patterns are read as characters");
            case Sequence(var parts) -> parts.forEach(part -> requirePlain(part, place));
            case Either(var ways) -> ways.forEach(way -> requirePlain(way, place));
            case Expression.Repeat(var part, var _, var _) -> requirePlain(part, place);
        }
    }

    /// Returns the properties in their order; of those that are not required, each may be left out.
    private static Expression object(JsonObject schema, String place, int depth) {
        if (!(schema.get("properties") instanceof JsonObject properties) || properties.isEmpty()) {
            throw wrong(place, "an object needs properties, by name the schemas of what it holds");
        }
        var required = new TreeSet<String>();
        if (schema.has("required")) {
            array(schema, "required", place).forEach(name -> required.add(name.getAsString()));
        }
        for (String name : required) {
            if (!properties.has(name)) {
                throw wrong(place, "'" + name + "' is required, but properties does not say what it is");
            }
        }
        var members = new ArrayList<Expression>();
        var must = new ArrayList<Boolean>();
        properties.asMap().forEach((name, member) -> {
            Expression value = value(member, place + "." + name, depth + 1);
            members.add(sequence(text(GSON.toJson(name)), JsonExpressions.COLON, value));
            must.add(required.contains(name));
        });
        // what may come first is the first that must be there, or any that stands before it
        var ways = new ArrayList<Expression>();
        for (int first = 0; first < members.size(); first++) {
            var parts = new ArrayList<Expression>();
            parts.add(members.get(first));
            for (int later = first + 1; later < members.size(); later++) {
                Expression next = sequence(JsonExpressions.COMMA, members.get(later));
                parts.add(must.get(later) ? next : optional(next));
            }
            ways.add(new Sequence(parts));
            if (must.get(first)) {
                break;
            }
        }
        if (!must.contains(true)) {
            ways.add(Expression.NOTHING);
        }
        return sequence(text("{"), new Either(ways), text("}"));
    }

    private static Expression literal(JsonElement value) {
        return text(GSON.toJson(value));
    }

    private static JsonArray array(JsonObject schema, String name, String place) {
        if (!(schema.get(name) instanceof JsonArray array) || array.isEmpty()) {
            throw wrong(place, name + " is an array with at least one entry, but this is " + schema.get(name));
        }
        return array;
    }

    private static int bound(JsonObject schema, String name, int otherwise, String place) {
        if (!schema.has(name)) {
            return otherwise;
        }
        JsonElement value = schema.get(name);
        boolean isNumber = value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
        double number = isNumber ? value.getAsDouble() : Double.NaN;
        if (!(number >= 0 && number <= MOST && number == Math.rint(number))) {
            throw wrong(place, name + " is a whole number from 0 to %,d, but this is %s".formatted(MOST, value));
        }
        return (int) number;
    }

    private static void ordered(int least, int most, String what, String place) {
        if (most != Expression.MANY && most < least) {
            throw wrong(place, "min%s, %d, is larger than max%s, %d".formatted(what, least, what, most));
        }
    }

    @SafeVarargs
    private static void only(JsonObject schema, String place, Set<String>... known) {
        for (String key : schema.keySet()) {
            boolean isKnown = COMMENTS.contains(key);
            for (Set<String> keys : known) isKnown |= keys.contains(key);
            if (!isKnown) {
                var names = new TreeSet<String>();
                for (Set<String> keys : known) names.addAll(keys);
                throw wrong(place, "'%s' is not known here; known beside it are %s".formatted(key, names));
            }
        }
    }

    private static GrammarException wrong(String place, String what) {
        return new GrammarException("JSON schema, at " + place + ": " + what);
    }
}
