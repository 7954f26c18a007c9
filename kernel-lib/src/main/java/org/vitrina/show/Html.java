package org.vitrina.show;

/// The one way text becomes HTML.
///
/// Whatever comes from outside (tokens, cell outputs, file names, model metadata) passes through [#escape]
/// or [#visible] before it stands in a page.
public final class Html {
    private Html() {}

    /// Returns `text` with the five characters escaped that mean something in HTML, and with lone
    /// surrogates and characters that HTML forbids replaced by U+FFFD; safe in element content and in
    /// quoted attributes.
    public static String escape(String text) {
        var out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(forbidden(c) ? 0xFFFD : c);
            }
        });
        return out.toString();
    }

    /// Returns `text` escaped, with white space and control characters made visible ([VisibleText#of]) and
    /// its direction isolated, so that a right-to-left token does not reorder what stands beside it.
    public static String visible(String text) {
        return "<bdi>" + escape(VisibleText.of(text)) + "</bdi>";
    }

    private static boolean forbidden(int c) {
        return c < ' ' && c != '\n' && c != '\t' && c != '\r'
                || c >= 0x7F && c < 0xA0
                || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE
                || (c & 0xFFFE) == 0xFFFE;
    }
}
