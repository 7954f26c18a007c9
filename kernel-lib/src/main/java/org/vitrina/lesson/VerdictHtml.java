package org.vitrina.lesson;

import org.vitrina.show.Html;

/// Draws a verdict as a card. Background and text colour are set together, so that it reads in light and dark themes.
final class VerdictHtml {
    private VerdictHtml() {}

    static String of(Verdict verdict) {
        String accent = switch (verdict.result()) {
            case RIGHT -> "#116329";
            case NOT_YET -> "#7d4e00";
            case OPEN -> "#57606a";
        };
        String ground = switch (verdict.result()) {
            case RIGHT -> "#e6f4ea";
            case NOT_YET -> "#fff3d6";
            case OPEN -> "#f1f3f5";
        };
        var out = new StringBuilder()
                .append("<div class=\"vitrina-verdict\" style=\"border-left:5px solid ")
                .append(accent)
                .append(";background:")
                .append(ground)
                .append(";color:#1f2328;padding:.6em 1em;margin:.4em 0;border-radius:4px;max-width:46em\">")
                .append("<div style=\"color:")
                .append(accent)
                .append("\"><b>")
                .append(verdict.result().mark)
                .append(' ')
                .append(verdict.result().word)
                .append("</b> · exercise ")
                .append(Html.escape(verdict.exercise()))
                .append("</div>");
        for (String line : new String[] {verdict.right(), verdict.wrong(), verdict.next()}) {
            if (!line.isEmpty()) {
                out.append("<div style=\"margin-top:.3em\">")
                        .append(prose(line))
                        .append("</div>");
            }
        }
        return out.append("</div>").toString();
    }

    /// Returns escaped text in which what stands between backticks is code and line ends stay.
    private static String prose(String text) {
        return Html.escape(text).replaceAll("`([^`]+)`", "<code>$1</code>").replace("\n", "<br>");
    }
}
