package org.vitrina.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SequencedMap;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;

/// An open model file: what it says about itself, and its tensors, mapped and not copied.
///
/// Closing it ends the mapping; matrices that were packed for computing are copies and live on.
///
/// It shows what is in it: [ModelReport].
public interface ModelFile extends AutoCloseable, Showable {
    /// Opens a GGUF file, a safetensors file, an index of several, or a folder that holds one of these.
    ///
    /// @throws ModelFileException if it is none of them, or not whole and sound
    static ModelFile open(Path path) throws IOException {
        if (Files.isDirectory(path) || path.getFileName().toString().endsWith(".json")) {
            return Safetensors.open(path);
        }
        byte[] first;
        try (var in = Files.newInputStream(path)) {
            first = in.readNBytes(9);
        }
        boolean safetensors = first.length == 9
                && first[8] == '{'
                && !new String(first, 0, 4, StandardCharsets.ISO_8859_1).equals("GGUF");
        return safetensors ? Safetensors.open(path) : Gguf.open(path);
    }

    /// Returns what the file says about itself, by key, in the file's order. Values are `String`, `Boolean`,
    /// `Integer`, `Long` (also for unsigned 32-bit numbers), `BigInteger` (for unsigned 64-bit numbers that a
    /// `long` cannot hold), `Float`, `Double`, and lists of these.
    SequencedMap<String, Object> metadata();

    /// Returns the tensors by name, in the file's order.
    SequencedMap<String, StoredTensor> tensors();

    @Override
    void close();

    /// Returns what the file says about its model.
    default ModelFacts facts() {
        return ModelFacts.ofGguf(metadata());
    }

    /// Returns what is in the file, with a bar for each kind of tensor and a map of the file.
    @Override
    default MimeBundle mime() {
        return ModelReport.of(this).mime();
    }

    /// Returns the tensor `name`.
    ///
    /// @throws ModelFileException if there is none
    default StoredTensor tensor(String name) throws ModelFileException {
        StoredTensor tensor = tensors().get(name);
        if (tensor == null) {
            throw new ModelFileException(
                    "tensors",
                    -1,
                    "one called " + ModelFileException.quoted(name),
                    "none among " + tensors().size());
        }
        return tensor;
    }

    /// Returns the text under `key`, if there is any.
    ///
    /// @throws ModelFileException if something else is there; likewise below
    default Optional<String> text(String key) throws ModelFileException {
        return Optional.ofNullable(value(key, String.class, "a text"));
    }

    /// Returns the whole number under `key`, of whatever width, if there is one.
    default OptionalLong integer(String key) throws ModelFileException {
        Object value = metadata().get(key);
        if (value == null) {
            return OptionalLong.empty();
        }
        if (value instanceof Integer || value instanceof Long) {
            return OptionalLong.of(((Number) value).longValue());
        }
        throw wrong(key, "a whole number", value);
    }

    /// Returns the number under `key`, whole or not, if there is one.
    default OptionalDouble number(String key) throws ModelFileException {
        Number value = value(key, Number.class, "a number");
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value.doubleValue());
    }

    /// Returns the truth value under `key`, if there is one.
    default Optional<Boolean> truth(String key) throws ModelFileException {
        return Optional.ofNullable(value(key, Boolean.class, "true or false"));
    }

    /// Returns the list under `key`, all elements of class `element`, if there is one.
    ///
    /// @param element such as `String.class`, or `Number.class` for numbers of any width
    default <T> Optional<List<T>> list(String key, Class<T> element) throws ModelFileException {
        List<?> value = value(key, List.class, "a list");
        if (value == null) {
            return Optional.empty();
        }
        for (Object each : value) {
            if (!element.isInstance(each)) {
                throw wrong(key, "a list of " + element.getSimpleName(), each);
            }
        }
        @SuppressWarnings("unchecked")
        var checked = (List<T>) value;
        return Optional.of(checked);
    }

    private <T> T value(String key, Class<T> type, String expected) throws ModelFileException {
        Object value = metadata().get(key);
        if (value != null && !type.isInstance(value)) {
            throw wrong(key, expected, value);
        }
        return type.cast(value);
    }

    private static ModelFileException wrong(String key, String expected, Object found) {
        String what = found instanceof List<?> list
                ? "a list of " + list.size()
                : found.getClass().getSimpleName() + " " + ModelFileException.quoted(found.toString());
        return new ModelFileException("key " + ModelFileException.quoted(key), -1, expected, what);
    }
}
