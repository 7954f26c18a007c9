package org.vitrina.tensor;

/// The left operand of a product, packed as a [Tile] reads it.
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
    /// Panels that one part of the packing makes.
    private static final int GROUP = 16;

    private static final Tile TILE = Kernels.best().tile();
    private static final Scratch FLOATS = new Scratch();
    private static final Scratch EDGE = new Scratch();

    private final Panels panels;
    private final float[] floats;

    private LeftPanels(Panels panels) {
        this.panels = panels;
        floats = FLOATS.floats(panels.size());
    }

    /// Packs the rows of `x`. The memory is this thread's: what it packed before is overwritten.
    ///
    /// @param x shape `[T, shared]`
    public static LeftPanels of(Tensor x, Workers workers) {
        return of(x, 1, workers);
    }

    /// Packs the rows of `x` in chunks that begin at a multiple of `unit`, as what is grouped needs them.
    static LeftPanels of(Tensor x, int unit, Workers workers) {
        var packed = new LeftPanels(Panels.left(TILE, x.rows(), x.columns(), unit));
        Strided a = Strided.of(x);
        workers.run(
                Math.ceilDiv(packed.panels(), GROUP),
                part -> packed.panels.pack(false, a, part * GROUP, (part + 1) * GROUP, packed.floats, 0));
        return packed;
    }

    /// Returns how many panels the rows make.
    int panels() {
        return panels.count();
    }

    /// Returns into how many chunks the shared axis is cut; at least 1.
    public int chunks() {
        return panels.chunks();
    }

    /// Returns how long a chunk is.
    public int depth(int chunk) {
        return panels.depth(chunk);
    }

    /// Returns where on the shared axis a chunk begins.
    public int first(int chunk) {
        return panels.first(chunk);
    }

    /// Returns how long the longest chunk is.
    public int longest() {
        return panels.depth();
    }

    /// Multiplies all rows with one panel of the right operand.
    ///
    /// @param right      the panel: row `p` of the chunk begins at `from + p * tile.columns()`
    /// @param columns    how many columns of the panel count, at most those of a tile
    /// @param c          the result: row `i` begins at `cFrom + i * cStride`
    /// @param accumulate whether to add to what is there
    public void multiply(
            int chunk, float[] right, int from, int columns, float[] c, int cFrom, int cStride, boolean accumulate) {
        multiply(chunk, 0, panels(), right, from, TILE.columns(), columns, c, cFrom, cStride, accumulate);
    }

    /// Multiplies the rows of the panels in `[firstPanel, lastPanel)`; row 0 of `c` is still that of panel 0.
    ///
    /// @param stride from one row to the next of the right panel
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
        int height = TILE.rows();
        int depth = panels.depth(chunk);
        for (int i = firstPanel; i < lastPanel; i++) {
            multiply(
                    TILE,
                    depth,
                    floats,
                    panels.at(chunk, i),
                    right,
                    from,
                    stride,
                    panels.counting(i),
                    columns,
                    c,
                    cFrom + i * height * cStride,
                    cStride,
                    accumulate);
        }
    }

    /// Multiplies two panels of which some rows and columns count, as a tile does with whole ones.
    static void multiply(
            Tile tile,
            int depth,
            float[] left,
            int leftFrom,
            float[] right,
            int from,
            int stride,
            int rows,
            int columns,
            float[] c,
            int cFrom,
            int cStride,
            boolean accumulate) {
        int width = tile.columns();
        if (rows == tile.rows() && columns == width) {
            tile.multiply(depth, left, leftFrom, right, from, stride, c, cFrom, cStride, accumulate);
        } else {
            float[] edge = EDGE.floats(tile.rows() * width);
            tile.multiply(depth, left, leftFrom, right, from, stride, edge, 0, width, false);
            copy(edge, width, rows, columns, c, cFrom, cStride, accumulate);
        }
    }

    private static void copy(
            float[] edge, int width, int rows, int columns, float[] c, int to, int stride, boolean accumulate) {
        for (int r = 0; r < rows; r++) {
            if (accumulate) {
                Kernels.best().add(c, to + r * stride, edge, r * width, c, to + r * stride, columns);
            } else {
                System.arraycopy(edge, r * width, c, to + r * stride, columns);
            }
        }
    }
}
