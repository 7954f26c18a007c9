package org.vitrina.show;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/// Writes figures as plain text, for a terminal, a test or a screen reader.
final class FigureText {
    private static final int BAR = 40;

    /// A longer table is cut in the middle.
    private static final int LONGEST_TABLE = 30;
    private static final int MOST_COLUMNS = 16;

    private FigureText() {}

    static String of(Figure figure) {
        return switch (figure) {
            case Figure.None() -> "";
            case Figure.Note(var content) -> content;
            case Figure.TokenStrip strip -> strip(strip);
            case Figure.Heatmap map -> heatmap(map);
            case Figure.Tiles tiles ->
                "[%s: %d × %d small heat maps]"
                        .formatted(
                                tiles.title(),
                                tiles.rows().size(),
                                tiles.columns().size());
            case Figure.Graph graph -> graph.title() + "\n" + graph(graph);
            case Figure.Bars bars -> bars(bars);
            case Figure.Tree(var title, var root) -> title + "\n" + tree(root, "");
            case Figure.Bits(var title, var groups) ->
                title + "\n" + groups.stream().map(FigureText::bits).collect(Collectors.joining("\n"));
            case Figure.Data(var table) ->
                table.rowCount() <= LONGEST_TABLE ? table.printAll() : table.print(LONGEST_TABLE);
            case Figure.Plot(var chart) -> "[chart: " + chart.getTitle() + "]";
            case Figure.Stack(var figures) ->
                String.join(
                        "\n",
                        figures.stream()
                                .map(FigureText::of)
                                .filter(s -> !s.isEmpty())
                                .toList());
        };
    }

    private static String strip(Figure.TokenStrip strip) {
        var out = new StringJoiner("|", strip.title().isEmpty() ? "" : strip.title() + ": ", "");
        strip.cells()
                .forEach(cell -> out.add(VisibleText.of(cell.text())
                        + (cell.label().isEmpty() ? "" : " " + cell.label())
                        + (cell.marked() ? "*" : "")));
        return out.toString();
    }

    private static String heatmap(Figure.Heatmap map) {
        var out = new StringBuilder(map.title()).append('\n');
        int label = width(map.rows());
        int cell = Math.max(6, width(map.columns()));
        for (List<String> row : map.texts()) {
            cell = Math.max(cell, width(row));
        }
        int wide = cell;
        double[][] values = map.values();
        out.append(" ".repeat(label));
        int shown = Math.min(map.columns().size(), MOST_COLUMNS);
        map.columns().stream()
                .limit(shown)
                .forEach(column -> out.append(' ').append(pad(VisibleText.of(column), wide)));
        if (shown < map.columns().size()) {
            out.append(" … %d more".formatted(map.columns().size() - shown));
        }
        out.append('\n');
        for (int r = 0; r < map.rows().size(); r++) {
            out.append(pad(VisibleText.of(map.rows().get(r)), label));
            for (int c = 0; c < shown; c++) {
                double value = values[r][c];
                String number = Double.isNaN(value) ? "" : number(value);
                String shownText = map.texts().isEmpty()
                        ? number
                        : VisibleText.of(map.texts().get(r).get(c));
                out.append(' ').append(pad(shownText, cell));
            }
            out.append('\n');
        }
        return out.toString();
    }

    private static String bars(Figure.Bars bars) {
        var out =
                new StringBuilder(bars.title()).append(" (").append(bars.axis()).append(")\n");
        int label = width(bars.labels());
        double longest = bars.longest();
        for (int i = 0; i < bars.labels().size(); i++) {
            double value = bars.values().get(i);
            int length = longest == 0 ? 0 : (int) Math.round(BAR * Math.abs(value) / longest);
            out.append(pad(VisibleText.of(bars.labels().get(i)), label))
                    .append(i == bars.marked() ? " *" : "  ")
                    .append("█".repeat(length))
                    .append(' ')
                    .append(number(value))
                    .append(
                            bars.before().isEmpty()
                                    ? ""
                                    : ", before " + number(bars.before().get(i)))
                    .append('\n');
        }
        return out.toString();
    }

    private static String bits(Figure.BitGroup group) {
        return group.runs().stream()
                .map(run -> run.label().isEmpty() ? run.bits() : run.bits() + " " + run.label())
                .collect(Collectors.joining(" | ", group.label() + ": ", ""));
    }

    /// Returns a line for each box: what it is, what stands in it, and what leads to it.
    static String graph(Figure.Graph graph) {
        var out = new StringJoiner("\n");
        for (int i = 0; i < graph.vertices().size(); i++) {
            int to = i;
            Figure.Vertex vertex = graph.vertices().get(i);
            String from = graph.edges().stream()
                    .filter(edge -> edge.to() == to)
                    .map(edge -> graph.vertices().get(edge.from()).text())
                    .collect(Collectors.joining(", "));
            out.add((vertex.marked() ? "* " : "  ")
                    + VisibleText.line(vertex.text())
                    + vertex.lines().stream()
                            .filter(line -> !line.isEmpty())
                            .map(line -> "; " + VisibleText.line(line))
                            .collect(Collectors.joining())
                    + (from.isEmpty() ? "" : "  <- " + VisibleText.line(from)));
        }
        return out.toString();
    }

    private static String tree(Figure.Node node, String indent) {
        var out = new StringBuilder(indent)
                .append(VisibleText.of(node.text()))
                .append(node.label().isEmpty() ? "" : "  " + node.label())
                .append('\n');
        node.children().forEach(child -> out.append(tree(child, indent + "  ")));
        return out.toString();
    }

    /// Returns a number with as many digits as a reader can use: whole numbers whole, others with about
    /// four.
    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return String.format(Locale.ROOT, "%,d", (long) value);
        }
        double size = Math.abs(value);
        int digits = size >= 100 ? 1 : size >= 1 ? 2 : size >= 0.01 ? 3 : -1;
        return digits < 0
                ? String.format(Locale.ROOT, "%.1e", value)
                : String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    private static int width(List<String> labels) {
        return labels.stream()
                .map(VisibleText::of)
                .mapToInt(s -> s.codePointCount(0, s.length()))
                .max()
                .orElse(0);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.codePointCount(0, text.length())));
    }
}
