package org.vitrina.tensor;

/// The left operand of a product, cut and packed as a [Tile] reads it: in chunks of the shared axis, each
/// chunk in panels of as many rows as a tile has.
///
/// Packed once, it is multiplied with one panel of the right operand after another, by any thread:
///
/// {@snippet :
/// LeftPanels left = LeftPanels.of(x, workers);
/// workers.run(panels, j -> {
///     for (int chunk = 0; chunk < left.chunks(); chunk++) {
///         // right: left.depth(chunk) rows of tile.columns() numbers, from row left.first(chunk) of panel j on
///         left.multiply(chunk, right, 0, columns, out, at, stride, chunk > 0);
///     }
/// });
/// }
public final class LeftPanels {
    /// Numbers of the shared axis that are summed before a tile goes back to memory. A right panel so long and
    /// 32 wide takes 40 KB, most of a first cache; a left block of 512 rows 640 KB of the second.
    private static final int DEPTH = 320;

    /// Panels that one part of the packing makes.
    private static final int GROUP = 16;

    private static final Tile TILE = Kernels.best().tile();
    private static final Scratch PANELS = new Scratch();
    private static final Scratch EDGE = new Scratch();

    private final Tile tile;
    private final int rows;
    private final int shared;
    private final int chunks;
    private final int depth;
    private final float[] floats;

    private LeftPanels(Tile tile, int rows, int shared, int unit) {
        this.tile = tile;
        this.rows = rows;
        this.shared = shared;
        int most = Math.max(1, Math.ceilDiv(shared, DEPTH));
        depth = Math.max(1, Math.ceilDiv(Math.ceilDiv(shared, most), unit)) * unit;
        chunks = Math.max(1, Math.ceilDiv(shared, depth));
        floats = PANELS.floats(Math.multiplyExact(panels() * tile.rows(), shared));
    }

    /// Packs the rows of `x`. The memory is this thread's: what it packed before is overwritten.
    ///
    /// @param x shape `[T, shared]`
    public static LeftPanels of(Tensor x, Workers workers) {
        return of(x, 1, workers);
    }

    /// Packs the rows of `x` in chunks that begin at a multiple of `unit`, as what is grouped needs them.
    static LeftPanels of(Tensor x, int unit, Workers workers) {
        return of(TILE, false, x.rows(), x.columns(), unit, Strided.of(x), workers);
    }

    /// Packs a matrix of `rows` rows, or if `transposed` of `rows` columns.
    static LeftPanels of(Tile tile, boolean transposed, int rows, int shared, Strided a, Workers workers) {
        return of(tile, transposed, rows, shared, 1, a, workers);
    }

    private static LeftPanels of(
            Tile tile, boolean transposed, int rows, int shared, int unit, Strided a, Workers workers) {
        var packed = new LeftPanels(tile, rows, shared, unit);
        workers.run((packed.panels() + GROUP - 1) / GROUP, part -> {
            for (int chunk = 0; chunk < packed.chunks; chunk++) {
                packed.pack(transposed, a, chunk, part * GROUP);
            }
        });
        return packed;
    }

    private void pack(boolean transposed, Strided a, int chunk, int panel) {
        int height = tile.rows();
        int last = Math.min(panels(), panel + GROUP);
        int to = at(chunk, panel);
        if (transposed) {
            int from = a.from() + first(chunk) * a.stride() + panel * height;
            int columns = Math.min(rows, last * height) - panel * height;
            tile.packColumns(a.data(), from, a.stride(), columns, depth(chunk), floats, to, height);
            return;
        }
        for (int i = panel; i < last; i++) {
            int from = a.from() + i * height * a.stride() + first(chunk);
            int count = Math.min(height, rows - i * height);
            tile.packRows(a.data(), from, a.stride(), count, depth(chunk), floats, at(chunk, i), height);
        }
    }

    /// Returns how many panels the rows make.
    int panels() {
        return (rows + tile.rows() - 1) / tile.rows();
    }

    /// Returns into how many chunks the shared axis is cut; at least 1.
    public int chunks() {
        return chunks;
    }

    /// Returns how long a chunk is.
    public int depth(int chunk) {
        return Math.min(depth, shared - chunk * depth);
    }

    /// Returns where on the shared axis a chunk begins.
    public int first(int chunk) {
        return chunk * depth;
    }

    /// Returns how long the longest chunk is.
    public int longest() {
        return depth;
    }

    private int at(int chunk, int panel) {
        return (first(chunk) * panels() + panel * depth(chunk)) * tile.rows();
    }

    /// Multiplies all rows with one panel of the right operand.
    ///
    /// @param right      the panel: row `p` of the chunk begins at `from + p * tile.columns()`
    /// @param columns    how many columns of the panel count, at most those of a tile
    /// @param c          the result: row `i` begins at `cFrom + i * cStride`
    /// @param accumulate whether to add to what is there
    public void multiply(
            int chunk, float[] right, int from, int columns, float[] c, int cFrom, int cStride, boolean accumulate) {
        multiply(chunk, 0, panels(), right, from, tile.columns(), columns, c, cFrom, cStride, accumulate);
    }

    /// Multiplies the rows of the panels in `[firstPanel, lastPanel)`; row 0 of `c` is still that of panel 0.
    ///
    /// @param stride from one row of the right panel to the next
    void multiply(
            int chunk,
            int firstPanel,
            int lastPanel,
            float[] right,
            int from,
            int stride,
            int columns,
            float[] c,
            int cFrom,
            int cStride,
            boolean accumulate) {
        int height = tile.rows();
        int width = tile.columns();
        for (int i = firstPanel; i < lastPanel; i++) {
            int to = cFrom + i * height * cStride;
            int count = Math.min(height, rows - i * height);
            if (count == height && columns == width) {
                tile.multiply(depth(chunk), floats, at(chunk, i), right, from, stride, c, to, cStride, accumulate);
            } else {
                float[] edge = EDGE.floats(height * width);
                tile.multiply(depth(chunk), floats, at(chunk, i), right, from, stride, edge, 0, width, false);
                copy(edge, width, count, columns, c, to, cStride, accumulate);
            }
        }
    }

    private static void copy(
            float[] edge, int width, int rows, int columns, float[] c, int to, int stride, boolean accumulate) {
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < columns; j++) {
                float before = accumulate ? c[to + r * stride + j] : 0;
                c[to + r * stride + j] = before + edge[r * width + j];
            }
        }
    }
}
