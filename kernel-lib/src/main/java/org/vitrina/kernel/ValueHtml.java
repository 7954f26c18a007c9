package org.vitrina.kernel;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Values as HTML tables: maps, matrices, collections of records.
final class ValueHtml {
    private static final int MOST_ROWS = 60;
    private static final int MOST_COLUMNS = 24;

    private ValueHtml() {}

    static String ofMap(Map<?, ?> map) {
        var rows = new ArrayList<List<Object>>();
        for (var each : map.entrySet()) {
            if (rows.size() == MOST_ROWS) {
                break;
            }
            rows.add(Arrays.asList(each.getKey(), each.getValue() == map ? "(this)" : each.getValue()));
        }
        return HtmlTable.of(List.of("Key", "Value"), rows, cut(map.size(), "entries"));
    }

    /// Whether these are some records of one type, which a table shows best.
    static boolean areRecords(Collection<?> items) {
        if (items.size() < 2 || !items.getClass().getName().startsWith("java.")) {
            return false;
        }
        Object first = items.iterator().next();
        return first instanceof Record
                && first.getClass().getRecordComponents().length > 0
                && items.stream().allMatch(each -> each != null && each.getClass() == first.getClass());
    }

    static String ofRecords(Collection<?> items) {
        RecordComponent[] components = items.iterator().next().getClass().getRecordComponents();
        var rows = new ArrayList<List<Object>>();
        for (Object each : items) {
            if (rows.size() == MOST_ROWS) {
                break;
            }
            var row = new ArrayList<Object>();
            for (RecordComponent component : components) {
                row.add(ValueText.value((Record) each, component));
            }
            rows.add(row);
        }
        return HtmlTable.of(
                Arrays.stream(components).map(RecordComponent::getName).toList(), rows, cut(items.size(), "items"));
    }

    /// Whether these are rows of numbers, characters or truth values.
    static boolean isMatrix(Object[] rows) {
        return rows.length > 0
                && Arrays.stream(rows)
                        .allMatch(row -> row != null
                                && row.getClass().isArray()
                                && row.getClass().getComponentType().isPrimitive());
    }

    static String ofMatrix(Object[] matrix) {
        int width = Arrays.stream(matrix).mapToInt(Array::getLength).max().orElse(0);
        int columns = Math.min(width, MOST_COLUMNS);
        var header = new ArrayList<String>();
        header.add("");
        for (int i = 0; i < columns; i++) {
            header.add(Integer.toString(i));
        }
        if (columns < width) {
            header.add("…");
        }
        var rows = new ArrayList<List<Object>>();
        for (int i = 0; i < Math.min(matrix.length, MOST_ROWS); i++) {
            var row = new ArrayList<Object>();
            row.add(i);
            int length = Array.getLength(matrix[i]);
            for (int j = 0; j < columns; j++) {
                row.add(j < length ? Array.get(matrix[i], j) : "");
            }
            if (columns < width) {
                row.add("…");
            }
            rows.add(row);
        }
        boolean whole = matrix.length <= MOST_ROWS && width <= MOST_COLUMNS;
        return HtmlTable.of(
                header, rows, whole ? "" : String.format(Locale.ROOT, "%,d × %,d in all", matrix.length, width));
    }

    private static String cut(int size, String what) {
        return size > MOST_ROWS ? String.format(Locale.ROOT, "%,d %s in all", size, what) : "";
    }
}
