package org.vitrina.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.vitrina.show.Progress;
import org.vitrina.transformer.LanguageModel;

/// How much two models with the same tokens agree about what comes next, token by token of some texts.
///
/// @param sameTop       at how many places both find the same token the likeliest
/// @param divergence    mean Kullback-Leibler divergence of the second from the first, in nats: how many nats a
///     token of the first costs more with the second
/// @param firstLoss     mean negative log-probability of the texts' own tokens with the first, in nats
/// @param secondLoss    the same with the second
/// @param largestLogit  the largest difference between two logits, each row shifted to a mean of 0
public record Agreement(Share sameTop, double divergence, double firstLoss, double secondLoss, double largestLogit) {
    /// Reads `texts` with both.
    ///
    /// @throws IllegalArgumentException if the models have different vocabularies, or there is nothing to compare
    public static Agreement between(LanguageModel first, LanguageModel second, List<String> texts) {
        if (first.vocabularySize() != second.vocabularySize()) {
            throw new IllegalArgumentException(first.name() + " has " + first.vocabularySize() + " tokens and "
                    + second.name() + " has " + second.vocabularySize() + "; only models with the same tokens can be"
                    + " compared token by token");
        }
        var sums = new Sums();
        try (var task = Progress.task(first.name() + " against " + second.name(), texts.size())) {
            for (int i = 0; i < texts.size(); i++) {
                int[] ids = first.tokenizer().encode(texts.get(i));
                ids = Arrays.copyOf(ids, Math.min(ids.length, Math.min(first.contextLength(), second.contextLength())));
                if (ids.length > 0) {
                    sums.add(first.session().all(ids), second.session().all(ids), ids);
                }
                task.at(i + 1);
            }
        }
        return sums.agreement();
    }

    /// Returns by what the perplexity is multiplied with the second.
    public double perplexityRatio() {
        return Math.exp(secondLoss - firstLoss);
    }

    private static final class Sums {
        private int places;
        private int same;
        private int expected;
        private double divergence;
        private double firstLoss;
        private double secondLoss;
        private double largest;

        void add(float[][] first, float[][] second, int[] ids) {
            for (int t = 0; t < ids.length; t++) {
                double[] p = LogProbabilities.of(first[t]);
                double[] q = LogProbabilities.of(second[t]);
                int top = 0;
                int otherTop = 0;
                double shift = 0;
                for (int id = 0; id < p.length; id++) {
                    divergence += Math.exp(p[id]) * (p[id] - q[id]);
                    top = p[id] > p[top] ? id : top;
                    otherTop = q[id] > q[otherTop] ? id : otherTop;
                    shift += ((double) first[t][id] - second[t][id]) / p.length;
                }
                for (int id = 0; id < p.length; id++) {
                    largest = Math.max(largest, Math.abs((double) first[t][id] - second[t][id] - shift));
                }
                same += top == otherTop ? 1 : 0;
                places++;
                if (t + 1 < ids.length) {
                    firstLoss -= p[ids[t + 1]];
                    secondLoss -= q[ids[t + 1]];
                    expected++;
                }
            }
        }

        Agreement agreement() {
            if (expected == 0) {
                throw new IllegalArgumentException("a text of at least 2 tokens is needed to compare two models on");
            }
            return new Agreement(
                    new Share(same, places), divergence / places, firstLoss / expected, secondLoss / expected, largest);
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "same likeliest token %.1f %% of %,d, divergence %.5f nats, perplexity times %.4f",
                100 * sameTop.value(),
                sameTop.n(),
                divergence,
                perplexityRatio());
    }
}
