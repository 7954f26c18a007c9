package org.vitrina.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.knowm.xchart.CategoryChart;
import org.vitrina.evaluate.Relation.Variation;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Progress;
import org.vitrina.show.Showable;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// How often a model's answers kept a relation.
///
/// @param relation its name
/// @param pairs    each question with its changed form, and both answers
public record Metamorphic(String relation, List<Pair> pairs) implements Showable {
    /// A question in two forms, and what was answered to both.
    public record Pair(String prompt, String changed, String answer, String changedAnswer, boolean kept) {}

    public Metamorphic {
        pairs = List.copyOf(pairs);
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no input that '" + relation + "' can be tried on; give some that it changes");
        }
    }

    /// Asks each input in both forms, with one seed.
    ///
    /// @throws IllegalArgumentException if the relation changes none of the inputs
    public static <I> Metamorphic test(Answerer answerer, Relation<I> relation, List<I> inputs, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var pairs = new ArrayList<Pair>();
        try (var task = Progress.task("relation: " + relation.name(), inputs.size())) {
            for (int i = 0; i < inputs.size(); i++) {
                Optional<Variation> varied = relation.vary(inputs.get(i), random);
                varied.ifPresent(variation -> {
                    String answer = answerer.answer(variation.prompt(), seed);
                    String changed = answerer.answer(variation.changed(), seed);
                    pairs.add(new Pair(
                            variation.prompt(),
                            variation.changed(),
                            answer,
                            changed,
                            variation.holds().test(answer, changed)));
                });
                task.at(i + 1);
            }
        }
        return new Metamorphic(relation.name(), pairs);
    }

    /// Returns how many pairs kept the relation.
    public Share kept() {
        return Share.of(pairs.stream().map(Pair::kept).toList());
    }

    /// Returns how many pairs violated it.
    public Share violations() {
        return Share.of(pairs.stream().map(pair -> !pair.kept()).toList());
    }

    /// Returns a row for each pair that violated it, or for all pairs.
    public Table table(boolean all) {
        List<Pair> shown = pairs.stream().filter(pair -> all || !pair.kept()).toList();
        var kept = BooleanColumn.create("kept");
        shown.forEach(pair -> kept.append(pair.kept()));
        return Table.create(relation + ": violated by " + violations())
                .addColumns(
                        StringColumn.create("question", shown.stream().map(Pair::prompt)),
                        StringColumn.create("changed", shown.stream().map(Pair::changed)),
                        StringColumn.create("answer", shown.stream().map(Pair::answer)),
                        StringColumn.create("new answer", shown.stream().map(Pair::changedAnswer)),
                        kept);
    }

    /// Returns the rates of violation of several relations as points, with their 95 % intervals.
    public static CategoryChart chart(String title, List<Metamorphic> tested) {
        CategoryChart chart = Charts.intervals(
                title,
                "what was changed",
                "violations (%)",
                tested.stream().map(Metamorphic::relation).toList(),
                tested.stream().map(one -> 100 * one.violations().value()).toList(),
                tested.stream()
                        .map(one -> 100 * one.violations().interval().low())
                        .toList(),
                tested.stream()
                        .map(one -> 100 * one.violations().interval().high())
                        .toList());
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(100.0);
        return chart;
    }

    /// Returns the first violations, as they are told in a message.
    String told(int most) {
        var told = new StringBuilder();
        pairs.stream()
                .filter(pair -> !pair.kept())
                .limit(most)
                .forEach(pair -> told.append("\n  '")
                        .append(pair.changed())
                        .append("' was answered '")
                        .append(pair.changedAnswer().strip())
                        .append("', and as it was before, '")
                        .append(pair.answer().strip())
                        .append("'"));
        return told.isEmpty() ? "" : "\nThe first violations:" + told;
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Data(table(false)).mime();
    }

    @Override
    public String toString() {
        return relation + ": violated by " + violations();
    }
}
