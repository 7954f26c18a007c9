package org.vitrina.generate;

import java.util.Locale;

/// Writes numbers for captions.
final class Numbers {
    private Numbers() {}

    /// Returns a probability as a percentage, with as many digits as a reader can use.
    static String percent(double probability) {
        double percent = 100 * probability;
        double fromEnd = Math.min(percent, 100 - percent);
        if (percent == Math.rint(percent)) {
            return String.format(Locale.ROOT, "%.0f %%", percent);
        }
        if (fromEnd < 0.001) {
            return percent < 50 ? "less than 0.001 %" : "more than 99.999 %";
        }
        return String.format(Locale.ROOT, fromEnd < 0.1 ? "%.3f %%" : "%.1f %%", percent);
    }

    /// Returns a setting without the zero that says nothing: 2 for 2.0.
    static String setting(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /// Returns `1 token` or `12.3 tokens`.
    static String tokens(double count) {
        boolean whole = count == Math.rint(count) || count >= 100;
        String number = String.format(Locale.ROOT, whole ? "%,.0f" : "%.1f", count);
        return number + (number.equals("1") ? " token" : " tokens");
    }
}
