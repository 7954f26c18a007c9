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

/// What the model loses when a head of one layer says nothing: its part of `hook_z` is set to 0.
///
/// @param layer  which block, from 0
/// @param whole  the mean log-probability of the tokens that do follow, with all heads
/// @param change how that changes without each head, shape `[heads]`; below 0 where the head helps
/// @param so     the changes of this layer and of all before it
public record AblationStep(int layer, double whole, double[] change, Figure.Heatmap so) implements Step {
    static Walk<AblationStep> walk(Reading reading) {
        reading.checkAtLeast(2, "ablation");
        Model model = reading.model();
        int layers = model.config().layers();
        int heads = model.config().attention().heads();
        Activations seen = reading.activations("blocks.*.hook_resid_pre");
        double whole = rightness(reading, model.session().all(reading.ids()));
        var steps = new ArrayList<AblationStep>();
        try (var task = Progress.task("silencing one head after the other", (long) layers * heads)) {
            for (int layer = 0; layer < layers; layer++) {
                double[] change = new double[heads];
                Tensor before = seen.get("blocks." + layer + ".hook_resid_pre");
                for (int head = 0; head < heads; head++) {
                    change[head] = rightness(reading, without(model, layer, head, before)) - whole;
                    task.at((long) layer * heads + head + 1);
                }
                steps.add(new AblationStep(layer, whole, change, soFar(steps, change)));
            }
        }
        return Walk.of("Each of " + layers * heads + " heads silenced in turn", steps);
    }

    /// Returns the logits without one head. Nothing changes before its layer, so the model goes on from there.
    private static float[][] without(Model model, int layer, int head, Tensor before) {
        int width = model.config().attention().width();
        return model.from(layer, before, Watcher.replacing("blocks." + layer + ".attn.hook_z", z -> {
            for (int t = 0; t < z.rows(); t++) {
                int at = z.offset() + t * z.columns() + head * width;
                Arrays.fill(z.data(), at, at + width, 0);
            }
            return z;
        }));
    }

    /// Returns the mean log-probability of the tokens that follow.
    private static double rightness(Reading reading, float[][] logits) {
        int[] ids = reading.ids();
        double sum = 0;
        for (int t = 0; t + 1 < ids.length; t++) {
            sum += Distribution.of(logits[t]).logProbabilities()[ids[t + 1]];
        }
        return sum / (ids.length - 1);
    }

    private static Figure.Heatmap soFar(List<AblationStep> before, double[] change) {
        var rows = new ArrayList<double[]>();
        before.forEach(step -> rows.add(step.change));
        rows.add(change);
        return new Figure.Heatmap(
                "change of the right token's log-probability without the head (orange: the head helps)",
                "layer",
                "head",
                Pictures.numbers(0, rows.size()),
                Pictures.numbers(0, change.length),
                rows.toArray(double[][]::new));
    }

    @Override
    public String name() {
        return "ablation.layer." + layer;
    }

    @Override
    public String caption() {
        int worst = 0;
        for (int head = 1; head < change.length; head++) {
            if (change[head] < change[worst]) worst = head;
        }
        return String.format(
                Locale.ROOT,
                "With all heads the tokens that follow have a log-probability of %.3f on average. In layer %d the model"
                        + " misses head %d most: without it, it is %.3f.",
                whole,
                layer,
                worst,
                whole + change[worst]);
    }

    @Override
    public SequencedMap<String, Object> values() {
        var values = new LinkedHashMap<String, Object>();
        values.put("layer", layer);
        values.put("log-probability", whole);
        values.put("largest loss", -Arrays.stream(change).min().orElse(0));
        values.put("changes", change);
        return values;
    }

    @Override
    public Figure figure() {
        return so;
    }
}
