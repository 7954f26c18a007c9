package org.vitrina.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import org.vitrina.train.Measurement.Interval;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Whether a model is right as often as it is sure: of answers that it gives 80 %, do 80 of 100 hold?
/// ([Guo and others 2017](https://arxiv.org/abs/1706.04599))
///
/// @param name        whose answers they are
/// @param confidences how sure each answer was, in `[0, 1]`
/// @param right       whether it was right
/// @param bins        into how many equal stretches confidence is cut
public record Calibration(String name, double[] confidences, boolean[] right, int bins) implements Showable {
    private static final int BINS = 10;

    public Calibration {
        if (confidences.length == 0 || confidences.length != right.length || bins < 1) {
            throw new IllegalArgumentException("calibration needs answers, each with a confidence and a mark, and at"
                    + " least 1 bin, but got " + confidences.length + " confidences, " + right.length + " marks and "
                    + bins + " bins");
        }
        for (double confidence : confidences) {
            Shares.share(confidence);
        }
        confidences = confidences.clone();
        right = right.clone();
    }

    /// Returns the calibration of these answers, in ten bins.
    public static Calibration of(String name, double[] confidences, boolean[] right) {
        return new Calibration(name, confidences, right, BINS);
    }

    /// The answers of one stretch of confidence.
    ///
    /// @param from       where it begins
    /// @param to         where it ends
    /// @param confidence the mean of its answers
    /// @param right      how many were right
    public record Bin(double from, double to, double confidence, Share right) {
        /// Returns by how much the model is too sure; below 0 where it is not sure enough.
        public double gap() {
            return confidence - right.value();
        }
    }

    /// Returns the bins that hold an answer.
    public List<Bin> filled() {
        int[] counts = new int[bins];
        int[] hits = new int[bins];
        double[] sums = new double[bins];
        for (int i = 0; i < confidences.length; i++) {
            int bin = Math.min(bins - 1, (int) (confidences[i] * bins));
            counts[bin]++;
            hits[bin] += right[i] ? 1 : 0;
            sums[bin] += confidences[i];
        }
        var filled = new ArrayList<Bin>();
        for (int bin = 0; bin < bins; bin++) {
            if (counts[bin] > 0) {
                filled.add(new Bin(
                        (double) bin / bins,
                        (bin + 1.0) / bins,
                        sums[bin] / counts[bin],
                        new Share(hits[bin], counts[bin])));
            }
        }
        return filled;
    }

    /// Returns the expected calibration error: the mean gap between confidence and share of right answers over the
    /// bins, each weighed by its answers ([Naeini and others 2015](https://doi.org/10.1609/aaai.v29i1.9602)).
    ///
    /// It is never 0, however good the model: bins with few answers are off by chance.
    public double expectedError() {
        return filled().stream()
                        .mapToDouble(bin -> bin.right().n() * Math.abs(bin.gap()))
                        .sum()
                / confidences.length;
    }

    /// Returns the largest gap of a bin.
    public double largestError() {
        return filled().stream().mapToDouble(bin -> Math.abs(bin.gap())).max().orElseThrow();
    }

    /// Returns the mean squared distance between confidence and truth, 1 or 0; smaller is better, and always saying
    /// 50 % gives 0.25 ([Brier 1950](https://doi.org/10.1175/1520-0493%281950%29078%3C0001:VOFEIT%3E2.0.CO;2)).
    public double brier() {
        double sum = 0;
        for (int i = 0; i < confidences.length; i++) {
            double off = confidences[i] - (right[i] ? 1 : 0);
            sum += off * off;
        }
        return sum / confidences.length;
    }

    /// Returns the mean confidence.
    public double confidence() {
        double sum = 0;
        for (double confidence : confidences) {
            sum += confidence;
        }
        return sum / confidences.length;
    }

    /// Returns how many answers were right.
    public Share share() {
        int hits = 0;
        for (boolean one : right) {
            hits += one ? 1 : 0;
        }
        return new Share(hits, right.length);
    }

    /// Returns how well confidence tells right answers from wrong ones: how often a right answer is surer than a
    /// wrong one ([Auc]).
    public double discrimination() {
        return Auc.of(confidences, right);
    }

    /// Returns a row for each bin that holds an answer.
    public Table table() {
        List<Bin> filled = filled();
        return Table.create(toString())
                .addColumns(
                        StringColumn.create(
                                "confidence (%)",
                                filled.stream().map(bin -> "%.0f to %.0f".formatted(100 * bin.from(), 100 * bin.to()))),
                        IntColumn.create(
                                "answers",
                                filled.stream().mapToInt(bin -> bin.right().n()).toArray()),
                        DoubleColumn.create(
                                "mean confidence (%)",
                                filled.stream()
                                        .mapToDouble(bin -> percent(bin.confidence()))
                                        .toArray()),
                        DoubleColumn.create(
                                "right (%)",
                                filled.stream()
                                        .mapToDouble(bin -> percent(bin.right().value()))
                                        .toArray()),
                        StringColumn.create(
                                "95 % interval",
                                filled.stream().map(bin -> {
                                    Interval range = bin.right().interval();
                                    return "%.0f to %.0f".formatted(100 * range.low(), 100 * range.high());
                                })));
    }

    private static double percent(double share) {
        return Math.round(1000 * share) / 10.0;
    }

    /// Returns the reliability diagram of one or more models: on the diagonal, a model is right as often as it is
    /// sure; below it, it is too sure.
    public static XYChart chart(Calibration... models) {
        var perfect = new LinkedHashMap<String, List<Double>>();
        perfect.put("right as often as sure", List.of(0.0, 100.0));
        XYChart chart = Charts.lines(
                "Reliability: is a model right as often as it is sure?",
                "mean confidence of the answers (%)",
                "right answers (%)",
                List.of(0.0, 100.0),
                perfect);
        for (Calibration model : models) {
            List<Bin> filled = model.filled();
            Charts.addLine(
                    chart,
                    model.name(),
                    filled.stream().mapToDouble(bin -> 100 * bin.confidence()).toArray(),
                    filled.stream()
                            .mapToDouble(bin -> 100 * bin.right().value())
                            .toArray());
        }
        chart.getStyler().setXAxisMin(0.0).setXAxisMax(100.0);
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(100.0);
        chart.getStyler().setLegendVisible(true);
        return chart;
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Stack(new Figure.Plot(chart(this)), new Figure.Data(table())).mime();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: sure of %.0f %%, right in %.0f %%; expected calibration error %.3f, Brier score %.3f",
                name,
                100 * confidence(),
                100 * share().value(),
                expectedError(),
                brier());
    }
}
