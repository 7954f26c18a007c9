package org.vitrina.evaluate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.knowm.xchart.XYChart;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Progress;
import org.vitrina.show.Showable;
import org.vitrina.transformer.LanguageModel;
import org.vitrina.transformer.Perplexity;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/// What a model expects of texts, some of which it may have been trained on.
///
/// @param model     its name
/// @param suspected whether each text is one that may have been seen
/// @param loss      mean negative log-probability of each text's tokens, in nats
/// @param minK      mean log-probability of the least probable fifth of its tokens, in nats
public record Contamination(String model, boolean[] suspected, double[] loss, double[] minK) implements Showable {
    private static final double FIFTH = 0.2;

    /// Reads texts with `model`.
    ///
    /// @param suspects texts that may have been in the training data
    /// @param fresh    texts of the same kind that cannot have been
    public static Contamination of(LanguageModel model, List<String> suspects, List<String> fresh) {
        if (suspects.isEmpty() || fresh.isEmpty()) {
            throw new IllegalArgumentException("texts that may have been seen are compared with texts that cannot have"
                    + " been; both are needed, but got " + suspects.size() + " and " + fresh.size());
        }
        int n = suspects.size() + fresh.size();
        boolean[] suspected = new boolean[n];
        double[] loss = new double[n];
        double[] minK = new double[n];
        try (var task = Progress.task("reading suspects", n)) {
            for (int i = 0; i < n; i++) {
                suspected[i] = i < suspects.size();
                String text = suspected[i] ? suspects.get(i) : fresh.get(i - suspects.size());
                var read = Quietly.run(() -> Perplexity.of(model, text));
                loss[i] = read.nll() / read.tokens();
                minK[i] = MinK.of(read.nlls(), FIFTH);
                task.at(i + 1);
            }
        }
        return new Contamination(model.name(), suspected, loss, minK);
    }

    /// Returns how well a low loss tells suspects from fresh texts: 0.5 is chance, so that there is no sign of them.
    public double byLoss() {
        double[] low = new double[loss.length];
        for (int i = 0; i < low.length; i++) {
            low[i] = -loss[i];
        }
        return Auc.of(low, suspected);
    }

    /// Returns how well Min-K % tells suspects from fresh texts.
    public double byMinK() {
        return Auc.of(minK, suspected);
    }

    /// Returns how probable it is, if all texts are alike, that chance tells them apart by their loss so well or
    /// better: a permutation test.
    ///
    /// @param rounds how often the texts are shuffled
    public double pValue(int rounds, long seed) {
        double found = byLoss();
        var groups = new ArrayList<Boolean>();
        for (boolean one : suspected) {
            groups.add(one);
        }
        double[] low = new double[loss.length];
        for (int i = 0; i < low.length; i++) {
            low[i] = -loss[i];
        }
        var random = new Random(seed);
        int asGood = 0;
        for (int round = 0; round < rounds; round++) {
            Collections.shuffle(groups, random);
            boolean[] shuffled = new boolean[low.length];
            for (int i = 0; i < shuffled.length; i++) {
                shuffled[i] = groups.get(i);
            }
            asGood += Auc.of(low, shuffled) >= found ? 1 : 0;
        }
        // what was found is one of the ways to shuffle
        return (asGood + 1.0) / (rounds + 1.0);
    }

    /// Returns each text as a point.
    public XYChart chart() {
        var points = new LinkedHashMap<String, double[][]>();
        points.put("suspected", points(true));
        points.put("fresh", points(false));
        return Charts.points(
                "What " + model + " expects of texts",
                "loss (nats per token)",
                "Min-20 % log-probability (nats)",
                points);
    }

    private double[][] points(boolean ofSuspects) {
        var x = new ArrayList<Double>();
        var y = new ArrayList<Double>();
        for (int i = 0; i < loss.length; i++) {
            if (suspected[i] == ofSuspects) {
                x.add(loss[i]);
                y.add(minK[i]);
            }
        }
        return new double[][] {
            x.stream().mapToDouble(v -> v).toArray(),
            y.stream().mapToDouble(v -> v).toArray()
        };
    }

    /// Returns a row for each text.
    public Table table() {
        var suspect = BooleanColumn.create("suspected");
        var number = IntColumn.create("text");
        for (int i = 0; i < loss.length; i++) {
            number.append(i + 1);
            suspect.append(suspected[i]);
        }
        return Table.create(toString())
                .addColumns(
                        number,
                        suspect,
                        DoubleColumn.create("loss (nats per token)", loss),
                        DoubleColumn.create("Min-20 % (nats)", minK));
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Stack(new Figure.Note(toString()), new Figure.Plot(chart())).mime();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s tells suspects from fresh texts with %.2f by loss and %.2f by Min-20 %% (0.5 is chance, 1 is"
                        + " certainty)",
                model,
                byLoss(),
                byMinK());
    }
}
