package org.vitrina.evaluate;

import java.util.Locale;
import org.vitrina.train.Measurement.Interval;

/// Two shares of different tries: two models that were asked different questions, say. Where both were asked
/// the same ones, [Paired] knows more.
public record TwoShares(Share first, Share second) {
    /// Returns by how much the second share is greater, in `[-1, 1]`.
    public double difference() {
        return second.value() - first.value();
    }

    /// Returns how probable a difference of this size or more is, to either side, if there is none: the
    /// two-sided z-test with a pooled share. An approximation that wants some ten hits and misses in both.
    public double pValue() {
        double pooled = (double) (first.hits() + second.hits()) / (first.n() + second.n());
        double deviation = Math.sqrt(pooled * (1 - pooled) * (1.0 / first.n() + 1.0 / second.n()));
        return deviation == 0 ? 1 : 2 * Normal.below(-Math.abs(difference()) / deviation);
    }

    /// Returns where the true difference lies, from Wilson's intervals of both shares ([Newcombe 1998, method
    /// 10](https://doi.org/10.1002/%28SICI%291097-0258%2819980430%2917:8%3C873::AID-SIM779%3E3.0.CO;2-I)).
    public Interval interval(double confidence) {
        Interval a = first.wilson(confidence);
        Interval b = second.wilson(confidence);
        double down = Math.hypot(second.value() - b.low(), a.high() - first.value());
        double up = Math.hypot(b.high() - second.value(), first.value() - a.low());
        return new Interval(difference() - down, difference() + up);
    }

    @Override
    public String toString() {
        Interval range = interval(0.95);
        return String.format(
                Locale.ROOT,
                "%+.1f points (95 %%: %+.1f to %+.1f), p = %.3g",
                100 * difference(),
                100 * range.low(),
                100 * range.high(),
                pValue());
    }
}
