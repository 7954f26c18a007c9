package org.vitrina.tensor;

import java.util.Arrays;

/// Some query rows that read from one head of keys and values: what they have read so far, page by page.
///
/// Row `r` is query head `r % group` of those the head serves, at position `r / group`.
final class AttentionRows {
    private static final Kernels KERNELS = Kernels.best();
    private static final Tile TILE = KERNELS.tile();
    private static final int PAGE = KvCache.PAGE;

    private final AttentionCall call;
    private final int kvHead;
    private final int first;
    private final int count;
    private final int width;

    /// Whether rows are computed by tiles, not one by one.
    private final boolean tiles;

    /// The scaled queries: rows, or panels of a tile's height.
    private final float[] queries;

    /// Shape `[count, PAGE]`: scores, then weights.
    private final float[] weights;

    /// Shape `[count, width]`: the values, mixed by the weights so far.
    private final float[] mixed;

    private final float[] max;
    private final float[] sum;
    private final float[] panel;
    private final float[] scratch;

    AttentionRows(AttentionCall call, int kvHead, int first, int count, boolean tiles) {
        this.call = call;
        this.kvHead = kvHead;
        this.first = first;
        this.count = count;
        this.tiles = tiles;
        width = call.cache().width();
        int padded = tiles ? (count + TILE.rows() - 1) / TILE.rows() * TILE.rows() : count;
        queries = new float[padded * width];
        weights = new float[padded * PAGE];
        mixed = new float[padded * width];
        max = new float[count];
        sum = new float[count];
        panel = new float[tiles ? TILE.rows() * PAGE : 0];
        scratch = new float[call.cache().storage() == KvCache.Storage.F16 ? width * PAGE : 0];
        Arrays.fill(max, Float.NEGATIVE_INFINITY);
    }

    /// Reads those of the pages in `[firstPage, lastPage)` that some row sees.
    AttentionRows read(int firstPage, int lastPage) {
        takeQueries();
        int begin = Math.max(firstPage, call.seenFrom(position(0)) / PAGE);
        int end = Math.min(lastPage, position(count - 1) / PAGE + 1);
        for (int page = begin; page < end; page++) {
            KvPage kv = call.cache().pageAt(page);
            score(kv);
            for (int r = 0; r < count; r++) {
                weigh(r, page);
            }
            // what lies beyond the last query's position may be of an earlier reading; and up to there, not only to
            // that of the last row here, so that sums are made in the same order wherever rows are cut
            mix(kv, Math.min(PAGE, call.firstPosition() + call.q().rows() - page * PAGE));
        }
        return this;
    }

    /// Adds what `later`, the same rows, read from later pages.
    AttentionRows and(AttentionRows later) {
        for (int r = 0; r < count; r++) {
            float largest = Math.max(max[r], later.max[r]);
            if (later.max[r] != Float.NEGATIVE_INFINITY) {
                rescale(r, largest);
                later.rescale(r, largest);
                KERNELS.add(mixed, r * width, later.mixed, r * width, mixed, r * width, width);
                sum[r] += later.sum[r];
            }
        }
        return this;
    }

    /// Makes what a row has mixed relative to `largest`.
    private void rescale(int r, float largest) {
        if (largest != max[r]) {
            float shrink = (float) Math.exp(max[r] - largest);
            KERNELS.scale(shrink, mixed, r * width, width);
            sum[r] *= shrink;
            max[r] = largest;
        }
    }

    /// Writes what each row has mixed.
    void write() {
        for (int r = 0; r < count; r++) {
            KERNELS.scale(1 / sum[r], mixed, r * width, width);
            System.arraycopy(mixed, r * width, call.out().data(), call.out().offset() + at(r), width);
        }
    }

    private int position(int r) {
        return call.firstPosition() + (first + r) / call.group();
    }

    private int head(int r) {
        return kvHead * call.group() + (first + r) % call.group();
    }

    /// Returns where a row lies in the queries, and in the result.
    private int at(int r) {
        return ((first + r) / call.group() * call.heads() + head(r)) * width;
    }

    private void takeQueries() {
        for (int r = 0; r < count; r++) {
            System.arraycopy(call.q().data(), call.q().offset() + at(r), mixed, r * width, width);
        }
        KERNELS.scale(call.scale(), mixed, 0, count * width);
        if (tiles) {
            for (int r = 0; r < count; r += TILE.rows()) {
                int rows = Math.min(TILE.rows(), count - r);
                TILE.packRows(mixed, r * width, width, rows, width, queries, r * width, TILE.rows());
            }
        } else {
            System.arraycopy(mixed, 0, queries, 0, count * width);
        }
        Arrays.fill(mixed, 0);
    }

    /// Computes the scores of all rows with all keys of a page.
    private void score(KvPage kv) {
        float[] keys = kv.keys(kvHead, scratch);
        int from = kv.from(kvHead);
        if (tiles) {
            for (int r = 0; r < count; r += TILE.rows()) {
                for (int j = 0; j < PAGE; j += TILE.columns()) {
                    TILE.multiply(width, queries, r * width, keys, from + j, PAGE, weights, r * PAGE + j, PAGE, false);
                }
            }
        } else {
            for (int r = 0; r < count; r++) {
                KERNELS.mix(queries, r * width, width, keys, from, PAGE, weights, r * PAGE, PAGE, false);
            }
        }
    }

    /// Turns a row's scores into weights, relative to the largest score so far.
    private void weigh(int r, int page) {
        int row = r * PAGE;
        int from = Math.max(0, call.seenFrom(position(r)) - page * PAGE);
        int to = Math.min(PAGE, position(r) + 1 - page * PAGE);
        if (from >= to) {
            Arrays.fill(weights, row, row + PAGE, 0);
            return;
        }
        if (call.scores() != null) {
            Tensor scores = call.scores();
            int at = (head(r) * call.q().rows() + (first + r) / call.group()) * scores.columns() + page * PAGE;
            System.arraycopy(weights, row + from, scores.data(), at + from, to - from);
        }
        rescale(r, Math.max(max[r], KERNELS.max(weights, row + from, to - from)));
        sum[r] += KERNELS.exponentiate(weights, row + from, to - from, max[r]);
        Arrays.fill(weights, row, row + from, 0);
        Arrays.fill(weights, row + to, row + PAGE, 0);
    }

    /// Adds the first `positions` values of a page, by their weights.
    private void mix(KvPage kv, int positions) {
        float[] values = kv.values(kvHead, scratch);
        int from = kv.from(kvHead);
        int whole = tiles ? width / TILE.columns() * TILE.columns() : 0;
        for (int r = 0; r < count && whole > 0; r += TILE.rows()) {
            int rows = Math.min(TILE.rows(), count - r);
            TILE.packRows(weights, r * PAGE, PAGE, rows, positions, panel, 0, TILE.rows());
            for (int j = 0; j < whole; j += TILE.columns()) {
                TILE.multiply(positions, panel, 0, values, from + j, width, mixed, r * width + j, width, true);
            }
        }
        if (whole < width) {
            for (int r = 0; r < count; r++) {
                KERNELS.mix(
                        weights,
                        r * PAGE,
                        positions,
                        values,
                        from + whole,
                        width,
                        mixed,
                        r * width + whole,
                        width - whole,
                        true);
            }
        }
    }
}
