package org.vitrina.file;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads the small JSON files beside a model of Hugging Face's hub, such as `config.json`, as plain values:
/// `String`, `Boolean`, `Long`, `Double`, lists and maps of these, and null.
final class HuggingFaceConfig {
    static final String NAME = "config.json";
    private static final int LARGEST = 1 << 24;
    private static final int DEEPEST = 32;

    private HuggingFaceConfig() {}

    /// Returns the members of the object that is in `file`.
    static Map<String, Object> read(Path file) throws IOException {
        byte[] bytes;
        try (var in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST + 1);
        }
        if (bytes.length > LARGEST) {
            throw new ModelFileException("file", LARGEST, "at most %,d bytes".formatted(LARGEST), "more").in(file);
        }
        return read(bytes, file);
    }

    static Map<String, Object> read(byte[] bytes, Path file) throws ModelFileException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            var reader = new JsonReader(new StringReader(text));
            reader.setStrictness(Strictness.STRICT);
            reader.setNestingLimit(DEEPEST);
            if (JsonParser.parseReader(reader) instanceof JsonObject object
                    && reader.peek() == JsonToken.END_DOCUMENT) {
                return map(object);
            }
        } catch (CharacterCodingException _) {
            throw new ModelFileException("file", -1, "text in UTF-8", "other bytes").in(file);
        } catch (JsonParseException | IOException e) {
            throw new ModelFileException(
                            "file", -1, "an object of JSON", ModelFileException.quoted("" + e.getMessage()))
                    .in(file);
        }
        throw new ModelFileException("file", -1, "an object of JSON", "another value").in(file);
    }

    private static Map<String, Object> map(JsonObject object) {
        var map = new LinkedHashMap<String, Object>();
        object.asMap().forEach((key, value) -> map.put(key, value(value)));
        return Collections.unmodifiableMap(map);
    }

    private static Object value(JsonElement element) {
        return switch (element) {
            case JsonObject object -> map(object);
            case JsonArray array -> {
                var list = new ArrayList<Object>(array.size());
                array.forEach(each -> list.add(value(each)));
                yield Collections.unmodifiableList(list);
            }
            case JsonPrimitive text when text.isString() -> text.getAsString();
            case JsonPrimitive truth when truth.isBoolean() -> truth.getAsBoolean();
            case JsonPrimitive number -> number(number.getAsString());
            default -> null;
        };
    }

    private static Number number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException _) {
            return Double.parseDouble(digits);
        }
    }
}
