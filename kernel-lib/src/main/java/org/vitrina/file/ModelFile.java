package org.vitrina.file;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SequencedMap;

/// An open model file: what it says about itself, and its tensors, mapped and not copied.
///
/// Closing it ends the mapping; matrices that were packed for computing are copies and live on.
public interface ModelFile extends AutoCloseable {
    /// Returns what the file says about itself, by key, in the file's order. Values are `String`, `Boolean`,
    /// `Integer`, `Long` (also for unsigned 32-bit numbers), `BigInteger` (for unsigned 64-bit numbers that a
    /// `long` cannot hold), `Float`, `Double`, and lists of these.
    SequencedMap<String, Object> metadata();

    /// Returns the tensors by name, in the file's order.
    SequencedMap<String, StoredTensor> tensors();

    @Override
    void close();

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
