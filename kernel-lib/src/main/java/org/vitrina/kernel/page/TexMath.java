package org.vitrina.kernel.page;

import org.vitrina.show.Html;

/// Formulas: TeX in, MathML out, with no script and no font from elsewhere
/// ([MathML Core](https://www.w3.org/TR/mathml-core/), which current browsers draw).
///
/// The part of TeX that prose uses is known: letters and symbols, sub- and superscripts, fractions, roots,
/// accents, alphabets, fences, matrices, cases and aligned equations. An unknown command is shown by its name,
/// a formula that cannot be read as its source; nothing disappears. There are no macros, so that nothing loops.
public final class TexMath {
    static final int MOST_CHARACTERS = 10_000;

    private TexMath() {}

    /// Returns a formula as HTML.
    ///
    /// @param tex     the formula without its dollar signs
    /// @param display whether it stands on a line of its own
    public static String html(String tex, boolean display) {
        String source = tex.strip();
        try {
            if (source.length() > MOST_CHARACTERS) {
                throw new TexException("a formula has at most %,d characters".formatted(MOST_CHARACTERS));
            }
            return "<math%s alttext=\"%s\">%s</math>"
                    .formatted(
                            display ? " display=\"block\"" : "", Html.escape(source), new TexParser(source).formula());
        } catch (TexException e) {
            return "<code class=\"unreadable\" title=\"%s\">%s</code>"
                    .formatted(Html.escape("not a formula that can be drawn: " + e.getMessage()), Html.escape(tex));
        }
    }
}
