package org.vitrina.evaluate;

import org.vitrina.generate.ChiSquare;

/// The standard normal distribution.
public final class Normal {
    /// Beyond this, to either side, is less probability than a `double` can hold.
    private static final double FARTHEST = 40;

    private Normal() {}

    /// Returns the probability of a value of at most `z`.
    public static double below(double z) {
        // the square of a normal number is chi-square distributed with one degree of freedom
        double tails = ChiSquare.above(z * z, 1);
        return z < 0 ? tails / 2 : 1 - tails / 2;
    }

    /// Returns the value that a normal number is below with probability `p`: 1.96 for 0.975.
    ///
    /// @param p between 0 and 1, both excluded
    public static double quantile(double p) {
        if (!(p > 0 && p < 1)) {
            throw new IllegalArgumentException("a probability between 0 and 1 is needed, but got " + p);
        }
        if (p > 0.5) {
            return -quantile(1 - p);
        }
        double low = -FARTHEST;
        double high = 0;
        for (double middle = low / 2; low < middle && middle < high; middle = (low + high) / 2) {
            if (below(middle) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /// Returns how many standard deviations to either side of the mean hold `confidence` of the probability.
    static double reach(double confidence) {
        return quantile((1 + Shares.confidence(confidence)) / 2);
    }
}
