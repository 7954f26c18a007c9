package org.vitrina.tensor;

/// One operand of a product, cut and packed as a [Tile] reads it: in chunks of the shared axis, each chunk in
/// panels of as many rows (of the left operand) or columns (of the right one) as a tile has.
final class Panels {
    /// Numbers of the shared axis that are summed before a tile goes back to memory. A right panel so long and
    /// 32 wide takes 40 KB, most of a first cache; a left block of 512 rows 640 KB of the second.
    private static final int DEPTH = 320;

    private final Tile tile;
    private final int width;
    private final int length;
    private final int shared;
    private final int depth;
    private final float[] floats;
    private final int begin;

    /// @param width  how many rows or columns a panel has
    /// @param length how many there are in all
    /// @param unit   chunks begin at a multiple of this
    /// @param floats where panels are packed to, from `begin`; [#size] of them
    Panels(Tile tile, int width, int length, int shared, int unit, float[] floats, int begin) {
        this.tile = tile;
        this.width = width;
        this.length = length;
        this.shared = shared;
        this.depth = depth(shared, unit);
        this.floats = floats;
        this.begin = begin;
    }

    private static int depth(int shared, int unit) {
        int most = Math.max(1, Math.ceilDiv(shared, DEPTH));
        return Math.max(1, Math.ceilDiv(Math.ceilDiv(shared, most), unit)) * unit;
    }

    /// Returns how many floats panels of that width take.
    static int size(int width, int length, int shared) {
        return Math.multiplyExact(Math.ceilDiv(length, width) * width, shared);
    }

    /// Packs the panels in `[from, to)`.
    ///
    /// @param across whether rows of `a` lie along the shared axis, so that a panel is made of its columns
    void pack(boolean across, Strided a, int from, int to) {
        int last = Math.min(count(), to);
        for (int chunk = 0; chunk < chunks(); chunk++) {
            if (across) {
                int first = a.from() + first(chunk) * a.stride() + from * width;
                int columns = Math.min(length, last * width) - from * width;
                tile.packColumns(a.data(), first, a.stride(), columns, depth(chunk), floats, at(chunk, from), width);
                continue;
            }
            for (int i = from; i < last; i++) {
                int first = a.from() + i * width * a.stride() + first(chunk);
                int rows = Math.min(width, length - i * width);
                tile.packRows(a.data(), first, a.stride(), rows, depth(chunk), floats, at(chunk, i), width);
            }
        }
    }

    float[] floats() {
        return floats;
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

    /// Returns how long the longest chunk is.
    int longest() {
        return depth;
    }

    /// Returns where a panel of a chunk begins.
    int at(int chunk, int panel) {
        return begin + (first(chunk) * count() + panel * depth(chunk)) * width;
    }
}
