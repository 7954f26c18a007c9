package org.vitrina.evaluate;

import java.util.Locale;

/// How far two ways to compute the same logits are apart.
///
/// @param what     what was compared
/// @param largest  the largest difference between two logits; NaN where one is not a number
/// @param spread   the standard deviation of the logits, which says what a difference means
/// @param position of the token whose logits differ most
public record Deviation(String what, double largest, double spread, int position) {
    /// Sums of some thousand products of 32 bits, in another order, differ by some millionths of their size.
    private static final double ROUNDING = 1e-3;

    /// Returns whether the difference can come from sums that were added in another order. A defect is larger by
    /// orders: a model that sees a future token is off by about the spread.
    public boolean isRounding() {
        return largest <= ROUNDING * Math.max(1, spread);
    }

    static Deviation between(String what, float[][] expected, float[][] actual) {
        double largest = 0;
        int position = 0;
        double sum = 0;
        double squares = 0;
        long count = 0;
        for (int t = 0; t < expected.length; t++) {
            for (int id = 0; id < expected[t].length; id++) {
                double off = Math.abs((double) expected[t][id] - actual[t][id]);
                if (Double.isNaN(off)) {
                    return new Deviation(what, Double.NaN, Double.NaN, t);
                }
                if (off > largest) {
                    largest = off;
                    position = t;
                }
                sum += expected[t][id];
                squares += (double) expected[t][id] * expected[t][id];
                count++;
            }
        }
        double mean = sum / count;
        return new Deviation(what, largest, Math.sqrt(Math.max(0, squares / count - mean * mean)), position);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: logits differ by up to %.3g, most at token %d of the text, where the logits themselves spread by"
                        + " %.3g",
                what,
                largest,
                position + 1,
                spread);
    }
}
