package org.vitrina.arena;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGeneratorFactory;
import org.vitrina.show.Progress;

/// Bradley-Terry ratings with what the look of an answer did to the votes taken out: the chance to win
/// depends on the two models *and* on how much longer, and more laid out, one answer was. Each of the four
/// counts of [Style] becomes the difference of both answers as a part of their sum, and is then brought to
/// mean 0 and standard deviation 1 ([Li and others
/// 2024](https://lmsys.org/blog/2024-08-28-style-control/)).
public enum StyleControl {
    /// As FastChat's `compute_style_control`: the sum has 1 added, and all parameters are pulled to 0 with
    /// a strength of 0.5. Intervals by the bootstrap, of 100 rounds.
    FASTCHAT {
        @Override
        StyledLeaderboard fit(Paired paired) {
            double[] x = fastChat(paired).solve();
            int rounds = 100;
            var samples = new HashMap<String, double[]>();
            paired.models().forEach(model -> samples.put(model, new double[rounds]));
            var random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
            try (var task = Progress.task("bootstrap", rounds)) {
                for (int round = 0; round < rounds; round++) {
                    int[] drawn = random.ints(paired.size(), 0, paired.size()).toArray();
                    Map<String, Double> ratings =
                            ratings(paired, fastChat(paired.drawn(drawn)).solve());
                    for (String model : paired.models()) samples.get(model)[round] = ratings.get(model);
                    task.at(round + 1);
                }
            }
            var low = new HashMap<String, Double>();
            var high = new HashMap<String, Double>();
            samples.forEach((model, values) -> {
                Arrays.sort(values);
                low.put(model, BradleyTerry.quantile(values, 0.025));
                high.put(model, BradleyTerry.quantile(values, 0.975));
            });
            return styled("style control as FastChat, bootstrap", paired, x, low, high);
        }
    },

    /// As `lmarena/arena-rank`: pairs that met often count less, only the coefficients are pulled to 0, and
    /// intervals come from the sandwich.
    ARENA_RANK {
        @Override
        StyledLeaderboard fit(Paired paired) {
            paired.noRatings().ifPresent(why -> {
                throw new IllegalArgumentException(
                        why + "; fight more battles, or take StyleControl.FASTCHAT, which pulls ratings together");
            });
            int n = paired.size();
            double[] weights = paired.weights();
            PairFit fit = paired.fit(weights, n, 0, 1);
            double[] x = fit.solve();
            double[] curvature = new double[n];
            double[] spread = new double[n];
            for (int i = 0; i < n; i++) {
                double p = PairFit.sigmoid(fit.odds(x, i));
                curvature[i] = p * (1 - p) * weights[i] / n;
                double error = (paired.y()[i] - p) * weights[i];
                spread[i] = error * error / n;
            }
            double[][] hessian = fit.outerSum(curvature);
            // of the penalty only this is in arena-rank's Hessian, though the coefficients have one of strength 1
            for (int i = 0; i < hessian.length; i++) hessian[i][i] += BradleyTerry.HESSIAN_RIDGE;
            double[][] middle = fit.outerSum(spread);
            int models = paired.models().size();
            for (int i = models; i < x.length; i++) {
                for (int j = models; j < x.length; j++) middle[i][j] -= x[i] * x[j] / n;
            }
            double[] variance = LinearSolve.sandwichDiagonal(LinearSolve.inverse(hessian), middle);
            Map<String, Double> ratings = ratings(paired, x);
            var low = new HashMap<String, Double>();
            var high = new HashMap<String, Double>();
            for (int i = 0; i < models; i++) {
                String model = paired.models().get(i);
                double width = BradleyTerry.Z * Math.sqrt(variance[i] / n) * 400 / Math.log(10);
                low.put(model, ratings.get(model) - width);
                high.put(model, ratings.get(model) + width);
            }
            return styled("style control as arena-rank, sandwich", paired, x, low, high);
        }
    };

    /// FastChat's strength of 0.5 is for ratings in units of 400 points; squared, as the penalty is on
    /// squares.
    private static final double FASTCHAT_PENALTY = 0.5;

    abstract StyledLeaderboard fit(Paired paired);

    /// Returns the board, with the coefficients of the features.
    ///
    /// @throws IllegalArgumentException if a battle has no answers, or there are no finite ratings
    public StyledLeaderboard board(Battles battles) {
        var known = new HashMap<String, Style>();
        Function<String, Style> style = answer -> known.computeIfAbsent(answer, Style::of);
        int at = 0;
        for (Battle battle : battles) {
            at++;
            if (battle.leftAnswer().isEmpty() && battle.rightAnswer().isEmpty()) {
                throw new IllegalArgumentException("style control looks at the answers, but battle " + at + ", "
                        + battle.left() + " against " + battle.right() + ", has none");
            }
        }
        double[][] left = battles.stream()
                .map(battle -> style.apply(battle.leftAnswer()).counts())
                .toArray(double[][]::new);
        double[][] right = battles.stream()
                .map(battle -> style.apply(battle.rightAnswer()).counts())
                .toArray(double[][]::new);
        return board(battles, left, right);
    }

