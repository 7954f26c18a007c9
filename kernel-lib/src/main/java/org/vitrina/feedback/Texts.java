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

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
