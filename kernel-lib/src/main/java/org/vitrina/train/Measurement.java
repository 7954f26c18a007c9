package org.vitrina.train;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/// One thing that was measured of a model, printed with a fixed number of digits, so that a card and a
/// measurement made again can be compared to the last of them.
///
/// @param name     what was measured, a few words: `answers that are right, English`
/// @param value    the number itself, not rounded
/// @param digits   how many digits behind the point are printed
/// @param unit     such as `%` or `nats per token`; empty for a plain number
/// @param n        how many things it was measured on; 0 where that makes no sense
/// @param interval where the truth lies with a confidence of 95 %, in the same unit; empty where none is
///     known
public record Measurement(String name, double value, int digits, String unit, long n, Optional<Interval> interval) {
    /// What a normal distribution leaves 2.5 % above.
    private static final double Z = 1.959963984540054;

    /// An interval with both ends.
    public record Interval(double low, double high) {}

    public Measurement {
        if (name.isBlank() || digits < 0 || digits > 12 || n < 0) {
            throw new IllegalArgumentException("a measurement needs a name, 0 to 12 digits and a count of at least 0,"
                    + " but got '" + name + "', " + digits + " and " + n);
        }
    }

    /// Returns a number without an interval.
    public static Measurement of(String name, double value, int digits, String unit, long n) {
        return new Measurement(name, value, digits, unit, n, Optional.empty());
    }

    /// Returns the share `hits / n` in percent, one digit behind the point, with its interval
    /// ([Wilson 1927](https://doi.org/10.1080/01621459.1927.10502953)).
    ///
    /// @throws IllegalArgumentException if `n` is not at least 1, or `hits` is not in `[0, n]`
    public static Measurement share(String name, long hits, long n) {
        Interval share = wilson(hits, n);
        return new Measurement(
                name, 100.0 * hits / n, 1, "%", n, Optional.of(new Interval(100 * share.low(), 100 * share.high())));
    }

    /// Returns where the true share lies, with a confidence of 95 %, if `hits` of `n` were counted:
    /// Wilson's score interval, in `[0, 1]`.
    public static Interval wilson(long hits, long n) {
        return wilson(hits, n, Z);
    }

    /// Returns Wilson's score interval of the share `hits / n`, in `[0, 1]`, with any confidence.
    ///
    /// @param z how many standard deviations of a normal distribution the confidence reaches to either
    ///     side: 1.96 for 95 %
    public static Interval wilson(long hits, long n, double z) {
        if (n < 1 || hits < 0 || hits > n) {
            throw new IllegalArgumentException("a share is so many of at least 1, but got " + hits + " of " + n);
        }
        double share = (double) hits / n;
        double centre = share + z * z / (2 * n);
        double half = z * Math.sqrt(share * (1 - share) / n + z * z / (4.0 * n * n));
        double whole = 1 + z * z / n;
        // at the ends the sums cancel to 0 and 1, but for a rounding
        return new Interval(hits == 0 ? 0 : (centre - half) / whole, hits == n ? 1 : (centre + half) / whole);
    }

    /// Returns the value as it is printed, without its unit: `87.5`.
    public String digitsOf(double number) {
        return String.format(Locale.ROOT, "%." + digits + "f", number);
    }

    /// Returns the measurement in a line, without its name: `87.5 % (n = 400, 95 %: 83.9 to 90.4)`.
    public String printed() {
        var line = new StringBuilder(digitsOf(value));
        if (!unit.isEmpty()) {
            line.append(' ').append(unit);
        }
        if (n > 0) {
            line.append(String.format(Locale.ROOT, " (n = %,d", n));
            interval.ifPresent(range -> line.append(", 95 %: ")
                    .append(digitsOf(range.low()))
                    .append(" to ")
                    .append(digitsOf(range.high())));
            line.append(')');
        }
        return line.toString();
    }

    /// Returns the measurement as JSON has it: `printed` is the value with its digits, `value` all of it.
    public SequencedMap<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", name);
        fields.put("value", value);
        fields.put("printed", digitsOf(value));
        fields.put("digits", digits);
        fields.put("unit", unit);
        fields.put("n", n);
        interval.ifPresent(range -> {
            fields.put("low", range.low());
            fields.put("high", range.high());
        });
        return fields;
    }

    @Override
    public String toString() {
        return name + ": " + printed();
    }
}
