package org.vitrina.file;

import java.util.Map;
import java.util.Optional;

/// The values of a configuration, read with the types that are expected.
///
/// @param file   the file's name, for errors
/// @param values by key; null where the file says null
record ConfigValues(String file, Map<String, ?> values) {
    /// Returns the value of the first of `keys` that has one, or null.
    Object value(String... keys) {
        for (String key : keys) {
            if (values.get(key) != null) {
                return values.get(key);
            }
        }
        return null;
    }

    boolean has(String key) {
        return values.get(key) != null;
    }

    /// Returns a whole number above 0, from the first of `keys` that is there.
    ///
    /// @param unless what counts where none is; 0 if one must be
    long count(long unless, String... keys) throws ModelFileException {
        Object value = value(keys);
        if (value == null && unless > 0) {
            return unless;
        }
        if (value instanceof Long count && count > 0 && count <= Integer.MAX_VALUE) {
            return count;
        }
        throw wrong(keys[0], "a whole number above 0", value);
    }

    /// Returns a number above 0.
    ///
    /// @param unless what counts where there is none; 0 if there must be one
    double positive(double unless, String key) throws ModelFileException {
        Object value = value(key);
        if (value == null && unless > 0) {
            return unless;
        }
        if (value instanceof Number number && number.doubleValue() > 0 && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        throw wrong(key, "a number above 0", value);
    }

    boolean truth(boolean unless, String key) throws ModelFileException {
        return switch (value(key)) {
            case null -> unless;
            case Boolean truth -> truth;
            case Object other -> throw wrong(key, "true or false", other);
        };
    }

    Optional<String> text(String... keys) throws ModelFileException {
        return switch (value(keys)) {
            case null -> Optional.empty();
            case String text -> Optional.of(text);
            case Object other -> throw wrong(keys[0], "a text", other);
        };
    }

    /// Returns the values of the object under `key`, none where it is not there.
    ConfigValues inside(String key) throws ModelFileException {
        return switch (value(key)) {
            case null -> new ConfigValues(file, Map.of());
            case Map<?, ?> map -> {
                @SuppressWarnings("unchecked")
                var members = (Map<String, ?>) map;
                yield new ConfigValues(file, members);
            }
            case Object other -> throw wrong(key, "an object", other);
        };
    }

    ModelFileException wrong(String key, String expected, Object found) {
        return new ModelFileException(
                file + ", " + ModelFileException.quoted(key),
                -1,
                expected,
                found == null ? "nothing" : ModelFileException.quoted(found.toString()));
    }
}
