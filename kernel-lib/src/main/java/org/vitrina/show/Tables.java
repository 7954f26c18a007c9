package org.vitrina.show;

import java.util.Locale;
import java.util.stream.IntStream;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/// Draws Tablesaw tables.
public final class Tables {
    /// A longer table shows this many rows of its head and half as many of its tail.
    private static final int HEAD = 20;

    private static final int LONGEST_CELL = 500;

    /// A text longer than this gets a column wide enough to read it.
    private static final int LONG_CELL = 40;

    private Tables() {}

    /// Returns the table as HTML: numbers to the right, every text escaped, the middle of a long table left
    /// out with a note that says how many rows there are. Needs the style of [Figure.Data], which is its
    /// usual caller.
    static String html(Table table) {
        var out = new StringBuilder("<div class=\"vitrina-wide\"><table class=\"vitrina-grid\">\n<thead><tr>");
        for (Column<?> column : table.columns()) {
            out.append(tag("th", column)).append(Html.escape(column.name())).append("</th>");
        }
        out.append("</tr></thead>\n<tbody>\n");
        int rows = table.rowCount();
        int tail = HEAD / 2;
        boolean whole = rows <= HEAD + tail + 1;
        IntStream.range(0, whole ? rows : HEAD).forEach(row -> row(out, table, row));
        if (!whole) {
            out.append("<tr><td colspan=\"%d\">⋮ %,d more rows</td></tr>\n"
                    .formatted(table.columnCount(), rows - HEAD - tail));
            IntStream.range(rows - tail, rows).forEach(row -> row(out, table, row));
        }
        out.append("</tbody></table></div>");
        if (!whole) {
            out.append("<small>%,d rows × %d column%s</small>"
                    .formatted(rows, table.columnCount(), table.columnCount() == 1 ? "" : "s"));
        }
        return out.toString();
    }

    private static void row(StringBuilder out, Table table, int row) {
        out.append("<tr>");
        for (Column<?> column : table.columns()) {
            String text = column.isMissing(row) ? "" : written(column, row);
            String cut = text.length() > LONGEST_CELL ? text.substring(0, LONGEST_CELL) + " …" : text;
            out.append(cut.length() > LONG_CELL ? "<td class=\"vitrina-long\">" : tag("td", column))
                    .append(withVisibleEnds(cut))
                    .append("</td>");
        }
        out.append("</tr>\n");
    }

    private static String tag(String name, Column<?> column) {
        return "<" + name + (column instanceof NumericColumn<?> ? " class=\"vitrina-number\">" : ">");
    }

    /// White space at either end of a text is made visible: to a tokenizer it makes the difference.
    private static String withVisibleEnds(String text) {
        int from = text.length() - text.stripLeading().length();
        int to = Math.max(from, text.stripTrailing().length());
        return Html.escape(VisibleText.of(text.substring(0, from))
                + text.substring(from, to)
                + VisibleText.of(text.substring(to)));
    }

    private static String written(Column<?> column, int row) {
        ColumnType type = column.type();
        boolean fraction = type == ColumnType.DOUBLE || type == ColumnType.FLOAT;
        boolean whole = type == ColumnType.INTEGER || type == ColumnType.LONG || type == ColumnType.SHORT;
        if (whole) {
            return String.format(Locale.ROOT, "%,d", ((Number) column.get(row)).longValue());
        }
        // a column may have a printer of its own, set by who made it; otherwise a reader's number of digits
        String printed = column.getString(row);
        if (fraction && printed.equals(column.getUnformattedString(row))) {
            return FigureText.number(((Number) column.get(row)).doubleValue());
        }
        return printed;
    }
}
