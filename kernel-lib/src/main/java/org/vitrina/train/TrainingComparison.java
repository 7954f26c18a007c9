package org.vitrina.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import org.knowm.xchart.XYChart;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Trainings side by side: what each learned, how many numbers learned it, and what that took.
///
/// @param trainings with names of their own; each has taken a step
public record TrainingComparison(List<Training> trainings) implements Showable {
    private static final double MEGABYTE = 1e6;

    public TrainingComparison {
        trainings = List.copyOf(trainings);
        if (trainings.isEmpty()) {
            throw new IllegalArgumentException("a comparison needs at least one training, but got none");
        }
        for (Training training : trainings) {
            if (training.done() == 0) {
                throw new IllegalArgumentException(
                        "the training " + training.recipe().name() + " has not begun; run() it first");
            }
        }
        long names = trainings.stream()
                .map(training -> training.recipe().name())
                .distinct()
                .count();
        if (names < trainings.size()) {
            throw new IllegalArgumentException(
                    "two of these trainings have the same name; recipe.withName(…) gives another one");
        }
    }

    public static TrainingComparison of(Training... trainings) {
        return new TrainingComparison(List.of(trainings));
    }

    /// Returns a row for each training: the numbers that learn, the memory by what for, in megabytes, and the time.
    public Table table() {
        Table table = Table.create("trainings")
                .addColumns(
                        StringColumn.create("training", names()),
                        LongColumn.create(
                                "numbers that learn",
                                trainings.stream()
                                        .mapToLong(training ->
                                                training.parts().model().size())
                                        .toArray()));
        for (String what : trainings.getFirst().memory().sequencedKeySet()) {
            table.addColumns(DoubleColumn.create(
                    what + " (MB)",
                    trainings.stream()
                            .mapToDouble(training ->
                                    Math.round(10 * training.memory().get(what) / MEGABYTE) / 10.0)
                            .toArray()));
        }
        return table.addColumns(DoubleColumn.create(
                "seconds",
                trainings.stream()
                        .mapToDouble(training ->
                                Math.round(training.log().steps().getLast().seconds()))
                        .toArray()));
    }

    /// Returns what was measured at the checkpoints, a line for each training: `validation loss`, or the loss of what
    /// is watched.
    ///
    /// @throws IllegalArgumentException if one of the trainings did not measure it
    public XYChart chart(String measurement) {
        var lines = new LinkedHashMap<String, List<Double>>();
        var steps = new TreeMap<Integer, Object>();
        for (Training training : trainings) {
            training.milestones().forEach(milestone -> steps.put(milestone.step(), milestone));
        }
        for (Training training : trainings) {
            lines.put(
                    training.recipe().name(),
                    steps.keySet().stream()
                            .map(step -> at(training, step, measurement))
                            .toList());
        }
        return Charts.lines(
                measurement.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + measurement.substring(1),
                "step",
                "loss (nats per token)",
                steps.keySet().stream().map(Integer::doubleValue).toList(),
                lines);
    }

    private static Double at(Training training, int step, String measurement) {
        return training.milestones().stream()
                .filter(milestone -> milestone.step() == step)
                .findFirst()
                .map(milestone -> milestone
                        .value(measurement)
                        .orElseThrow(() -> new IllegalArgumentException("the training "
                                + training.recipe().name() + " measured no '" + measurement + "' but "
                                + milestone.measurements().stream()
                                        .map(Measurement::name)
                                        .toList())))
                .orElse(null);
    }

    private List<String> names() {
        return trainings.stream().map(training -> training.recipe().name()).toList();
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Stack(new Figure.Plot(chart("validation loss")), new Figure.Data(table())).mime();
    }

    @Override
    public String text() {
        return mime().text();
    }
}
