package org.vitrina.feedback;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/// What learning from feedback measured at each step. Displays as two curves: the reward, and how far the
/// model went for it.
///
/// @param title what was learned by which method
public record FeedbackLog(String title, List<FeedbackStep> steps) implements Showable {
    public FeedbackLog {
        steps = List.copyOf(steps);
    }

    /// Returns the steps as a table, a column for each thing measured.
    public Table table() {
        var table = Table.create(title)
                .addColumns(IntColumn.create(
                        "step", steps.stream().mapToInt(FeedbackStep::step).toArray()));
        names().forEach(name -> table.addColumns(DoubleColumn.create(name, numbers(name))));
        return table.addColumns(DoubleColumn.create(
                "seconds", steps.stream().mapToDouble(FeedbackStep::seconds).toArray()));
    }

    /// Returns how things that were measured moved over the steps.
    ///
    /// @param axis  the name of the vertical axis, with its unit
    /// @param names what is drawn, a line for each
    public XYChart chart(String axis, String... names) {
        if (steps.isEmpty()) {
            throw new IllegalStateException("there is nothing to draw before the first step");
        }
        var lines = new LinkedHashMap<String, List<Double>>();
        for (String name : names) {
            lines.put(name, numbers(name));
        }
        return Charts.lines(
                title,
                "step",
                axis,
                steps.stream().map(step -> (double) step.step()).toList(),
                lines);
    }

    /// Returns the reward over the steps, or the loss where there is no reward.
    public XYChart chart() {
        return names().contains(FeedbackStep.REWARD)
                ? chart("mean reward of an answer", FeedbackStep.REWARD)
                : chart("loss (nats)", FeedbackStep.LOSS);
    }

    /// Returns the divergence from the reference over the steps.
    public XYChart klChart() {
        return chart("KL to the reference (nats per answer)", FeedbackStep.KL);
    }

    /// Returns rewards over the divergence from the reference, a point for each step: what was gained for
    /// moving so far.
    ///
    /// @param names rewards that were measured; none means the one that was learned from
    public XYChart overKl(String... names) {
        var clouds = new ArrayList<Cloud>();
        for (String name : names.length == 0 ? new String[] {FeedbackStep.REWARD} : names) {
            clouds.add(new Cloud(name, numbers(FeedbackStep.KL), numbers(name)));
        }
        return overKl(title + ": reward over KL", clouds);
    }

    /// Points of one colour.
    record Cloud(String name, List<Double> kl, List<Double> reward) {}

    static XYChart overKl(String title, List<Cloud> clouds) {
        XYChart chart = Charts.lines(
                title,
                "KL to the reference (nats per answer)",
                "mean reward of an answer",
                List.of(),
                new LinkedHashMap<>());
        for (Cloud cloud : clouds) {
            XYSeries points = chart.addSeries(cloud.name(), cloud.kl(), cloud.reward());
            // steps go back and forth, so that lines between them would be a tangle
            points.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
            points.setMarker(SeriesMarkers.CIRCLE);
        }
        chart.getStyler().setLegendVisible(clouds.size() > 1);
        return chart;
    }

    /// Returns the mean of what was measured under this name in the last `count` steps.
    public double last(String name, int count) {
        return steps.subList(Math.max(0, steps.size() - count), steps.size()).stream()
                .mapToDouble(step -> step.get(name))
                .average()
                .orElseThrow(() -> new IllegalStateException("no step was taken yet"));
    }

    private List<String> names() {
        return steps.isEmpty()
                ? List.of()
                : List.copyOf(steps.getFirst().measured().keySet());
    }

    private List<Double> numbers(String name) {
        return steps.stream().map(step -> step.get(name)).toList();
    }

    @Override
    public MimeBundle mime() {
        if (steps.isEmpty()) {
            return new Figure.Note(title + ": no step was taken yet").mime();
        }
        return names().contains(FeedbackStep.KL)
                ? new Figure.Stack(new Figure.Plot(chart()), new Figure.Plot(klChart())).mime()
                : new Figure.Plot(chart()).mime();
    }

    @Override
    public String text() {
        return mime().text();
    }
}
