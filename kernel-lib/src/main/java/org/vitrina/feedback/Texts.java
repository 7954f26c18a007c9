package org.vitrina.feedback;

import java.util.Locale;

/// How numbers and texts are written in reports.
final class Texts {
    private Texts() {}

    /// Returns a number with as many digits as it needs, up to three behind the point.
    static String number(double number) {
        String text = String.format(Locale.ROOT, "%.3f", number);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }

    /// Returns the end of a long text: what was asked stands there.
    static String shortened(String text) {
        int length = text.codePointCount(0, text.length());
        return length <= 80 ? text : "… " + text.substring(text.offsetByCodePoints(text.length(), -80));
    }

    /// Returns a text for a terminal: control characters, which could do anything to it, are shown as `�`.
    static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "\uFFFD");
    }

    /// Returns a number without the rounding errors of 32 bits.
    static double rounded(double number) {
        return Math.round(number * 1e6) / 1e6;
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
