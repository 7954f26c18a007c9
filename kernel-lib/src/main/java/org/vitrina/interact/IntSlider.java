package org.vitrina.interact;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A slider over whole numbers.
record IntSlider(int min, int max, int step) implements Control.Kind<Integer> {
    IntSlider {
        if (min >= max) {
            throw new IllegalArgumentException(
                    "a slider needs a range from a lower to a higher number, but got " + min + " to " + max);
        }
        if (step < 1 || step > (long) max - min) {
            throw new IllegalArgumentException("the step of a slider must be at least 1 and at most its range, "
                    + ((long) max - min) + ", but is " + step);
        }
    }

    @Override
    public Map<String, Object> state(Session session, String label, Integer value) {
        return Kinds.intSlider(session, label, min, max, step, value);
    }

    @Override
    public Map<String, Object> state(Integer value) {
        return Map.of("value", value);
    }

    @Override
    public Optional<Integer> sent(Map<String, ?> state) {
        return state.get("value") instanceof Number number
                        && number.doubleValue() == number.intValue()
                        && inside(number.intValue())
                ? Optional.of(number.intValue())
                : Optional.empty();
    }

    @Override
    public Integer checked(Integer value) {
        if (value == null || !inside(value)) {
            throw new IllegalArgumentException(
                    "the slider goes from %d to %d, so it cannot stand at %s".formatted(min, max, value));
        }
        return value;
    }

    private boolean inside(int value) {
        return min <= value && value <= max;
    }

    @Override
    public Still still(String label, Integer value) {
        return Lines.slider(label, value, min, max);
    }

    @Override
    public String describe(String label, Integer value) {
        return label + " = " + value;
    }

    @Override
    public List<Integer> examples(Integer initial) {
        return Stream.of(min, max).filter(end -> !end.equals(initial)).toList();
    }
}
