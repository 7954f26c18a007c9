package org.vitrina.generate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.CategoryChart;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import org.vitrina.show.VisibleText;
import org.vitrina.transformer.LanguageModel;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/// How often each token was picked, beside how often it should be: is the sampler fair?
///
/// @param tries     how many tokens were picked
/// @param tokens    the likeliest tokens one by one, and the others together
/// @param chiSquare the sum of `(observed - expected)² / expected` over cells ([Pearson
///     1900](https://doi.org/10.1080/14786440009463897)): tokens that expect at least 5 picks, and all
///     others together
/// @param degrees   one less than there are cells; 0 where a single token can be picked
/// @param pValue    how probable a sum as large or larger is for a fair sampler; 1 where `degrees` is 0
public record Frequencies(int tries, List<Count> tokens, double chiSquare, int degrees, double pValue)
        implements Showable {
    /// A cell of the test must expect this much ([Cochran 1954](https://doi.org/10.2307/3001616)).
    private static final double FEWEST = 5;

    private static final int SHOWN = 12;

    /// The 97.5 % point of the normal distribution: 95 of 100 values are nearer to the middle.
    private static final double Z = 1.959964;

    /// One token, or several together.
    ///
    /// @param id          the token, -1 for several
    /// @param probability what the chain gave it
    /// @param observed    how often it was picked
    /// @param margin      how far its share may be from the probability: 95 of 100 fair samplers keep
    ///     within it
    public record Count(int id, String text, double probability, int observed, double margin) {
        static Count of(int id, String text, double probability, int observed, int tries) {
            double margin = Z * Math.sqrt(probability * (1 - probability) / tries);
            return new Count(id, text, probability, observed, margin);
        }
    }

    /// What a part of the tokens should come to, and what it did.
    private record Cell(double expected, int observed) {
        Cell with(Cell other) {
            return new Cell(expected + other.expected, observed + other.observed);
        }

        double distance() {
            double off = observed - expected;
            return off == 0 ? 0 : off * off / expected;
        }
    }

    public Frequencies {
        tokens = List.copyOf(tokens);
    }

    /// Picks the token after `prompt` again and again, and counts.
    ///
    /// @param tries how often; the more, the smaller a difference can be found
    public static Frequencies compare(LanguageModel model, String prompt, Sampling sampling, int tries, long seed) {
        return of(Distribution.after(model, prompt), sampling, tries, seed);
    }

    /// Picks from `distribution` through the chain again and again, and counts.
    public static Frequencies of(Distribution distribution, Sampling sampling, int tries, long seed) {
        if (tries < 1) {
            throw new IllegalArgumentException("at least 1 try is needed to count anything, but tries is " + tries);
        }
        int[] counts = new int[distribution.size()];
        distribution.pick(sampling.seed(seed), tries, id -> counts[id]++);
        return of(distribution.through(sampling), counts, tries);
    }

    /// Judges counts that came from anywhere.
    ///
    /// @param expected what they should come from
    /// @param counts   how often each token was picked, by its id
    static Frequencies of(Distribution expected, int[] counts, int tries) {
        int[] possible = expected.likeliest(expected.size());
        var rows = new ArrayList<Count>();
        var cells = new ArrayList<Cell>();
        double rest = 1;
        int restObserved = tries;
        // what was picked and could not be is here too
        var few = new Cell(0, tries);
        for (int rank = 0; rank < possible.length; rank++) {
            int id = possible[rank];
            double p = expected.probability(id);
            if (rank < SHOWN) {
                rows.add(Count.of(id, expected.text(id), p, counts[id], tries));
                rest -= p;
                restObserved -= counts[id];
            }
            if (p * tries >= FEWEST) {
                cells.add(new Cell(p * tries, counts[id]));
                few = few.with(new Cell(0, -counts[id]));
            } else {
                few = few.with(new Cell(p * tries, 0));
            }
        }
        if (possible.length > SHOWN) {
            rows.add(Count.of(-1, "(others)", Math.max(0, rest), restObserved, tries));
        }
        if (few.expected >= FEWEST || few.expected == 0 && few.observed > 0 || cells.isEmpty()) {
            cells.add(few);
        } else {
            cells.add(cells.removeLast().with(few));
        }
        double sum = cells.stream().mapToDouble(Cell::distance).sum();
        int degrees = cells.size() - 1;
        return new Frequencies(tries, rows, sum, degrees, degrees == 0 ? 1 : ChiSquare.above(sum, degrees));
    }

    /// Returns a row for each token. Columns: `token`, `probability`, `share`, the part of the picks that
    /// it was, `margin`, how far the two are apart for a fair sampler at most, 95 times of 100, `expected`
    /// and `observed`, the numbers of picks, and whether it is `within` the margin.
    public Table table() {
        return Table.create("Picked %,d times".formatted(tries))
                .addColumns(
                        StringColumn.create("token", tokens.stream().map(Count::text)),
                        percent("probability", Count::probability),
                        percent("share", this::share),
                        percent("margin", Count::margin),
                        column("expected", count -> count.probability * tries),
                        IntColumn.create(
                                "observed",
                                tokens.stream().mapToInt(Count::observed).toArray()),
                        StringColumn.create(
                                "within",
                                tokens.stream()
                                        .map(count -> Math.abs(share(count) - count.probability) <= count.margin
                                                ? "yes"
                                                : "no")));
    }

    private DoubleColumn column(String name, ToDoubleFunction<Count> value) {
        return DoubleColumn.create(name, tokens.stream().mapToDouble(value).toArray());
    }

    private DoubleColumn percent(String name, ToDoubleFunction<Count> value) {
        DoubleColumn column = column(name, value);
        column.setPrintFormatter(NumberColumnFormatter.percent(2));
        return column;
    }

    private double share(Count count) {
        return (double) count.observed / tries;
    }

    /// Returns probabilities, with their margins, and shares side by side.
    public CategoryChart chart() {
        var bars = new LinkedHashMap<String, List<Double>>();
        bars.put("probability", tokens.stream().map(Count::probability).toList());
        bars.put("share of the picks", tokens.stream().map(this::share).toList());
        CategoryChart chart = Charts.bars(
                "Picked %,d times: should and is".formatted(tries),
                "token",
                "probability, share",
                tokens.stream().map(count -> VisibleText.of(count.text)).toList(),
                bars,
                Map.of("probability", tokens.stream().map(Count::margin).toList()));
        // every token needs its name, so they are written aslant
        chart.getStyler().setXAxisLabelRotation(30).setXAxisTickMarkSpacingHint(30);
        return chart;
    }

    /// Returns the outcome of the test as a sentence.
    public String verdict() {
        if (degrees == 0) {
            return "Only one token can be picked, so there is nothing to compare.";
        }
        return String.format(
                Locale.ROOT,
                "Chi-square is %.1f with %d degrees of freedom: a fair sampler is off that far or farther %s of the time.",
                chiSquare,
                degrees,
                Numbers.percent(pValue));
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Stack(new Figure.Plot(chart()), new Figure.Note(verdict()), new Figure.Data(table())).mime();
    }

    @Override
    public String toString() {
        return verdict();
    }
}
