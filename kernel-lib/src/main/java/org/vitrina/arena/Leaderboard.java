package org.vitrina.arena;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Models in order of their ratings, each with an interval and a rank.
///
/// @param how  how ratings and intervals were found, a few words
/// @param rows the models, the highest rating first
public record Leaderboard(String how, List<Row> rows) implements Showable {
    /// A model on the board.
    ///
    /// @param rank    1 and one for each model that is surely better: whose interval lies wholly above this
    ///     one's
    /// @param low     lower end of the interval of 95 %
    /// @param high    upper end
    /// @param battles how many battles the model fought
    public record Row(int rank, String model, double rating, double low, double high, int battles) {}

    public Leaderboard {
        rows = List.copyOf(rows);
    }

    /// Returns a board with ranks as Chatbot Arena gives them.
    ///
    /// @param low  lower ends, by the model's name
    /// @param high upper ends
    static Leaderboard of(
            String how,
            Map<String, Double> ratings,
            Map<String, Double> low,
            Map<String, Double> high,
            Map<String, Integer> battles) {
        var rows = new ArrayList<Row>();
        ratings.forEach((model, rating) -> {
            long better = low.values().stream()
                    .filter(other -> other > high.get(model))
                    .count();
            rows.add(new Row(
                    1 + (int) better, model, rating, low.get(model), high.get(model), battles.getOrDefault(model, 0)));
        });
        rows.sort(Comparator.comparingDouble(Row::rating).reversed().thenComparing(Row::model));
        return new Leaderboard(how, rows);
    }

    /// Returns the row of a model.
    ///
    /// @throws IllegalArgumentException if it is not on the board
    public Row row(String model) {
        return rows.stream()
                .filter(row -> row.model().equals(model))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no model '" + model + "' is on the board; there is " + String.join(", ", models())));
    }

    /// Returns the names of the models, the highest rating first.
    public List<String> models() {
        return rows.stream().map(Row::model).toList();
    }

    public double rating(String model) {
        return row(model).rating();
    }

    public int rank(String model) {
        return row(model).rank();
    }

    /// Returns the board as Chatbot Arena shows it.
    public Table table() {
        return Table.create(how)
                .addColumns(
                        IntColumn.create(
                                "rank", rows.stream().mapToInt(Row::rank).toArray()),
                        StringColumn.create("model", models()),
                        StringColumn.create("rating", rows.stream().map(row -> whole(row.rating()))),
                        StringColumn.create("95 % interval", rows.stream().map(Leaderboard::interval)),
                        IntColumn.create(
                                "battles", rows.stream().mapToInt(Row::battles).toArray()));
    }

    private static String interval(Row row) {
        return whole(row.low()) + " to " + whole(row.high());
    }

    private static String whole(double number) {
        return Double.isFinite(number) ? String.format(Locale.ROOT, "%.0f", number) : "unknown";
    }

    /// Returns ratings as points with their intervals as bars, the highest first.
    public CategoryChart chart() {
        CategoryChart chart = Charts.intervals(
                "Ratings with intervals of 95 % (" + how + ")",
                "model",
                "rating (Elo points)",
                models(),
                rows.stream().map(Row::rating).toList(),
                rows.stream().map(Row::low).toList(),
                rows.stream().map(Row::high).toList());
        double least = rows.stream().mapToDouble(Row::low).min().orElse(0);
        double greatest = rows.stream().mapToDouble(Row::high).max().orElse(0);
        chart.getStyler()
                .setYAxisMin(Math.floor((least - 10) / 50) * 50)
                .setYAxisMax(Math.ceil((greatest + 10) / 50) * 50);
        return chart;
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Stack(new Figure.Plot(chart()), new Figure.Data(table())).mime();
    }

    @Override
    public String toString() {
        return table().print();
    }
}
