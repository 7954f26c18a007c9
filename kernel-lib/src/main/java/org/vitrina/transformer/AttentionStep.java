package org.vitrina.transformer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.DoubleStream;
import org.vitrina.show.Figure;
import org.vitrina.show.Step;

/// How one head of attention makes a new vector of old ones
/// ([Vaswani et al. 2017, section 3.2.1](https://arxiv.org/abs/1706.03762)).
public sealed interface AttentionStep extends Step {
    /// How many numbers of a vector are drawn.
    int DRAWN = 16;

    /// Each position has a query and a key.
    ///
    /// @param tokens  what was read, `T` of them
    /// @param queries shape `[T, d_h]`, turned by their positions where the model does that
    /// @param keys    shape `[T, d_h]`, likewise
    /// @param turned  whether they were turned
    /// @param head    which head asks
    /// @param kvHead  whose keys and values it looks at
    record Projected(List<String> tokens, double[][] queries, double[][] keys, boolean turned, int head, int kvHead)
            implements AttentionStep {
        @Override
        public String name() {
            return "attention.project";
        }

        @Override
        public String caption() {
            return "Of each position's vector the layer makes a query, what it looks for, and a key, what can be found"
                    + " there: %d numbers each%s. Query head %d looks at the keys of head %d."
                            .formatted(queries[0].length, turned ? ", turned by the position" : "", head, kvHead);
        }

        @Override
        public Figure figure() {
            return new Figure.Stack(vectors("queries", tokens, queries), vectors("keys", tokens, keys));
        }
    }

    /// Each query was multiplied with each key.
    ///
    /// @param scores shape `[T, T]`: row `t` holds what position `t` scores for each position, the later ones too,
    ///     which the model itself does not compute
    /// @param scale  what each product was multiplied with, `1 / sqrt(d_h)` in most models
    record Scored(List<String> tokens, double[][] scores, double scale) implements AttentionStep {
        @Override
        public String name() {
            return "attention.score";
        }

        @Override
        public String caption() {
            int last = tokens.size() - 1;
            int best = largest(scores[last], last + 1);
            return text(
                    "A score is the sum of query × key over all numbers, times %.4f. %s scores %.2f for %s: the sum was"
                            + " %.2f.",
                    scale,
                    Reading.quoted(tokens.get(last)),
                    scores[last][best],
                    Reading.quoted(tokens.get(best)),
                    scores[last][best] / scale);
        }

        @Override
        public Figure figure() {
            return matrix("scores", tokens, scores);
        }
    }

    /// The future was hidden: a position looks at itself and at what came before.
    ///
    /// @param scores shape `[T, T]`; NaN where hidden
    /// @param window how many positions back are seen, the own included; 0 for all
    record Masked(List<String> tokens, double[][] scores, int window) implements AttentionStep {
        @Override
        public String name() {
            return "attention.mask";
        }

        @Override
        public String caption() {
            int hidden = 0;
            for (double[] row : scores) {
                for (double score : row) {
                    if (Double.isNaN(score)) hidden++;
                }
            }
            return "%d of %d scores are hidden, set to −∞: no position may see what it shall predict%s."
                    .formatted(
                            hidden,
                            scores.length * scores.length,
                            window == 0 ? "" : ", and this layer sees only " + window + " positions, the own included");
        }

        @Override
        public Figure figure() {
            return matrix("scores", tokens, scores);
        }
    }

    /// The softmax made shares of the scores.
    ///
    /// @param pattern shape `[T, T]`; each row sums to 1, NaN where hidden
    record Shared(List<String> tokens, double[][] pattern) implements AttentionStep {
        @Override
        public String name() {
            return "attention.softmax";
        }

        @Override
        public String caption() {
            int last = tokens.size() - 1;
            int best = largest(pattern[last], last + 1);
            return text(
                    "The softmax, exp(score) divided by the sum of its row, makes shares that sum to 1: %s gives %.1f %% of its attention"
                            + " to %s.",
                    Reading.quoted(tokens.get(last)), 100 * pattern[last][best], Reading.quoted(tokens.get(best)));
        }

        @Override
        public Figure figure() {
            return matrix("pattern", tokens, pattern);
        }
    }

    /// Each position took its shares of the values.
    ///
    /// @param pattern shape `[T, T]`; NaN where hidden
    /// @param valueVectors shape `[T, d_h]`
    /// @param mixed   shape `[T, d_h]`: `pattern · valueVectors`, what the head hands on
    record Mixed(List<String> tokens, double[][] pattern, double[][] valueVectors, double[][] mixed)
            implements AttentionStep {
        @Override
        public String name() {
            return "attention.mix";
        }

        @Override
        public String caption() {
            int last = tokens.size() - 1;
            var sum = new ArrayList<String>();
            for (int s = 0; s <= last && sum.size() < 4; s++) {
                if (!Double.isNaN(pattern[last][s])) {
                    sum.add(text("%.3f · %.3f", pattern[last][s], valueVectors[s][0]));
                }
            }
            boolean all = DoubleStream.of(pattern[last])
                            .filter(share -> !Double.isNaN(share))
                            .count()
                    == sum.size();
            return text(
                    "Each position takes its shares of the values. The first number of what %s takes is %s%s = %.3f.",
                    Reading.quoted(tokens.get(last)), String.join(" + ", sum), all ? "" : " + …", mixed[last][0]);
        }

        @Override
        public Figure figure() {
            return new Figure.Stack(
                    vectors("values", tokens, valueVectors), vectors("what the head hands on", tokens, mixed));
        }
    }

    @Override
    default SequencedMap<String, Object> values() {
        var values = new LinkedHashMap<String, Object>();
        switch (this) {
            case Projected step -> {
                values.put("queries", step.queries);
                values.put("keys", step.keys);
            }
            case Scored step -> values.put("scores", step.scores);
            case Masked step -> values.put("scores", step.scores);
            case Shared step -> values.put("pattern", step.pattern);
            case Mixed step -> {
                values.put("values", step.valueVectors);
                values.put("mixed", step.mixed);
            }
        }
        return values;
    }

    private static Figure matrix(String title, List<String> tokens, double[][] values) {
        return Pictures.heat(title, "looking", "looked at", tokens, tokens, values);
    }

    private static Figure vectors(String title, List<String> tokens, double[][] vectors) {
        int width = Math.min(DRAWN, vectors[0].length);
        String which =
                width == vectors[0].length ? "" : ", numbers 0 to %d of %d".formatted(width - 1, vectors[0].length);
        double[][] drawn = Pictures.rows(vectors.length, t -> Arrays.copyOf(vectors[t], width));
        return Pictures.heat(title + which, "position", "number", tokens, Pictures.numbers(0, width), drawn);
    }

    private static int largest(double[] row, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (row[i] > row[best] || Double.isNaN(row[best])) best = i;
        }
        return best;
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
