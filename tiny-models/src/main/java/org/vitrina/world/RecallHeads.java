package org.vitrina.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vitrina.show.Figure;
import org.vitrina.tensor.Tensor;
import org.vitrina.transformer.Activations;
import org.vitrina.transformer.Model;

/// Where the heads of a model look when it recalls: the last place holds the key that is asked for. An
/// induction head looks at what followed that key last time, the value
/// ([Olsson et al. 2022](https://arxiv.org/abs/2209.11895)); the heads of recall-2layer look one place
/// farther on.
///
/// Random tokens read twice, as `Looks.induction` takes them, say little about a model that knows letters
/// only.
public final class RecallHeads {
    /// Where a head may look, counted from the first occurrence of the key that is asked for.
    private static final List<String> PLACES =
            List.of("its key, before", "the value", "the place behind", "all other places");

    private RecallHeads() {}

    /// Returns the mean shares of attention that the last place gives to the first occurrence of its
    /// key, to the value behind that, to the place behind the value, and to all others.
    ///
    /// @param pairs how many pairs stand before the key, 2 or more; never the last of them is asked for
    /// @param rows  how many rows are read
    /// @return shape `[L * h, 4]`, the heads of the first layer first
    public static double[][] shares(Model model, int pairs, int rows) {
        var recall = new Recall(pairs, 1, 16);
        int heads = model.config().attention().heads();
        double[][] shares = new double[model.config().layers() * heads][PLACES.size()];
        int read = 0;
        for (long seed = 1L << 46; read < rows; seed++) {
            Recall.Row made = recall.of(seed);
            int last = made.answers().getFirst() - 1;
            int key = 0;
            while (made.ids()[key] != made.ids()[last]) key += 2;
            if (key + 2 == last) {
                continue;
            }
            read++;
            int[] ids = RecallData.ids(model.tokenizer(), recall.text(Arrays.copyOf(made.ids(), last + 1)));
            Activations seen = model.activations(ids, "blocks.*.attn.hook_pattern");
            for (int head = 0; head < shares.length; head++) {
                Tensor pattern = seen.get("blocks." + head / heads + ".attn.hook_pattern");
                double others = 1;
                for (int place = 0; place < 3; place++) {
                    double share = pattern.get(head % heads, last, key + place);
                    shares[head][place] += share / rows;
                    others -= share;
                }
                shares[head][3] += others / rows;
            }
        }
        return shares;
    }

    /// Draws them: head by place.
    public static Figure.Heatmap look(Model model, int pairs, int rows) {
        int heads = model.config().attention().heads();
        double[][] shares = shares(model, pairs, rows);
        var names = new ArrayList<String>();
        for (int head = 0; head < shares.length; head++) {
            names.add("layer %d, head %d".formatted(head / heads, head % heads));
        }
        return new Figure.Heatmap(
                "share of attention, from the key that is asked for", "head", "to", names, PLACES, shares);
    }
}
