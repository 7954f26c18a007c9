package org.vitrina.hardware;

import java.util.Locale;

/// Large numbers as people read them.
public final class Amounts {
    private static final String[] UNITS = {"", "k", "M", "G", "T", "P", "E"};

    private Amounts() {}

    /// Returns bytes in units of a thousand each: `140 GB`, `3.2 MB`. A GB is 1,000,000,000 bytes.
    public static String bytes(double bytes) {
        return scaled(bytes) + "B";
    }

    /// Returns operations in units of a thousand each: `217 GFLOP/s`.
    public static String flops(double perSecond) {
        return scaled(perSecond) + "FLOP/s";
    }

    /// Returns operations in units of a thousand each: `16.1 GFLOP`.
    public static String operations(double operations) {
        return scaled(operations) + "FLOP";
    }

    /// Returns a time in seconds, milliseconds, microseconds or nanoseconds: `2.56 ms`.
    public static String seconds(double seconds) {
        if (!Double.isFinite(seconds)) return seconds + " s";
        if (seconds >= 0.9995 || seconds == 0) return digits(seconds) + " s";
        if (seconds >= 0.9995e-3) return digits(seconds * 1e3) + " ms";
        return seconds >= 0.9995e-6 ? digits(seconds * 1e6) + " µs" : digits(seconds * 1e9) + " ns";
    }

    private static String digits(double number) {
        int digits = number >= 99.95 || number == 0 ? 0 : number >= 9.995 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + digits + "f", number);
    }

    /// Returns how many tokens: whole thousands and millions of 1,024 as `128K` and `2M`, else all digits.
    public static String tokens(long tokens) {
        if (tokens >= 1 << 20 && tokens % (1 << 20) == 0) return (tokens >> 20) + "M";
        if (tokens >= 1 << 10 && tokens % (1 << 10) == 0) return (tokens >> 10) + "K";
        return String.format(Locale.ROOT, "%,d", tokens);
    }

    private static String scaled(double number) {
        if (!Double.isFinite(number)) return number + " ";
        int unit = 0;
        double left = number;
        // 999.6 would be written as 1000
        while (Math.abs(left) >= 999.5 && unit < UNITS.length - 1) {
            left /= 1000;
            unit++;
        }
        int digits = unit == 0 || Math.abs(left) >= 99.95 ? 0 : Math.abs(left) >= 9.995 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + digits + "f %s", left, UNITS[unit]);
    }
}
