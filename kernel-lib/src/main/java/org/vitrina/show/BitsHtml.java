package org.vitrina.show;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Draws groups of bits as boxes in a line: the label of the group above, the bits in colour, what they mean
/// below.
final class BitsHtml {
    /// More groups than this would be more than anyone reads.
    private static final int MOST_GROUPS = 300;

    private BitsHtml() {}

    static String of(List<Figure.BitGroup> groups) {
        String shown = IntStream.range(0, Math.min(groups.size(), MOST_GROUPS))
                .mapToObj(i -> group(groups.get(i)))
                .collect(Collectors.joining("<span class=\"vitrina-apart\"> | </span>"));
        String more = groups.size() <= MOST_GROUPS
                ? ""
                : "<span class=\"vitrina-more\">… and %,d more</span>".formatted(groups.size() - MOST_GROUPS);
        return "<div class=\"vitrina-bits\">" + shown + more + "</div>";
    }

    private static String group(Figure.BitGroup group) {
        return "<span class=\"vitrina-bit-group\"><small>%s</small> <span class=\"vitrina-bit-runs\">%s</span></span>"
                .formatted(
                        Html.escape(group.label()),
                        group.runs().stream().map(BitsHtml::run).collect(Collectors.joining(" ")));
    }

    private static String run(Figure.BitRun run) {
        String label = run.label().isEmpty() ? "" : " <small>" + Html.escape(run.label()) + "</small>";
        return "<span class=\"vitrina-cell vitrina-c%d\"><span class=\"vitrina-text\">%s</span>%s</span>"
                .formatted(run.colour(), run.bits(), label);
    }
}
