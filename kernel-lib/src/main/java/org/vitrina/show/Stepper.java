package org.vitrina.show;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes a walk as a stepper in HTML.
///
/// The markup is an ordered list of all frames, the first few open and the rest folded, so that it reads
/// well in a notebook that is not trusted, on GitHub and on paper. The script inside turns the list into a
/// stepper: it makes the controls itself, so that none stand there dead where scripts do not run.
final class Stepper {
    /// A longer walk is cut here; a page with more frames loads slowly and nobody steps that far.
    static final int MOST_FRAMES = 200;

    private static final int OPEN_FRAMES = 3;
    private static final int LONGEST_VALUE = 300;

    private static final String SCRIPT = "<script>\n" + Resource.read("stepper.js") + "</script>\n";

    private Stepper() {}

    static String html(Walk<?> walk) {
        List<String> frames = walk.forEachShown(i -> frame(walk.at(i)));
        String open = frames.stream().limit(OPEN_FRAMES).collect(Collectors.joining());
        String rest = frames.stream().skip(OPEN_FRAMES).collect(Collectors.joining());
        String folded = rest.isEmpty()
                ? ""
                : "<details class=\"vitrina-rest\"><summary>%s</summary><ol start=\"%d\">\n%s</ol></details>\n"
                        .formatted(theRest(walk, frames.size()), walk.first() + OPEN_FRAMES + 1, rest);
        String note = walk.size() > MOST_FRAMES ? "<p><small>" + Html.escape(walk.leftOut()) + "</small></p>\n" : "";
        return FigureHtml.root(
                // JupyterLab leaves keys alone that are pressed inside an element with this attribute
                " class=\"vitrina vitrina-walk\" tabindex=\"0\" role=\"group\" aria-label=\"%s\" data-lm-suppress-shortcuts=\"true\""
                        .formatted(Html.escape(walk.title())),
                "<p class=\"vitrina-title\">%s</p>\n<ol class=\"vitrina-frames\" start=\"%d\">\n%s</ol>\n%s%s%s"
                        .formatted(Html.escape(walk.title()), walk.first() + 1, open, folded, note, SCRIPT));
    }

    private static String theRest(Walk<?> walk, int shown) {
        return "Steps %d to %d".formatted(walk.first() + OPEN_FRAMES + 1, walk.first() + shown);
    }

    private static String frame(Step step) {
        return "<li class=\"vitrina-frame\"><p class=\"vitrina-caption\"><code class=\"vitrina-name\">%s</code> %s</p>\n%s%s</li>\n"
                .formatted(
                        Html.escape(step.name()),
                        Html.escape(step.caption()),
                        FigureHtml.of(step.figure()),
                        values(step));
    }

    private static String values(Step step) {
        if (step.values().isEmpty()) {
            return "";
        }
        String rows = step.values().entrySet().stream().map(Stepper::value).collect(Collectors.joining());
        return """
                <details><summary>Values</summary><div class="vitrina-wide"><table class="vitrina-grid vitrina-values">
                <thead><tr><th>name</th><th>shape</th><th>value</th></tr></thead><tbody>
                %s</tbody></table></div></details>
                """.formatted(rows);
    }

    private static String value(Map.Entry<String, Object> value) {
        String written = WalkTable.written(value.getValue());
        String cut = written.length() > LONGEST_VALUE ? written.substring(0, LONGEST_VALUE) + " …" : written;
        return "<tr><td>%s</td><td>%s</td><td>%s</td></tr>\n"
                .formatted(Html.escape(value.getKey()), Html.escape(Values.shape(value.getValue())), Html.escape(cut));
    }
}
