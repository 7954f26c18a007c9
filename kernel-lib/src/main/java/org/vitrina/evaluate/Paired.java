package org.vitrina.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Two models on the same questions: how often both passed, only one of them, or neither.
///
/// Questions on which both do the same say nothing about which is better. That leaves those on which they
/// differ, and if neither is better, each of those is a toss of a coin.
///
/// @param both       questions that both passed
/// @param onlyFirst  questions that only the first passed
/// @param onlySecond questions that only the second passed
/// @param neither    questions that neither passed
public record Paired(int both, int onlyFirst, int onlySecond, int neither) {
    public Paired {
        if (Math.min(Math.min(both, onlyFirst), Math.min(onlySecond, neither)) < 0
                || both + onlyFirst + onlySecond + neither < 1) {
            throw new IllegalArgumentException("counts of at least 0 and one question at least are needed, but got "
                    + both + ", " + onlyFirst + ", " + onlySecond + " and " + neither);
        }
    }

    /// Returns the counts of two rows of results.
    ///
    /// @param first  whether the first model passed, question by question
    /// @param second the same of the second model, in the same order
    public static Paired of(List<Boolean> first, List<Boolean> second) {
        if (first.size() != second.size()) {
            throw new IllegalArgumentException("both models need a result for each question, but the first has "
                    + first.size() + " and the second " + second.size());
        }
        int[] counts = new int[4];
        for (int i = 0; i < first.size(); i++) {
            counts[(first.get(i) ? 0 : 2) + (second.get(i) ? 0 : 1)]++;
        }
        return new Paired(counts[0], counts[1], counts[2], counts[3]);
    }

    /// Returns how many questions there were.
    public int n() {
        return both + onlyFirst + onlySecond + neither;
    }

    public Share first() {
        return new Share(both + onlyFirst, n());
    }

    public Share second() {
        return new Share(both + onlySecond, n());
    }

    /// Returns by how much the second passes more, in `[-1, 1]`.
    public double difference() {
        return (double) (onlySecond - onlyFirst) / n();
    }

    /// Returns how probable it is, if neither is better, that one of them wins so many or more of the questions
    /// on which they differ: McNemar's test, exact, to both sides
    /// ([McNemar 1947](https://doi.org/10.1007/BF02295996)).
    public double pValue() {
        var coin = new Binomial(onlyFirst + onlySecond, 0.5);
        return Math.min(1, 2 * coin.atMost(Math.min(onlyFirst, onlySecond)));
    }

    /// Returns how probable it is, if the second is no worse, that it loses so many or more of the questions on
    /// which they differ. Exact, to one side.
    public double pWorse() {
        return new Binomial(onlyFirst + onlySecond, 0.5).atMost(onlySecond);
    }

    /// Returns the same results as if the questions had been different ones.
    public TwoShares unpaired() {
        return new TwoShares(first(), second());
    }

    /// Returns the differences between both models over samples of these questions.
    public Bootstrap bootstrap(int rounds, long seed) {
        double[] differences = new double[n()];
        Arrays.fill(differences, 0, onlySecond, 1);
        Arrays.fill(differences, onlySecond, onlySecond + onlyFirst, -1);
        return Bootstrap.mean(differences, rounds, seed);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "both %,d, only the first %,d, only the second %,d, neither %,d; %+.1f points, p = %.3g",
                both,
                onlyFirst,
                onlySecond,
                neither,
                100 * difference(),
                pValue());
    }
}
