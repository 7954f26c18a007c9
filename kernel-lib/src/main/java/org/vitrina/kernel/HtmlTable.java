package org.vitrina.kernel;

import java.util.List;
import org.vitrina.show.Html;

/// Writes a table as HTML, numbers to the right, every cell escaped.
final class HtmlTable {
    private static final int MOST_CHARACTERS = 500;
    private static final String LEFT = " style=\"text-align:left\"";
    private static final String RIGHT = " style=\"text-align:right\"";

    private HtmlTable() {}

    /// @param note stands below the table; empty for none
    static String of(List<String> header, List<? extends List<?>> rows, String note) {
        var html = new StringBuilder("<table><thead><tr>");
        for (int column = 0; column < header.size(); column++) {
            html.append("<th")
                    .append(side(rows, column))
                    .append('>')
                    .append(Html.escape(header.get(column)))
                    .append("</th>");
        }
        html.append("</tr></thead><tbody>");
        for (List<?> row : rows) {
            html.append("<tr>");
            for (Object value : row) {
                html.append("<td")
                        .append(value instanceof Number ? RIGHT : LEFT)
                        .append('>');
                html.append(Html.escape(text(value))).append("</td>");
            }
            html.append("</tr>");
        }
        html.append("</tbody></table>");
        if (!note.isEmpty()) {
            html.append("<div style=\"color:#666;font-size:90%\">")
                    .append(Html.escape(note))
                    .append("</div>");
        }
        return html.toString();
    }

    private static String side(List<? extends List<?>> rows, int column) {
        return rows.stream().anyMatch(row -> column < row.size() && row.get(column) instanceof Number) ? RIGHT : LEFT;
    }

    private static String text(Object value) {
        String text = ValueText.of(value);
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
    }
}
