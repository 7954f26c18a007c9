package org.vitrina.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntConsumer;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Progress;
import org.vitrina.show.Showable;
import org.vitrina.show.Walk;
import org.vitrina.tokenize.Tokenizer;
import org.vitrina.transformer.LanguageModel;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// What may come next: a probability for every token of the vocabulary. Shown as bars.
///
/// It does not change; [#through] gives another one.
public final class Distribution implements Showable {
    private static final int SHOWN = 12;

    private final TokenText text;
    private final int[] context;
    private final float[] logits;
    private final double[] probabilities;
    private final double entropy;
    private final String title;

    private Distribution(TokenText text, int[] context, float[] logits, String title) {
        this.text = text;
        this.context = context;
        this.logits = logits;
        this.title = title;
        var candidates = new Candidates(logits);
        probabilities = new double[logits.length];
        Arrays.setAll(probabilities, candidates::probability);
        entropy = candidates.entropy();
    }

    /// Returns what `model` says may come after `prompt`.
    public static Distribution after(LanguageModel model, String prompt) {
        int[] ids = Prompts.ids(model, prompt, Set.of());
        return of(model.session().next(ids), model.tokenizer(), ids);
    }

    /// Returns the softmax of `logits`.
    ///
    /// @param logits    shape `[V]`; not changed
    /// @param tokenizer tells what the ids stand for
    /// @param context   the ids before, for penalties
    public static Distribution of(float[] logits, Tokenizer tokenizer, int... context) {
        return new Distribution(new TokenText(tokenizer), context.clone(), logits.clone(), "what may come next");
    }

    /// Returns what the chain of `sampling` makes of this distribution. A step that depends on earlier
    /// picks finds none.
    public Distribution through(Sampling sampling) {
        Candidates candidates = chained(sampling);
        var left = new float[logits.length];
        Arrays.fill(left, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < candidates.size(); i++) {
            left[candidates.id(i)] = candidates.logit(i);
        }
        String chain = sampling.steps().isEmpty()
                ? ""
                : ": "
                        + String.join(
                                ", ",
                                sampling.steps().stream()
                                        .map(SamplerStep::setting)
                                        .toList());
        return new Distribution(text, context, left, title + chain);
    }

    /// Returns the way of one token through the chain of `sampling`.
    public Walk<SamplingStep> walk(Sampling sampling) {
        var recorder = Walk.recorder();
        sampling.begin(context).showing(text).pick(logits, recorder);
        return recorder.walk("One token through the chain: " + sampling, SamplingStep.class);
    }

    /// Picks a token through the chain of `sampling`, as many times as `tries` says, each time as the first
    /// token after the context.
    void pick(Sampling sampling, int tries, IntConsumer each) {
        Candidates candidates = chained(sampling);
        var random = new SplitMix64(sampling.seed());
        try (var task = Progress.task("picking", tries)) {
            for (int i = 0; i < tries; i++) {
                each.accept(candidates.id(candidates.at(random.nextDouble())));
                task.at(i + 1);
            }
        }
    }

    private Candidates chained(Sampling sampling) {
        var candidates = new Candidates(logits);
        var history = new History(context);
        sampling.steps().forEach(step -> step.apply(candidates, history));
        return candidates;
    }

    /// Returns one token's probability, 0 for one that was cut off.
    public double probability(int id) {
        if (id < 0 || id >= probabilities.length) {
            throw new IllegalArgumentException(
                    "there is no token " + id + "; ids lie between 0 and " + (probabilities.length - 1));
        }
        return probabilities[id];
    }

    /// Returns the probability of each token by its id, shape `[V]`, a copy.
    public double[] probabilities() {
        return probabilities.clone();
    }

    /// Returns how many tokens have a logit, those that were cut off included.
    public int size() {
        return probabilities.length;
    }

    /// Returns how many tokens can be picked.
    public int kept() {
        return (int) Arrays.stream(probabilities).filter(p -> p > 0).count();
    }

    /// Returns how uncertain the choice is, in bits.
    public double entropy() {
        return entropy;
    }

    /// Returns the ids of the `n` likeliest tokens that can be picked, the likeliest first.
    public int[] likeliest(int n) {
        return Arrays.stream(new Candidates(logits).likeliest(n))
                .filter(id -> probabilities[id] > 0)
                .toArray();
    }

    /// Returns the text of a token.
    public String text(int id) {
        return text.apply(id);
    }

    /// Returns the `n` likeliest tokens as bars, and in a last bar how much the others have together.
    public Figure.Bars bars(int n) {
        int[] shown = likeliest(n);
        return Percents.bars(title + summary(), labels(shown), values(shown), -1);
    }

    /// Returns what the chain of `sampling` makes of this distribution, as bars with thin ones for what was
    /// before: of the tokens that are likeliest before, and of those that the chain brings up.
    public Figure.Bars compare(Sampling sampling) {
        Distribution after = through(sampling);
        var ids = new LinkedHashSet<Integer>();
        Arrays.stream(likeliest(SHOWN)).forEach(ids::add);
        Arrays.stream(after.likeliest(SHOWN / 2)).forEach(ids::add);
        int[] shown = ids.stream().mapToInt(i -> i).toArray();
        String heading = String.format(
                Locale.ROOT,
                "%s left of %,d, entropy %.2f bits, before %.2f",
                Numbers.tokens(after.kept()),
                kept(),
                after.entropy,
                entropy);
        return Percents.change(heading, labels(shown), values(shown), after.values(shown));
    }

    private String summary() {
        return String.format(Locale.ROOT, "; %s possible, entropy %.2f bits", Numbers.tokens(kept()), entropy);
    }

    private List<String> labels(int[] shown) {
        var labels = new ArrayList<String>();
        for (int id : shown) {
            labels.add(text.apply(id));
        }
        if (shown.length < size()) {
            labels.add("(others)");
        }
        return labels;
    }

    private List<Double> values(int[] shown) {
        var values = new ArrayList<Double>();
        double rest = 1;
        for (int id : shown) {
            values.add(probabilities[id]);
            rest -= probabilities[id];
        }
        if (shown.length < size()) {
            // what rounding leaves is nothing
            values.add(rest < 1e-12 ? 0 : rest);
        }
        return values;
    }

    /// Returns the `n` likeliest tokens as a table. Columns: `token`, `id`, `logit`, `probability`, and
    /// `sum`, the probability of the token and all before it.
    public Table table(int n) {
        int[] ids = likeliest(n);
        double[] sums = Arrays.stream(ids).mapToDouble(this::probability).toArray();
        Arrays.parallelPrefix(sums, Double::sum);
        return Table.create(title)
                .addColumns(
                        StringColumn.create(
                                "token", Arrays.stream(ids).mapToObj(text).toList()),
                        IntColumn.create("id", ids),
                        DoubleColumn.create(
                                "logit",
                                Arrays.stream(ids).mapToDouble(id -> logits[id]).toArray()),
                        DoubleColumn.create(
                                "probability",
                                Arrays.stream(ids)
                                        .mapToDouble(this::probability)
                                        .toArray()),
                        DoubleColumn.create("sum", sums));
    }

    @Override
    public MimeBundle mime() {
        return bars(SHOWN).mime();
    }

    @Override
    public String toString() {
        return title + summary();
    }
}
