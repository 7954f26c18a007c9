package org.vitrina.tensor;

/// How one operand of a product is cut, as a [Tile] reads it: in chunks of the shared axis, each chunk in panels
/// of as many rows (of the left operand) or columns (of the right one) as a tile has.
///
/// @param width  how many rows or columns a panel has
/// @param length how many there are in all
/// @param shared how long the shared axis is
/// @param depth  how long a chunk is; the last may be shorter
record Panels(Tile tile, int width, int length, int shared, int depth) {
    /// Numbers of the shared axis that are summed before a tile goes back to memory. A right panel so long and
    /// 32 wide takes 32 KB, a left one 12 KB: together they fit a first cache of 48 KB.
    private static final int DEPTH = 256;

    static Panels left(Tile tile, int rows, int shared, int unit) {
        return new Panels(tile, tile.rows(), rows, shared, depth(shared, unit));
    }

    static Panels right(Tile tile, int columns, int shared) {
        return new Panels(tile, tile.columns(), columns, shared, depth(shared, 1));
    }

    /// @param unit chunks begin at a multiple of this
    private static int depth(int shared, int unit) {
        int most = Math.max(1, Math.ceilDiv(shared, DEPTH));
        return Math.max(1, Math.ceilDiv(Math.ceilDiv(shared, most), unit)) * unit;
    }

    /// Returns how many floats all panels take.
    int size() {
        return Math.multiplyExact(count() * width, shared);
    }

    /// Returns how many panels there are.
    int count() {
        return Math.ceilDiv(length, width);
    }

    /// Returns into how many chunks the shared axis is cut; at least 1.
    int chunks() {
        return Math.max(1, Math.ceilDiv(shared, depth));
    }

    /// Returns how long a chunk is.
    int depth(int chunk) {
        return Math.min(depth, shared - chunk * depth);
    }

    /// Returns where on the shared axis a chunk begins.
    int first(int chunk) {
        return chunk * depth;
    }

    /// Returns where a panel of a chunk begins, among all panels.
    int at(int chunk, int panel) {
        return (first(chunk) * count() + panel * depth(chunk)) * width;
    }

    /// Returns how many rows or columns of a panel count.
    int counting(int panel) {
        return Math.min(width, length - panel * width);
    }

    /// Packs the panels in `[from, to)` of a chunk, one after the other.
    ///
    /// @param across whether rows of `a` lie across the shared axis, so that a panel is made of its columns
    void pack(boolean across, Strided a, int chunk, int from, int to, float[] floats, int at) {
        int last = Math.min(count(), to);
        int depth = depth(chunk);
        if (across) {
            int first = a.from() + first(chunk) * a.stride() + from * width;
            int columns = Math.min(length, last * width) - from * width;
            tile.packColumns(a.data(), first, a.stride(), columns, depth, floats, at, width);
            return;
        }
        for (int i = from; i < last; i++) {
            int first = a.from() + i * width * a.stride() + first(chunk);
            int begin = at + (i - from) * depth * width;
            tile.packRows(a.data(), first, a.stride(), counting(i), depth, floats, begin, width);
        }
    }

    /// Packs the panels in `[from, to)` of all chunks to where [#at] says, from `begin` on.
    void pack(boolean across, Strided a, int from, int to, float[] floats, int begin) {
        for (int chunk = 0; chunk < chunks(); chunk++) {
            pack(across, a, chunk, from, to, floats, begin + at(chunk, from));
        }
    }
}
