package org.vitrina.tokenize;

/// Maps pairs of token ids to the id of the token that they make; a hash table with open addressing.
final class PairTable {
    static final int NONE = -1;

    private long[] keys;
    private int[] values;
    private int size;

    PairTable(int expected) {
        int capacity = Integer.highestOneBit(Math.max(8, expected)) * 4;
        keys = empty(capacity);
        values = new int[capacity];
    }

    int size() {
        return size;
    }

    /// Returns the id of the token that `left` and `right` make, or [#NONE].
    int get(int left, int right) {
        long key = key(left, right);
        int slot = slot(key, keys.length);
        while (keys[slot] != key) {
            if (keys[slot] < 0) {
                return NONE;
            }
            slot = slot + 1 & keys.length - 1;
        }
        return values[slot];
    }

    /// Adds a pair; one that is there already makes `merged` now.
    void put(int left, int right, int merged) {
        if (2 * (size + 1) > keys.length) {
            grow();
        }
        if (insert(key(left, right), merged)) {
            size++;
        }
    }

    /// Returns whether the key is new.
    private boolean insert(long key, int value) {
        int slot = slot(key, keys.length);
        while (keys[slot] >= 0 && keys[slot] != key) {
            slot = slot + 1 & keys.length - 1;
        }
        boolean added = keys[slot] < 0;
        keys[slot] = key;
        values[slot] = value;
        return added;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = empty(2 * oldKeys.length);
        values = new int[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] >= 0) {
                insert(oldKeys[i], oldValues[i]);
            }
        }
    }

    private static long key(int left, int right) {
        return (long) left << 32 | right;
    }

    private static int slot(long key, int capacity) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed ^ mixed >>> 32) & capacity - 1;
    }

    private static long[] empty(int capacity) {
        var keys = new long[capacity];
        java.util.Arrays.fill(keys, -1);
        return keys;
    }
}
