package org.vitrina.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vitrina.show.MimeBundle;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/// Shows a Tablesaw table: all of a short one, the beginning and the end of a long one.
final class TableHtml {
    private static final int ALL = 30;
    private static final int HEAD = 15;
    private static final int TAIL = 5;
    private static final int MOST_COLUMNS = 40;

    private TableHtml() {}

    static MimeBundle of(Table table) {
        int rows = table.rowCount();
        return MimeBundle.of(rows <= ALL ? table.printAll() : table.print(HEAD + TAIL))
                .withHtml(html(table));
    }

    private static String html(Table table) {
        List<Column<?>> columns = table.columns().subList(0, Math.min(table.columnCount(), MOST_COLUMNS));
        int count = table.rowCount();
        var rows = new ArrayList<List<Object>>();
        for (int row = 0; row < count; row++) {
            if (count > ALL && row == HEAD) {
                rows.add(columns.stream().<Object>map(column -> "…").toList());
                row = count - TAIL;
            }
            var cells = new ArrayList<Object>();
            for (Column<?> column : columns) {
                cells.add(cell(column, row));
            }
            rows.add(cells);
        }
        boolean whole = count <= ALL && columns.size() == table.columnCount();
        return HtmlTable.of(
                columns.stream().<String>map(Column::name).toList(),
                rows,
                whole
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "%,d rows × %,d column%s",
                                count,
                                table.columnCount(),
                                table.columnCount() == 1 ? "" : "s"));
    }

    /// Numbers are told as the column formats them, and stay on the right side.
    private static Object cell(Column<?> column, int row) {
        String text = column.isMissing(row) ? "" : column.getString(row);
        return column instanceof NumericColumn<?> ? new Told(text) : text;
    }

    /// A number that already has the form in which it is shown.
    private static final class Told extends Number {
        private final String text;

        Told(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }

        @Override
        public int intValue() {
            return (int) doubleValue();
        }

        @Override
        public long longValue() {
            return (long) doubleValue();
        }

        @Override
        public float floatValue() {
            return (float) doubleValue();
        }

        @Override
        public double doubleValue() {
            return Double.parseDouble(text);
        }
    }
}
