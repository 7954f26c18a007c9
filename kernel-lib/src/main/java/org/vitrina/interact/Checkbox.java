package org.vitrina.interact;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A box to tick.
record Checkbox() implements Control.Kind<Boolean> {
    @Override
    public Map<String, Object> state(Session session, String label, Boolean value) {
        return Kinds.checkbox(session, label, value);
    }

    @Override
    public Map<String, Object> state(Boolean value) {
        return Map.of("value", value);
    }

    @Override
    public Optional<Boolean> sent(Map<String, ?> state) {
        return state.get("value") instanceof Boolean ticked ? Optional.of(ticked) : Optional.empty();
    }

    @Override
    public Boolean checked(Boolean value) {
        return Objects.requireNonNull(value, "a check box is ticked (true) or not (false), never null");
    }

    @Override
    public Still still(String label, Boolean value) {
        return Lines.tick(label, value);
    }

    @Override
    public String describe(String label, Boolean value) {
        return label + ": " + (value ? "yes" : "no");
    }

    @Override
    public List<Boolean> examples(Boolean initial) {
        return List.of(!initial);
    }
}
