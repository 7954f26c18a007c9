package org.vitrina.evaluate;

import java.util.Comparator;
import java.util.stream.IntStream;

/// How well a number tells two groups apart: how often a random member of the first has a larger one than a random
/// member of the second, ties counted half. 0.5 is chance, 1 is perfect: the area under the ROC curve
/// ([Hanley and McNeil 1982](https://doi.org/10.1148/radiology.143.1.7063747)).
public final class Auc {
    private Auc() {}

    /// @param scores  a number each
    /// @param isFirst which of them belong to the first group
    public static double of(double[] scores, boolean[] isFirst) {
        if (scores.length != isFirst.length) {
            throw new IllegalArgumentException(
                    "every score needs a group, but got " + scores.length + " and " + isFirst.length);
        }
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(i -> i)
                .toArray();
        double ranks = 0;
        long first = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                to++;
            }
            // those that are equal share their mean rank
            for (int i = from; i < to; i++) {
                if (isFirst[order[i]]) {
                    ranks += (from + to + 1) / 2.0;
                    first++;
                }
            }
            from = to;
        }
        long second = scores.length - first;
        if (first == 0 || second == 0) {
            throw new IllegalArgumentException("both groups need a member, but one is empty");
        }
        return (ranks - first * (first + 1) / 2.0) / ((double) first * second);
    }
}
