package org.vitrina.transformer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.vitrina.show.Figure;
import org.vitrina.show.Step;
import org.vitrina.show.Walk;
import org.vitrina.tensor.Tensor;

/// How much the heads of one layer look at what followed last time: induction heads
/// ([Olsson et al. 2022](https://arxiv.org/abs/2209.11895)).
///
/// The model reads random tokens, and then the same once more. A head that looks, from a token's second time, at
/// the token that came after its first time, can say what comes next without knowing any language.
///
/// @param layer  which block, from 0
/// @param length how many tokens were repeated
/// @param score  for each head, the mean share that it gives to that token; shape `[heads]`
/// @param so     the scores of this layer and of all before it
public record InductionStep(int layer, int length, double[] score, Figure.Heatmap so) implements Step {
    static Walk<InductionStep> walk(Model model, int length, long seed) {
        if (length < 2) {
            throw new IllegalArgumentException("at least 2 tokens have to be repeated, but got " + length);
        }
        int[] ids = repeated(model, length, seed);
        Activations seen = model.activations(ids, "blocks.*.attn.hook_pattern");
        int begin = ids.length - 2 * length;
        var rows = new ArrayList<double[]>();
        var steps = new ArrayList<InductionStep>();
        for (int layer = 0; layer < model.config().layers(); layer++) {
            Tensor pattern = seen.get("blocks." + layer + ".attn.hook_pattern");
            double[] score = new double[model.config().attention().heads()];
            for (int head = 0; head < score.length; head++) {
                for (int i = 0; i < length; i++) {
                    int second = begin + length + i;
                    score[head] += pattern.get(head, second, begin + i + 1) / length;
                }
            }
            rows.add(score);
            steps.add(new InductionStep(
                    layer,
                    length,
                    score,
                    new Figure.Heatmap(
                            "share given to what followed last time",
                            "layer",
                            "head",
                            Pictures.numbers(0, rows.size()),
                            Pictures.numbers(0, score.length),
                            rows.toArray(double[][]::new))));
        }
        return Walk.of("%d random tokens, read twice".formatted(length), steps);
    }

    /// Returns what begins a text, then random tokens, then the same again.
    static int[] repeated(Model model, int length, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int known = Math.min(model.vocabularySize(), model.tokenizer().vocabularySize());
        int[] once = random.ints(length, 0, known).toArray();
        List<Integer> before = model.tokenizer().markers().before();
        int[] ids = new int[before.size() + 2 * length];
        for (int i = 0; i < before.size(); i++) {
            ids[i] = before.get(i);
        }
        System.arraycopy(once, 0, ids, before.size(), length);
        System.arraycopy(once, 0, ids, before.size() + length, length);
        return ids;
    }

    @Override
    public String name() {
        return "induction.layer." + layer;
    }

    @Override
    public String caption() {
        int best = 0;
        for (int head = 1; head < score.length; head++) {
            if (score[head] > score[best]) best = head;
        }
        return String.format(
                Locale.ROOT,
                "In layer %d head %d looks most at what followed last time: it gives it %.1f %% of its attention. By chance"
                        + " it would be about %.1f %%.",
                layer,
                best,
                100 * score[best],
                100.0 / (1.5 * length));
    }

    @Override
    public SequencedMap<String, Object> values() {
        var values = new LinkedHashMap<String, Object>();
        values.put("layer", layer);
        values.put("best score", Arrays.stream(score).max().orElse(0));
        values.put("scores", score);
        return values;
    }

    @Override
    public Figure figure() {
        return so;
    }
}
