package org.vitrina.feedback;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.vitrina.interact.Control;
import org.vitrina.interact.Interact;
import org.vitrina.interact.Part;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// A playground for rewards: some answers, some rewards, and how the answers are ranked when the rewards
/// are weighted and added up.
///
/// ```java
/// Playground.of(answers, Reward.right(), Reward.length(8)).sliders()       // in a notebook
/// Playground.of(answers, Reward.right(), Reward.length(8)).ranking(1, -0.2) // a figure for one choice
/// ```
public final class Playground implements Showable {
    private static final int MOST_SLIDERS = 4;

    private final List<Answer> answers;
    private final SequencedMap<String, double[]> rewards;

    private Playground(List<Answer> answers, SequencedMap<String, double[]> rewards) {
        this.answers = answers;
        this.rewards = rewards;
    }

    /// Returns a playground of these answers and rewards, which are of different names.
    public static Playground of(List<Answer> answers, Reward... rewards) {
        if (answers.isEmpty() || rewards.length == 0) {
            throw new IllegalArgumentException("a playground needs at least one answer and one reward, but got "
                    + answers.size() + " and " + rewards.length);
        }
        var judged = new LinkedHashMap<String, double[]>();
        for (Reward reward : rewards) {
            if (judged.put(reward.name(), reward.of(answers)) != null) {
                throw new IllegalArgumentException(
                        "two rewards are called '" + reward.name() + "'; named(…) gives one of them another name");
            }
        }
        return new Playground(List.copyOf(answers), judged);
    }

    /// Returns what each answer is worth, in the order of the answers.
    ///
    /// @param weights one for each reward
    public double[] totals(double... weights) {
        if (weights.length != rewards.size()) {
            throw new IllegalArgumentException("each of the " + rewards.size() + " rewards ("
                    + String.join(", ", rewards.keySet()) + ") needs a weight, but there are " + weights.length);
        }
        double[] totals = new double[answers.size()];
        int i = 0;
        for (double[] reward : rewards.sequencedValues()) {
            for (int answer = 0; answer < totals.length; answer++) totals[answer] += weights[i] * reward[answer];
            i++;
        }
        return totals;
    }

    /// Returns which share of the pairs of a true and an untrue answer to the same prompt the total puts
    /// in the right order; equal ones count half. NaN where no prompt has both.
    public double agreement(double... weights) {
        double[] totals = totals(weights);
        double inOrder = 0;
        int pairs = 0;
        for (int i = 0; i < totals.length; i++) {
            for (int j = 0; j < totals.length; j++) {
                boolean pair = answers.get(i).prompt() == answers.get(j).prompt()
                        && answers.get(i).isRight()
                        && !answers.get(j).isRight();
                if (pair) {
                    pairs++;
                    inOrder += totals[i] > totals[j] ? 1 : totals[i] == totals[j] ? 0.5 : 0;
                }
            }
        }
        return inOrder / pairs;
    }

    /// Returns the answers, the one that is worth most first, with every reward and the total.
    public Table table(double... weights) {
        double[] totals = totals(weights);
        int[] order = IntStream.range(0, totals.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -totals[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        var table = Table.create(title(weights))
                .addColumns(
                        IntColumn.create(
                                "rank", IntStream.rangeClosed(1, order.length).toArray()),
                        StringColumn.create(
                                "prompt",
                                Arrays.stream(order)
                                        .mapToObj(i -> Texts.shortened(
                                                answers.get(i).prompt().text()))),
                        StringColumn.create(
                                "answer",
                                Arrays.stream(order)
                                        .mapToObj(i -> (answers.get(i).isRight() ? "✓ " : "✗ ")
                                                + answers.get(i).text())));
        rewards.forEach((name, reward) -> table.addColumns(DoubleColumn.create(
                name, Arrays.stream(order).mapToDouble(i -> reward[i]).toArray())));
        return table.addColumns(DoubleColumn.create(
                "total", Arrays.stream(order).mapToDouble(i -> totals[i]).toArray()));
    }

    private String title(double... weights) {
        var parts = new ArrayList<String>();
        int i = 0;
        for (String name : rewards.keySet()) parts.add(Texts.number(weights[i++]) + " × " + name);
        double agreement = agreement(weights);
        return String.join(" + ", parts)
                + (Double.isNaN(agreement)
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ": puts %s of true and untrue answers in order",
                                Texts.percent(agreement)));
    }

    /// Returns the ranking for these weights as a figure.
    public Figure ranking(double... weights) {
        return new Figure.Data(table(weights));
    }

    /// Returns a slider for the weight of each reward, with the ranking that comes of them.
    ///
    /// @throws IllegalStateException if there are more than four rewards
    public Part sliders() {
        List<Control<Double>> sliders = rewards.keySet().stream()
                .map(name -> Interact.slider(name, -2, 2, 0.1, 1))
                .toList();
        return switch (sliders.size()) {
            case 1 -> Interact.form(sliders.get(0), a -> ranking(a));
            case 2 -> Interact.form(sliders.get(0), sliders.get(1), (a, b) -> ranking(a, b));
            case 3 -> Interact.form(sliders.get(0), sliders.get(1), sliders.get(2), (a, b, c) -> ranking(a, b, c));
            case MOST_SLIDERS ->
                Interact.form(
                        sliders.get(0),
                        sliders.get(1),
                        sliders.get(2),
                        sliders.get(3),
                        (a, b, c, d) -> ranking(a, b, c, d));
            default ->
                throw new IllegalStateException("there are sliders for up to " + MOST_SLIDERS + " rewards, but "
                        + sliders.size() + " are here; ranking(…) takes any number of weights");
        };
    }

    @Override
    public MimeBundle mime() {
        double[] ones = new double[rewards.size()];
        Arrays.fill(ones, 1);
        return ranking(ones).mime();
    }

    @Override
    public String text() {
        return mime().text();
    }
}
