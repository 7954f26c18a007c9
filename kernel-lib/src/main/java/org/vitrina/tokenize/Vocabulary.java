package org.vitrina.tokenize;

import java.util.Arrays;

/// The bytes of each token by its id, and each token's id by its bytes.
///
/// No two tokens have the same bytes; ids may leave gaps.
final class Vocabulary {
    static final int NONE = -1;

    /// Bytes that a token may have. The longest published ones have 128.
    static final int LONGEST_TOKEN = 1024;

    /// Bytes that all tokens may have together, so that no file can ask for more memory than this.
    static final int MOST_BYTES = 64 << 20;

    private byte[] pool;
    private int poolSize;
    private int[] starts;
    private int[] lengths;
    private int end;
    private int size;
    private int[] slots;

    Vocabulary(int expected) {
        pool = new byte[Math.max(1024, 8 * expected)];
        starts = new int[expected];
        lengths = new int[expected];
        Arrays.fill(lengths, NONE);
        slots = emptySlots(Integer.highestOneBit(Math.max(8, expected)) * 4);
    }

    /// Returns the tokens 0 to 255, one for each byte.
    static Vocabulary ofBytes(int expected) {
        var vocabulary = new Vocabulary(Math.max(256, expected));
        for (int b = 0; b < 256; b++) {
            vocabulary.add(b, new byte[] {(byte) b});
        }
        return vocabulary;
    }

    /// Returns 1 more than the highest id.
    int end() {
        return end;
    }

    /// Returns the number of tokens.
    int size() {
        return size;
    }

    /// Returns whether there is no room for another token of any length.
    boolean isFull() {
        return poolSize > MOST_BYTES - LONGEST_TOKEN;
    }

    boolean has(int id) {
        return id >= 0 && id < end && lengths[id] != NONE;
    }

    int length(int id) {
        return lengths[id];
    }

    byte[] bytes(int id) {
        return Arrays.copyOfRange(pool, starts[id], starts[id] + lengths[id]);
    }

    /// Adds a token; `id` and `bytes` must not be in the vocabulary yet.
    void add(int id, byte[] bytes) {
        reserve(id, bytes.length);
        System.arraycopy(bytes, 0, pool, poolSize, bytes.length);
        enter(id, bytes.length);
    }

    /// Adds a token that has an id and bytes, but that [#find] does not find.
    void addHidden(int id, byte[] bytes) {
        reserve(id, bytes.length);
        System.arraycopy(bytes, 0, pool, poolSize, bytes.length);
        place(id, bytes.length);
    }

    /// Adds the token that `left` and `right` make.
    void add(int id, int left, int right) {
        int length = Math.addExact(lengths[left], lengths[right]);
        reserve(id, length);
        System.arraycopy(pool, starts[left], pool, poolSize, lengths[left]);
        System.arraycopy(pool, starts[right], pool, poolSize + lengths[left], lengths[right]);
        enter(id, length);
    }

    /// Returns the id of the token with the bytes `[from, to)` of `text`, or [#NONE].
    int find(byte[] text, int from, int to) {
        int slot = hash(text, from, to) & slots.length - 1;
        while (slots[slot] != NONE) {
            int id = slots[slot];
            int start = starts[id];
            if (lengths[id] == to - from && Arrays.equals(pool, start, start + lengths[id], text, from, to)) {
                return id;
            }
            slot = slot + 1 & slots.length - 1;
        }
        return NONE;
    }

    /// Returns the id of the token that has the bytes of `left` and `right` together, or [#NONE].
    int find(int left, int right) {
        var both = Arrays.copyOf(bytes(left), lengths[left] + lengths[right]);
        System.arraycopy(pool, starts[right], both, lengths[left], lengths[right]);
        return find(both, 0, both.length);
    }

    /// Returns whether [#find] finds the token `id`.
    boolean isFindable(int id) {
        return find(pool, starts[id], starts[id] + lengths[id]) == id;
    }

    /// Compares two tokens by their bytes, unsigned, a prefix first.
    int compare(int one, int other) {
        return Arrays.compareUnsigned(
                pool, starts[one], starts[one] + lengths[one], pool, starts[other], starts[other] + lengths[other]);
    }

    private void reserve(int id, int length) {
        if (id >= starts.length) {
            int capacity = Math.max(id + 1, 2 * starts.length);
            int old = starts.length;
            starts = Arrays.copyOf(starts, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
            Arrays.fill(lengths, old, capacity, NONE);
        }
        int needed = Math.addExact(poolSize, length);
        if (needed > pool.length) {
            pool = Arrays.copyOf(pool, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, 2L * pool.length)));
        }
    }

    private void enter(int id, int length) {
        place(id, length);
        if (2 * size > slots.length) {
            int[] old = slots;
            slots = emptySlots(2 * old.length);
            for (int other : old) {
                if (other != NONE) {
                    enterSlot(other);
                }
            }
        }
        enterSlot(id);
    }

    private void place(int id, int length) {
        starts[id] = poolSize;
        lengths[id] = length;
        poolSize += length;
        end = Math.max(end, id + 1);
        size++;
    }

    private void enterSlot(int id) {
        int slot = hash(pool, starts[id], starts[id] + lengths[id]) & slots.length - 1;
        while (slots[slot] != NONE) {
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = id;
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        hash *= 0x9E3779B9;
        return hash ^ hash >>> 15;
    }

    private static int[] emptySlots(int capacity) {
        var slots = new int[capacity];
        Arrays.fill(slots, NONE);
        return slots;
    }
}
