package org.vitrina.tensor;

import java.util.Arrays;

/// Attention of queries over a cache ([Vaswani et al. 2017, section 3.2](https://arxiv.org/abs/1706.03762)).
///
/// The scores of a page are turned into weights and mixed before the next page is looked at: a running
/// maximum and a running sum make the softmax come out as if it had seen all scores at once
/// ([Milakov and Gimelshein 2018](https://arxiv.org/abs/1805.02867)). So no matrix of all scores exists,
/// unless someone watches.
public final class Attention {
    private static final Kernels KERNELS = Kernels.best();

    private Attention() {}

    /// Writes what each query's heads read from the cache.
    ///
    /// Position `p` sees the positions up to itself, `window` of them if that is not 0. Query head `h` reads the
    /// keys and values of head `h / (heads / kvHeads)` ([Ainslie et al. 2023](https://arxiv.org/abs/2305.13245)).
    ///
    /// @param q             shape `[T, heads * width]`
    /// @param cache         holds at least the positions up to that of the last query
    /// @param heads         how many heads ask; a multiple of those of the cache
    /// @param scale         what scores are multiplied with, usually `1 / sqrt(width)`
    /// @param window        how many positions back a position sees, itself included; 0 for all
    /// @param firstPosition the position of the first query
    /// @param out           shape `[T, heads * width]`, overwritten; may be `q`
    /// @param watcher       sees scores and pattern; null for nobody
    /// @throws ShapeException if a shape does not fit
    public static void attend(
            Tensor q,
            KvCache cache,
            int heads,
            float scale,
            int window,
            int firstPosition,
            Tensor out,
            Workers workers,
            AttentionWatcher watcher) {
        int width = cache.width();
        if (heads < 1
                || heads % cache.kvHeads() != 0
                || q.columns() != heads * width
                || !Arrays.equals(q.shape(), out.shape())) {
            throw new ShapeException(
                    "attend",
                    "queries and results must both be [T, " + heads * width + "], " + heads + " heads of " + width
                            + ", and the heads a multiple of the cache's " + cache.kvHeads(),
                    q.shape(),
                    out.shape());
        }
        if (window < 0 || firstPosition < 0 || firstPosition + q.rows() > cache.positions()) {
            throw new IllegalArgumentException("attend: " + q.rows() + " queries from position " + firstPosition
                    + " on need as many keys, but the cache holds " + cache.positions()
                    + " positions: append keys and values first; and a window is at least 0, but is " + window);
        }
        int seen = firstPosition + q.rows();
        Tensor scores = watcher == null ? null : Tensor.zeros(heads, q.rows(), seen);
        workers.run(heads * q.rows(), part -> {
            int head = part % heads;
            int t = part / heads;
            row(q, cache, heads, head, t, scale, window, firstPosition + t, out, scores);
        });
        if (watcher != null) {
            watch(cache, heads, scores, out, watcher);
        }
    }

    private static void row(
            Tensor q,
            KvCache cache,
            int heads,
            int head,
            int t,
            float scale,
            int window,
            int position,
            Tensor out,
            Tensor scores) {
        int width = cache.width();
        int kvHead = head / (heads / cache.kvHeads());
        int at = q.offset() + (t * heads + head) * width;
        int first = window == 0 ? 0 : Math.max(0, position - window + 1);
        var weights = new float[KvCache.PAGE];
        var mixed = new float[width];
        var scratch = new float[width * KvCache.PAGE];
        float max = Float.NEGATIVE_INFINITY;
        float sum = 0;
        if (scores != null) {
            Arrays.fill(
                    scores.data(),
                    (head * q.rows() + t) * scores.columns(),
                    (head * q.rows() + t + 1) * scores.columns(),
                    Float.NEGATIVE_INFINITY);
        }
        for (int page = first / KvCache.PAGE; page <= position / KvCache.PAGE; page++) {
            int from = Math.max(0, first - page * KvCache.PAGE);
            int to = Math.min(KvCache.PAGE, position + 1 - page * KvCache.PAGE);
            Arrays.fill(weights, 0);
            KvPage kv = cache.pageAt(page);
            float[] keys = kv.keys(kvHead, scratch);
            for (int i = 0; i < width; i++) {
                KERNELS.addScaled(
                        q.data()[at + i] * scale, keys, kv.from(kvHead) + i * KvCache.PAGE, weights, 0, KvCache.PAGE);
            }
            if (scores != null) {
                System.arraycopy(
                        weights,
                        from,
                        scores.data(),
                        (head * q.rows() + t) * scores.columns() + page * KvCache.PAGE + from,
                        to - from);
            }
            float pageMax = max;
            for (int i = from; i < to; i++) {
                pageMax = Math.max(pageMax, weights[i]);
            }
            float shrink = (float) Math.exp(max - pageMax);
            max = pageMax;
            sum *= shrink;
            for (int i = 0; i < width; i++) {
                mixed[i] *= shrink;
            }
            float[] values = kv.values(kvHead, scratch);
            for (int i = from; i < to; i++) {
                float weight = (float) Math.exp(weights[i] - max);
                sum += weight;
                KERNELS.addScaled(weight, values, kv.from(kvHead) + i * width, mixed, 0, width);
            }
        }
        for (int i = 0; i < width; i++) {
            out.data()[out.offset() + (t * heads + head) * width + i] = mixed[i] / sum;
        }
    }

    /// Shows scores and pattern, and mixes again what was replaced.
    private static void watch(KvCache cache, int heads, Tensor scores, Tensor out, AttentionWatcher watcher) {
        Tensor shown = watcher.scores(scores);
        check("scores", scores, shown);
        Tensor pattern = shown.copy();
        for (int row = 0; row < pattern.rows(); row++) {
            KERNELS.softmax(pattern.data(), row * pattern.columns(), pattern.columns());
        }
        Tensor used = watcher.pattern(pattern);
        check("pattern", pattern, used);
        if (shown != scores || used != pattern) {
            mix(cache, heads, used, out);
        }
    }

    private static void check(String what, Tensor given, Tensor returned) {
        if (!Arrays.equals(given.shape(), returned.shape())) {
            throw new ShapeException(
                    "attend", what + " may be replaced by a tensor of the same shape", given.shape(), returned.shape());
        }
    }

    /// Writes `pattern · V` for each head.
    private static void mix(KvCache cache, int heads, Tensor pattern, Tensor out) {
        int width = cache.width();
        int queries = pattern.rows() / heads;
        var value = new float[width];
        for (int head = 0; head < heads; head++) {
            for (int t = 0; t < queries; t++) {
                int to = out.offset() + (t * heads + head) * width;
                Arrays.fill(out.data(), to, to + width, 0);
                for (int s = 0; s < pattern.columns(); s++) {
                    cache.value(s, head / (heads / cache.kvHeads()), value, 0);
                    KERNELS.addScaled(pattern.get(head, t, s), value, 0, out.data(), to, width);
                }
            }
        }
    }
}
