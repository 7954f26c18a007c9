package org.vitrina.generate;

import java.util.Arrays;

/// Finds the largest of many numbers without sorting them all.
///
/// One pass keeps what is larger than the smallest that can still be among the result; whenever the room is
/// full, it is sorted and the lower half goes. For few of many this takes hardly longer than reading them.
final class Largest {
    private static final int SMALLEST_ROOM = 64;

    private Largest() {}

    /// Returns the indices of the `n` largest of the first `size` values, largest first; of equal values
    /// the one with the lower index comes first.
    ///
    /// @param values none of them NaN
    static int[] indices(float[] values, int size, int n) {
        int wanted = Math.min(n, size);
        if (wanted == 0) {
            return new int[0];
        }
        long[] room = new long[Math.min(size, Math.max(SMALLEST_ROOM, (int) Math.min(2L * wanted, size)))];
        int used = 0;
        float least = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            if (values[i] < least) {
                continue;
            }
            if (used == room.length) {
                Arrays.sort(room);
                System.arraycopy(room, used - wanted, room, 0, wanted);
                used = wanted;
                least = values[index(room[0])];
                if (values[i] < least) {
                    continue;
                }
            }
            room[used++] = key(values[i], i);
        }
        Arrays.sort(room, 0, used);
        int[] indices = new int[wanted];
        for (int i = 0; i < wanted; i++) {
            indices[i] = index(room[used - 1 - i]);
        }
        return indices;
    }

    /// Returns a number that orders as the value does and, for equal values, against the index.
    private static long key(float value, int index) {
        // adding 0 makes -0.0 equal to 0.0; the rest turns the bits of a float into an int of the same order
        int bits = Float.floatToRawIntBits(value + 0f);
        int ordered = bits ^ (bits >> 31 & Integer.MAX_VALUE);
        return (long) ordered << 32 | ~index & 0xFFFF_FFFFL;
    }

    private static int index(long key) {
        return ~(int) key;
    }
}
