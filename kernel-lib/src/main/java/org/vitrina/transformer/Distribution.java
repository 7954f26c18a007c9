package org.vitrina.transformer;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Logits as probabilities of the next token.
record Distribution(double[] logProbabilities) {
    static Distribution of(float[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - max);
        }
        double total = max + Math.log(sum);
        double[] logs = new double[logits.length];
        Arrays.setAll(logs, id -> logits[id] - total);
        return new Distribution(logs);
    }

    double probability(int id) {
        return Math.exp(logProbabilities[id]);
    }

    /// Returns the `count` likeliest ids, the likeliest first, of equal ones the smaller id.
    List<Integer> top(int count) {
        return IntStream.range(0, logProbabilities.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer id) -> -logProbabilities[id]))
                .limit(count)
                .toList();
    }

    int likeliest() {
        int best = 0;
        for (int id = 1; id < logProbabilities.length; id++) {
            if (logProbabilities[id] > logProbabilities[best]) best = id;
        }
        return best;
    }

    /// Returns the entropy in bits: how many yes-or-no answers the next token is worth.
    double entropy() {
        double sum = 0;
        for (double log : logProbabilities) {
            if (log > Double.NEGATIVE_INFINITY) sum -= Math.exp(log) * log;
        }
        return sum / Math.log(2);
    }
}
