package org.vitrina.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

/// What a training measured at each step, and at its checkpoints. Displays as the curve of its loss.
///
/// @param steps      each step that was taken
/// @param milestones what the model was like at checkpoints
public record TrainingLog(List<TrainingStep> steps, List<Milestone> milestones) implements Showable {
    /// Points of a curve; where there are more steps, each point is the mean of its neighbours.
    private static final int POINTS = 400;

    private static final String VALIDATION = "validation loss";

    public TrainingLog {
        steps = List.copyOf(steps);
        milestones = List.copyOf(milestones);
    }

    /// Returns a log without checkpoints.
    public TrainingLog(List<TrainingStep> steps) {
        this(steps, List.of());
    }

    /// Returns the steps as a table.
    public Table table() {
        Table table = Table.create("training")
                .addColumns(
                        IntColumn.create(
                                "step",
                                steps.stream().mapToInt(TrainingStep::step).toArray()),
                        DoubleColumn.create(
                                "loss",
                                steps.stream().mapToDouble(TrainingStep::loss).toArray()),
                        DoubleColumn.create(
                                "gradient norm",
                                steps.stream()
                                        .mapToDouble(TrainingStep::gradientNorm)
                                        .toArray()),
                        DoubleColumn.create(
                                "rate",
                                steps.stream().mapToDouble(TrainingStep::rate).toArray()),
                        LongColumn.create(
                                "tokens",
                                steps.stream().mapToLong(TrainingStep::tokens).toArray()),
                        DoubleColumn.create(
                                "seconds",
                                steps.stream()
                                        .mapToDouble(TrainingStep::seconds)
                                        .toArray()));
        var more = new LinkedHashSet<String>();
        steps.forEach(step -> more.addAll(step.more().keySet()));
        for (String name : more) {
            table.addColumns(DoubleColumn.create(
                    name,
                    steps.stream()
                            .mapToDouble(step -> step.more().getOrDefault(name, Double.NaN))
                            .toArray()));
        }
        return table;
    }

    /// Returns the loss over the steps as a chart, with that on unseen data where it was measured.
    public XYChart chart() {
        XYChart chart = chart("Loss while training", "loss (nats per token)", "loss", TrainingStep::loss);
        List<Milestone> measured = milestones.stream()
                .filter(milestone -> milestone.value(VALIDATION).isPresent())
                .toList();
        if (!measured.isEmpty()) {
            chart.addSeries(
                            VALIDATION,
                            measured.stream()
                                    .map(milestone -> (double) milestone.step())
                                    .toList(),
                            measured.stream()
                                    .map(milestone ->
                                            milestone.value(VALIDATION).orElseThrow())
                                    .toList())
                    .setMarker(SeriesMarkers.CIRCLE);
            chart.getStyler().setLegendVisible(true);
        }
        return chart;
    }

    /// Returns another thing that was measured at each step as a chart.
    ///
    /// @param column a column of [#table()], such as `gradient norm`
    /// @throws IllegalArgumentException if there is no such column
    public XYChart chart(String column) {
        Table table = table();
        if (!table.columnNames().contains(column)) {
            throw new IllegalArgumentException(
                    "nothing called '" + column + "' was measured; there is " + String.join(", ", table.columnNames()));
        }
        double[] values = table.numberColumn(column).asDoubleArray();
        int[] at = {0};
        return chart(column + " while training", column, column, _ -> values[at[0]++]);
    }

    private XYChart chart(
            String title, String axis, String name, java.util.function.ToDoubleFunction<TrainingStep> value) {
        var x = new ArrayList<Double>();
        var y = new ArrayList<Double>();
        int width = Math.max(1, (steps.size() + POINTS - 1) / POINTS);
        for (int from = 0; from < steps.size(); from += width) {
            List<TrainingStep> some = steps.subList(from, Math.min(steps.size(), from + width));
            x.add(some.stream().mapToInt(TrainingStep::step).average().orElseThrow());
            y.add(some.stream().mapToDouble(value).average().orElseThrow());
        }
        var lines = new LinkedHashMap<String, List<Double>>();
        if (!x.isEmpty()) {
            lines.put(name, y);
        }
        return Charts.lines(title, "step", axis, x, lines);
    }

    /// Returns measurements made at checkpoints as a chart, a line for each: what is learned beside what is
    /// forgotten, for example.
    ///
    /// @param unit  of all of them, for the axis
    /// @param names of measurements, such as `validation loss`
    /// @throws IllegalArgumentException if nothing of this name was measured
    public XYChart milestoneChart(String title, String unit, String... names) {
        var lines = new LinkedHashMap<String, List<Double>>();
        for (String name : names) {
            if (milestones.isEmpty()
                    || milestones.stream()
                            .anyMatch(milestone -> milestone.value(name).isEmpty())) {
                throw new IllegalArgumentException("nothing called '" + name + "' was measured at every checkpoint;"
                        + " there is "
                        + String.join(
                                ", ",
                                milestoneTable().columnNames().stream().skip(1).toList()));
            }
            lines.put(
                    name,
                    milestones.stream()
                            .map(milestone -> milestone.value(name).orElseThrow())
                            .toList());
        }
        return Charts.lines(
                title,
                "step",
                unit,
                milestones.stream().map(milestone -> (double) milestone.step()).toList(),
                lines);
    }

    /// Returns what was measured at checkpoints as a table: a row for each, a column for each measurement.
    public Table milestoneTable() {
        var names = new LinkedHashSet<String>();
        milestones.forEach(milestone -> milestone.measurements().forEach(measurement -> names.add(measurement.name())));
        Table table = Table.create("checkpoints")
                .addColumns(IntColumn.create(
                        "step", milestones.stream().mapToInt(Milestone::step).toArray()));
        for (String name : names) {
            table.addColumns(DoubleColumn.create(
                    name,
                    milestones.stream()
                            .mapToDouble(milestone -> milestone.value(name).orElse(Double.NaN))
                            .toArray()));
        }
        return table;
    }

    /// Returns the mean loss of the last `count` steps, in nats.
    public double loss(int count) {
        return steps.subList(Math.max(0, steps.size() - count), steps.size()).stream()
                .mapToDouble(TrainingStep::loss)
                .average()
                .orElseThrow(() -> new IllegalStateException("no step was taken yet"));
    }

    @Override
    public MimeBundle mime() {
        return steps.isEmpty() ? MimeBundle.of("a training before its first step") : new Figure.Plot(chart()).mime();
    }

    @Override
    public String text() {
        return mime().text();
    }
}
