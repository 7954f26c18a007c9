package org.vitrina.transformer;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.vitrina.show.Progress;
import org.vitrina.tensor.Kernels;
import org.vitrina.tensor.KvCache;
import org.vitrina.tensor.Tensor;

/// A reading: the eager interpreter, its cache, and how far it has read.
final class ModelSession implements LanguageModel.Session {
    /// How many tokens go through the model at once. More would not be faster, and take more memory.
    static final int BATCH = 512;

    /// How many rows of logits are computed at once.
    private static final int LOGIT_ROWS = 64;

    private final Engine engine;
    private final Transformer transformer;
    private final Watcher watcher;
    private final List<KvCache> caches;
    private final Eager eager;
    private final Operations<Tensor> ops;
    private int position;

    /// @param watcher sees activations, or null for nobody
    ModelSession(Engine engine, Watcher watcher) {
        this(engine, watcher, engine.caches(), 0);
    }

    private ModelSession(Engine engine, Watcher watcher, List<KvCache> caches, int position) {
        this.engine = engine;
        this.watcher = watcher;
        this.caches = caches;
        this.position = position;
        transformer = engine.transformer();
        eager = new Eager(Kernels.best(), engine.workers(), caches);
        ops = watcher == null ? eager : new Observed<>(eager, watcher, caches.size());
    }

    @Override
    public int position() {
        return position;
    }

    /// Returns how keys and values are kept.
    KvCache.Storage storage() {
        return engine.storage();
    }

    /// Returns the bytes that keys and values take.
    long cacheBytes() {
        return caches.stream().mapToLong(KvCache::bytes).sum();
    }

    @Override
    public float[] next(int... ids) {
        checked(ids);
        float[][] last = new float[1][];
        read(ids, (from, x) -> {
            if (from + x.rows() == ids.length) last[0] = logits(x.rows(x.rows() - 1, x.rows()))[0];
        });
        return last[0];
    }

    @Override
    public float[][] all(int... ids) {
        checked(ids);
        float[][] all = new float[ids.length][];
        read(ids, (from, x) -> {
            for (int row = 0; row < x.rows(); row += LOGIT_ROWS) {
                float[][] some = logits(x.rows(row, Math.min(row + LOGIT_ROWS, x.rows())));
                System.arraycopy(some, 0, all, from + row, some.length);
            }
        });
        return all;
    }

    /// Reads `ids` in batches and hands on what the last block made of each.
    private void read(int[] ids, Batch batch) {
        engine.packing().run(engine.workers());
        try (var task = (ids.length > BATCH ? Progress.current() : Progress.NONE).begin("reading", ids.length)) {
            for (int from = 0; from < ids.length; from += BATCH) {
                int to = Math.min(from + BATCH, ids.length);
                eager.at(position);
                batch.read(from, transformer.read(ops, Arrays.copyOfRange(ids, from, to)));
                position += to - from;
                task.at(to);
            }
        }
    }

    private float[][] logits(Tensor x) {
        eager.forget();
        Tensor logits = transformer.unembed(ops, x);
        float[][] rows = new float[logits.rows()][];
        Arrays.setAll(rows, i -> logits.row(i).toArray());
        return rows;
    }

    @Override
    public void rewind(int position) {
        if (position < 0 || position > this.position) {
            throw new IllegalArgumentException("the session has read " + this.position
                    + " tokens and can go back to 0 to " + this.position + " of them, but not to " + position);
        }
        this.position = position;
    }

    @Override
    public void drop(int from, int to) {
        Objects.checkFromToIndex(from, to, position);
        if (transformer.config().rope() == null) {
            throw new UnsupportedOperationException("the positions of this model are learned and part of what it keeps,"
                    + " so that no token can move up; rewind and read again");
        }
        if (from == to) return;
        for (int layer = 0; layer < caches.size(); layer++) {
            var turn = new Turn(transformer.config().rope(layer), from - to);
            caches.get(layer).rewind(position);
            caches.get(layer).drop(from, to, turn::turn);
        }
        position -= to - from;
    }

    /// Turns a key by so many positions more, or back if that is below 0.
    private static final class Turn {
        private final Rope rope;
        private final float[] cos;
        private final float[] sin;

        Turn(Rope rope, int positions) {
            this.rope = rope;
            double[] frequencies = rope.frequencies();
            cos = new float[frequencies.length];
            sin = new float[frequencies.length];
            for (int i = 0; i < frequencies.length; i++) {
                // without the rope's magnitude, which the key has already
                cos[i] = (float) Math.cos(positions * frequencies[i]);
                sin[i] = (float) Math.sin(positions * frequencies[i]);
            }
        }

        void turn(float[] key, int at) {
            Kernels.best().rope(key, at, cos, sin, 0, rope.rotated(), rope.pairing());
        }
    }

    @Override
    public LanguageModel.Session fork() {
        return new ModelSession(
                engine, watcher, caches.stream().map(KvCache::fork).toList(), position);
    }

    private void checked(int[] ids) {
        check(transformer.config(), ids, position);
    }

    /// Checks that a model of this shape can read `ids` from `position` on.
    static void check(Config config, int[] ids, int position) {
        if (ids.length == 0) {
            throw new IllegalArgumentException("a session reads at least one token, but was given none; "
                    + "an empty text begins with the tokenizer's token for a beginning");
        }
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] < 0 || ids[i] >= config.vocabulary()) {
                throw new IllegalArgumentException(
                        "ids go from 0 to " + (config.vocabulary() - 1) + ", but number " + (i + 1) + " of "
                                + ids.length + " is " + ids[i] + "; was the text encoded for another model?");
            }
        }
        if (config.rope() == null && ids.length > config.context() - position) {
            throw new IllegalArgumentException("the model has learned " + config.context() + " positions and cannot "
                    + "read further, but " + position + " were read and " + ids.length + " more were given");
        }
    }

    private interface Batch {
        /// @param from which of the ids the first row belongs to
        void read(int from, Tensor x);
    }
}
