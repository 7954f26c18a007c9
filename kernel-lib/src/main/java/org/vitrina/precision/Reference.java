package org.vitrina.precision;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.vitrina.train.Measurement;
import org.vitrina.train.Measurement.Interval;
import org.vitrina.transformer.LanguageModel;
import org.vitrina.transformer.Perplexity;

/// What a model says of each token of a text, kept so that others can be compared with it.
///
/// What is compared is the whole distribution, not only the token that came: the Kullback–Leibler
/// divergence, as llama.cpp's `perplexity --kl-divergence` measures it.
public final class Reference {
    /// The most that the distributions may take.
    private static final long MOST_BYTES = 1L << 30;

    /// What a normal distribution leaves 2.5 % above.
    private static final double Z = 1.959963984540054;

    private final String text;
    private final int context;
    private final int stride;
    private final Perplexity own;
    private final float[][] logs;

    private Reference(String text, int context, int stride, Perplexity own, float[][] logs) {
        this.text = text;
        this.context = context;
        this.stride = stride;
        this.own = own;
        this.logs = logs;
    }

    /// Reads `text` in windows as [Perplexity#of] does.
    ///
    /// @param full the model that others are compared with
    /// @throws IllegalArgumentException as [Perplexity#of], or if the distributions of all tokens,
    ///     4 bytes for each token and entry of the vocabulary, take more than a gigabyte
    public static Reference of(LanguageModel full, String text, int context, int stride) {
        int tokens = full.tokenizer().encode(text).length;
        long most = MOST_BYTES / (Float.BYTES * (long) full.vocabularySize());
        if (tokens > most) {
            throw new IllegalArgumentException(
                    "the text has %,d tokens, and with a vocabulary of %,d at most %,d can be compared; take a shorter one"
                            .formatted(tokens, full.vocabularySize(), most));
        }
        float[][] logs = new float[tokens][];
        Perplexity own = Perplexity.of(full, text, context, stride, (index, logits) -> {
            double total = logSum(logits);
            for (int id = 0; id < logits.length; id++) logits[id] = (float) (logits[id] - total);
            logs[index] = logits;
        });
        return new Reference(text, context, stride, own, logs);
    }

    /// Returns the beginning of `text`, about `tokens` tokens of it.
    public static String beginning(LanguageModel model, String text, int tokens) {
        int[] ids = model.tokenizer().encode(text);
        return ids.length <= tokens ? text : model.tokenizer().decode(Arrays.copyOf(ids, tokens));
    }

    /// Returns how well the full model expects the text.
    public Perplexity own() {
        return own;
    }

    /// How another model compares. Intervals hold the truth with a confidence of 95 % if tokens
    /// were drawn independently of each other; as neighbours are alike, they are somewhat too
    /// narrow.
    ///
    /// @param tokens     how many were compared
    /// @param perplexity of the other model
    /// @param around     where its perplexity lies, on other texts of this kind
    /// @param ratio      its perplexity divided by the full model's
    /// @param ratioAround where that lies: much narrower, since both read the same tokens
    /// @param divergence the mean Kullback–Leibler divergence of its distributions from the full
    ///     model's, in nats
    /// @param divergenceAround where that lies
    /// @param same       how often both find the same token likeliest, in `[0, 1]`
    /// @param sameAround where that lies
    public record Score(
            int tokens,
            double perplexity,
            Interval around,
            double ratio,
            Interval ratioAround,
            double divergence,
            Interval divergenceAround,
            double same,
            Interval sameAround) {}

    /// Compares `other`, which must have the same vocabulary.
    ///
    /// @throws IllegalArgumentException if it has another
    public Score score(LanguageModel other) {
        double[] divergences = new double[logs.length];
        boolean[] same = new boolean[logs.length];
        Perplexity its = Perplexity.of(other, text, context, stride, (index, logits) -> {
            float[] full = logs[index];
            if (full == null || full.length != logits.length) {
                throw new IllegalArgumentException(
                        "'%s' has another vocabulary than '%s', so that they cannot be compared"
                                .formatted(other.name(), own.model()));
            }
            divergences[index] = divergence(full, logits);
            same[index] = likeliest(full) == likeliest(logits);
        });
        int[] counted = countedTokens(its);
        double[] nlls = Arrays.stream(counted).mapToDouble(i -> its.nlls()[i]).toArray();
        double[] more = Arrays.stream(counted)
                .mapToDouble(i -> its.nlls()[i] - own.nlls()[i])
                .toArray();
        double[] kl = Arrays.stream(counted).mapToDouble(i -> divergences[i]).toArray();
        long hits = Arrays.stream(counted).filter(i -> same[i]).count();
        int n = counted.length;
        return new Score(
                n,
                Math.exp(mean(nlls)),
                exp(around(nlls)),
                Math.exp(mean(more)),
                exp(around(more)),
                mean(kl),
                around(kl),
                (double) hits / n,
                Measurement.wilson(hits, n));
    }

    private static int[] countedTokens(Perplexity perplexity) {
        return IntStream.range(0, perplexity.nlls().length)
                .filter(i -> !Double.isNaN(perplexity.nlls()[i]))
                .toArray();
    }

    private static double divergence(float[] full, float[] logits) {
        double total = logSum(logits);
        double sum = 0;
        for (int id = 0; id < full.length; id++) {
            // rounded as the full model's are, so that what is the same gives exactly 0
            sum += Math.exp(full[id]) * (full[id] - (float) (logits[id] - total));
        }
        // it is never negative, but the logarithms have been rounded to floats
        return Math.max(0, sum);
    }

    private static double logSum(float[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) max = Math.max(max, logit);
        double sum = 0;
        for (float logit : logits) sum += Math.exp(logit - max);
        return max + Math.log(sum);
    }

    private static int likeliest(float[] logits) {
        int best = 0;
        for (int id = 1; id < logits.length; id++) {
            if (logits[id] > logits[best]) best = id;
        }
        return best;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    /// Returns where the mean of such values lies.
    private static Interval around(double[] values) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) squares += (value - mean) * (value - mean);
        double half = values.length < 2 ? Double.NaN : Z * Math.sqrt(squares / (values.length - 1) / values.length);
        return new Interval(mean - half, mean + half);
    }

    private static Interval exp(Interval interval) {
        return new Interval(Math.exp(interval.low()), Math.exp(interval.high()));
    }
}
