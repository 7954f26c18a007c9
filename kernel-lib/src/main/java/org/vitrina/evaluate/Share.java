package org.vitrina.evaluate;

import java.util.Collection;
import java.util.Locale;
import java.util.function.DoublePredicate;
import org.vitrina.train.Measurement;
import org.vitrina.train.Measurement.Interval;

/// So many of so many tries passed, and what can be said from that about the share of all tries there could
/// be.
///
/// ```java
/// Share.of(18, 20).interval()             // 70 to 97 %: Wilson's, with a confidence of 95 %
/// Share.of(18, 20).lower(0.95)            // at least 72 % pass, with a confidence of 95 %
/// Share.of(18, 20).atLeast(0.8, 0.95)     // UNDECIDED
/// ```
///
/// All of it assumes that the tries do not depend on each other: another seed each time, or other questions.
/// Twenty tries with one seed are one try.
///
/// @param hits how many passed
/// @param n    how many there were, at least 1
public record Share(int hits, int n) {
    public Share {
        if (n < 1 || hits < 0 || hits > n) {
            throw new IllegalArgumentException("a share is so many of at least 1, but got " + hits + " of " + n);
        }
    }

    public static Share of(int hits, int n) {
        return new Share(hits, n);
    }

    /// Returns how many of `passed` are true.
    public static Share of(Collection<Boolean> passed) {
        return new Share((int) passed.stream().filter(one -> one).count(), passed.size());
    }

    /// Returns the share that was counted, in `[0, 1]`.
    public double value() {
        return (double) hits / n;
    }

    /// Returns Wilson's interval with a confidence of 95 %.
    public Interval interval() {
        return wilson(0.95);
    }

    /// Returns Wilson's score interval, which on average holds the true share as often as it says
    /// ([Wilson 1927](https://doi.org/10.1080/01621459.1927.10502953)).
    public Interval wilson(double confidence) {
        return Measurement.wilson(hits, n, Normal.reach(confidence));
    }

    /// Returns the exact interval: all shares under which what was counted is not too improbable, to either
    /// side. It holds the true share at least as often as it says, mostly more often, and is the wider for it
    /// ([Clopper and Pearson 1934](https://doi.org/10.1093/biomet/26.4.404)).
    public Interval exact(double confidence) {
        double each = (1 + Shares.confidence(confidence)) / 2;
        return new Interval(lower(each), upper(each));
    }

    /// Returns the share that can be claimed at least: if it were lower, so many hits would come with a
    /// probability of less than `1 - confidence`. Exact, to one side.
    public double lower(double confidence) {
        double miss = 1 - Shares.confidence(confidence);
        return hits == 0 ? 0 : first(p -> new Binomial(n, p).atLeast(hits) >= miss);
    }

    /// Returns the share that can be claimed at most; exact, to one side.
    public double upper(double confidence) {
        double miss = 1 - Shares.confidence(confidence);
        return hits == n ? 1 : first(p -> new Binomial(n, p).atMost(hits) < miss);
    }

    /// Returns where a property begins to hold, which is false for small shares and true for large ones.
    private static double first(DoublePredicate holds) {
        double low = 0;
        double high = 1;
        for (double middle = 0.5; low < middle && middle < high; middle = (low + high) / 2) {
            if (holds.test(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /// Returns how probable so many hits or more are, if the true share is `share`: the p-value against "it is
    /// `share` or less". Exact.
    public double pAtLeast(double share) {
        return new Binomial(n, share).atLeast(hits);
    }

    /// Returns how probable so few hits or fewer are, if the true share is `share`: the p-value against "it is
    /// `share` or more". Exact.
    public double pAtMost(double share) {
        return new Binomial(n, share).atMost(hits);
    }

    /// Says whether the true share is at least `share`: yes, no, or not known with this confidence.
    public Verdict atLeast(double share, double confidence) {
        double miss = 1 - Shares.confidence(confidence);
        Shares.share(share);
        if (pAtLeast(share) <= miss) {
            return Verdict.HOLDS;
        }
        return pAtMost(share) <= miss ? Verdict.BROKEN : Verdict.UNDECIDED;
    }

    /// Returns this as a measurement in percent.
    public Measurement measurement(String name) {
        return Measurement.share(name, hits, n);
    }

    /// Returns the share with its interval: `18 of 20, 90 % (95 %: 70 to 97 %)`.
    @Override
    public String toString() {
        Interval range = interval();
        return String.format(
                Locale.ROOT,
                "%,d of %,d, %s %% (95 %%: %s to %s %%)",
                hits,
                n,
                percent(value()),
                percent(range.low()),
                percent(range.high()));
    }

    /// Returns a share in percent, with as many digits as tell it from neighbours of its size.
    static String percent(double share) {
        double percent = 100 * share;
        boolean whole = Math.abs(percent - Math.rint(percent)) < 1e-9;
        boolean extreme = Math.min(percent, 100 - percent) < 2;
        return String.format(Locale.ROOT, extreme && !whole ? "%.1f" : "%.0f", percent);
    }
}
