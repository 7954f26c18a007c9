package org.vitrina.tensor;

import java.util.Arrays;

/// Attention of queries over a cache ([Vaswani et al. 2017, section 3.2](https://arxiv.org/abs/1706.03762)).
///
/// The scores of a page are turned into weights and mixed before the next page is looked at: a running
/// maximum and a running sum make the softmax come out as if it had seen all scores at once
/// ([Milakov and Gimelshein 2018](https://arxiv.org/abs/1805.02867)). So no matrix of all scores exists,
/// unless someone watches. Many queries are computed in blocks that read a page together
/// ([Dao et al. 2022](https://arxiv.org/abs/2205.14135)).
public final class Attention {
    private static final Kernels KERNELS = Kernels.best();

    /// Rows that read a page together: enough to be worth fetching it, few enough to stay in the first cache.
    private static final int BLOCK = 48;

    /// Up to as many rows of a head are computed one by one.
    private static final int FEW = 8;

    /// Pages that one part reads then.
    private static final int PAGES = 4;

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
        Tensor scores = watcher == null ? null : unseen(heads, q.rows(), firstPosition + q.rows());
        var call = new AttentionCall(q, cache, heads, scale, window, firstPosition, out, scores);
        if (q.rows() * call.group() > FEW) {
            many(call, workers);
        } else {
            few(call, workers);
        }
        if (watcher != null) {
            watch(cache, heads, scores, out, watcher);
        }
    }

    /// Computes blocks of rows, each with one head of keys and values. Where rows are cut does not change a row.
    private static void many(AttentionCall call, Workers workers) {
        int rows = call.q().rows() * call.group();
        int kvHeads = call.cache().kvHeads();
        int block = Math.clamp((long) rows * kvHeads / (4L * workers.threads()), FEW, BLOCK);
        int blocks = (rows + block - 1) / block;
        workers.run(blocks * kvHeads, part -> {
            // the last blocks see most: they come first, so that no thread begins one when the others end
            int first = (blocks - 1 - part / kvHeads) * block;
            new AttentionRows(call, part % kvHeads, first, Math.min(block, rows - first), true)
                    .read(0, Integer.MAX_VALUE)
                    .write();
        });
    }

    /// Computes few rows, which cost no more than the reading of keys and values: each page is read by one
    /// part, always in the same ranges, and what was read is put together in their order.
    private static void few(AttentionCall call, Workers workers) {
        int rows = call.q().rows() * call.group();
        int kvHeads = call.cache().kvHeads();
        int first = call.seenFrom(call.firstPosition()) / KvCache.PAGE / PAGES;
        int last = (call.firstPosition() + call.q().rows() - 1) / KvCache.PAGE / PAGES;
        int ranges = last + 1 - first;
        var read = new AttentionRows[kvHeads * ranges];
        workers.run(read.length, part -> {
            int page = (first + part % ranges) * PAGES;
            read[part] = new AttentionRows(call, part / ranges, 0, rows, false).read(page, page + PAGES);
        });
        for (int head = 0; head < kvHeads; head++) {
            AttentionRows all = read[head * ranges];
            for (int range = 1; range < ranges; range++) {
                all.and(read[head * ranges + range]);
            }
            all.write();
        }
    }

    private static Tensor unseen(int... shape) {
        Tensor scores = Tensor.zeros(shape);
        Arrays.fill(scores.data(), Float.NEGATIVE_INFINITY);
        return scores;
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