    /// Returns the board from counts of the features on both sides.
    ///
    /// @param left  shape `[battles, features]`
    /// @param right likewise
    StyledLeaderboard board(Battles battles, double[][] left, double[][] right) {
        return fit(Paired.of(battles, features(left, right, this == FASTCHAT ? 1 : 0)));
    }

    /// Returns the features of each battle: relative differences, standardized. One that never differs is
    /// 0.
    static double[][] features(double[][] left, double[][] right, double plus) {
        int n = left.length;
        int width = n == 0 ? 0 : left[0].length;
        double[][] features = new double[n][width];
        for (int k = 0; k < width; k++) {
            double mean = 0;
            for (int i = 0; i < n; i++) {
                double sum = left[i][k] + right[i][k] + plus;
                features[i][k] = (left[i][k] - right[i][k]) / (sum == 0 ? 1 : sum);
                mean += features[i][k] / n;
            }
            double variance = 0;
            for (int i = 0; i < n; i++) variance += Math.pow(features[i][k] - mean, 2) / n;
            double deviation = variance == 0 ? 1 : Math.sqrt(variance);
            for (int i = 0; i < n; i++) features[i][k] = (features[i][k] - mean) / deviation;
        }
        return features;
    }

    private static PairFit fastChat(Paired paired) {
        double[] ones = new double[paired.size()];
        Arrays.fill(ones, 1);
        double unit = Math.log(10);
        return paired.fit(ones, 1, FASTCHAT_PENALTY / (unit * unit), FASTCHAT_PENALTY);
    }

    private static Map<String, Double> ratings(Paired paired, double[] x) {
        return BradleyTerry.STANDARD.scaled(paired.models(), x);
    }

    private static StyledLeaderboard styled(
            String how, Paired paired, double[] x, Map<String, Double> low, Map<String, Double> high) {
        Leaderboard board = Leaderboard.of(how, ratings(paired, x), low, high, paired.fought());
        return new StyledLeaderboard(
                board, Style.NAMES, Arrays.copyOfRange(x, paired.models().size(), x.length));
    }

    /// Battles as rows of numbers, each with its features.
    record Paired(
            List<String> models,
            int[] a,
            int[] b,
            double[] y,
            double[] weights,
            double[][] features,
            Map<String, Integer> fought) {
        static Paired of(Battles battles, double[][] features) {
            if (battles.size() == 0) {
                throw new IllegalArgumentException("there is no battle yet, so there is nothing to rate");
            }
            Map<String, Integer> index = battles.indices();
            Map<List<String>, Integer> met = battles.pairs();
            int n = battles.size();
            var paired = new Paired(
                    battles.models(),
                    new int[n],
                    new int[n],
                    new double[n],
                    new double[n],
                    features,
                    BradleyTerry.fought(battles));
            double sum = 0;
            for (int i = 0; i < n; i++) {
                Battle battle = battles.get(i);
                paired.a[i] = index.get(battle.left());
                paired.b[i] = index.get(battle.right());
                paired.y[i] = battle.outcome().score();
                int meetings = met.get(Battles.pair(battle.left(), battle.right()));
                paired.weights[i] = 1.0 / Math.max(meetings, BradleyTerry.LEAST_MEETINGS);
                sum += paired.weights[i];
            }
            for (int i = 0; i < n; i++) paired.weights[i] *= n / sum;
            return paired;
        }

        int size() {
            return y.length;
        }

        PairFit fit(double[] w, double divisor, double ratingPenalty, double featurePenalty) {
            return new PairFit(models.size(), a, b, y, w, features, divisor, ratingPenalty, featurePenalty);
        }

        Paired drawn(int[] rows) {
            return new Paired(
                    models,
                    Arrays.stream(rows).map(i -> a[i]).toArray(),
                    Arrays.stream(rows).map(i -> b[i]).toArray(),
                    Arrays.stream(rows).mapToDouble(i -> y[i]).toArray(),
                    Arrays.stream(rows).mapToDouble(i -> weights[i]).toArray(),
                    Arrays.stream(rows).mapToObj(i -> features[i]).toArray(double[][]::new),
                    fought);
        }

        Optional<String> noRatings() {
            double[] ones = new double[size()];
            Arrays.fill(ones, 1);
            return new Counted(models, a, b, y, ones, ones).noRatings(ones);
        }
    }
}
