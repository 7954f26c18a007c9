package org.vitrina.show;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.knowm.xchart.XYChart;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.columns.Column;

/// Turns the values of a walk's steps into columns and charts.
final class WalkTable {
    private WalkTable() {}

    static List<Column<?>> valueColumns(List<? extends Step> steps) {
        List<SequencedMap<String, Object>> rows =
                steps.stream().map(Step::values).toList();
        var names = new LinkedHashSet<String>();
        rows.forEach(row -> names.addAll(row.keySet()));
        var columns = new ArrayList<Column<?>>();
        for (String name : names) {
            columns.add(column(name, rows.stream().map(row -> row.get(name)).toList()));
        }
        return columns;
    }

    private static Column<?> column(String name, List<Object> values) {
        if (values.stream().allMatch(v -> v == null || isWhole(v))) {
            var column = LongColumn.create(name);
            values.forEach(v -> {
                if (v == null) {
                    column.appendMissing();
                } else {
                    column.append(((Number) v).longValue());
                }
            });
            return column;
        }
        if (values.stream().allMatch(v -> v == null || v instanceof Number)) {
            var column = DoubleColumn.create(name);
            values.forEach(v -> {
                if (v == null) {
                    column.appendMissing();
                } else {
                    column.append(((Number) v).doubleValue());
                }
            });
            return column;
        }
        return StringColumn.create(name, values.stream().map(WalkTable::written));
    }

    private static boolean isWhole(Object value) {
        return value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte;
    }

    /// Returns a value as it stands in a table or under a frame.
    static String written(Object value) {
        return switch (value) {
            case null -> "";
            case int[] a -> Arrays.toString(a);
            case long[] a -> Arrays.toString(a);
            case float[] a -> Arrays.toString(a);
            case double[] a -> Arrays.toString(a);
            case byte[] a -> VisibleText.ofBytes(a);
            case Object[] a -> Arrays.deepToString(a);
            default -> value.toString();
        };
    }

    static XYChart chart(Walk<?> walk, String value) {
        var x = new ArrayList<Double>();
        var y = new ArrayList<Double>();
        for (int i = 0; i < walk.size(); i++) {
            if (walk.at(i).values().get(value) instanceof Number number) {
                x.add(walk.first() + i + 1.0);
                y.add(number.doubleValue());
            }
        }
        if (x.isEmpty()) {
            throw new IllegalArgumentException("no step of the walk '" + walk.title() + "' has a number named '" + value
                    + "'; there are " + numbers(walk));
        }
        var lines = new LinkedHashMap<String, List<Double>>();
        lines.put(value, y);
        return Charts.lines(walk.title(), "step", value, x, lines);
    }

    static String firstNumber(Walk<?> walk) {
        SequencedSet<String> names = numbers(walk);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("the steps of the walk '" + walk.title()
                    + "' have no numbers to chart; table() shows what they have");
        }
        return names.getFirst();
    }

    private static SequencedSet<String> numbers(Walk<?> walk) {
        var names = new LinkedHashSet<String>();
        for (Step step : walk) {
            step.values().forEach((name, value) -> {
                if (value instanceof Number) {
                    names.add(name);
                }
            });
        }
        return names;
    }
}
