package org.vitrina.show;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;

/// Draws a heat map as a table whose cells are coloured and hold their numbers.
///
/// Values of one sign run from white to dark blue; values of both signs from orange over white to blue.
/// Both scales differ in lightness as well as in hue, so that they can be read with any kind of colour
/// vision and in grey.
final class HeatmapHtml {
    private static final double[] WHITE = {255, 255, 255};
    private static final double[] BLUE = {0, 68, 136};
    private static final double[] ORANGE = {179, 71, 0};

    private HeatmapHtml() {}

    /// @param dense whether the numbers are tool tips only, for want of room
    static String of(Figure.Heatmap map, boolean dense) {
        double largest = Arrays.stream(map.values())
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .map(Math::abs)
                .max()
                .orElse(0);
        var out = new StringBuilder("<div class=\"vitrina-wide\"><table class=\"vitrina-heat")
                .append(dense ? " vitrina-dense" : "")
                .append("\">\n<thead><tr><th>")
                .append(Html.escape(axes(map)))
                .append("</th>");
        map.columns()
                .forEach(column -> out.append("<th scope=\"col\">")
                        .append(Html.visible(column))
                        .append("</th>"));
        out.append("</tr></thead>\n<tbody>\n");
        double[][] values = map.values();
        for (int r = 0; r < map.rows().size(); r++) {
            out.append("<tr><th scope=\"row\">")
                    .append(Html.visible(map.rows().get(r)))
                    .append("</th>");
            for (int c = 0; c < map.columns().size(); c++) {
                String text = map.texts().isEmpty() ? null : map.texts().get(r).get(c);
                out.append(cell(values[r][c], largest, text));
            }
            out.append("</tr>\n");
        }
        return out.append("</tbody></table></div>").append(scale(map)).toString();
    }

    private static String scale(Figure.Heatmap map) {
        DoubleSummaryStatistics range = Arrays.stream(map.values())
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .summaryStatistics();
        if (range.getCount() == 0) {
            return "";
        }
        String below = range.getMin() < 0 ? ", orange below it" : "";
        return "<small>white is 0, blue above it%s; from %s to %s</small>"
                .formatted(below, FigureText.number(range.getMin()), FigureText.number(range.getMax()));
    }

    private static String axes(Figure.Heatmap map) {
        return map.rowAxis().isEmpty() && map.columnAxis().isEmpty()
                ? ""
                : map.rowAxis() + " ↓  " + map.columnAxis() + " →";
    }

    /// @param text what stands in the cell, raw, or null for the number
    private static String cell(double value, double largest, String text) {
        if (Double.isNaN(value)) {
            return "<td></td>";
        }
        String number = FigureText.number(value);
        return "<td title=\"%s\" style=\"%s\">%s</td>"
                .formatted(
                        number,
                        style(colour(value, largest), strength(value, largest)),
                        text == null ? number : Html.visible(text));
    }

    /// Returns the style of a cell that is as dark as `shade` says, from 0, white, to 1 or to -1.
    static String shade(double shade) {
        return style(colour(shade, 1), Math.abs(shade));
    }

    private static String style(int colour, double strength) {
        return "background: #%06x; color: %s".formatted(colour, strength > 0.55 ? "#fff" : "#1b1f24");
    }

    private static double strength(double value, double largest) {
        return largest == 0 || Double.isInfinite(value) ? 1 : Math.abs(value) / largest;
    }

    /// Returns the colour of a value as 0xRRGGBB.
    ///
    /// @param largest the size of the value with the strongest colour
    static int colour(double value, double largest) {
        double strength = strength(value, largest);
        double[] to = value < 0 ? ORANGE : BLUE;
        int colour = 0;
        for (int i = 0; i < 3; i++) {
            colour = colour << 8 | (int) Math.round(WHITE[i] + strength * (to[i] - WHITE[i]));
        }
        return colour;
    }
}
