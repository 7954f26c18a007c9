package org.vitrina.show;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Draws figures as HTML that holds no script and stays readable where styles are stripped: text is text,
/// tables are tables, trees are nested lists.
final class FigureHtml {
    /// More cells than this would be more than anyone reads, and slow to lay out.
    private static final int MOST_CELLS = 600;

    /// Heat maps with more columns than this draw their numbers as tool tips only.
    private static final int MOST_NUMBERS = 16;

    private static final int HUES = 6;

    private static final String STYLE = "<style>\n" + Resource.read("figure.css") + "</style>\n";

    private FigureHtml() {}

    /// Returns the figure with the style that it needs, to stand alone in an output.
    static String standalone(Figure figure) {
        return root("", of(figure));
    }

    /// Returns `content` inside the element that the style is made for.
    ///
    /// @param attributes further attributes of that element, starting with a space, already escaped
    static String root(String attributes, String content) {
        String open = attributes.contains("class=") ? "<div" : "<div class=\"vitrina\"";
        return open + attributes + ">\n" + STYLE + content + "</div>\n";
    }

    static String of(Figure figure) {
        return switch (figure) {
            case Figure.None() -> "";
            case Figure.Note(var content) -> "<p>" + Html.escape(content).replace("\n", "<br>") + "</p>\n";
            case Figure.TokenStrip(var title, var cells) -> figure(title, strip(cells));
            case Figure.Heatmap map ->
                figure(map.title(), HeatmapHtml.of(map, map.columns().size() > MOST_NUMBERS));
            case Figure.Tiles tiles -> figure(tiles.title(), TilesImage.html(tiles));
            case Figure.Graph graph -> figure(graph.title(), GraphImage.html(graph));
            case Figure.Bars bars -> figure(bars.title() + " (" + bars.axis() + ")", bars(bars));
            case Figure.Tree(var title, var root) ->
                figure(title, "<div class=\"vitrina-wide\"><ul class=\"vitrina-tree\">" + tree(root) + "</ul></div>");
            case Figure.Bits(var title, var groups) -> figure(title, BitsHtml.of(groups));
            case Figure.Data(var table) -> figure(table.name(), Tables.html(table));
            case Figure.Plot(var chart) ->
                "<figure>" + image(Charts.png(chart), chart.getWidth(), chart.getTitle()) + "</figure>\n";
            case Figure.Stack(var figures) ->
                figures.stream().map(FigureHtml::of).collect(Collectors.joining());
        };
    }

    /// Returns a PNG as an `img` element with the bytes inside.
    ///
    /// @param width in CSS pixels
    static String image(byte[] png, int width, String alt) {
        return "<img width=\"%d\" alt=\"%s\" src=\"data:image/png;base64,%s\">"
                .formatted(
                        width,
                        Html.escape(alt == null ? "" : alt),
                        Base64.getEncoder().encodeToString(png));
    }

    private static String figure(String title, String content) {
        String caption = title == null || title.isEmpty() ? "" : "<figcaption>" + Html.escape(title) + "</figcaption>";
        return "<figure>" + caption + content + "</figure>\n";
    }

    private static String strip(List<Figure.Cell> cells) {
        String shown = IntStream.range(0, Math.min(cells.size(), MOST_CELLS))
                .mapToObj(i -> cell(cells.get(i), i % HUES))
                .collect(Collectors.joining("<span class=\"vitrina-apart\"> | </span>"));
        String more = cells.size() <= MOST_CELLS
                ? ""
                : "<span class=\"vitrina-more\">… and %,d more</span>".formatted(cells.size() - MOST_CELLS);
        return "<div class=\"vitrina-strip\">" + shown + more + "</div>";
    }

    private static String cell(Figure.Cell cell, int hue) {
        String label = cell.label().isEmpty() ? "" : " <small>" + Html.escape(cell.label()) + "</small>";
        String marked = cell.marked() ? " vitrina-marked" : "";
        String look = Double.isNaN(cell.shade())
                ? "class=\"vitrina-cell vitrina-c%d%s\"".formatted(hue, marked)
                : "class=\"vitrina-cell%s\" style=\"%s\"".formatted(marked, HeatmapHtml.shade(cell.shade()));
        return "<span %s>%s%s</span>".formatted(look, text(cell.text(), cell.marked()), label);
    }

    private static String text(String raw, boolean marked) {
        String visible = "<span class=\"vitrina-text\">" + Html.visible(raw) + "</span>";
        return marked ? "<strong>" + visible + "</strong>" : visible;
    }

    private static String bars(Figure.Bars bars) {
        double longest = bars.longest();
        String rows = IntStream.range(0, bars.labels().size())
                .mapToObj(i -> bar(bars, i, longest))
                .collect(Collectors.joining("\n"));
        return "<table class=\"vitrina-bars\"><tbody>\n" + rows + "\n</tbody></table>";
    }

    private static String bar(Figure.Bars bars, int i, double longest) {
        double value = bars.values().get(i);
        String before = "";
        String change = "";
        if (!bars.before().isEmpty()) {
            double was = bars.before().get(i);
            before = span(was, longest, " vitrina-before");
            change = " <small>before " + FigureText.number(was) + "</small>";
        }
        return """
                <tr%s><th scope="row">%s</th><td class="vitrina-track">%s%s</td>\
                <td class="vitrina-number">%s%s</td></tr>""".formatted(
                        i == bars.marked() ? " class=\"vitrina-marked\"" : "",
                        Html.visible(bars.labels().get(i)),
                        before,
                        span(value, longest, ""),
                        FigureText.number(value),
                        change);
    }

    private static String span(double value, double longest, String look) {
        return String.format(
                Locale.ROOT,
                "<span class=\"vitrina-bar%s%s\" style=\"width: %.1f%%\"></span>",
                look,
                value < 0 ? " vitrina-below" : "",
                longest == 0 ? 0 : 100 * Math.abs(value) / longest);
    }

    private static String tree(Figure.Node node) {
        String label = node.label().isEmpty() ? "" : " <small>" + Html.escape(node.label()) + "</small>";
        String children = node.children().isEmpty()
                ? ""
                : "<ul>" + node.children().stream().map(FigureHtml::tree).collect(Collectors.joining()) + "</ul>";
        return "<li><span class=\"vitrina-cell vitrina-c%d\">%s%s</span>%s</li>"
                .formatted(node.children().isEmpty() ? 5 : 0, text(node.text(), false), label, children);
    }
}
