package org.vitrina.context;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Progress;
import org.vitrina.show.Showable;
import org.vitrina.transformer.LanguageModel;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/// How long a model takes, by how much it has to look back at, measured on this machine.
///
/// Reading a prompt of `T` tokens takes `a + b T + c T²`: each token goes through all weights, and looks
/// at all before it. Writing one token after `T` others takes `a + b T`.
///
/// @param model   its name
/// @param lengths how many tokens
/// @param prefill seconds to read so many
/// @param decode  seconds to write one more after them
public record ContextTimes(String model, int[] lengths, double[] prefill, double[] decode) implements Showable {
    private static final int WRITTEN = 8;

    /// Measures, best of `tries` for each length; the first length once more before, for the compiler.
    ///
    /// @param lengths rising; they may exceed the model's context, as only the time is looked at
    public static ContextTimes measure(LanguageModel model, int tries, int... lengths) {
        if (tries < 1 || lengths.length == 0 || lengths[0] < 1) {
            throw new IllegalArgumentException(
                    "times are measured at least once, for texts of at least 1 token, but got " + tries
                            + " tries and lengths " + Arrays.toString(lengths));
        }
        int known = Math.min(model.vocabularySize(), model.tokenizer().vocabularySize());
        double[] prefill = new double[lengths.length];
        double[] decode = new double[lengths.length];
        Arrays.fill(prefill, Double.POSITIVE_INFINITY);
        Arrays.fill(decode, Double.POSITIVE_INFINITY);
        try (var task = Progress.task("times of " + model.name(), (long) tries * lengths.length + 1)) {
            int done = 0;
            for (int i = -1; i < lengths.length; i++) {
                int length = lengths[Math.max(0, i)];
                int[] ids = IntStream.range(0, length)
                        .map(t -> (int) (7L * t % known))
                        .toArray();
                for (int round = 0; round < (i < 0 ? 1 : tries); round++) {
                    var session = model.session();
                    long began = System.nanoTime();
                    quietly(session, ids);
                    double read = (System.nanoTime() - began) / 1e9;
                    double written = Double.POSITIVE_INFINITY;
                    for (int k = 0; k < WRITTEN; k++) {
                        session.rewind(length);
                        long start = System.nanoTime();
                        session.next(ids[k % length]);
                        written = Math.min(written, (System.nanoTime() - start) / 1e9);
                    }
                    if (i >= 0) {
                        prefill[i] = Math.min(prefill[i], read);
                        decode[i] = Math.min(decode[i], written);
                    }
                    task.at(++done, "%,d tokens".formatted(length));
                }
            }
        }
        return new ContextTimes(model.name(), lengths.clone(), prefill, decode);
    }

    /// Reads without a report of its own for each text.
    private static void quietly(LanguageModel.Session session, int[] ids) {
        try {
            Progress.with(Progress.NONE, () -> session.next(ids));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a session throws nothing that is checked", e);
        }
    }

    private double[] x() {
        return Arrays.stream(lengths).asDoubleStream().toArray();
    }

    /// Returns `a + b T + c T²` through the times of reading.
    public PolynomialFit prefillFit() {
        return PolynomialFit.through(x(), prefill, 2);
    }

    /// Returns `a + b T` through the times of writing a token.
    public PolynomialFit decodeFit() {
        return PolynomialFit.through(x(), decode, 1);
    }

    /// Returns how many tokens a prompt has when looking back takes as long as everything else; NaN if
    /// the times that were measured do not show it.
    public double half() {
        double[] c = prefillFit().coefficients();
        return c[1] > 0 && c[2] > 0 ? c[1] / c[2] : Double.NaN;
    }

    /// Returns a row for each length.
    public Table table() {
        var table = Table.create("Time against context, " + model)
                .addColumns(
                        IntColumn.create("tokens"),
                        DoubleColumn.create("prefill (s)"),
                        DoubleColumn.create("fitted (s)"),
                        DoubleColumn.create("tokens/s"),
                        DoubleColumn.create("decode (ms)"),
                        DoubleColumn.create("fitted (ms)"));
        PolynomialFit reading = prefillFit();
        PolynomialFit writing = decodeFit();
        for (int i = 0; i < lengths.length; i++) {
            table.intColumn(0).append(lengths[i]);
            table.doubleColumn(1).append(prefill[i]);
            table.doubleColumn(2).append(reading.at(lengths[i]));
            table.doubleColumn(3).append(lengths[i] / prefill[i]);
            table.doubleColumn(4).append(1e3 * decode[i]);
            table.doubleColumn(5).append(1e3 * writing.at(lengths[i]));
        }
        return table;
    }

    /// Returns the times of reading, with the parabola through them.
    public XYChart prefillChart() {
        return chart("Reading a prompt: " + model, "time (s)", prefill, 1, prefillFit());
    }

    /// Returns the times of writing one token, with the line through them.
    public XYChart decodeChart() {
        return chart("Writing one token: " + model, "time (ms)", decode, 1e3, decodeFit());
    }

    private XYChart chart(String title, String axis, double[] times, double unit, PolynomialFit fit) {
        var points = new LinkedHashMap<String, double[][]>();
        points.put("measured", new double[][] {
            x(), Arrays.stream(times).map(t -> t * unit).toArray()
        });
        XYChart chart = Charts.points(title, "tokens before it, T", axis, points);
        double[] places = IntStream.rangeClosed(0, 50)
                .mapToDouble(i -> i / 50.0 * lengths[lengths.length - 1])
                .toArray();
        Charts.addLine(
                chart,
                fit.formula("T") + " s",
                places,
                Arrays.stream(places).map(t -> fit.at(t) * unit).toArray());
        chart.getStyler().setLegendVisible(true);
        return chart;
    }

    @Override
    public String toString() {
        var parts = new ArrayList<String>();
        parts.add("reading T tokens: %s s".formatted(prefillFit().formula("T")));
        parts.add("writing one after T: %s s".formatted(decodeFit().formula("T")));
        if (!Double.isNaN(half())) {
            parts.add(String.format(Locale.ROOT, "from T = %,.0f on, looking back takes most of the reading", half()));
        }
        return model + ": " + String.join("; ", parts);
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Stack(List.of(
                        new Figure.Data(table()), new Figure.Plot(prefillChart()), new Figure.Plot(decodeChart())))
                .mime();
    }
}
