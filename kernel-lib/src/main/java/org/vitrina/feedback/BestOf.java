package org.vitrina.feedback;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/// Best of n: the model does not learn at all; of several answers the one with the greatest reward is
/// taken.
///
/// What that gains is computed for every n at once from the same answers, without more chance than is in
/// them: of `N` answers to a prompt, each set of `n` is as likely ([Nakano et al. 2021, appendix
/// I](https://arxiv.org/abs/2112.09332)).
///
/// @param names of the rewards: the one by which answers are taken, then others
/// @param means for each reward, its mean when the best of 1, 2, … N is taken
public record BestOf(List<String> names, List<double[]> means) implements Showable {
    public BestOf {
        names = List.copyOf(names);
        means = List.copyOf(means);
    }

    /// Returns the answer to each prompt that `reward` likes best of `n` that are drawn.
    public static List<Answer> take(Policy policy, List<Prompt> prompts, int n, Reward reward, long seed) {
        List<Answer> answers = policy.answers(prompts, n, seed);
        double[] rewards = reward.of(answers);
        var best = new ArrayList<Answer>();
        for (int p = 0; p < prompts.size(); p++) {
            int taken = p * n;
            for (int i = p * n; i < (p + 1) * n; i++) {
                if (rewards[i] > rewards[taken]) taken = i;
            }
            best.add(answers.get(taken));
        }
        return List.copyOf(best);
    }

    /// Measures what taking the best by one reward does to it and to others.
    ///
    /// @param n      the most answers that are taken from
    /// @param reward by which answers are taken
    /// @param others what is measured too, such as the truth
    public static BestOf measure(
            Policy policy, List<Prompt> prompts, int n, long seed, Reward reward, Reward... others) {
        List<Answer> answers = policy.answers(prompts, n, seed);
        double[] by = reward.of(answers);
        var names = new ArrayList<String>();
        var means = new ArrayList<double[]>();
        var all = new ArrayList<Reward>();
        all.add(reward);
        all.addAll(List.of(others));
        for (Reward measured : all) {
            double[] rewards = measured.of(answers);
            double[] sums = new double[n];
            for (int p = 0; p < prompts.size(); p++) {
                double[] best = best(
                        Arrays.copyOfRange(by, p * n, (p + 1) * n), Arrays.copyOfRange(rewards, p * n, (p + 1) * n));
                for (int i = 0; i < n; i++) sums[i] += best[i] / prompts.size();
            }
            names.add(measured.name());
            means.add(sums);
        }
        return new BestOf(names, means);
    }

    /// Returns, for n of 1 to N, the mean of `numbers` over the answers that are the best of n by `by`.
    /// Equal ones are taken in their order.
    static double[] best(double[] by, double[] numbers) {
        int all = by.length;
        int[] order = IntStream.range(0, all)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> by[i]).thenComparing(Comparator.reverseOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] means = new double[all];
        for (int n = 1; n <= all; n++) {
            // the chance that rank i is the best of n: C(i, n - 1) / C(N, n), from the last rank down
            double chance = (double) n / all;
            for (int rank = all - 1; rank >= n - 1; rank--) {
                means[n - 1] += chance * numbers[order[rank]];
                chance *= rank == 0 ? 0 : (double) (rank - n + 1) / rank;
            }
        }
        return means;
    }

    /// Returns how far the answers that are the best of `n` are from the model's own: `log n - (n - 1) /
    /// n` nats, if no two answers are alike, and less otherwise ([Beirami et al. 2024, theorem
    /// 3.1](https://arxiv.org/abs/2401.01879)).
    public static double kl(int n) {
        return Math.log(n) - (n - 1.0) / n;
    }

    /// Returns the means as a table, a row for each n.
    public Table table() {
        int n = means.getFirst().length;
        var table = Table.create("best of n")
                .addColumns(
                        IntColumn.create("n", IntStream.rangeClosed(1, n).toArray()),
                        DoubleColumn.create(
                                "KL at most",
                                IntStream.rangeClosed(1, n)
                                        .mapToDouble(BestOf::kl)
                                        .toArray()));
        for (int i = 0; i < names.size(); i++) {
            table.addColumns(DoubleColumn.create(names.get(i), means.get(i)));
        }
        return table;
    }

    /// Returns the means over n as a chart.
    public XYChart chart() {
        var lines = new LinkedHashMap<String, List<Double>>();
        for (int i = 0; i < names.size(); i++) {
            lines.put(names.get(i), Arrays.stream(means.get(i)).boxed().toList());
        }
        return Charts.lines(
                "Best of n by '" + names.getFirst() + "'",
                "n (answers to take from)",
                "mean reward of the answer that is taken",
                IntStream.rangeClosed(1, means.getFirst().length)
                        .mapToObj(i -> (double) i)
                        .toList(),
                lines);
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Plot(chart()).mime();
    }

    @Override
    public String text() {
        return mime().text();
    }
}
