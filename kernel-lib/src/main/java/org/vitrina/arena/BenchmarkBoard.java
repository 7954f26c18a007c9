package org.vitrina.arena;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.knowm.xchart.CategoryChart;
import org.vitrina.arena.MultipleChoice.By;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// A board of models by benchmark: plain shares of right answers, and scores from which guessing is taken
/// off.
///
/// @param benchmark what was measured
/// @param shares    for each model, the share of right answers in each part
public record BenchmarkBoard(Benchmark benchmark, SequencedMap<String, SequencedMap<String, Double>> shares)
        implements Showable {
    public BenchmarkBoard {
        shares = new LinkedHashMap<>(shares);
        if (shares.isEmpty()) throw new IllegalArgumentException("a board needs at least one model");
    }

    /// Asks all models and returns the board.
    ///
    /// @param by how the likelihood of an answer is weighed
    public static BenchmarkBoard of(String name, List<ModelContestant> models, List<ChoiceQuestion> questions, By by) {
        var shares = new LinkedHashMap<String, SequencedMap<String, Double>>();
        for (ModelContestant model : models) {
            shares.put(model.name(), MultipleChoice.ask(model, questions).shares(by));
        }
        return new BenchmarkBoard(MultipleChoice.benchmark(name, questions), shares);
    }

    /// Returns the plain mean over the parts in percent, guessing included.
    public double plain(String model) {
        return 100
                * shares(model).values().stream()
                        .mapToDouble(share -> share)
                        .average()
                        .orElseThrow();
    }

    /// Returns the score from 0, guessing, to 100.
    public double score(String model) {
        return benchmark.score(shares(model));
    }

    private SequencedMap<String, Double> shares(String model) {
        SequencedMap<String, Double> found = shares.get(model);
        if (found == null) {
            throw new IllegalArgumentException(
                    "no model '" + model + "' is on the board; there is " + String.join(", ", shares.keySet()));
        }
        return found;
    }

    /// Returns the models, the highest score first.
    public List<String> models() {
        return shares.keySet().stream()
                .sorted(Comparator.comparingDouble((String model) -> -score(model)))
                .toList();
    }

    /// Returns a row for each model: score, plain mean, and the score of each part.
    public Table table() {
        List<String> models = models();
        Table table = Table.create(benchmark.name())
                .addColumns(
                        StringColumn.create("model", models),
                        StringColumn.create("score", models.stream().map(model -> written(score(model)))),
                        StringColumn.create("plain (%)", models.stream().map(model -> written(plain(model)))));
        for (Benchmark.Part part : benchmark.parts()) {
            table.addColumns(StringColumn.create(
                    part.choices() == 0 ? part.name() : part.name() + " (1/" + part.choices() + ")",
                    models.stream()
                            .map(model -> written(part.score(shares(model).get(part.name()))))));
        }
        return table;
    }

    private static String written(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }

    /// Returns plain means and scores side by side.
    public CategoryChart chart() {
        List<String> models = models();
        var bars = new LinkedHashMap<String, List<Double>>();
        bars.put(
                "plain share of right answers (%)",
                new ArrayList<>(models.stream().map(this::plain).toList()));
        bars.put(
                "score, guessing taken off",
                new ArrayList<>(models.stream().map(this::score).toList()));
        CategoryChart chart = Charts.bars(benchmark.name(), "model", "points, or percent", models, bars);
        chart.getStyler()
                .setXAxisLabelRotation(models.size() > 5 ? 30 : 0)
                .setYAxisMin(0.0)
                .setYAxisMax(100.0);
        return chart;
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Stack(new Figure.Plot(chart()), new Figure.Data(table())).mime();
    }
}
