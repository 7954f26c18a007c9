package org.vitrina.transformer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.vitrina.show.Figure;
import org.vitrina.show.Step;
import org.vitrina.show.Walk;

/// What one block added to the residual stream.
///
/// @param layer     which block, from 0
/// @param tokens    what was read, `T` of them
/// @param before    the length (Euclidean norm) of each position's vector before the block, shape `[T]`
/// @param attention the length of what attention added
/// @param between   the length after that
/// @param forward   the length of what the feed-forward layer added
/// @param after     the length behind the block
public record StreamStep(
        int layer,
        List<String> tokens,
        double[] before,
        double[] attention,
        double[] between,
        double[] forward,
        double[] after)
        implements Step {

    static Walk<StreamStep> walk(Reading reading) {
        Activations seen =
                reading.activations("blocks.*.hook_resid_*", "blocks.*.hook_attn_out", "blocks.*.hook_mlp_out");
        var steps = new ArrayList<StreamStep>();
        for (int layer = 0; layer < reading.model().config().layers(); layer++) {
            String block = "blocks." + layer + ".hook_";
            steps.add(new StreamStep(
                    layer,
                    reading.tokens(),
                    Pictures.lengths(seen.get(block + "resid_pre")),
                    Pictures.lengths(seen.get(block + "attn_out")),
                    Pictures.lengths(seen.get(block + "resid_mid")),
                    Pictures.lengths(seen.get(block + "mlp_out")),
                    Pictures.lengths(seen.get(block + "resid_post"))));
        }
        return Walk.of("The residual stream through " + steps.size() + " blocks", steps);
    }

    @Override
    public String name() {
        return "stream.block." + layer;
    }

    @Override
    public String caption() {
        return String.format(
                Locale.ROOT,
                "Block %d: vectors come in with a length of %.1f (the median of all positions); attention adds %.1f, the"
                        + " feed-forward layer %.1f; they go on with %.1f, the longest, at %s, with %.1f.",
                layer,
                median(before),
                median(attention),
                median(forward),
                median(after),
                Reading.quoted(tokens.get(longest())),
                after[longest()]);
    }

    private int longest() {
        int longest = 0;
        for (int t = 1; t < after.length; t++) {
            if (after[t] > after[longest]) longest = t;
        }
        return longest;
    }

    @Override
    public SequencedMap<String, Object> values() {
        var values = new LinkedHashMap<String, Object>();
        values.put("median length", median(after));
        values.put("median length of attention", median(attention));
        values.put("median length of feed-forward", median(forward));
        values.put("lengths", after);
        return values;
    }

    @Override
    public Figure figure() {
        return Pictures.heat(
                "length of each position's vector in block " + layer,
                "",
                "position",
                List.of("before", "+ attention", "= between", "+ feed-forward", "= after"),
                tokens,
                new double[][] {before, attention, between, forward, after});
    }

    private static double median(double[] lengths) {
        double[] sorted = lengths.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
