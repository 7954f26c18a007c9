package org.vitrina.train;

import java.util.LinkedHashMap;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

/// What a training measured at each step. Displays as the curve of its loss.
public record TrainingLog(List<TrainingStep> steps) implements Showable {
    public TrainingLog {
        steps = List.copyOf(steps);
    }

    /// Returns the steps as a table.
    public Table table() {
        return Table.create("training")
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
    }

    /// Returns the loss over the steps as a chart.
    public XYChart chart() {
        var lines = new LinkedHashMap<String, List<Double>>();
        lines.put("loss", steps.stream().map(TrainingStep::loss).toList());
        return Charts.lines(
                "Loss while training",
                "step",
                "loss (nats per token)",
                steps.stream().map(step -> (double) step.step()).toList(),
                lines);
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
        return new Figure.Plot(chart()).mime();
    }

    @Override
    public String text() {
        return mime().text();
    }
}
