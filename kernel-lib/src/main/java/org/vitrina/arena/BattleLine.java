package org.vitrina.arena;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.vitrina.show.VisibleText;

/// A battle as a line of JSON, with the names that the files of Chatbot Arena use: `model_a` is on the
/// left.
final class BattleLine {
    /// The most characters a line may have; answers are texts, not books.
    static final int LONGEST = 1 << 20;

    /// JSON that is nested deeper is not a battle; Gson would follow it until the stack ends.
    private static final int DEEPEST = 32;

    private static final int LONGEST_NAME = 200;
    private static final int QUOTED = 40;
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private BattleLine() {}

    /// Returns the battle as a line, without its end.
    static String write(Battle battle) {
        var line = new JsonObject();
        if (!battle.id().isEmpty()) line.addProperty("id", battle.id());
        if (!battle.at().equals(Instant.EPOCH))
            line.addProperty("tstamp", battle.at().toEpochMilli() / 1000.0);
        if (!battle.judge().isEmpty()) line.addProperty("judge", battle.judge());
        line.addProperty("model_a", battle.left());
        line.addProperty("model_b", battle.right());
        line.addProperty("winner", battle.outcome().written());
        if (!battle.prompt().isEmpty()) line.addProperty("prompt", battle.prompt());
        if (!battle.leftAnswer().isEmpty()) line.addProperty("answer_a", battle.leftAnswer());
        if (!battle.rightAnswer().isEmpty()) line.addProperty("answer_b", battle.rightAnswer());
        return GSON.toJson(line);
    }

    /// Reads a line.
    ///
    /// @param where the name of the file, for messages
    /// @param number of the line, counted from 1
    static Battle read(String text, String where, long number) throws BattleFileException {
        if (text.length() > LONGEST) {
            throw new BattleFileException(
                    where, number, "it has more than %,d characters, which no battle needs".formatted(LONGEST));
        }
        JsonObject line = object(text, where, number);
        String left = name(line, "model_a", where, number);
        String right = name(line, "model_b", where, number);
        String winner = text(line, "winner", where, number);
        Outcome outcome = Outcome.ofWritten(winner)
                .orElseThrow(() -> new BattleFileException(
                        where,
                        number,
                        "\"winner\" is one of "
                                + Arrays.stream(Outcome.values())
                                        .map(Outcome::written)
                                        .collect(Collectors.joining(", "))
                                + ", but is " + quoted(winner)));
        try {
            return new Battle(
                    optional(line, "id", where, number),
                    time(line, where, number),
                    optional(line, "judge", where, number),
                    optional(line, "prompt", where, number),
                    left,
                    right,
                    optional(line, "answer_a", where, number),
                    optional(line, "answer_b", where, number),
                    outcome);
        } catch (IllegalArgumentException e) {
            throw new BattleFileException(where, number, e.getMessage());
        }
    }

    private static JsonObject object(String text, String where, long number) throws BattleFileException {
        checkDepth(text, where, number);
        try (var reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            JsonElement element = GSON.getAdapter(JsonElement.class).read(reader);
            if (!element.isJsonObject()) {
                throw new BattleFileException(where, number, "a battle is a JSON object, but this is " + quoted(text));
            }
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new IllegalStateException("something stands behind the object");
            }
            return element.getAsJsonObject();
        } catch (BattleFileException e) {
            throw e;
        } catch (IOException | JsonParseException | IllegalStateException | NumberFormatException e) {
            throw new BattleFileException(
                    where, number, "a battle is a line of JSON, but this is none: " + quoted(text));
        }
    }

    private static void checkDepth(String text, String where, long number) throws BattleFileException {
        int depth = 0;
        boolean inText = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (inText) {
                if (c == '\\') i++;
                else inText = c != '"';
            } else if (c == '"') {
                inText = true;
            } else if (c == '{' || c == '[') {
                if (++depth > DEEPEST) {
                    throw new BattleFileException(
                            where, number, "it is nested more than " + DEEPEST + " deep, which no battle is");
                }
            } else if (c == '}' || c == ']') {
                depth--;
            }
        }
    }

    private static String name(JsonObject line, String key, String where, long number) throws BattleFileException {
        String name = text(line, key, where, number);
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new BattleFileException(
                    where,
                    number,
                    "\"%s\" is a model's name of 1 to %d characters, but is %s"
                            .formatted(key, LONGEST_NAME, quoted(name)));
        }
        return name;
    }

    private static String optional(JsonObject line, String key, String where, long number) throws BattleFileException {
        return line.has(key) && !line.get(key).isJsonNull() ? text(line, key, where, number) : "";
    }

    private static String text(JsonObject line, String key, String where, long number) throws BattleFileException {
        JsonElement value = line.get(key);
        if (value == null) {
            throw new BattleFileException(where, number, "\"" + key + "\" is missing");
        }
        if (!(value instanceof JsonPrimitive primitive) || !primitive.isString()) {
            throw new BattleFileException(
                    where, number, "\"%s\" is a text, but is %s".formatted(key, quoted(value.toString())));
        }
        return primitive.getAsString();
    }

    private static Instant time(JsonObject line, String where, long number) throws BattleFileException {
        JsonElement value = line.get("tstamp");
        if (value == null || value.isJsonNull()) return Instant.EPOCH;
        double seconds = Double.NaN;
        if (value instanceof JsonPrimitive primitive && primitive.isNumber()) seconds = primitive.getAsDouble();
        // year 9999
        if (!(Math.abs(seconds) < 253_402_300_800.0)) {
            throw new BattleFileException(
                    where, number, "\"tstamp\" is a number of seconds since 1970, but is " + quoted(value.toString()));
        }
        return Instant.ofEpochMilli(Math.round(seconds * 1000));
    }

    private static String quoted(String text) {
        String cut = text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "…";
        return "'" + VisibleText.line(cut) + "'";
    }
}
