package org.vitrina.kernel.page;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The headings of a page: an anchor for each, and what the contents list says.
final class Headings {
    /// @param level  1 to 6
    /// @param anchor unique in the page
    record Heading(int level, String text, String anchor) {}

    private final List<Heading> all = new ArrayList<>();
    private final Set<String> anchors = new HashSet<>();

    /// Adds a heading and returns it with its anchor.
    Heading add(int level, String text) {
        String anchor = anchor(text);
        String unique = anchor;
        for (int copy = 1; !anchors.add(unique); copy++) {
            unique = anchor + "-" + copy;
        }
        var heading = new Heading(level, text, unique);
        all.add(heading);
        return heading;
    }

    List<Heading> all() {
        return List.copyOf(all);
    }

    /// Returns the anchor of a heading's text, as GitHub makes it: lower case, words joined by hyphens,
    /// punctuation dropped, letters of any script kept.
    static String anchor(String text) {
        var out = new StringBuilder();
        text.strip().toLowerCase(Locale.ROOT).codePoints().forEach(c -> {
            if (Character.isWhitespace(c)) {
                out.append('-');
            } else if (Character.isLetterOrDigit(c) || c == '-' || c == '_') {
                out.appendCodePoint(c);
            }
        });
        return out.isEmpty() ? "section" : out.toString();
    }
}
