package org.vitrina.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.knowm.xchart.CategoryChart;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import org.vitrina.tensor.Tensor;
import org.vitrina.tokenize.Tokenizer;
import org.vitrina.transformer.Model;

/// The tokens that a model has in its vocabulary and never read, as far as its numbers tell. Where the
/// embedding is the output matrix, too, training pushes the rows of all tokens that never come the same
/// way, until they are nearly one: that makes these tokens unlikely to be written, and where they are
/// read it makes them all alike. Such tokens are found in large models by the same sign ([Land and
/// Bartolo 2024, section 3](https://arxiv.org/abs/2405.05417)).
///
/// Displays as a chart: how many tokens point how far the common way.
public final class UnreadTokens implements Showable {
    /// The least cosine of a row with the mean of all rows that says that its token was not read.
    private static final double ALIKE = 0.8;

    private static final int BARS = 20;

    private final Tokenizer tokenizer;
    private final double[] cosines;

    private UnreadTokens(Tokenizer tokenizer, double[] cosines) {
        this.tokenizer = tokenizer;
        this.cosines = cosines;
    }

    /// Returns those of `model`.
    public static UnreadTokens of(Model model) {
        return new UnreadTokens(model.tokenizer(), cosines(Trainable.of(model).numbers(Lora.EMBEDDING)));
    }

    /// Returns the ids of tokens that were not read.
    ///
    /// @param embedding shape `[V, d]`
    static int[] ids(Tensor embedding) {
        return ids(cosines(embedding));
    }

    private static int[] ids(double[] cosines) {
        return IntStream.range(0, cosines.length)
                .filter(token -> cosines[token] > ALIKE)
                .toArray();
    }

    /// Returns the cosine of each row with the mean of all.
    private static double[] cosines(Tensor embedding) {
        int d = embedding.columns();
        double[] mean = new double[d];
        for (int i = 0; i < embedding.size(); i++) {
            mean[i % d] += embedding.data()[embedding.offset() + i] / (double) embedding.rows();
        }
        return IntStream.range(0, embedding.rows())
                .mapToDouble(token -> {
                    double[] row = new double[d];
                    for (int i = 0; i < d; i++) row[i] = embedding.data()[embedding.offset() + token * d + i];
                    return dot(row, mean) / Math.sqrt(Math.max(Double.MIN_NORMAL, dot(mean, mean) * dot(row, row)));
                })
                .toArray();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }

    /// Gives these tokens random rows, as a model begins with: of deviation `1 / sqrt(d)`.
    static void renew(Tensor embedding, int[] tokens, long seed) {
        int d = embedding.columns();
        RandomGenerator random =
                RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 0x9E3779B97F4A7C15L + "renewed".hashCode());
        for (int token : tokens) {
            for (int i = 0; i < d; i++) {
                embedding.data()[embedding.offset() + token * d + i] = (float) (random.nextGaussian() / Math.sqrt(d));
            }
        }
    }

    /// Returns their ids, in order.
    public int[] ids() {
        return ids(cosines);
    }

    /// Returns how many there are.
    public int count() {
        return ids().length;
    }

    /// Returns the tokens of a text as a strip, in which those that were never read are dark.
    public Figure.TokenStrip in(String text) {
        int[] tokens = tokenizer.encode(text);
        long unread =
                Arrays.stream(tokens).filter(token -> cosines[token] > ALIKE).count();
        return new Figure.TokenStrip(
                "%d of %d tokens were never read".formatted(unread, tokens.length),
                Arrays.stream(tokens)
                        .mapToObj(token -> new Figure.Cell(
                                tokenizer.token(token).text(),
                                String.format(Locale.ROOT, "%.2f", cosines[token]),
                                cosines[token] > ALIKE,
                                cosines[token] > ALIKE ? 0.35 : 0))
                        .toList());
    }

    /// Returns how many tokens have which cosine with the mean of all.
    public CategoryChart chart() {
        int[] counts = new int[BARS];
        for (double cosine : cosines) {
            counts[(int) Math.clamp(Math.floor(cosine * BARS), 0, BARS - 1)]++;
        }
        var from = new ArrayList<String>();
        for (int bar = 0; bar < BARS; bar++) from.add(String.format(Locale.ROOT, "%.2f", (double) bar / BARS));
        var bars = new LinkedHashMap<String, List<Double>>();
        bars.put(
                "tokens",
                Arrays.stream(counts).mapToObj(count -> (double) count).toList());
        return Charts.bars(
                "How far the rows of the embedding point the common way",
                "cosine with the mean of all rows, from",
                "tokens",
                from,
                bars);
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Plot(chart()).mime();
    }

    @Override
    public String toString() {
        return count() + " of " + cosines.length + " tokens were never read";
    }
}
