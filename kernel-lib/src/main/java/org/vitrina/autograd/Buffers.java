package org.vitrina.autograd;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// Arrays that are used again: a training step needs the same sizes as the step before it.
///
/// For the tape's thread alone.
final class Buffers {
    private final Map<Integer, Deque<float[]>> free = new HashMap<>();
    private long bytes;

    /// Returns an array of `length` floats with whatever it held before.
    float[] take(int length) {
        var same = free.get(length);
        if (same != null && !same.isEmpty()) {
            return same.pop();
        }
        bytes += 4L * length;
        return new float[length];
    }

    void giveBack(float[] buffer) {
        free.computeIfAbsent(buffer.length, _ -> new ArrayDeque<>()).push(buffer);
    }

    /// Returns the bytes of all arrays made so far, in use or free.
    long bytes() {
        return bytes;
    }
}
