package org.vitrina.tensor;

import java.util.Arrays;

/// The product of two matrices of floats, `c = a · b` or `c += a · b`, each operand as it lies or transposed.
///
/// The operands are cut as by [Goto and van de Geijn 2008](https://doi.org/10.1145/1356052.1356053): a tile of
/// `c` in registers, a panel of `b` in the first cache, a block of `a` in the second. A tile is computed by one
/// thread, and in an order of sums that depends on the shared length alone: the result is the same to the bit
/// on any number of threads.
public final class MatMul {
    /// How the operands lie in memory, each row-major.
    public enum Layout {
        /// `a` is `[M, K]`, `b` is `[K, N]`.
        NN,
        /// `a` is `[M, K]`, `b` is `[N, K]`: weights with a row for each output.
        NT,
        /// `a` is `[K, M]`, `b` is `[K, N]`: the gradient of weights.
        TN
    }

    /// Rows of the left operand that a panel of the right one is multiplied with before the next is packed.
    private static final int BLOCK = 512;

    /// Panels of the right operand that are packed at a time: rows are then read some hundred bytes at a time.
    private static final int GROUP = 4;

    /// Floats of the left operand that are packed at a time, 16 MB.
    private static final int LEFT_FLOATS = 1 << 22;

    /// Products with fewer multiplications are over before another thread would have begun.
    private static final long SHARED_WORK = 1 << 17;

    private static final MatMul BEST = new MatMul(Kernels.best());
    private static final Scratch RIGHT = new Scratch();

    private final Tile tile;

    MatMul(Kernels kernels) {
        this(kernels.tile());
    }

    MatMul(Tile tile) {
        this.tile = tile;
    }

    /// Writes or adds `a · b`, with the shapes that `layout` says.
    ///
    /// @param c          shape `[M, N]`; not the floats of `a` or `b`
    /// @param accumulate whether to add to `c`, not overwrite it
    /// @throws ShapeException if a shape does not fit
    public static void multiply(Layout layout, Tensor a, Tensor b, Tensor c, boolean accumulate, Workers workers) {
        boolean left = layout == Layout.TN;
        boolean right = layout == Layout.NT;
        int m = left ? a.columns() : a.rows();
        int k = left ? a.rows() : a.columns();
        int n = right ? b.rows() : b.columns();
        if (k != (right ? b.columns() : b.rows()) || c.rows() != m || c.columns() != n) {
            String needs = switch (layout) {
                case NN -> "[M, K] times [K, N] gives [M, N]";
                case NT -> "[M, K] times the transposed of [N, K] gives [M, N]";
                case TN -> "the transposed of [K, M] times [K, N] gives [M, N]";
            };
            throw new ShapeException("multiply " + layout, needs, a.shape(), b.shape(), c.shape());
        }
        multiply(layout, m, n, k, Strided.of(a), Strided.of(b), Strided.of(c), accumulate, workers);
    }

    /// Writes or adds the product of an `[M, K]` and a `[K, N]` matrix, which lie as `layout` says. Ranges are
    /// checked by the arrays.
    public static void multiply(
            Layout layout, int m, int n, int k, Strided a, Strided b, Strided c, boolean accumulate, Workers workers) {
        BEST.product(layout, m, n, k, a, b, c, accumulate, workers);
    }

    void product(
            Layout layout, int m, int n, int k, Strided a, Strided b, Strided c, boolean accumulate, Workers workers) {
        if (k == 0 && !accumulate) {
            for (int i = 0; i < m; i++) {
                Arrays.fill(c.data(), c.rows(i).from(), c.rows(i).from() + n, 0);
            }
        }
        if (m == 0 || n == 0 || k == 0) {
            return;
        }
        Workers who = (long) m * n * k < SHARED_WORK ? Workers.ONE : workers;
        int most = Math.max(1, LEFT_FLOATS / k / tile.rows()) * tile.rows();
        for (int i = 0; i < m; i += most) {
            int rows = Math.min(most, m - i);
            Strided some = layout == Layout.TN ? a.columns(i) : a.rows(i);
            LeftPanels left = LeftPanels.of(tile, layout == Layout.TN, rows, k, some, who);
            multiply(left, rows, n, layout == Layout.NT, b, c.rows(i), accumulate, who);
        }
    }

    private void multiply(
            LeftPanels left, int m, int n, boolean transposed, Strided b, Strided c, boolean accumulate, Workers who) {
        int panels = (n + tile.columns() - 1) / tile.columns();
        // enough parts that no thread waits long for another, as long as they are not too small
        int wanted = 3 * who.threads();
        int block = Math.min(BLOCK, Math.max(8 * tile.rows(), m / wanted)) / tile.rows();
        int blocks = who.threads() == 1 || panels / GROUP >= wanted
                ? (left.panels() * tile.rows() + BLOCK - 1) / BLOCK
                : (left.panels() + block - 1) / block;
        int height = (left.panels() + blocks - 1) / blocks;
        int groups = (panels + GROUP - 1) / GROUP;
        who.run(blocks * groups, part -> {
            int first = part / groups * height;
            int last = Math.min(left.panels(), first + height);
            int group = part % groups * GROUP;
            for (int chunk = 0; chunk < left.chunks(); chunk++) {
                multiply(
                        left,
                        chunk,
                        first,
                        last,
                        group,
                        Math.min(panels, group + GROUP),
                        n,
                        transposed,
                        b,
                        c,
                        accumulate || chunk > 0);
            }
        });
    }

    /// Multiplies some panels of the left with some of the right operand, for one chunk of the shared axis.
    private void multiply(
            LeftPanels left,
            int chunk,
            int firstLeft,
            int lastLeft,
            int firstRight,
            int lastRight,
            int n,
            boolean transposed,
            Strided b,
            Strided c,
            boolean accumulate) {
        int width = tile.columns();
        int depth = left.depth(chunk);
        int beginning = left.first(chunk);
        float[] right = RIGHT.floats(GROUP * depth * width);
        if (!transposed) {
            int from = b.rows(beginning).columns(firstRight * width).from();
            int columns = Math.min(n, lastRight * width) - firstRight * width;
            tile.packColumns(b.data(), from, b.stride(), columns, depth, right, 0, width);
        }
        for (int j = firstRight; j < lastRight; j++) {
            int columns = Math.min(width, n - j * width);
            int at = transposed ? 0 : (j - firstRight) * depth * width;
            if (transposed) {
                int from = b.rows(j * width).columns(beginning).from();
                tile.packRows(b.data(), from, b.stride(), columns, depth, right, at, width);
            }
            left.multiply(
                    chunk,
                    firstLeft,
                    lastLeft,
                    right,
                    at,
                    width,
                    columns,
                    c.data(),
                    c.from() + j * width,
                    c.stride(),
                    accumulate);
        }
    }
}
