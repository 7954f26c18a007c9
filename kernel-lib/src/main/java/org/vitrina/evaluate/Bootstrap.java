package org.vitrina.evaluate;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.vitrina.train.Measurement.Interval;

/// What a number that was computed from a sample could have been: it is computed again from samples of the
/// sample, each as large, drawn with replacement ([Efron 1979](https://doi.org/10.1214/aos/1176344552)).
///
/// Works for numbers that no formula is known for: a median, a ratio, a rating.
public final class Bootstrap {
    private static final int FEWEST = 20;
    private final double value;
    private final double[] sorted;

    private Bootstrap(double value, double[] sorted) {
        this.value = value;
        this.sorted = sorted;
    }

    /// Returns what `statistic` could have been.
    ///
    /// @param n         how many things the sample has
    /// @param statistic computes the number from the things of a sample: their indices, some of them several
    ///     times
    /// @param rounds    how many samples are drawn, at least 20; 2,000 give an interval's ends some two digits
    /// @param seed      the same seed draws the same samples
    public static Bootstrap of(int n, ToDoubleFunction<int[]> statistic, int rounds, long seed) {
        if (n < 1 || rounds < FEWEST) {
            throw new IllegalArgumentException("a bootstrap needs at least 1 thing to draw and " + FEWEST
                    + " rounds, but got " + n + " and " + rounds);
        }
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int[] sample = new int[n];
        Arrays.setAll(sample, i -> i);
        double value = statistic.applyAsDouble(sample);
        double[] values = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            Arrays.setAll(sample, _ -> random.nextInt(n));
            values[round] = statistic.applyAsDouble(sample);
        }
        Arrays.sort(values);
        return new Bootstrap(value, values);
    }

    /// Returns what the mean of `values` could have been.
    public static Bootstrap mean(double[] values, int rounds, long seed) {
        double[] own = values.clone();
        return of(own.length, sample -> mean(own, sample), rounds, seed);
    }

    /// Returns what the mean difference between two models could have been, measured on the same questions: it is
    /// the questions that are drawn, with both results of each.
    ///
    /// @param first  a number for each question: 1 and 0 for right and wrong, or a loss
    /// @param second the same of the second model; the difference is second minus first
    public static Bootstrap paired(double[] first, double[] second, int rounds, long seed) {
        if (first.length != second.length) {
            throw new IllegalArgumentException("both models need a number for each question, but the first has "
                    + first.length + " and the second " + second.length);
        }
        double[] differences = new double[first.length];
        Arrays.setAll(differences, i -> second[i] - first[i]);
        return mean(differences, rounds, seed);
    }

    private static double mean(double[] values, int[] sample) {
        double sum = 0;
        for (int i : sample) {
            sum += values[i];
        }
        return sum / sample.length;
    }

    /// Returns the number itself, of the sample as it is.
    public double value() {
        return value;
    }

    /// Returns the numbers of all rounds, the smallest first.
    public double[] values() {
        return sorted.clone();
    }

    /// Returns the middle `confidence` of what it could have been: the percentile interval.
    public Interval interval(double confidence) {
        double outside = (1 - Shares.confidence(confidence)) / 2;
        return new Interval(quantile(outside), quantile(1 - outside));
    }

    /// Returns the value below which a share of the rounds lies, between two of them by a straight line.
    public double quantile(double share) {
        double place = Shares.share(share) * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /// Returns how much the number varies from sample to sample: the standard deviation of the rounds.
    public double standardError() {
        double mean = Arrays.stream(sorted).average().orElseThrow();
        double squares = Arrays.stream(sorted).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (sorted.length - 1));
    }

    @Override
    public String toString() {
        Interval range = interval(0.95);
        return String.format(Locale.ROOT, "%.4g (95 %%: %.4g to %.4g)", value, range.low(), range.high());
    }
}
