package org.vitrina.transformer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Progress;
import org.vitrina.show.Showable;
import org.vitrina.tokenize.Token;
import org.vitrina.tokenize.Tokenizer;

/// How well a model expects a text: the exponential of the mean negative log-probability of its tokens
/// ([Jelinek et al. 1977](https://doi.org/10.1121/1.2016299)). As uncertain as between that many equally likely
/// tokens.
///
/// A text that is longer than the context is read in windows. Each begins `stride` tokens after the one before,
/// and of each only those tokens count that no window before it has counted, so that nearly every token is
/// expected from at least `context - stride` before it.
///
/// @param model   the model's name
/// @param ids     the text's tokens
/// @param nlls    the negative log-probability of each, in nats; NaN where nothing stands before a token
/// @param bytes   how many bytes of text those tokens are that were counted
/// @param context how many tokens a window has
/// @param stride  how many tokens a window begins after the one before it
public record Perplexity(
        String model, Tokenizer tokenizer, List<Integer> ids, double[] nlls, long bytes, int context, int stride)
        implements Showable {
    /// How many rows of logits are there at once.
    private static final int ROWS = 64;

    /// Returns how well `model` expects `text`, in windows of at most 512 tokens that overlap by half.
    public static Perplexity of(LanguageModel model, String text) {
        int context = Math.min(512, model.contextLength());
        return of(model, text, context, Math.max(1, context / 2));
    }

    /// Is shown the logits that each token was looked up in.
    @FunctionalInterface
    public interface LogitsSeen {
        /// Takes the logits before token `index` of the text, shape `[V]`: an array that nobody
        /// uses any more.
        void at(int index, float[] logits);
    }

    /// Returns how well `model` expects `text`.
    ///
    /// @param context how many tokens a window has, the token for a beginning included; at least 2
    /// @param stride  how many tokens a window begins after the one before it; less than `context`
    /// @throws IllegalArgumentException if the text has no two tokens, or a window does not fit the model
    public static Perplexity of(LanguageModel model, String text, int context, int stride) {
        return of(model, text, context, stride, (_, _) -> {});
    }

    /// Returns how well `model` expects `text`, as [#of(LanguageModel, String, int, int)] does.
    ///
    /// @param seen is shown the logits of every token that counts, in the text's order
    public static Perplexity of(LanguageModel model, String text, int context, int stride, LogitsSeen seen) {
        Tokenizer tokenizer = model.tokenizer();
        int[] ids = tokenizer.encode(text);
        int[] before = tokenizer.markers().before().stream()
                .mapToInt(Integer::intValue)
                .toArray();
        int room = context - before.length;
        if (context > model.contextLength() || room < 2 || stride < 1 || stride > room - 1) {
            throw new IllegalArgumentException("a window has 2 to " + model.contextLength()
                    + " tokens, the context of the model, and the next begins 1 to " + Math.max(1, room - 1)
                    + " tokens later, but got a window of " + context + " and a stride of " + stride);
        }
        if (ids.length + before.length < 2) {
            throw new IllegalArgumentException(
                    "perplexity needs a text of at least 2 tokens, but this one has " + ids.length);
        }
        double[] nlls = new double[ids.length];
        Arrays.fill(nlls, Double.NaN);
        try (var task = Progress.task("perplexity of " + ids.length + " tokens", ids.length)) {
            int counted = before.length == 0 ? 1 : 0;
            for (int from = 0; counted < ids.length; from += stride) {
                int to = Math.min(ids.length, from + room);
                window(model, before, ids, from, counted, to, nlls, seen, task);
                counted = to;
            }
        }
        long bytes = 0;
        for (int i = 0; i < ids.length; i++) {
            if (!Double.isNaN(nlls[i])) bytes += tokenizer.bytes(ids[i]).length;
        }
        return new Perplexity(
                model.name(), tokenizer, Arrays.stream(ids).boxed().toList(), nlls, bytes, context, stride);
    }

    /// Reads tokens `from` to before `to`, after those of a beginning, and scores those from `counted` on.
    private static void window(
            LanguageModel model,
            int[] before,
            int[] ids,
            int from,
            int counted,
            int to,
            double[] nlls,
            LogitsSeen seen,
            Progress.Task task) {
        var session = model.session();
        // what stands before the first token that counts
        int[] known = Arrays.copyOf(before, before.length + counted - from);
        System.arraycopy(ids, from, known, before.length, counted - from);
        float[] next = session.next(known);
        for (int i = counted; i < to; ) {
            nlls[i] = -Distribution.of(next).logProbabilities()[ids[i]];
            seen.at(i, next);
            int end = Math.min(to - 1, i + ROWS);
            if (end > i) {
                float[][] rows = session.all(Arrays.copyOfRange(ids, i, end));
                for (int row = 0; row + 1 < rows.length; row++) {
                    nlls[i + 1 + row] = -Distribution.of(rows[row]).logProbabilities()[ids[i + 1 + row]];
                    seen.at(i + 1 + row, rows[row]);
                }
                next = rows[rows.length - 1];
            }
            i = Math.max(i + 1, end);
            task.at(i, String.format(Locale.ROOT, "perplexity %.3f", Math.exp(mean(nlls))));
        }
    }

    private static double mean(double[] nlls) {
        return Arrays.stream(nlls).filter(nll -> !Double.isNaN(nll)).average().orElse(Double.NaN);
    }

    /// Returns the negative log-probability that `logits` give to token `id`, in nats.
    public static double nll(float[] logits, int id) {
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) max = Math.max(max, logit);
        double sum = 0;
        for (float logit : logits) sum += Math.exp(logit - max);
        return max + Math.log(sum) - logits[id];
    }

    /// Returns the perplexity.
    public double value() {
        return Math.exp(mean(nlls));
    }

    /// Returns the sum of the negative log-probabilities, in nats.
    public double nll() {
        return Arrays.stream(nlls).filter(nll -> !Double.isNaN(nll)).sum();
    }

    /// Returns how many tokens were counted.
    public int tokens() {
        return (int) Arrays.stream(nlls).filter(nll -> !Double.isNaN(nll)).count();
    }

    /// Returns how many bits a byte of the text takes with this model: comparable between tokenizers.
    public double bitsPerByte() {
        return nll() / Math.log(2) / bytes;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: perplexity %.4f over %,d tokens, %.4f bits per byte",
                model,
                value(),
                tokens(),
                bitsPerByte());
    }

    /// Returns the tokens with the bits that each of them took.
    public Figure.TokenStrip strip() {
        var cells = new ArrayList<Figure.Cell>();
        for (int i = 0; i < nlls.length; i++) {
            Token token = tokenizer.token(ids.get(i));
            String bits = Double.isNaN(nlls[i]) ? "" : String.format(Locale.ROOT, "%.1f", nlls[i] / Math.log(2));
            cells.add(new Figure.Cell(token.text(), bits));
        }
        return new Figure.TokenStrip(this + "; under each token its bits", cells);
    }

    @Override
    public MimeBundle mime() {
        return strip().mime();
    }
}
