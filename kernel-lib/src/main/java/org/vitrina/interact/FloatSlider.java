package org.vitrina.interact;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A slider over numbers with a fraction.
record FloatSlider(Grid grid) implements Control.Kind<Double> {
    @Override
    public Map<String, Object> state(Session session, String label, Double value) {
        return Kinds.floatSlider(session, label, grid, value);
    }

    @Override
    public Map<String, Object> state(Double value) {
        return Map.of("value", value);
    }

    @Override
    public Optional<Double> sent(Map<String, ?> state) {
        return state.get("value") instanceof Number number && inside(number.doubleValue())
                ? Optional.of(grid.nearest(number.doubleValue()))
                : Optional.empty();
    }

    @Override
    public Double checked(Double value) {
        if (value == null || !inside(value)) {
            throw new IllegalArgumentException("the slider goes from %s to %s, so it cannot stand at %s"
                    .formatted(Grid.written(grid.min()), Grid.written(grid.max()), value));
        }
        return grid.nearest(value);
    }

    private boolean inside(double value) {
        return grid.min() <= value && value <= grid.max();
    }

    @Override
    public Still still(String label, Double value) {
        return Lines.slider(label, value, grid.min(), grid.max());
    }

    @Override
    public String describe(String label, Double value) {
        return label + " = " + Grid.written(value);
    }

    @Override
    public List<Double> examples(Double initial) {
        return Stream.of(grid.min(), grid.max())
                .filter(end -> !end.equals(initial))
                .toList();
    }
}
