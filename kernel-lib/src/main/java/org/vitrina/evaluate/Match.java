package org.vitrina.evaluate;

import java.text.Normalizer;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// How an answer is compared with what was expected.
public enum Match {
    /// The same text, but for space at both ends.
    EXACT(String::strip),
    /// The same text, but for case, space at both ends, and marks at the end.
    PLAIN(Match::plain),
    /// The expected text stands somewhere in the answer; case does not matter.
    CONTAINS(text -> text.strip().toLowerCase(Locale.ROOT)),
    /// The answer begins with the expected text; case does not matter.
    BEGINS(text -> text.strip().toLowerCase(Locale.ROOT));

    private final UnaryOperator<String> reduced;

    Match(UnaryOperator<String> reduced) {
        this.reduced = reduced;
    }

    boolean fits(String answer, String expected) {
        String given = reduced.apply(Normalizer.normalize(answer, Normalizer.Form.NFC));
        String wanted = reduced.apply(Normalizer.normalize(expected, Normalizer.Form.NFC));
        return switch (this) {
            case EXACT, PLAIN -> given.equals(wanted);
            case CONTAINS -> given.contains(wanted);
            case BEGINS -> given.startsWith(wanted);
        };
    }

    private static String plain(String text) {
        return text.strip().replaceAll("[.!¡?]+$", "").strip().toLowerCase(Locale.ROOT);
    }
}
