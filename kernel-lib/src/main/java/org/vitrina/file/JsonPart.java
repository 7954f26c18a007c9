package org.vitrina.file;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// A part of a JSON file that knows where it stands, read with the types that are expected.
///
/// @param path    such as `$.model.vocab`
/// @param element never null; [JsonNull] where the file has nothing
record JsonPart(String path, JsonElement element) {
    private static final int LONGEST_NUMBER = 9;

    /// Returns the member `name`, which may be nothing.
    JsonPart at(String name) throws ModelFileException {
        if (!(element instanceof JsonObject object)) {
            throw wrong("an object");
        }
        JsonElement member = object.get(name);
        return new JsonPart(path + "." + name, member == null ? JsonNull.INSTANCE : member);
    }

    /// Returns whether the file says nothing here, or null.
    boolean isNothing() {
        return element.isJsonNull();
    }

    boolean isText() {
        return element instanceof JsonPrimitive primitive && primitive.isString();
    }

    boolean isObject() {
        return element.isJsonObject();
    }

    String text() throws ModelFileException {
        if (element instanceof JsonPrimitive primitive && primitive.isString()) {
            return primitive.getAsString();
        }
        throw wrong("a text");
    }

    String textOr(String unless) throws ModelFileException {
        return isNothing() ? unless : text();
    }

    boolean flagOr(boolean unless) throws ModelFileException {
        if (isNothing()) {
            return unless;
        }
        if (element instanceof JsonPrimitive primitive && primitive.isBoolean()) {
            return primitive.getAsBoolean();
        }
        throw wrong("true or false");
    }

    /// Returns a whole number from 0 to `highest`.
    int number(int highest) throws ModelFileException {
        OptionalInt number = element instanceof JsonPrimitive primitive && primitive.isNumber()
                ? number(primitive.getAsString(), highest)
                : OptionalInt.empty();
        return number.orElseThrow(() -> wrong("a whole number from 0 to " + highest));
    }

    /// Returns the number that `digits` write, if it is a whole one from 0 to `highest`.
    static OptionalInt number(String digits, int highest) {
        boolean isWhole = !digits.isEmpty()
                && digits.length() <= LONGEST_NUMBER
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return isWhole && Integer.parseInt(digits) <= highest
                ? OptionalInt.of(Integer.parseInt(digits))
                : OptionalInt.empty();
    }

    /// Returns the elements of a list; none where the file says nothing.
    List<JsonPart> list() throws ModelFileException {
        if (isNothing()) {
            return List.of();
        }
        if (!(element instanceof JsonArray array)) {
            throw wrong("a list");
        }
        var parts = new ArrayList<JsonPart>(array.size());
        for (JsonElement each : array) {
            parts.add(new JsonPart(path + "[" + parts.size() + "]", each));
        }
        return parts;
    }

    /// Returns the constant of `type` with this name in its spelling, `MergedWithNext` for `MERGED_WITH_NEXT`.
    <E extends Enum<E>> E constant(Class<E> type, E unless) throws ModelFileException {
        if (isNothing()) {
            return unless;
        }
        String name = text();
        var known = new ArrayList<String>();
        for (E constant : type.getEnumConstants()) {
            String plain = constant.name().replace("_", "");
            if (plain.equalsIgnoreCase(name)) {
                return constant;
            }
            known.add(constant.name());
        }
        throw wrong("one of " + String.join(", ", known));
    }

    ModelFileException wrong(String expected) {
        return new ModelFileException(path, -1, expected, found());
    }

    /// Says that what stands here cannot be done here.
    ModelFileException unknown(String what, String... known) {
        return wrong(what + " that is known here (" + String.join(", ", known) + ")");
    }

    private String found() {
        return switch (element) {
            case JsonNull _ -> "nothing";
            case JsonObject object -> "an object with " + shortened(String.join(", ", object.keySet()));
            case JsonArray array -> "a list of " + array.size();
            case JsonPrimitive text when text.isString() -> "'" + shortened(text.getAsString()) + "'";
            default -> shortened(element.toString());
        };
    }

    static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 79) + "…";
    }
}
