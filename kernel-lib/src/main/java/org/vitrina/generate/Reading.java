package org.vitrina.generate;

import java.util.Arrays;
import org.vitrina.transformer.LanguageModel;

/// A reading of one model that is kept from one text to the next: of a text that begins as the last one
/// did, only the rest is read.
///
/// A conversation grows at its end, so each answer costs only what is new. For one thread.
public final class Reading {
    private final LanguageModel.Session session;
    private int[] ids = new int[256];
    private int size;
    private int reused;

    public Reading(LanguageModel model) {
        session = model.session();
    }

    /// Returns how many tokens the session holds.
    public int size() {
        return size;
    }

    /// Returns the ids of the tokens that the session holds.
    public int[] ids() {
        return Arrays.copyOf(ids, size);
    }

    /// Returns how many tokens of the last [#whole] were there already.
    public int reused() {
        return reused;
    }

    /// Returns the logits after `text`, reading from where it departs from what was read before.
    float[] whole(int... text) {
        int same = Arrays.mismatch(ids, 0, size, text, 0, text.length);
        // the logits are those after the last token, so that one is read in any case
        reused = Math.min(same < 0 ? text.length : same, text.length - 1);
        size = reused;
        session.rewind(size);
        return next(Arrays.copyOfRange(text, size, text.length));
    }

    /// Returns the logits after these further tokens.
    float[] next(int... more) {
        int before = size;
        // should the model be stopped on its way, the session may have read some of them
        if (session.position() != before) {
            session.rewind(before);
        }
        float[] logits = session.next(more);
        if (size + more.length > ids.length) {
            ids = Arrays.copyOf(ids, Math.max(2 * ids.length, size + more.length));
        }
        System.arraycopy(more, 0, ids, size, more.length);
        size += more.length;
        return logits;
    }
}
