package org.vitrina.transformer;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.vitrina.tensor.Kernels;
import org.vitrina.tensor.KvCache;
import org.vitrina.tensor.Tensor;

/// A reading of several texts at once, which may be of different length. Their tokens go through the
/// weights together, which takes a small part of the time that one after the other takes. For one thread.
///
/// What a text's logits are does not depend on its neighbours, but for the rounding of sums.
public final class BatchSession {
    /// How many rows go through the model at once.
    private static final int ROWS = 1024;

    private final Engine engine;
    private final EagerBatch ops;
    private List<Text> texts = new ArrayList<>();

    private static final class Text {
        private final List<KvCache> caches;
        private int position;

        Text(List<KvCache> caches, int position) {
            this.caches = caches;
            this.position = position;
        }

        Text fork() {
            return new Text(caches.stream().map(KvCache::fork).toList(), position);
        }
    }

    BatchSession(Engine engine, int texts) {
        this.engine = engine;
        ops = new EagerBatch(Kernels.best(), engine.workers());
        for (int i = 0; i < texts; i++) {
            this.texts.add(new Text(engine.caches(), 0));
        }
    }

    /// Returns how many texts are read.
    public int size() {
        return texts.size();
    }

    /// Returns how many tokens of text `text` were read.
    public int position(int text) {
        return texts.get(text).position;
    }

    /// Reads the next tokens of each text and returns the logits after the last of each, shape `[texts,
    /// V]`.
    ///
    /// @param ids at least one id for each text
    /// @throws IllegalArgumentException if there are not as many rows as texts, or a text cannot be read
    ///     on so
    public float[][] next(int[]... ids) {
        if (ids.length != texts.size()) {
            throw new IllegalArgumentException("a batch of " + texts.size()
                    + " texts needs the next tokens of each, but got those of " + ids.length);
        }
        for (int i = 0; i < ids.length; i++) {
            ModelSession.check(engine.transformer().config(), ids[i], texts.get(i).position);
        }
        engine.packing().run(engine.workers());
        float[][] logits = new float[ids.length][];
        for (int from = 0; from < ids.length; ) {
            int to = from;
            int rows = 0;
            while (to < ids.length && (to == from || rows + ids[to].length <= ROWS)) {
                rows += ids[to++].length;
            }
            read(ids, from, to, rows, logits);
            from = to;
        }
        return logits;
    }

    /// Reads the tokens of the texts from `from` to before `to`.
    private void read(int[][] ids, int from, int to, int rows, float[][] logits) {
        var parts = new ArrayList<EagerBatch.Part>();
        int[] all = new int[rows];
        int at = 0;
        for (int i = from; i < to; i++) {
            Text text = texts.get(i);
            System.arraycopy(ids[i], 0, all, at, ids[i].length);
            parts.add(new EagerBatch.Part(text.caches, text.position, at, at + ids[i].length));
            at += ids[i].length;
        }
        ops.at(parts);
        Tensor x = engine.transformer().read(ops, all);
        Tensor last = Tensor.zeros(to - from, x.columns());
        for (int i = 0; i < last.rows(); i++) {
            Tensor row = x.row(parts.get(i).to() - 1);
            System.arraycopy(row.data(), row.offset(), last.data(), i * last.columns(), last.columns());
        }
        ops.forget();
        Tensor scores = engine.transformer().unembed(ops, last);
        for (int i = from; i < to; i++) {
            logits[i] = scores.row(i - from).toArray();
            texts.get(i).position += ids[i].length;
        }
    }

    /// Goes on with the texts of these numbers, in this order, and forgets the others. A text that is named
    /// several times goes on as several texts, which share what was read so far.
    public void take(int... which) {
        var taken = new ArrayList<Text>();
        boolean[] used = new boolean[texts.size()];
        for (int text : which) {
            Objects.checkIndex(text, texts.size());
            taken.add(used[text] ? texts.get(text).fork() : texts.get(text));
            used[text] = true;
        }
        texts = taken;
    }
}
