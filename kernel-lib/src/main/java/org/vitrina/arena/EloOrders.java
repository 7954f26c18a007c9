package org.vitrina.arena;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Elo ratings from the same battles in many orders.
///
/// @param elo     how they were computed
/// @param ratings for each model, its rating after each order
public record EloOrders(Elo elo, SequencedMap<String, double[]> ratings) implements Showable {
    public EloOrders {
        ratings = new LinkedHashMap<>(ratings);
    }

    /// Returns how often each ranking came out, the commonest first.
    public SequencedMap<List<String>, Integer> rankings() {
        var counted = new HashMap<List<String>, Integer>();
        int orders = ratings.firstEntry().getValue().length;
        for (int i = 0; i < orders; i++) {
            int order = i;
            List<String> ranking = ratings.keySet().stream()
                    .sorted(Comparator.comparingDouble((String model) -> -ratings.get(model)[order]))
                    .toList();
            counted.merge(ranking, 1, Integer::sum);
        }
        var sorted = new LinkedHashMap<List<String>, Integer>();
        counted.entrySet().stream()
                .sorted(Map.Entry.<List<String>, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(entry -> entry.getKey().toString()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    /// Returns who came first in any order.
    public Set<String> winners() {
        var winners = new LinkedHashSet<String>();
        rankings().keySet().forEach(ranking -> winners.add(ranking.getFirst()));
        return winners;
    }

    /// Returns the least, the mean and the greatest rating of each model.
    public Table table() {
        List<String> models = ratings.keySet().stream()
                .sorted(Comparator.comparingDouble((String model) ->
                        -Arrays.stream(ratings.get(model)).average().orElseThrow()))
                .toList();
        return Table.create("Elo with K = %s in %,d orders"
                        .formatted(elo.writtenK(), ratings.firstEntry().getValue().length))
                .addColumns(
                        StringColumn.create("model", models),
                        column("least", models, values -> values.min().orElseThrow()),
                        column("mean", models, values -> values.average().orElseThrow()),
                        column("greatest", models, values -> values.max().orElseThrow()));
    }

    private DoubleColumn column(
            String name, List<String> models, java.util.function.ToDoubleFunction<java.util.stream.DoubleStream> of) {
        return DoubleColumn.create(
                name,
                models.stream()
                        .mapToDouble(model -> Math.round(of.applyAsDouble(Arrays.stream(ratings.get(model)))))
                        .toArray());
    }

    /// Returns the ratings after each order, a point for each model.
    public XYChart chart() {
        var points = new LinkedHashMap<String, double[][]>();
        ratings.forEach((model, values) -> points.put(model, new double[][] {
            IntStream.rangeClosed(1, values.length).asDoubleStream().toArray(), values
        }));
        return Charts.points(
                "The same battles, each time in another order (K = %s)".formatted(elo.writtenK()),
                "order",
                "Elo rating (points)",
                points);
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Stack(new Figure.Plot(chart()), new Figure.Data(table())).mime();
    }
}
