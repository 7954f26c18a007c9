package org.vitrina.evaluate;

import java.util.Arrays;
import java.util.List;
import org.vitrina.show.Progress;
import org.vitrina.transformer.LanguageModel;
import org.vitrina.transformer.Perplexity;

/// Whether a model has seen a text, asked of the model alone: of a text it has seen, even the least probable tokens
/// are not very improbable (Min-K % Prob, [Shi and others 2023](https://arxiv.org/abs/2310.16789)).
public final class MinK {
    private MinK() {}

    /// Returns the mean log-probability of the `share` least probable tokens of `text`, in nats: the larger, the
    /// likelier it was seen.
    ///
    /// @param share which part of the tokens; the paper takes 0.2
    public static double of(LanguageModel model, String text, double share) {
        return of(Quietly.run(() -> Perplexity.of(model, text)).nlls(), share);
    }

    /// Returns the mean of the `share` smallest log-probabilities.
    ///
    /// @param nlls negative log-probabilities; NaN where there is none
    static double of(double[] nlls, double share) {
        Shares.share(share);
        double[] sorted =
                Arrays.stream(nlls).filter(nll -> !Double.isNaN(nll)).sorted().toArray();
        int count = Math.max(1, (int) (share * sorted.length));
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum -= sorted[sorted.length - 1 - i];
        }
        return sum / count;
    }

    /// Returns [#of] for each text.
    public static double[] of(LanguageModel model, List<String> texts, double share) {
        double[] scores = new double[texts.size()];
        try (var task = Progress.task("Min-K % of " + model.name(), texts.size())) {
            for (int i = 0; i < scores.length; i++) {
                scores[i] = of(model, texts.get(i), share);
                task.at(i + 1);
            }
        }
        return scores;
    }
}
