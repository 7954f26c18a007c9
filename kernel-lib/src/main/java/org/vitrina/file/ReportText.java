package org.vitrina.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/// Sets facts and tables in columns of plain text, for a terminal.
final class ReportText {
    private ReportText() {}

    /// Returns a number of bytes as people say it.
    static String bytes(long bytes) {
        if (bytes < 1_000) {
            return "%d bytes".formatted(bytes);
        }
        return bytes < 1_000_000 ? "%.1f kB".formatted(bytes / 1e3) : "%,.1f MB".formatted(bytes / 1e6);
    }

    /// Returns a line for each fact, the facts below each other.
    static String facts(List<Map.Entry<String, String>> facts) {
        int width =
                facts.stream().mapToInt(fact -> fact.getKey().length()).max().orElse(0);
        return facts.stream()
                .map(fact -> ("%-" + width + "s  %s").formatted(fact.getKey(), fact.getValue()))
                .collect(Collectors.joining("\n"));
    }

    /// Returns the table with its head; numbers to the right, in groups of three digits.
    static String table(Table table) {
        var lines = new ArrayList<StringBuilder>();
        for (int row = 0; row <= table.rowCount(); row++) {
            lines.add(new StringBuilder());
        }
        for (Column<?> column : table.columns()) {
            var cells = new ArrayList<String>();
            cells.add(column.name());
            for (int row = 0; row < table.rowCount(); row++) {
                cells.add(cell(column, row));
            }
            int width = cells.stream().mapToInt(String::length).max().orElse(0);
            boolean right = column instanceof NumericColumn<?>;
            for (int line = 0; line < cells.size(); line++) {
                String space = " ".repeat(width - cells.get(line).length());
                lines.get(line)
                        .append(lines.get(line).isEmpty() ? "" : "  ")
                        .append(right ? space + cells.get(line) : cells.get(line) + space);
            }
        }
        return lines.stream().map(line -> line.toString().stripTrailing()).collect(Collectors.joining("\n"));
    }

    private static String cell(Column<?> column, int row) {
        return switch (column.get(row)) {
            case Long number -> "%,d".formatted(number);
            case Double number -> String.format(Locale.ROOT, "%.3f", number).replaceFirst("\\.?0+$", "");
            case Object other -> other.toString();
        };
    }
}
