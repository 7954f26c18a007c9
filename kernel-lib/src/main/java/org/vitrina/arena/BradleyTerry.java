package org.vitrina.arena;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.vitrina.show.Progress;

/// Ratings from battles, all at once and whatever their order: each model has a strength, and the chance
/// that one beats another is `1 / (1 + 10^((R_other - R_one) / 400))` ([Bradley and Terry
/// 1952](https://doi.org/10.1093/biomet/39.3-4.324)). The ratings are those under which what happened was
/// likeliest. A tie, and two bad answers, count as half a victory and half a defeat.
///
/// This is what Chatbot Arena's board is made with: ratings and bootstrap as in FastChat's
/// `rating_systems.py`, sandwich intervals and weights as in `lmarena/arena-rank`.
///
/// ```java
/// BradleyTerry.STANDARD.sandwich(battles)
/// ```
///
/// @param scale      how many points are a factor of `base` in the odds
/// @param base       see there
/// @param start      the mean rating, unless there is an anchor
/// @param anchor     a model whose rating is given; the others' are moved along
/// @param reweighted whether each pair of models counts as much as each other one, however often it met,
///     but a pair that met less than 50 times less
/// @param prior      how strongly ratings are pulled together, as the strength of a penalty on their
///     squares in natural units; 0 for not at all, which needs that nobody wins always
public record BradleyTerry(
        double scale, double base, double start, Optional<Anchor> anchor, boolean reweighted, double prior) {
    /// As in Chatbot Arena: 400 points for odds of ten to one, 1000 in the middle.
    public static final BradleyTerry STANDARD = new BradleyTerry(400, 10, 1000, Optional.empty(), false, 0);

    /// What a normal distribution leaves 2.5 % above.
    static final double Z = 1.959963984540054;

    /// Pairs that met less often are not brought up to the weight of the others.
    static final int LEAST_MEETINGS = 50;

    /// arena-rank adds so much, for each battle, to the diagonal of the Hessian before it is inverted.
    static final double HESSIAN_RIDGE = 1e-5;

    /// What a sample of the bootstrap gets in which somebody never loses.
    private static final double SAMPLE_PRIOR = 0.01;

    /// A model with a fixed rating.
    public record Anchor(String model, double rating) {}

    public BradleyTerry {
        if (!(scale > 0) || !(base > 1) || !(prior >= 0)) {
            throw new IllegalArgumentException("ratings need a scale above 0, a base above 1 and a prior of at least 0,"
                    + " but got " + scale + ", " + base + " and " + prior);
        }
    }

    /// Returns these settings with a model whose rating is given.
    public BradleyTerry anchored(String model, double rating) {
        return new BradleyTerry(scale, base, start, Optional.of(new Anchor(model, rating)), reweighted, prior);
    }

    /// Returns these settings with pairs that count the same, however often they met.
    public BradleyTerry reweightedByPair() {
        return new BradleyTerry(scale, base, start, anchor, true, prior);
    }

    /// Returns these settings with ratings that are pulled together, so that there are finite ones even for
    /// who always wins.
    public BradleyTerry withPrior(double strength) {
        return new BradleyTerry(scale, base, start, anchor, reweighted, strength);
    }

    /// Returns the chance that a model of rating `one` beats a model of rating `other`, if there are no
    /// ties.
    public double chance(double one, double other) {
        return 1 / (1 + Math.pow(base, (other - one) / scale));
    }

    /// Returns whether the battles are enough for finite ratings: nobody won always, and all are connected.
    public static boolean isFinite(Battles battles) {
        Counted counted = Counted.of(battles, false);
        return counted.noRatings(counted.counts()).isEmpty();
    }

    /// Returns the ratings, the highest first.
    ///
    /// @throws IllegalArgumentException if there are no finite ones, because somebody never lost, or
    ///     because some never met; the message says who
    public SequencedMap<String, Double> ratings(Battles battles) {
        return sorted(scaled(Counted.of(battles, reweighted), natural(Counted.of(battles, reweighted))));
    }

    /// Returns the strengths on their own scale, which chances are shares of: `p / (p + p_other)`; their
    /// geometric mean is 1.
    public SequencedMap<String, Double> powers(Battles battles) {
        Counted counted = Counted.of(battles, reweighted);
        double[] natural = natural(counted);
        var powers = new LinkedHashMap<String, Double>();
        for (int i = 0; i < natural.length; i++) powers.put(counted.models().get(i), Math.exp(natural[i]));
        return sorted(powers);
    }

    /// Returns the board with intervals from the curvature of the likelihood and the spread of its
    /// gradient, the sandwich `H⁻¹BH⁻¹` ([White 1982](https://doi.org/10.2307/1912526)): what Chatbot Arena
    /// uses since July 2025.
    ///
    /// @throws IllegalArgumentException as in [#ratings]
    public Leaderboard sandwich(Battles battles) {
        Counted counted = Counted.of(battles, reweighted);
        double[] natural = natural(counted);
        PairFit fit = fit(counted, counted.counts());
        double[] curvature = new double[counted.size()];
        double[] spread = new double[counted.size()];
        double total = 0;
        for (int i = 0; i < curvature.length; i++) {
            double p = PairFit.sigmoid(fit.odds(natural, i));
            double count = counted.counts()[i];
            double weight = counted.weights()[i];
            curvature[i] = p * (1 - p) * weight * count;
            double error = (counted.y()[i] - p) * weight;
            spread[i] = error * error * count;
            total += count;
        }
        double[][] hessian = fit.outerSum(curvature);
        double ridge = HESSIAN_RIDGE * (reweighted ? 1 : total) + prior;
        for (int i = 0; i < hessian.length; i++) hessian[i][i] += ridge;
        double[] variance = LinearSolve.sandwichDiagonal(LinearSolve.inverse(hessian), fit.outerSum(spread));
        Map<String, Double> ratings = scaled(counted, natural);
        var low = new HashMap<String, Double>();
        var high = new HashMap<String, Double>();
        for (int i = 0; i < variance.length; i++) {
            String model = counted.models().get(i);
            double width = Z * Math.sqrt(variance[i]) * unit();
            low.put(model, ratings.get(model) - width);
            high.put(model, ratings.get(model) + width);
        }
        return Leaderboard.of("Bradley-Terry, sandwich", ratings, low, high, fought(battles));
    }

    /// Returns the board with intervals from the bootstrap: as many battles are drawn, with the chances
    /// that the real ones suggest, the ratings computed again, and so on; the middle 95 % of each rating
    /// are its interval. In a sample in which somebody never loses, ratings are pulled together a little,
    /// so that they are high but finite.
    ///
    /// @param rounds how many samples are drawn; FastChat takes 100
    /// @param seed   the same seed gives the same intervals
    /// @throws IllegalArgumentException as in [#ratings]
    public Leaderboard bootstrap(Battles battles, int rounds, long seed) {
        if (rounds < 2) {
            throw new IllegalArgumentException("a bootstrap needs at least 2 rounds, but got " + rounds);
        }
        Counted counted = Counted.of(battles, reweighted);
        Map<String, Double> ratings = scaled(counted, natural(counted));
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var samples = new ArrayList<Map<String, Double>>();
        try (var task = Progress.task("bootstrap", rounds)) {
            for (int round = 0; round < rounds; round++) {
                double[] drawn = multinomial(counted.counts(), battles.size(), random);
                double pull = prior > 0 || counted.noRatings(drawn).isEmpty() ? prior : SAMPLE_PRIOR;
                samples.add(scaled(counted, withPrior(pull).fit(counted, drawn).solve()));
                task.at(round + 1);
            }
        }
        var low = new HashMap<String, Double>();
        var high = new HashMap<String, Double>();
        for (String model : counted.models()) {
            double[] values = samples.stream()
                    .mapToDouble(sample -> sample.get(model))
                    .sorted()
                    .toArray();
            low.put(model, quantile(values, 0.025));
            high.put(model, quantile(values, 0.975));
        }
        return Leaderboard.of("Bradley-Terry, bootstrap of %,d".formatted(rounds), ratings, low, high, fought(battles));
    }

    private double unit() {
        return scale / Math.log(base);
    }

    private double[] natural(Counted counted) {
        if (prior == 0) {
            counted.noRatings(counted.counts()).ifPresent(why -> {
                throw new IllegalArgumentException(
                        why + "; fight more battles, or take a prior: BradleyTerry.STANDARD.withPrior(0.1)");
            });
        }
        return fit(counted, counted.counts()).solve();
    }

    private PairFit fit(Counted counted, double[] counts) {
        double[] weights = new double[counts.length];
        for (int i = 0; i < counts.length; i++) weights[i] = counts[i] * counted.weights()[i];
        return new PairFit(
                counted.models().size(), counted.a(), counted.b(), counted.y(), weights, new double[0][], 1, prior, 0);
    }

    private Map<String, Double> scaled(Counted counted, double[] natural) {
        return scaled(counted.models(), natural);
    }

    /// Returns natural ratings as points, moved to where the anchor says.
    Map<String, Double> scaled(List<String> models, double[] natural) {
        double shift = anchor.map(fixed -> {
                    int at = models.indexOf(fixed.model());
                    if (at < 0) {
                        throw new IllegalArgumentException("the anchor '" + fixed.model()
                                + "' fought no battle; there is " + String.join(", ", models));
                    }
                    return fixed.rating() - natural[at] * unit();
                })
                .orElse(start);
        var scaled = new HashMap<String, Double>();
        for (int i = 0; i < models.size(); i++) scaled.put(models.get(i), natural[i] * unit() + shift);
        return scaled;
    }

    static SequencedMap<String, Double> sorted(Map<String, Double> ratings) {
        var sorted = new LinkedHashMap<String, Double>();
        ratings.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    static Map<String, Integer> fought(Battles battles) {
        var fought = new HashMap<String, Integer>();
        for (Battle battle : battles) {
            fought.merge(battle.left(), 1, Integer::sum);
            fought.merge(battle.right(), 1, Integer::sum);
        }
        return fought;
    }

    /// Returns how often each outcome came, if `n` are drawn in proportion to `counts`.
    private static double[] multinomial(double[] counts, int n, RandomGenerator random) {
        double[] upTo = counts.clone();
        Arrays.parallelPrefix(upTo, Double::sum);
        double all = upTo[upTo.length - 1];
        double[] drawn = new double[counts.length];
        for (int i = 0; i < n; i++) {
            int at = Arrays.binarySearch(upTo, random.nextDouble() * all);
            // a hit belongs to the next one: the stretches are closed on the left
            int which = at >= 0 ? at + 1 : -at - 1;
            drawn[Math.min(which, counts.length - 1)]++;
        }
        return drawn;
    }

    /// Returns a quantile of sorted values, between two of them in proportion, as NumPy does.
    static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
