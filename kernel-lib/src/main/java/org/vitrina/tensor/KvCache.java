package org.vitrina.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The keys and values of one layer, for each position that was read.
///
/// It grows in pages of [#PAGE] positions, so that nothing is moved when it grows. Inside a page keys are
/// kept transposed, one number of the head after the other, each for all positions: then one number of a
/// query meets the keys of a whole page at once, and no sum runs across a vector.
///
/// One thread at a time writes; while none does, any number may read.
public final class KvCache {
    /// How numbers are kept.
    public enum Storage {
        /// As computed, 32 bits.
        F32,
        /// Rounded to 16 bits: half the memory.
        F16
    }

    /// How many positions a page holds.
    public static final int PAGE = 64;

    private final int kvHeads;
    private final int width;
    private final Storage storage;
    private final List<KvPage> pages;

    /// How many of the first pages another cache may see, too.
    private int shared;

    private int positions;

    /// Makes a cache that holds no position.
    ///
    /// @param kvHeads how many heads have keys and values
    /// @param width   the width of a head, `d_h`
    public KvCache(int kvHeads, int width, Storage storage) {
        this(kvHeads, width, storage, List.of(), 0);
        if (kvHeads < 1 || width < 1) {
            throw new IllegalArgumentException("a cache needs at least 1 head of width 1, but got " + kvHeads
                    + " heads of keys and values, width " + width);
        }
    }

    private KvCache(int kvHeads, int width, Storage storage, List<KvPage> pages, int positions) {
        this.kvHeads = kvHeads;
        this.width = width;
        this.storage = storage;
        this.pages = new ArrayList<>(pages);
        this.positions = positions;
        shared = pages.size();
    }

    /// Returns how many heads have keys and values.
    public int kvHeads() {
        return kvHeads;
    }

    /// Returns the width of a head.
    public int width() {
        return width;
    }

    /// Returns how numbers are kept.
    public Storage storage() {
        return storage;
    }

    /// Returns how many positions are kept.
    public int positions() {
        return positions;
    }

    /// Returns the bytes that the pages take. Those that a [#fork()] shares are counted by both.
    public long bytes() {
        return pages.stream().mapToLong(KvPage::bytes).sum();
    }

    /// Appends the keys and values of the next positions.
    ///
    /// @param keys   shape `[T, kvHeads * width]`
    /// @param values shape `[T, kvHeads * width]`
    public void append(Tensor keys, Tensor values) {
        if (keys.columns() != kvHeads * width || values.columns() != keys.columns() || keys.rows() != values.rows()) {
            throw new ShapeException(
                    "append",
                    "keys and values must both be [T, " + kvHeads * width + "], " + kvHeads + " heads of " + width,
                    keys.shape(),
                    values.shape());
        }
        for (int done = 0; done < keys.rows(); ) {
            int slot = positions % PAGE;
            int count = Math.min(PAGE - slot, keys.rows() - done);
            int from = done * keys.columns();
            page(positions / PAGE)
                    .put(slot, count, keys.data(), keys.offset() + from, values.data(), values.offset() + from);
            positions += count;
            done += count;
        }
    }

    /// Returns the page as one that may be written to.
    private KvPage page(int index) {
        if (index == pages.size()) {
            pages.add(KvPage.empty(kvHeads, width, storage));
        } else if (index < shared) {
            pages.set(index, pages.get(index).copy());
            // the pages before it are full and not written to
            shared = index;
        }
        return pages.get(index);
    }

    /// Forgets all positions from `position` on.
    ///
    /// @throws IndexOutOfBoundsException if `position` is negative or more than are kept
    public void rewind(int position) {
        if (position < 0 || position > positions) {
            throw new IndexOutOfBoundsException(
                    "a cache of " + positions + " positions cannot go back to position " + position);
        }
        positions = position;
        int kept = (position + PAGE - 1) / PAGE;
        pages.subList(kept, pages.size()).clear();
        shared = Math.min(shared, kept);
    }

    /// Forgets the positions from `from` to before `to`; those behind them move up.
    ///
    /// @param move changes each key that moves, in place
    /// @throws IndexOutOfBoundsException if that is no range of the positions that are kept
    public void drop(int from, int to, KeyChange move) {
        Objects.checkFromToIndex(from, to, positions);
        int moved = positions - to;
        Tensor keys = Tensor.zeros(moved, kvHeads * width);
        Tensor values = Tensor.zeros(moved, kvHeads * width);
        for (int i = 0; i < moved; i++) {
            for (int head = 0; head < kvHeads; head++) {
                int at = (i * kvHeads + head) * width;
                key(to + i, head, keys.data(), at);
                value(to + i, head, values.data(), at);
                move.change(keys.data(), at);
            }
        }
        rewind(from);
        append(keys, values);
    }

    /// Changes a head's key, which begins at `at`, in place.
    public interface KeyChange {
        void change(float[] keys, int at);
    }

    /// Returns a cache of its own that holds the same positions. Memory is shared until one of them changes it.
    public KvCache fork() {
        shared = pages.size();
        return new KvCache(kvHeads, width, storage, pages, positions);
    }

    /// Writes the key of one position and head, `width` numbers, to `to[at …]`.
    public void key(int position, int head, float[] to, int at) {
        check(position, head);
        pages.get(position / PAGE).key(position % PAGE, head, to, at);
    }

    /// Writes the value of one position and head, `width` numbers, to `to[at …]`.
    public void value(int position, int head, float[] to, int at) {
        check(position, head);
        pages.get(position / PAGE).value(position % PAGE, head, to, at);
    }

    private void check(int position, int head) {
        if (position < 0 || position >= positions || head < 0 || head >= kvHeads) {
            throw new IndexOutOfBoundsException("a cache of " + positions + " positions and " + kvHeads
                    + " heads has no position " + position + " of head " + head);
        }
    }

    KvPage pageAt(int index) {
        return pages.get(index);
    }
}
