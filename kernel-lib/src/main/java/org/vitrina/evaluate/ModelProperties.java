package org.vitrina.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vitrina.transformer.LanguageModel;
import org.vitrina.transformer.Model;

/// Properties that every language model has, whatever it was trained on. No expected answer is needed to test them.
public final class ModelProperties {
    private ModelProperties() {}

    /// Compares the logits of a text with those of the same text, its last third replaced: what comes later must
    /// not change what was said before.
    public static Deviation causality(LanguageModel model, String text) {
        int[] ids = ids(model, text, 3);
        int kept = ids.length - ids.length / 3;
        int[] changed = ids.clone();
        for (int i = kept; i < ids.length; i++) {
            changed[i] = (ids[i] + 1) % model.tokenizer().vocabularySize();
        }
        return Deviation.between(
                "later tokens changed earlier logits",
                Arrays.copyOf(model.session().all(ids), kept),
                Arrays.copyOf(model.session().all(changed), kept));
    }

    /// Compares the logits of a text that is read at once with those of the same text, token by token.
    public static Deviation cache(LanguageModel model, String text) {
        int[] ids = ids(model, text, 2);
        var session = model.session();
        float[][] pieces = new float[ids.length][];
        for (int i = 0; i < ids.length; i++) {
            pieces[i] = session.next(ids[i]);
        }
        return Deviation.between(
                "reading token by token gave other logits than reading at once",
                model.session().all(ids),
                pieces);
    }

    /// Compares the logits of a text with those of a session that has read another one and gone back.
    public static Deviation rewind(LanguageModel model, String text, String other) {
        int[] ids = ids(model, text, 1);
        var session = model.session();
        session.all(ids(model, other, 1));
        session.rewind(0);
        return Deviation.between(
                "a text that was taken back changed the logits of the next",
                model.session().all(ids),
                session.all(ids));
    }

    /// Compares the logits after each text, read alone, with those of the same texts read together.
    public static Deviation batch(Model model, List<String> texts) {
        if (texts.size() < 2) {
            throw new IllegalArgumentException("a batch needs at least 2 texts, but got " + texts.size());
        }
        int[][] ids = texts.stream().map(text -> ids(model, text, 1)).toArray(int[][]::new);
        var alone = new ArrayList<float[]>();
        for (int[] one : ids) {
            alone.add(model.session().next(one));
        }
        return Deviation.between(
                "texts that were read beside it changed the logits of a text",
                alone.toArray(float[][]::new),
                model.batch(ids.length).next(ids));
    }

    private static int[] ids(LanguageModel model, String text, int fewest) {
        int[] ids = model.tokenizer().encode(text);
        if (ids.length < fewest) {
            throw new IllegalArgumentException(
                    "a text of at least " + fewest + " tokens is needed, but '" + text + "' has " + ids.length);
        }
        return Arrays.copyOf(ids, Math.min(ids.length, model.contextLength()));
    }
}
