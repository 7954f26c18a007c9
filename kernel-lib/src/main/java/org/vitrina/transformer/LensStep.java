package org.vitrina.transformer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.vitrina.show.Figure;
import org.vitrina.show.Progress;
import org.vitrina.show.Step;
import org.vitrina.show.Walk;
import org.vitrina.tensor.Tensor;

/// What the model would say if it ended behind this block: the logit lens
/// ([nostalgebraist 2020](https://www.lesswrong.com/posts/AcKRB8wDpdaN6v6ru/interpreting-gpt-the-logit-lens)).
///
/// @param blocks       how many blocks the stream went through; 0 for the embedding alone
/// @param tokens       what was read, `T` of them
/// @param likeliest    the token that would follow each position, `T` of them
/// @param probability  how likely it would be
/// @param rightOnes    how likely the token would be that does follow; NaN for the last position
/// @param so           the lens behind this block and all before it, the deepest first
public record LensStep(
        int blocks,
        List<String> tokens,
        List<String> likeliest,
        double[] probability,
        double[] rightOnes,
        Figure.Heatmap so)
        implements Step {
    /// The tokens of more positions would not fit beside each other.
    private static final int MOST_POSITIONS = 14;

    static Walk<LensStep> walk(Reading reading) {
        Model model = reading.model();
        int layers = model.config().layers();
        Activations seen = reading.activations("blocks.0.hook_resid_pre", "blocks.*.hook_resid_post");
        var steps = new ArrayList<LensStep>();
        try (var task = Progress.task("unembedding " + (layers + 1) + " layers", layers + 1)) {
            for (int blocks = 0; blocks <= layers; blocks++) {
                Tensor stream = seen.get(
                        blocks == 0 ? "blocks.0.hook_resid_pre" : "blocks." + (blocks - 1) + ".hook_resid_post");
                steps.add(step(reading, blocks, stream, steps));
                task.at(blocks + 1);
            }
        }
        return Walk.of("What the model would say after each of " + layers + " blocks", steps);
    }

    private static LensStep step(Reading reading, int blocks, Tensor stream, List<LensStep> before) {
        int length = reading.length();
        var likeliest = new ArrayList<String>();
        double[] probability = new double[length];
        double[] right = new double[length];
        Arrays.fill(right, Double.NaN);
        for (int t = 0; t < length; t++) {
            var next = Distribution.of(reading.model().unembed(stream.rows(t, t + 1)));
            int best = next.likeliest();
            likeliest.add(Reading.text(reading.model(), best));
            probability[t] = next.probability(best);
            if (t + 1 < length) right[t] = next.probability(reading.ids()[t + 1]);
        }
        var rows = new ArrayList<List<String>>();
        var values = new ArrayList<double[]>();
        var labels = new ArrayList<String>();
        int from = Math.max(0, length - MOST_POSITIONS);
        rows.add(likeliest.subList(from, length));
        values.add(Arrays.copyOfRange(probability, from, length));
        labels.add(Integer.toString(blocks));
        for (LensStep step : before.reversed()) {
            rows.add(step.likeliest.subList(from, length));
            values.add(Arrays.copyOfRange(step.probability, from, length));
            labels.add(Integer.toString(step.blocks));
        }
        var so = new Figure.Heatmap(
                "likeliest next token after each block (colour: its probability)"
                        + (from == 0 ? "" : ", the last %d of %d positions".formatted(MOST_POSITIONS, length)),
                "blocks",
                "position",
                labels,
                reading.tokens().subList(from, length),
                values.toArray(double[][]::new),
                rows);
        return new LensStep(blocks, reading.tokens(), List.copyOf(likeliest), probability, right, so);
    }

    @Override
    public String name() {
        return "lens.block." + blocks;
    }

    @Override
    public String caption() {
        int last = tokens.size() - 1;
        String where = blocks == 0
                ? "Straight from the embedding"
                : "After %d block%s".formatted(blocks, blocks == 1 ? "" : "s");
        return String.format(
                Locale.ROOT,
                "%s, the model would go on after %s with %s, at %.1f %%.",
                where,
                Reading.quoted(tokens.get(last)),
                Reading.quoted(likeliest.get(last)),
                100 * probability[last]);
    }

    @Override
    public SequencedMap<String, Object> values() {
        var values = new LinkedHashMap<String, Object>();
        values.put("blocks", blocks);
        values.put("last token", likeliest.getLast());
        values.put("probability", probability[probability.length - 1]);
        values.put("likeliest", likeliest);
        values.put("probabilities", probability);
        values.put("of the right tokens", rightOnes);
        return values;
    }

    @Override
    public Figure figure() {
        return so;
    }
}
