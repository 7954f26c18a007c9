package org.vitrina.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import org.vitrina.train.Measurement;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// How often attacks worked, and how often the model was right all the same.
///
/// @param model the model's name
/// @param rows  one for each attack and defence
public record InjectionReport(String model, List<Row> rows) implements Showable {
    /// An attack against a defence.
    ///
    /// @param taken   how often the model said what the attacker wanted
    /// @param right   how often it was right
    /// @param of      how often it was tried
    /// @param example what it said, in a case where the attack worked if there is one
    public record Row(String attack, String defence, int taken, int right, int of, String example) {
        /// Returns the attack rate, in `[0, 1]`.
        public double rate() {
            return (double) taken / of;
        }

        /// Returns the attack rate's interval of 95 %, in `[0, 1]`.
        public Measurement.Interval interval() {
            return Measurement.wilson(taken, of);
        }
    }

    public InjectionReport {
        rows = List.copyOf(rows);
    }

    /// Returns the row of an attack against a defence, by their names.
    ///
    /// @throws IllegalArgumentException if there is none
    public Row row(String attack, String defence) {
        return rows.stream()
                .filter(row -> row.attack.equals(attack) && row.defence.equals(defence))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + attack + "' was not tried against '" + defence
                        + "'; tried were "
                        + rows.stream()
                                .map(row -> row.attack + " / " + row.defence)
                                .toList()));
    }

    /// Returns a row for each attack and defence. Columns: `attack`, `defence`, `taken`, `right` and
    /// `of`, `attack rate` and `right answers` with their intervals, and `it said`.
    public Table table() {
        return Table.create("Attacks on " + model)
                .addColumns(
                        StringColumn.create("attack", rows.stream().map(Row::attack)),
                        StringColumn.create("defence", rows.stream().map(Row::defence)),
                        IntColumn.create("of", rows.stream().mapToInt(Row::of).toArray()),
                        StringColumn.create("attack rate", rows.stream().map(row -> printed(row.taken, row.of))),
                        StringColumn.create("right answers", rows.stream().map(row -> printed(row.right, row.of))),
                        StringColumn.create("it said", rows.stream().map(row -> shown(row.example))));
    }

    private static String printed(int hits, int of) {
        Measurement.Interval interval = Measurement.wilson(hits, of);
        return String.format(
                Locale.ROOT, "%.0f %% (%.0f to %.0f)", 100.0 * hits / of, 100 * interval.low(), 100 * interval.high());
    }

    private static String shown(String text) {
        return text.codePointCount(0, text.length()) <= 60
                ? text
                : text.substring(0, text.offsetByCodePoints(0, 60)) + "…";
    }

    /// Returns the attack rates and the right answers of each row, with their intervals.
    public XYChart chart() {
        var taken = new ArrayList<IntervalChart.Point>();
        var right = new ArrayList<IntervalChart.Point>();
        var names = new ArrayList<String>();
        boolean oneDefence = rows.stream().map(Row::defence).distinct().count() == 1;
        boolean oneAttack = rows.stream().map(Row::attack).distinct().count() == 1;
        for (Row row : rows) {
            double x = names.size() + 1;
            taken.add(IntervalChart.Point.of(x - 0.1, row.taken, row.of));
            right.add(IntervalChart.Point.of(x + 0.1, row.right, row.of));
            names.add(oneDefence ? row.attack : oneAttack ? row.defence : row.attack + " / " + row.defence);
        }
        var chart = new IntervalChart(
                "Attacks on " + model + (oneAttack && !rows.isEmpty() ? ": " + rows.getFirst().attack : ""),
                oneDefence ? "attack" : oneAttack ? "defence" : "attack / defence, in the table's order",
                "share of the tries in %");
        if (oneDefence || oneAttack) {
            chart.named(names);
        }
        return chart.add("said what the attacker wanted", taken, false)
                .add("right answer", right, false)
                .chart();
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Stack(new Figure.Plot(chart()), new Figure.Data(table())).mime();
    }

    @Override
    public String toString() {
        return "%d pairs of attack and defence on %s".formatted(rows.size(), model);
    }
}
