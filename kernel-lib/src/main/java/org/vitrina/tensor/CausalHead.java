package org.vitrina.tensor;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/// Causal attention of one head of one sequence, and its way back, for training: all positions at once.
///
/// Queries are taken in panels of as many rows as a [Tile] has. A panel is multiplied only with the keys up to its
/// last position, so that most of the work above the diagonal is never done. The pattern (what softmax made of
/// the scores) is kept for the way back, in rows of [#stride] numbers.
///
/// @param positions `T`, how many rows the sequence has
/// @param width     the width of the head, `d_h`
/// @param scale     what scores are multiplied with
/// @param firstSeen the first position that each position sees; it never falls
public record CausalHead(int positions, int width, float scale, IntUnaryOperator firstSeen) {
    private static final Tile TILE = Kernels.best().tile();
    private static final GradientKernels KERNELS = GradientKernels.best();
    private static final int ROWS = TILE.rows();
    private static final int COLUMNS = TILE.columns();
    private static final Scratch FLOATS = new Scratch();

    /// Returns how many numbers a row of the pattern of `positions` positions takes.
    public static int stride(int positions) {
        return Math.ceilDiv(positions, COLUMNS) * COLUMNS;
    }

    /// Returns how many rows the pattern has.
    public static int rows(int positions) {
        return Math.ceilDiv(positions, ROWS) * ROWS;
    }

    /// Computes `out = softmax(scale q kᵀ) v` with the mask.
    ///
    /// @param pattern gets the pattern from `at` on; what lies above the diagonal is not defined
    public void mix(Strided q, Strided k, Strided v, Strided out, float[] pattern, int at) {
        int stride = stride(positions);
        int keys = 0;
        int values = keys + stride * width;
        int left = values + columns() * positions;
        float[] s = FLOATS.floats(left + ROWS * Math.max(width, stride));
        packKeys(k, s, keys);
        packValues(v, s, values);
        for (int first = 0; first < positions; first += ROWS) {
            int rows = Math.min(ROWS, positions - first);
            int from = firstColumn(first);
            int to = first + rows;
            int row = at + first * stride;
            TILE.packRows(q.data(), q.rows(first).from(), q.stride(), rows, width, s, left, ROWS);
            for (int j = from; j < to; j += COLUMNS) {
                TILE.multiply(width, s, left, s, keys + j * width, COLUMNS, pattern, row + j, stride, false);
            }
            int seen = Math.ceilDiv(to, COLUMNS) * COLUMNS - from;
            for (int r = 0; r < rows; r++) {
                int begin = firstSeen.applyAsInt(first + r) - from;
                KERNELS.softmax(pattern, row + r * stride + from, begin, first + r + 1 - from, seen, scale);
                Arrays.fill(pattern, row + r * stride + from / ROWS * ROWS, row + r * stride + from, 0);
            }
            TILE.packRows(pattern, row + from, stride, rows, to - from, s, left, ROWS);
            multiply(to - from, s, left, values + from * COLUMNS, out.rows(first), rows, false);
        }
    }

    /// Hands the gradient of one head back. With `P` the pattern: `dV = Pᵀ dO`, `dP = dO Vᵀ`,
    /// `dS = P ∘ (dP - rowsum(dP ∘ P))`, `dQ = dS K`, `dK = dSᵀ Q`.
    ///
    /// @param add whether to add to the gradients of keys and values, as the second head does that shares them
    public void unmix(
            Strided q,
            Strided k,
            Strided v,
            float[] pattern,
            int at,
            Strided dOut,
            Strided dq,
            Strided dk,
            Strided dv,
            boolean add) {
        int stride = stride(positions);
        int one = columns() * positions;
        int values = 0;
        int keys = values + stride * width;
        int queries = keys + one;
        int outs = queries + one;
        int scores = outs + one;
        int left = scores + rows(positions) * stride;
        float[] s = FLOATS.floats(left + ROWS * Math.max(width, stride));
        packKeys(v, s, values);
        packValues(k, s, keys);
        packValues(q, s, queries);
        packValues(dOut, s, outs);
        for (int first = 0; first < positions; first += ROWS) {
            int rows = Math.min(ROWS, positions - first);
            int from = firstColumn(first);
            int to = first + rows;
            int row = scores + first * stride;
            TILE.packRows(dOut.data(), dOut.rows(first).from(), dOut.stride(), rows, width, s, left, ROWS);
            for (int j = from; j < to; j += COLUMNS) {
                TILE.multiply(width, s, left, s, values + j * width, COLUMNS, s, row + j, stride, false);
            }
            int seen = Math.ceilDiv(to, COLUMNS) * COLUMNS - from;
            for (int r = 0; r < rows; r++) {
                int p = at + (first + r) * stride + from;
                KERNELS.softmaxBack(pattern, p, s, row + r * stride + from, seen, scale);
                Arrays.fill(s, row + r * stride + from / ROWS * ROWS, row + r * stride + from, 0);
            }
            TILE.packRows(s, row + from, stride, rows, to - from, s, left, ROWS);
            multiply(to - from, s, left, keys + from * COLUMNS, dq.rows(first), rows, false);
        }
        for (int first = 0; first < positions; first += ROWS) {
            int rows = Math.min(ROWS, positions - first);
            int depth = lastSeeing(first) - first;
            int corner = first * stride + first;
            TILE.packColumns(pattern, at + corner, stride, rows, depth, s, left, ROWS);
            multiply(depth, s, left, outs + first * COLUMNS, dv.rows(first), rows, add);
            TILE.packColumns(s, scores + corner, stride, rows, depth, s, left, ROWS);
            multiply(depth, s, left, queries + first * COLUMNS, dk.rows(first), rows, add);
        }
    }

    /// Returns the column of a tile's width with which the panel begins that `row` is the first of.
    private int firstColumn(int row) {
        return firstSeen.applyAsInt(row) / COLUMNS * COLUMNS;
    }

    /// Returns behind which position nobody sees the panel of keys that begins with `key`.
    private int lastSeeing(int key) {
        int row = key;
        while (row < positions && firstColumn(row) / ROWS * ROWS <= key) {
            row += ROWS;
        }
        return Math.min(positions, row);
    }

    /// Returns the width of the head, rounded up to whole tiles.
    private int columns() {
        return Math.ceilDiv(width, COLUMNS) * COLUMNS;
    }

    /// Packs rows so that other rows are multiplied with them.
    private void packKeys(Strided x, float[] to, int at) {
        for (int j = 0; j < positions; j += COLUMNS) {
            int rows = Math.min(COLUMNS, positions - j);
            TILE.packRows(x.data(), x.rows(j).from(), x.stride(), rows, width, to, at + j * width, COLUMNS);
        }
    }

    /// Packs rows so that they are mixed.
    private void packValues(Strided x, float[] to, int at) {
        TILE.packColumns(x.data(), x.from(), x.stride(), width, positions, to, at, COLUMNS);
    }

    /// Multiplies a left panel with all columns of what [#packValues] packed, from some row on.
    private void multiply(int depth, float[] s, int left, int right, Strided c, int rows, boolean add) {
        for (int j = 0; j < width; j += COLUMNS) {
            LeftPanels.multiply(
                    TILE,
                    depth,
                    s,
                    left,
                    s,
                    right + j * positions,
                    COLUMNS,
                    rows,
                    Math.min(COLUMNS, width - j),
                    c.data(),
                    c.from() + j,
                    c.stride(),
                    add);
        }
    }
}
