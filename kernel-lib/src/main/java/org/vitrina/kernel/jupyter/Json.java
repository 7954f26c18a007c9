package org.vitrina.kernel.jupyter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads JSON that comes from outside: strictly, and with errors that name the part that is wrong.
final class Json {
    private Json() {}

    /// @param what the part that `bytes` are, for the error: `header`
    static JsonObject object(String what, byte[] bytes) throws BadMessage {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadMessage(what + " must be JSON in UTF-8, but its bytes are not UTF-8", e);
        }
        if (parse(what, text) instanceof JsonObject object) {
            return object;
        }
        throw new BadMessage(what + " must be a JSON object, but is " + shortened(text));
    }

    /// Returns any JSON value.
    static JsonElement parse(String what, String text) throws BadMessage {
        var reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        try {
            JsonElement element = JsonParser.parseReader(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new BadMessage(what + " must be one JSON value, but more text follows it");
            }
            return element;
        } catch (JsonParseException | IOException e) {
            throw new BadMessage(what + " must be JSON, but is " + shortened(text) + ": " + e.getMessage(), e);
        }
    }

    static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "… (" + text.length() + " characters)";
    }
}
