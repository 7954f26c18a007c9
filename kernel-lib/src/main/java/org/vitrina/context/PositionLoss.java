package org.vitrina.context;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Progress;
import org.vitrina.show.Showable;
import org.vitrina.transformer.LanguageModel;
import org.vitrina.transformer.Perplexity;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// How well a model expects tokens, by how far from the beginning of the text they stand.
///
/// @param name   whose it is, for charts
/// @param length how many tokens the model was made for
public record PositionLoss(String name, int length, List<Stretch> stretches) implements Showable {
    /// Positions that were measured together.
    ///
    /// @param from  the first position
    /// @param to    the position behind the last
    /// @param mean  negative log-probability of a token, in nats
    /// @param error the standard error of that mean over the texts
    /// @param texts how many there were
    public record Stretch(int from, int to, double mean, double error, int texts) {
        public double perplexity() {
            return Math.exp(mean);
        }
    }

    public PositionLoss {
        stretches = List.copyOf(stretches);
    }

    /// Reads each text from its beginning and returns the loss for stretches of `width` positions.
    ///
    /// @param texts ids, all as long as the first
    public static PositionLoss of(String name, LanguageModel model, List<int[]> texts, int width) {
        if (texts.isEmpty() || width < 1 || texts.getFirst().length <= width) {
            throw new IllegalArgumentException(
                    "a loss by position needs at least one text that is longer than a stretch," + " but got "
                            + texts.size() + " texts, and stretches of " + width);
        }
        int length = texts.getFirst().length;
        var losses = new ArrayList<double[]>();
        try (var task = Progress.task("loss by position, " + name, texts.size())) {
            for (int[] ids : texts) {
                if (ids.length != length) {
                    throw new IllegalArgumentException("all texts have to be as long as the first, which has " + length
                            + " tokens, but one has " + ids.length);
                }
                losses.add(losses(model, ids, width));
                task.at(losses.size());
            }
        }
        return of(name, model.contextLength(), losses, width);
    }

    /// Returns the losses that were measured elsewhere, of several texts, for stretches of `width`
    /// positions.
    ///
    /// @param losses for each text the negative log-probability at each position; NaN is left out
    public static PositionLoss of(String name, int length, List<double[]> losses, int width) {
        var stretches = new ArrayList<Stretch>();
        for (int from = 0; from + width <= losses.getFirst().length; from += width) {
            int first = from;
            double[] means = losses.stream()
                    .mapToDouble(text -> Arrays.stream(text, first, first + width)
                            .filter(loss -> !Double.isNaN(loss))
                            .average()
                            .orElse(Double.NaN))
                    .toArray();
            stretches.add(stretch(from, from + width, means));
        }
        return new PositionLoss(name, length, stretches);
    }

    private static Stretch stretch(int from, int to, double[] means) {
        double mean = Arrays.stream(means).average().orElseThrow();
        double squares = Arrays.stream(means).map(m -> (m - mean) * (m - mean)).sum();
        int n = means.length;
        double error = n < 2 ? Double.NaN : Math.sqrt(squares / (n - 1) / n);
        return new Stretch(from, to, mean, error, n);
    }

    /// Returns the negative log-probability of each token but the first, whose place holds NaN.
    private static double[] losses(LanguageModel model, int[] ids, int width) {
        double[] losses = new double[ids.length];
        losses[0] = Double.NaN;
        var session = model.session();
        for (int from = 0; from + 1 < ids.length; from += width) {
            int to = Math.min(ids.length - 1, from + width);
            float[][] logits = session.all(Arrays.copyOfRange(ids, from, to));
            for (int i = from; i < to; i++) {
                losses[i + 1] = Perplexity.nll(logits[i - from], ids[i + 1]);
            }
        }
        return losses;
    }

    /// Returns the perplexity of the tokens from position `from` to before `to`: of the stretches that
    /// lie there.
    public double perplexity(int from, int to) {
        return Math.exp(stretches.stream()
                .filter(stretch -> stretch.from() >= from && stretch.to() <= to)
                .mapToDouble(Stretch::mean)
                .average()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no stretch of positions that was measured lies between " + from + " and " + to)));
    }

    /// Returns a row for each stretch.
    public Table table() {
        var table = Table.create("Perplexity by position, " + name)
                .addColumns(
                        IntColumn.create("from"),
                        IntColumn.create("to"),
                        DoubleColumn.create("perplexity"),
                        DoubleColumn.create("at least"),
                        DoubleColumn.create("at most"));
        for (Stretch stretch : stretches) {
            table.intColumn(0).append(stretch.from());
            table.intColumn(1).append(stretch.to());
            table.doubleColumn(2).append(stretch.perplexity());
            table.doubleColumn(3).append(Math.exp(stretch.mean() - 1.96 * stretch.error()));
            table.doubleColumn(4).append(Math.exp(stretch.mean() + 1.96 * stretch.error()));
        }
        return table;
    }

    /// Returns a row for each of several, with its perplexity between each two neighbouring bounds.
    public static Table compare(List<PositionLoss> measured, int... bounds) {
        var table = Table.create("Perplexity by position").addColumns(StringColumn.create("read"));
        for (int i = 0; i + 1 < bounds.length; i++) {
            table.addColumns(DoubleColumn.create("%,d to %,d".formatted(bounds[i], bounds[i + 1])));
        }
        for (PositionLoss loss : measured) {
            table.stringColumn(0).append(loss.name());
            for (int i = 0; i + 1 < bounds.length; i++) {
                table.doubleColumn(1 + i).append(loss.perplexity(bounds[i], bounds[i + 1]));
            }
        }
        return table;
    }

    /// Returns the perplexity of several by position, on a logarithmic axis. All have the same stretches.
    public static XYChart chart(String title, PositionLoss... measured) {
        return chart(title, List.of(measured));
    }

    /// Returns the perplexity of several by position, on a logarithmic axis. All have the same stretches.
    public static XYChart chart(String title, List<PositionLoss> measured) {
        var lines = new LinkedHashMap<String, List<Double>>();
        for (PositionLoss loss : measured) {
            lines.put(
                    loss.name(),
                    loss.stretches().stream().map(Stretch::perplexity).toList());
        }
        List<Double> middles = measured.getFirst().stretches().stream()
                .map(stretch -> (stretch.from() + stretch.to()) / 2.0)
                .toList();
        XYChart chart = Charts.lines(title, "position in the text (tokens)", "perplexity", middles, lines);
        chart.getStyler().setYAxisLogarithmic(true).setYAxisLogarithmicDecadeOnly(false);
        chart.getStyler().setLegendVisible(true);
        return chart;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: perplexity %.2f in the first %d tokens, %.2f in the last",
                name,
                stretches.getFirst().perplexity(),
                stretches.getFirst().to(),
                stretches.getLast().perplexity());
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Plot(chart("Perplexity by position", this)).mime();
    }
}
