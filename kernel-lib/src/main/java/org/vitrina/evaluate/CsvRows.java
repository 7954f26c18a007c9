package org.vitrina.evaluate;

import java.util.ArrayList;
import java.util.List;

/// Reads comma-separated values ([RFC 4180](https://www.rfc-editor.org/rfc/rfc4180)): cells in quotes may hold
/// commas, line ends and doubled quotes.
final class CsvRows {
    /// A row and the line that it begins in.
    record Row(int line, List<String> cells) {}

    private final String text;
    private final List<Row> rows = new ArrayList<>();
    private int at;
    private int line = 1;

    private CsvRows(String text) {
        this.text = text;
    }

    /// Returns all rows that hold anything.
    static List<Row> of(String text) {
        var reader = new CsvRows(text);
        while (reader.at < text.length()) {
            reader.row();
        }
        return reader.rows;
    }

    private void row() {
        int begins = line;
        var cells = new ArrayList<String>();
        do {
            cells.add(at < text.length() && text.charAt(at) == '"' ? quoted() : bare());
        } while (taken(','));
        if (at < text.length() && !taken('\r') && text.charAt(at) != '\n') {
            throw new IllegalArgumentException("line " + line + ": a comma or the end of the line is expected behind a"
                    + " quoted cell, but there is '" + text.charAt(at) + "'");
        }
        if (taken('\n') || at > 0 && text.charAt(at - 1) == '\r') {
            line++;
        }
        if (cells.size() > 1 || !cells.getFirst().isBlank()) {
            rows.add(new Row(begins, List.copyOf(cells)));
        }
    }

    private boolean taken(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private String bare() {
        int from = at;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            if (text.charAt(at) == '"') {
                throw new IllegalArgumentException(
                        "line " + line + ": a cell that holds a quote is put in quotes, and the quote doubled");
            }
            at++;
        }
        return text.substring(from, at);
    }

    private String quoted() {
        int begins = line;
        var cell = new StringBuilder();
        at++;
        while (true) {
            if (at == text.length()) {
                throw new IllegalArgumentException("line " + begins + ": a quote is opened and never closed");
            }
            char c = text.charAt(at++);
            if (c == '"' && !taken('"')) {
                return cell.toString();
            }
            line += c == '\n' ? 1 : 0;
            cell.append(c);
        }
    }
}
