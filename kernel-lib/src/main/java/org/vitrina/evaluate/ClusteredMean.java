package org.vitrina.evaluate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vitrina.train.Measurement.Interval;

/// The mean of results that come in groups: several questions about one text, several tries of one prompt.
/// Results of one group are alike, so that they say less than as many independent ones would, and an interval
/// that ignores it is too narrow ([Miller 2024, section 2.2](https://arxiv.org/abs/2411.00640)).
///
/// @param mean           of all results
/// @param standardError  how much it varies, with groups drawn as a whole
/// @param naiveError     how much it would vary if all results were independent
/// @param groups         how many groups there are
/// @param n              how many results there are
public record ClusteredMean(double mean, double standardError, double naiveError, int groups, int n) {
    /// Returns the mean of `values`, of which those with equal `groups` belong together.
    public static ClusteredMean of(double[] values, List<?> groups) {
        if (values.length == 0 || values.length != groups.size()) {
            throw new IllegalArgumentException("every result needs a group, and there must be one, but got "
                    + values.length + " results and " + groups.size() + " groups");
        }
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        Map<Object, Double> sums = new HashMap<>();
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
            double off = values[i] - mean;
            sums.merge(groups.get(i), off, Double::sum);
            squares += off * off;
        }
        double ofGroups = sums.values().stream().mapToDouble(sum -> sum * sum).sum();
        return new ClusteredMean(
                mean,
                Math.sqrt(ofGroups) / values.length,
                Math.sqrt(squares) / values.length,
                sums.size(),
                values.length);
    }

    /// Returns how many times as wide the interval is as one that ignores the groups.
    public double widening() {
        return naiveError == 0 ? 1 : standardError / naiveError;
    }

    /// Returns the interval by a normal distribution, which wants some thirty groups.
    public Interval interval(double confidence) {
        double half = Normal.reach(confidence) * standardError;
        return new Interval(mean - half, mean + half);
    }
}
