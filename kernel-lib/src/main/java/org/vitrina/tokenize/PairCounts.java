package org.vitrina.tokenize;

import java.util.Arrays;
import java.util.function.Consumer;

/// For each pair of neighbours in the training text: how often it stands there, and where.
final class PairCounts {
    private Entry[] slots = new Entry[1 << 16];
    private int size;

    /// A pair.
    static final class Entry {
        final int left;
        final int right;
        /// How often the pair stands in the text now; neighbours that overlap, as in `aaa`, count each.
        long count;

        /// Where it has stood; a place is to be looked at before it is used, as other merges change them.
        private int[] places = new int[2];

        private int size;

        private Entry(int left, int right) {
            this.left = left;
            this.right = right;
        }

        void add(int place, long times) {
            if (size == places.length) {
                places = Arrays.copyOf(places, Math.multiplyExact(2, size));
            }
            places[size++] = place;
            count += times;
        }

        int places() {
            return size;
        }

        int place(int index) {
            return places[index];
        }

        /// Lets go of the places of a pair that has been merged.
        void forget() {
            places = new int[0];
            size = 0;
        }
    }

    /// Returns the entry of a pair, a new one where there is none.
    Entry entry(int left, int right) {
        int slot = slot(left, right, slots.length);
        while (slots[slot] != null) {
            Entry entry = slots[slot];
            if (entry.left == left && entry.right == right) {
                return entry;
            }
            slot = slot + 1 & slots.length - 1;
        }
        if (2 * (size + 1) > slots.length) {
            grow();
            return entry(left, right);
        }
        size++;
        return slots[slot] = new Entry(left, right);
    }

    void forEach(Consumer<Entry> action) {
        for (Entry entry : slots) {
            if (entry != null) {
                action.accept(entry);
            }
        }
    }

    private void grow() {
        Entry[] old = slots;
        slots = new Entry[2 * old.length];
        for (Entry entry : old) {
            if (entry != null) {
                int slot = slot(entry.left, entry.right, slots.length);
                while (slots[slot] != null) {
                    slot = slot + 1 & slots.length - 1;
                }
                slots[slot] = entry;
            }
        }
    }

    private static int slot(int left, int right, int capacity) {
        long mixed = ((long) left << 32 | right) * 0x9E3779B97F4A7C15L;
        return (int) (mixed ^ mixed >>> 32) & capacity - 1;
    }
}
