package org.vitrina.world;

import java.util.Arrays;
import org.vitrina.context.NeedleTest;
import org.vitrina.transformer.Model;

/// A needle among keys and values: rows such as `aQbXcRb`, asked for the value of one key ([Recall]). The
/// depth says which of the pairs is asked for.
///
/// @param model that is asked, one of [TinyModels#recall]
/// @param keys  how many different keys there are, at most 26
public record RecallNeedle(Model model, int keys) implements NeedleTest {
    @Override
    public String name() {
        return "recall of a value, " + model.name();
    }

    @Override
    public String unit() {
        return "pairs";
    }

    @Override
    public boolean isFound(int length, double depth, long seed) {
        var recall = new Recall(length, 1, keys);
        int[] ids = recall.of(seed).ids();
        int pair = (int) Math.round(depth * (length - 1));
        int[] asked = Arrays.copyOf(ids, 2 * length + 1);
        asked[2 * length] = ids[2 * pair];
        float[] logits = model.session().next(RecallData.ids(model.tokenizer(), recall.text(asked)));
        int right = RecallData.ids(model.tokenizer(), recall.text(ids[2 * pair + 1]))[0];
        for (float logit : logits) {
            if (logit > logits[right]) return false;
        }
        return true;
    }
}
