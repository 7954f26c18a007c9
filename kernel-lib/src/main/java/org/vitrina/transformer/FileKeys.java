package org.vitrina.transformer;

import java.util.Map;
import org.vitrina.file.ModelFileException;

/// The keys under which a GGUF file says what its model looks like. Each begins with the architecture.
record FileKeys(String architecture, Map<String, Object> values) {
    boolean has(String key) {
        return values.containsKey(full(key));
    }

    /// Returns a number that counts something.
    int count(String key) throws ModelFileException {
        Object value = values.get(full(key));
        if (value instanceof Integer || value instanceof Long) {
            long count = ((Number) value).longValue();
            if (count >= 1 && count <= Integer.MAX_VALUE) return (int) count;
        }
        throw wrong(key, "a whole number, at least 1");
    }

    int count(String key, int unless) throws ModelFileException {
        return has(key) ? count(key) : unless;
    }

    /// Returns a number above 0.
    float positive(String key) throws ModelFileException {
        if (values.get(full(key)) instanceof Number number) {
            float value = number.floatValue();
            if (value > 0 && Float.isFinite(value)) return value;
        }
        throw wrong(key, "a number above 0");
    }

    float positive(String key, float unless) throws ModelFileException {
        return has(key) ? positive(key) : unless;
    }

    String text(String key, String unless) throws ModelFileException {
        if (!has(key)) return unless;
        if (values.get(full(key)) instanceof String text) return text;
        throw wrong(key, "a text");
    }

    ModelFileException wrong(String key, String expected) {
        Object value = values.get(full(key));
        String found = String.valueOf(value);
        return new ModelFileException(
                full(key),
                -1,
                expected,
                value == null ? "nothing" : found.length() <= 60 ? found : found.substring(0, 60) + "…");
    }

    private String full(String key) {
        return architecture + "." + key;
    }
}
