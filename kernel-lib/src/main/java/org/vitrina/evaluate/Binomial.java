package org.vitrina.evaluate;

import org.vitrina.generate.ChiSquare;

/// How many of `n` tries pass, if each passes with probability `p` and none knows of the others: the
/// binomial distribution.
///
/// @param n how many tries there are, at least 0
/// @param p the probability that one passes, in `[0, 1]`
public record Binomial(int n, double p) {
    private static final double NOTHING = 1e-18;

    public Binomial {
        if (n < 0) {
            throw new IllegalArgumentException("there are at least 0 tries, but got " + n);
        }
        Shares.share(p);
    }

    /// Returns the probability that exactly `k` pass.
    public double exactly(int k) {
        if (k < 0 || k > n) {
            return 0;
        }
        if (p == 0 || p == 1) {
            return k == (p == 0 ? 0 : n) ? 1 : 0;
        }
        double ways = ChiSquare.logGamma(n + 1.0) - ChiSquare.logGamma(k + 1.0) - ChiSquare.logGamma(n - k + 1.0);
        return Math.exp(ways + k * Math.log(p) + (n - k) * Math.log1p(-p));
    }

    /// Returns the probability that `k` or fewer pass.
    public double atMost(int k) {
        return k >= n ? 1 : k < 0 ? 0 : k < n * p ? lower(k) : 1 - upper(k + 1);
    }

    /// Returns the probability that `k` or more pass.
    public double atLeast(int k) {
        return k <= 0 ? 1 : k > n ? 0 : k > n * p ? upper(k) : 1 - lower(k - 1);
    }

    /// Sums from `k` down, away from the mean, where each term is smaller than the one before.
    private double lower(int k) {
        double term = exactly(k);
        double sum = 0;
        for (int i = k; i >= 0 && term > sum * NOTHING; i--) {
            sum += term;
            term *= i * (1 - p) / ((n - i + 1.0) * p);
        }
        return Math.min(1, sum);
    }

    private double upper(int k) {
        double term = exactly(k);
        double sum = 0;
        for (int i = k; i <= n && term > sum * NOTHING; i++) {
            sum += term;
            term *= (n - i) * p / ((i + 1.0) * (1 - p));
        }
        return Math.min(1, sum);
    }
}
