package org.vitrina.world;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.vitrina.show.Charts;
import org.vitrina.transformer.LanguageModel;

/// How a model predicts texts of Markov chains that it has never seen: evenly, by how often each letter
/// stood in the text so far, or by what followed the last letter before. While a transformer learns, it
/// goes through these in this order ([Edelman et al. 2024](https://arxiv.org/abs/2402.11004)).
///
/// @param step    after how many steps of training
/// @param loss    of the model, in nats a letter, on the second half of each text
/// @param uniform how far the model is from the even distribution: the mean of `KL(strategy ‖ model)` in
///     nats, on the second half of each text
/// @param unigram how far it is from the shares of the letters so far
/// @param bigram  how far it is from the shares of what followed the last letter so far, which with one
///     added to each count is the best that can be done ([Laplace's
///     rule](https://doi.org/10.1214/aoms/1177730196))
/// @param best    the loss of that last one
public record ChainPhases(int step, double loss, double uniform, double unigram, double bigram, double best) {
    private static final long FIRST_SEED = 1L << 50;

    /// Measures a model that has a token for each letter.
    ///
    /// @param texts how many texts are read
    /// @param step  for the record
    public static ChainPhases measure(LanguageModel model, Chains chains, int texts, int step) {
        int states = chains.states();
        double loss = 0;
        double best = 0;
        double[] far = new double[3];
        int positions = 0;
        for (int text = 0; text < texts; text++) {
            int[] said = chains.of(FIRST_SEED + text).ids();
            int[] ids = RecallData.ids(model.tokenizer(), chains.text(said));
            int[] letters = RecallData.ids(model.tokenizer(), chains.text(range(states)));
            float[][] logits = model.session().all(ids);
            int[] count = new int[states];
            int[][] pairs = new int[states][states];
            for (int t = 0; t + 1 < ids.length; t++) {
                count[said[t]]++;
                if (t > 0) pairs[said[t - 1]][said[t]]++;
                if (t < ids.length / 2) {
                    continue;
                }
                double[] predicted = softmax(logits[t], letters);
                double[] bigram = shares(pairs[said[t]]);
                far[0] += divergence(shares(new int[states]), predicted);
                far[1] += divergence(shares(count), predicted);
                far[2] += divergence(bigram, predicted);
                loss -= Math.log(predicted[said[t + 1]]);
                best -= Math.log(bigram[said[t + 1]]);
                positions++;
            }
        }
        return new ChainPhases(
                step, loss / positions, far[0] / positions, far[1] / positions, far[2] / positions, best / positions);
    }

    private static int[] range(int states) {
        return IntStream.range(0, states).toArray();
    }

    /// Returns counts as shares, with one added to each.
    private static double[] shares(int[] counts) {
        double total = counts.length;
        for (int count : counts) total += count;
        double[] shares = new double[counts.length];
        for (int i = 0; i < shares.length; i++) shares[i] = (counts[i] + 1) / total;
        return shares;
    }

    /// Returns the model's distribution over the letters alone.
    private static double[] softmax(float[] logits, int[] letters) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int letter : letters) largest = Math.max(largest, logits[letter]);
        double[] p = new double[letters.length];
        double sum = 0;
        for (int i = 0; i < p.length; i++) sum += p[i] = Math.exp(logits[letters[i]] - largest);
        for (int i = 0; i < p.length; i++) p[i] /= sum;
        return p;
    }

    private static double divergence(double[] p, double[] q) {
        double sum = 0;
        for (int i = 0; i < p.length; i++) sum += p[i] * Math.log(p[i] / q[i]);
        return sum;
    }

    /// Returns to which strategy the model is nearest: `uniform`, `unigram` or `bigram`.
    public String nearest() {
        return uniform <= unigram && uniform <= bigram ? "uniform" : unigram <= bigram ? "unigram" : "bigram";
    }

    /// Draws how far the model is from each strategy, step by step.
    public static XYChart chart(List<ChainPhases> phases) {
        var lines = new LinkedHashMap<String, List<Double>>();
        lines.put("from the even distribution", column(phases, ChainPhases::uniform));
        lines.put("from the shares of the letters", column(phases, ChainPhases::unigram));
        lines.put("from what followed the last letter", column(phases, ChainPhases::bigram));
        return Charts.lines(
                "How far the model's predictions are from each strategy",
                "step of training",
                "mean KL divergence (nats)",
                phases.stream().map(phase -> (double) phase.step).toList(),
                lines);
    }

    private static List<Double> column(List<ChainPhases> phases, ToDoubleFunction<ChainPhases> value) {
        return phases.stream().map(phase -> value.applyAsDouble(phase)).toList();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "step %,d: loss %.3f (best %.3f), %.3f from even, %.3f from letters, %.3f from pairs: %s",
                step,
                loss,
                best,
                uniform,
                unigram,
                bigram,
                nearest());
    }
}
