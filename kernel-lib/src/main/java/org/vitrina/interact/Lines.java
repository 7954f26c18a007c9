package org.vitrina.interact;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.vitrina.show.Html;

/// Draws controls that stand still.
final class Lines {
    private Lines() {}

    /// Returns `temperature = 0.8 (0.1 to 2)` with a line that shows where that is.
    static Still slider(String label, Number value, double min, double max) {
        String at = Grid.written(value.doubleValue());
        String range = "(%s to %s)".formatted(Grid.written(min), Grid.written(max));
        double percent = 100 * (value.doubleValue() - min) / (max - min);
        return line(
                named(label, at) + " <small>" + range + "</small>"
                        + "<span class=\"vitrina-slide\"><span style=\"width: %s%%\"></span></span>"
                                .formatted(String.format(Locale.ROOT, "%.1f", percent)),
                label + " = " + at + " " + range);
    }

    /// Returns `model = b (a, b, c)`.
    static Still choice(String label, List<String> options, String chosen) {
        String all = options.stream()
                .map(option -> option.equals(chosen)
                        ? "<span class=\"vitrina-option vitrina-chosen\">" + Html.escape(option) + "</span>"
                        : "<span class=\"vitrina-option\">" + Html.escape(option) + "</span>")
                .collect(Collectors.joining(" "));
        return line(
                named(label, chosen) + " <small>of</small> " + all,
                label + " = " + chosen + " (of " + String.join(", ", options) + ")");
    }

    static Still text(String label, String value) {
        return line(Html.escape(label) + " = <code>" + Html.escape(value) + "</code>", label + " = \"" + value + "\"");
    }

    static Still tick(String label, boolean ticked) {
        String mark = ticked ? "☑" : "☐";
        return line(
                mark + " " + Html.escape(label) + ": <b>" + (ticked ? "yes" : "no") + "</b>",
                mark + " " + label + ": " + (ticked ? "yes" : "no"));
    }

    static Still buttons(List<String> labels) {
        return line(
                labels.stream()
                        .map(label -> "<span class=\"vitrina-button\">" + Html.escape(label) + "</span>")
                        .collect(Collectors.joining(" ")),
                labels.stream().map(label -> "[" + label + "]").collect(Collectors.joining(" ")));
    }

    static Still progress(String label, double done, double total) {
        String at = Grid.written(done) + " of " + Grid.written(total);
        String percent = String.format(Locale.ROOT, "%.1f", total > 0 ? 100 * Math.clamp(done / total, 0, 1) : 0);
        return line(
                Html.escape(label) + ": " + at + "<span class=\"vitrina-slide\"><span style=\"width: " + percent
                        + "%\"></span></span>",
                label + ": " + at);
    }

    static Still line(String html, String text) {
        return new Still("<p class=\"vitrina-control\">" + html + "</p>\n", text);
    }

    private static String named(String label, String value) {
        return Html.escape(label) + " = <b>" + Html.escape(value) + "</b>";
    }
}
