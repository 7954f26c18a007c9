package org.vitrina.interact;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A line to write in.
record TextField() implements Control.Kind<String> {
    private static final int LONGEST = 100_000;

    @Override
    public Map<String, Object> state(Session session, String label, String value) {
        return Kinds.text(session, label, value);
    }

    @Override
    public Map<String, Object> state(String value) {
        return Map.of("value", value);
    }

    @Override
    public Optional<String> sent(Map<String, ?> state) {
        return state.get("value") instanceof String text && text.length() <= LONGEST
                ? Optional.of(text)
                : Optional.empty();
    }

    @Override
    public String checked(String value) {
        return Objects.requireNonNull(value, "a text field starts with a text; an empty one is \"\"");
    }

    @Override
    public Still still(String label, String value) {
        return Lines.text(label, value);
    }

    @Override
    public String describe(String label, String value) {
        return label + " = \"" + value + "\"";
    }

    @Override
    public List<String> examples(String initial) {
        return List.of();
    }
}
