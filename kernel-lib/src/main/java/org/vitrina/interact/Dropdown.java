package org.vitrina.interact;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// A list to choose from.
///
/// @param options what can be chosen, by the name that it has in the list
record Dropdown<T>(SequencedMap<String, T> options) implements Control.Kind<T> {
    private static final int MOST_EXAMPLES = 3;

    Dropdown {
        options = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(options));
        if (options.isEmpty()) {
            throw new IllegalArgumentException("a list to choose from needs at least one option, but got none");
        }
        if (options.containsValue(null)) {
            throw new IllegalArgumentException("an option may not be null; leave it out or name what it stands for");
        }
    }

    static <T> Dropdown<T> of(List<T> values) {
        var options = new LinkedHashMap<String, T>();
        for (T value : values) {
            if (options.put(String.valueOf(value), value) != null) {
                throw new IllegalArgumentException("two options have the same name '" + value
                        + "'; give a map from different names to the options");
            }
        }
        return new Dropdown<>(options);
    }

    @Override
    public Map<String, Object> state(Session session, String label, T value) {
        return Kinds.dropdown(session, label, names(), index(value));
    }

    @Override
    public Map<String, Object> state(T value) {
        return Map.of("index", index(value));
    }

    @Override
    public Optional<T> sent(Map<String, ?> state) {
        return state.get("index") instanceof Number number
                        && number.doubleValue() == number.intValue()
                        && number.intValue() >= 0
                        && number.intValue() < options.size()
                ? Optional.of(values().get(number.intValue()))
                : Optional.empty();
    }

    @Override
    public T checked(T value) {
        if (index(value) < 0) {
            throw new IllegalArgumentException("the options are " + names() + ", so '" + value + "' cannot be chosen");
        }
        return value;
    }

    private List<String> names() {
        return List.copyOf(options.keySet());
    }

    private List<T> values() {
        return List.copyOf(options.values());
    }

    private int index(T value) {
        return value == null ? -1 : values().indexOf(value);
    }

    @Override
    public Still still(String label, T value) {
        return Lines.choice(label, names(), names().get(index(value)));
    }

    @Override
    public String describe(String label, T value) {
        return label + " = " + names().get(index(value));
    }

    @Override
    public List<T> examples(T initial) {
        return values().stream()
                .filter(other -> !other.equals(initial))
                .limit(MOST_EXAMPLES)
                .toList();
    }
}
