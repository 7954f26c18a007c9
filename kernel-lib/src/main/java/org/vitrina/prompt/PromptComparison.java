package org.vitrina.prompt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import org.vitrina.train.Measurement;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// The same items asked in several ways: how many answers are right in each, with intervals.
///
/// @param title what was compared
/// @param way   what the ways differ in, with its unit: `examples`, `format`
/// @param runs  one for each way, on the same items in the same order
public record PromptComparison(String title, String way, List<PromptRun> runs) implements Showable {
    /// @throws IllegalArgumentException if there is no run, or not all are on the same items
    public PromptComparison {
        runs = List.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to compare: '" + title + "' has no run");
        }
        List<TaskItem> items = items(runs.getFirst());
        for (PromptRun run : runs) {
            if (!items(run).equals(items)) {
                throw new IllegalArgumentException("'" + run.name() + "' was asked other items than '"
                        + runs.getFirst().name() + "'; compare ways to ask the same ones");
            }
        }
    }

    private static List<TaskItem> items(PromptRun run) {
        return run.answers().stream().map(PromptRun.Answer::item).toList();
    }

    /// Returns the run with this name.
    ///
    /// @throws IllegalArgumentException if there is none
    public PromptRun run(String name) {
        return runs.stream()
                .filter(run -> run.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no run '" + name + "'; there are "
                        + runs.stream().map(PromptRun::name).toList()));
    }

    /// Returns the ways from the worst to the best.
    public PromptComparison sorted() {
        return new PromptComparison(
                title,
                way,
                runs.stream().sorted(Comparator.comparingInt(PromptRun::right)).toList());
    }

    /// Returns how far the best way is from the worst, and how far it would be by chance alone.
    public Spread spread() {
        return Spread.of(runs);
    }

    /// Returns a row for each way. Columns: what they differ in, `right`, `of`, `accuracy (%)`, `low
    /// (%)` and `high (%)`: the interval of 95 %.
    public Table table() {
        var low = DoubleColumn.create("low (%)");
        var high = DoubleColumn.create("high (%)");
        var accuracy = DoubleColumn.create("accuracy (%)");
        for (PromptRun run : runs) {
            Measurement.Interval interval = run.interval();
            accuracy.append(rounded(run.accuracy()));
            low.append(rounded(interval.low()));
            high.append(rounded(interval.high()));
        }
        return Table.create(title)
                .addColumns(
                        StringColumn.create(way, runs.stream().map(PromptRun::name)),
                        IntColumn.create(
                                "right",
                                runs.stream().mapToInt(PromptRun::right).toArray()),
                        IntColumn.create(
                                "of", runs.stream().mapToInt(PromptRun::size).toArray()),
                        accuracy,
                        low,
                        high);
    }

    private static double rounded(double share) {
        return Math.rint(1_000 * share) / 10;
    }

    /// Returns the accuracies with their intervals. Ways whose names are numbers stand at these places
    /// and are joined by a line; others stand side by side.
    public XYChart chart() {
        var chart = new IntervalChart(title, way, "right answers in %");
        boolean numbers = runs.stream().allMatch(run -> run.name().matches("\\d{1,6}"));
        var points = new ArrayList<IntervalChart.Point>();
        for (int i = 0; i < runs.size(); i++) {
            PromptRun run = runs.get(i);
            double x = numbers ? Double.parseDouble(run.name()) : i + 1;
            points.add(IntervalChart.Point.of(x, run.right(), run.size()));
        }
        if (!numbers) {
            chart.named(runs.stream().map(PromptRun::name).toList());
        }
        return chart.add("with its interval of 95 %", points, numbers).chart();
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Stack(new Figure.Plot(chart()), new Figure.Data(table())).mime();
    }

    @Override
    public String toString() {
        return title + ": "
                + String.join(
                        "; ",
                        runs.stream()
                                .map(run -> String.format(Locale.ROOT, "%s %.1f %%", run.name(), 100 * run.accuracy()))
                                .toList());
    }
}
