package org.vitrina.file;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vitrina.tokenize.Tokenizer;

/// Reads the tokenizers of Hugging Face models, `tokenizer.json`
/// ([components](https://huggingface.co/docs/tokenizers/components)): byte-pair encoding over bytes or
/// characters.
///
/// A part that is not known here is refused by its JSON path and name, never passed over.
public final class TokenizerJson {
    /// Bytes that a file may have; Gemma 3's has 33 million.
    static final long LARGEST_FILE = 64 << 20;

    private static final int DEEPEST = 32;

    private TokenizerJson() {}

    /// Returns the tokenizer that `file` describes. Where a `tokenizer_config.json` lies beside it, that
    /// says
    /// which tokens begin and end a text.
    ///
    /// @param file a `tokenizer.json`, or the folder that holds one
    /// @throws ModelFileException if it is no tokenizer, if it holds what is not known here, or if it does
    ///     not
    ///     fit together; the message names the JSON path
    public static Tokenizer open(Path file) throws IOException {
        Path json = Files.isDirectory(file) ? file.resolve("tokenizer.json") : file;
        long size = Files.size(json);
        if (size > LARGEST_FILE) {
            throw new ModelFileException(json.toString(), -1, "at most " + LARGEST_FILE + " bytes", size + " bytes");
        }
        Path folder = json.toAbsolutePath().getParent();
        Path config = folder.resolve("tokenizer_config.json");
        String name = json.endsWith("tokenizer.json") && folder.getFileName() != null
                ? folder.getFileName().toString()
                : json.getFileName().toString().replaceFirst("\\.json$", "");
        return read(name, () -> reader(json), Files.isRegularFile(config) ? tree(config) : nothing());
    }

    /// Returns the tokenizer that `json` describes.
    ///
    /// @param name what it is called in tables and charts
    /// @throws ModelFileException as [#open] does
    public static Tokenizer read(String name, String json) throws ModelFileException {
        try {
            return read(name, () -> new StringReader(json), nothing());
        } catch (ModelFileException e) {
            throw e;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("a text in memory could not be read", e);
        }
    }

    /// Opens the text anew.
    @FunctionalInterface
    interface Source {
        Reader open() throws IOException;
    }

    private static Tokenizer read(String name, Source source, JsonPart config) throws IOException {
        var vocabulary = new TokenizerVocabulary();
        var reader = new TokenizerJsonReader(name, parts(source, vocabulary), vocabulary, config);
        try {
            return reader.read();
        } catch (IllegalArgumentException e) {
            throw new ModelFileException("$", -1, "a tokenizer that fits together", String.valueOf(e.getMessage()));
        }
    }

    /// Returns the parts of a `tokenizer.json` without its vocabulary and merges, which go to `vocabulary`.
    static JsonPart parts(Path json, TokenizerVocabulary vocabulary) throws IOException {
        return parts(() -> reader(json), vocabulary);
    }

    private static JsonPart parts(Source source, TokenizerVocabulary vocabulary) throws IOException {
        JsonObject rest = parse(source, vocabulary);
        if (vocabulary.needsAnotherReading()) {
            parse(source, vocabulary);
        }
        return new JsonPart("$", rest);
    }

    /// Returns the file without its vocabulary and merges, which go to `vocabulary`.
    private static JsonObject parse(Source source, TokenizerVocabulary vocabulary) throws IOException {
        try (var json = new JsonReader(source.open())) {
            json.setStrictness(Strictness.STRICT);
            json.setNestingLimit(DEEPEST);
            try {
                JsonObject object = object(json, "$", vocabulary);
                if (json.peek() != JsonToken.END_DOCUMENT) {
                    throw new ModelFileException("$", -1, "the end of the file", "more");
                }
                return object;
            } catch (MalformedJsonException | EOFException | JsonParseException | NumberFormatException e) {
                throw new ModelFileException(json.getPath(), -1, "JSON", found(e));
            } catch (CharacterCodingException _) {
                throw new ModelFileException(json.getPath(), -1, "text in UTF-8", "bytes that are none");
            }
        }
    }

    private static JsonObject object(JsonReader json, String path, TokenizerVocabulary vocabulary) throws IOException {
        if (json.peek() != JsonToken.BEGIN_OBJECT) {
            throw new ModelFileException(path, -1, "an object", "something else");
        }
        var object = new JsonObject();
        json.beginObject();
        while (json.hasNext()) {
            String name = json.nextName();
            if (object.has(name)) {
                throw new ModelFileException(path + "." + name, -1, "each member once", "it again");
            }
            boolean isModel = path.equals("$") && name.equals("model") && json.peek() == JsonToken.BEGIN_OBJECT;
            boolean isVocabulary = path.equals("$.model") && name.equals("vocab");
            boolean areMerges = path.equals("$.model") && name.equals("merges");
            JsonElement value = JsonNull.INSTANCE;
            if (isModel) {
                value = object(json, "$.model", vocabulary);
            } else if (isVocabulary) {
                vocabulary.readTokens(json);
            } else if (areMerges) {
                vocabulary.readMerges(json);
            } else {
                value = JsonParser.parseReader(json);
            }
            object.add(name, value);
        }
        json.endObject();
        return object;
    }

    private static JsonPart tree(Path file) throws IOException {
        try (var json = new JsonReader(reader(file))) {
            json.setStrictness(Strictness.STRICT);
            json.setNestingLimit(DEEPEST);
            return new JsonPart(file.getFileName().toString(), JsonParser.parseReader(json));
        } catch (JsonParseException e) {
            throw new ModelFileException(file.toString(), -1, "JSON", found(e));
        }
    }

    private static JsonPart nothing() {
        return new JsonPart("$", JsonNull.INSTANCE);
    }

    private static Reader reader(Path file) throws IOException {
        return new BufferedReader(
                new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder()), 1 << 16);
    }

    /// Returns what the parser met, without its advice to programmers.
    private static String found(Exception e) {
        if (e instanceof EOFException || e.getCause() instanceof EOFException) {
            return "a text that ends too early";
        }
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return "no JSON" + (message.contains(" at line ") ? message.replaceFirst("^.*(?= at line )", "") : "");
    }
}
