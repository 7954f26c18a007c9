package org.vitrina.arena;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Progress;
import org.vitrina.show.Showable;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// What it gains to enter several variants of a model under other names, and to publish only the one that
/// did best: ratings are measured with an error, and the best of n is the one with the luckiest error
/// ([Singh et al. 2025](https://arxiv.org/abs/2504.20879)).
///
/// @param field   the models that are on the board, with their true ratings
/// @param strength the true rating of every variant: they are all the same model
/// @param battles how many battles each variant fights
/// @param best    the mean over all trials of the best rating among the first 1, 2, … n variants
/// @param error   the standard deviation of one variant's rating
public record PrivateTesting(
        SequencedMap<String, Double> field, double strength, int battles, List<Double> best, double error)
        implements Showable {
    public PrivateTesting {
        field = new LinkedHashMap<>(field);
        best = List.copyOf(best);
    }

    /// Tries it: variants that are all the same fight models from the field, drawn by chance, without ties;
    /// the ratings come from [BradleyTerry], the field's being known.
    ///
    /// @param field    true ratings, by the model's name
    /// @param strength the true rating of each variant
    /// @param variants how many variants are entered at most
    /// @param battles  how many battles each of them fights
    /// @param trials   how often all of it is tried
    /// @param seed     the same seed gives the same numbers
    public static PrivateTesting simulate(
            SequencedMap<String, Double> field, double strength, int variants, int battles, int trials, long seed) {
        if (field.isEmpty() || variants < 1 || battles < 1 || trials < 2) {
            throw new IllegalArgumentException("a simulation needs models in the field, at least 1 variant, 1 battle"
                    + " and 2 trials, but got " + field.size() + " models, " + variants + ", " + battles + " and "
                    + trials);
        }
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        // sorted, as a map may give them in any order, and the same seed shall give the same numbers
        double[] rivals =
                field.values().stream().mapToDouble(rating -> rating).sorted().toArray();
        double[] sums = new double[variants];
        double squares = 0;
        double firsts = 0;
        try (var task = Progress.task("private testing", trials)) {
            for (int trial = 0; trial < trials; trial++) {
                double best = Double.NEGATIVE_INFINITY;
                for (int variant = 0; variant < variants; variant++) {
                    double rating = measured(rivals, strength, battles, random);
                    if (variant == 0) {
                        firsts += rating / trials;
                        squares += rating * rating / trials;
                    }
                    best = Math.max(best, rating);
                    sums[variant] += best / trials;
                }
                task.at(trial + 1);
            }
        }
        double variance = (squares - firsts * firsts) * trials / (trials - 1);
        return new PrivateTesting(
                field, strength, battles, Arrays.stream(sums).boxed().toList(), Math.sqrt(Math.max(0, variance)));
    }

    /// Returns the rating that a newcomer gets from its battles, if those of the others are known: the
    /// point at which it won as many as was to be expected. A newcomer that won all or none is put as if it
    /// had not, by half a battle.
    private static double measured(double[] rivals, double strength, int battles, RandomGenerator random) {
        double[] met = new double[battles];
        double won = 0;
        for (int i = 0; i < battles; i++) {
            met[i] = rivals[random.nextInt(rivals.length)];
            if (random.nextDouble() < BradleyTerry.STANDARD.chance(strength, met[i])) won++;
        }
        double wanted = Math.clamp(won, 0.5, battles - 0.5);
        double low = -10_000;
        double high = 10_000;
        // expected victories grow with the rating: halve until the place is known to a hundredth of a point
        while (high - low > 0.01) {
            double middle = (low + high) / 2;
            double expected = 0;
            for (double rival : met) expected += BradleyTerry.STANDARD.chance(middle, rival);
            if (expected < wanted) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }

    /// Returns the mean of the greatest of `n` numbers from the standard normal distribution: so many
    /// standard errors the best of n variants gains, by luck alone.
    public static double expectedGreatest(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("the greatest of " + n + " numbers is not defined; n is at least 1");
        }
        // ∫ x · n · φ(x) · Φ(x)^(n-1) dx; Φ is summed up along the way
        double step = 1e-4;
        double below = 0;
        double mean = 0;
        for (double x = -9; x < 9; x += step) {
            double middle = x + step / 2;
            double mass = Math.exp(-middle * middle / 2) / Math.sqrt(2 * Math.PI) * step;
            double atMiddle = below + mass / 2;
            mean += middle * n * mass * Math.pow(atMiddle, n - 1);
            below += mass;
        }
        return mean;
    }

    /// Returns how many points the best of `n` variants is rated above what all of them are.
    public double gain(int n) {
        return best.get(n - 1) - strength;
    }

    /// Returns the mean rating of the best of 1 to n, and what luck alone would say.
    public Table table() {
        int n = best.size();
        return Table.create("the best of n variants that are all the same")
                .addColumns(
                        IntColumn.create("variants", IntStream.rangeClosed(1, n).toArray()),
                        StringColumn.create("rating published", best.stream().map("%.1f"::formatted)),
                        StringColumn.create(
                                "gained", IntStream.rangeClosed(1, n).mapToObj(i -> "%.1f".formatted(gain(i)))));
    }

    public XYChart chart() {
        int n = best.size();
        var lines = new LinkedHashMap<String, List<Double>>();
        lines.put("the best is published", best);
        var luck = new ArrayList<Double>();
        for (int i = 1; i <= n; i++) luck.add(strength + error * expectedGreatest(i));
        lines.put("by theory", luck);
        lines.put("the truth", IntStream.range(0, n).mapToObj(_ -> strength).toList());
        return Charts.lines(
                "%,d battles each: what the best of n equal variants is rated".formatted(battles),
                "variants tested in private",
                "rating (Elo points)",
                lines);
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Stack(new Figure.Plot(chart()), new Figure.Data(table())).mime();
    }
}
