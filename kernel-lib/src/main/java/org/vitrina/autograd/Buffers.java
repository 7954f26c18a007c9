package org.vitrina.autograd;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// Arrays that are used again: a training step needs the same sizes as the step before it.
///
/// Where sizes change from step to step, as answers of different lengths make them, those that nobody
/// asked for in some steps are given to the garbage collector. For the tape's thread alone.
final class Buffers {
    /// For how many steps an array is kept that nobody asks for.
    private static final int PATIENCE = 3;

    private final Map<Integer, Size> sizes = new HashMap<>();
    private long bytes;
    private int step;

    private static final class Size {
        private final Deque<float[]> free = new ArrayDeque<>();
        private int lastStep;
    }

    /// Returns an array of `length` floats with whatever it held before.
    float[] take(int length) {
        Size size = sizes.computeIfAbsent(length, _ -> new Size());
        size.lastStep = step;
        if (!size.free.isEmpty()) {
            return size.free.pop();
        }
        bytes += 4L * length;
        return new float[length];
    }

    void giveBack(float[] buffer) {
        sizes.computeIfAbsent(buffer.length, _ -> new Size()).free.push(buffer);
    }

    /// Says that a step is over, whose arrays have all been given back.
    void nextStep() {
        step++;
        sizes.entrySet().removeIf(entry -> {
            boolean old = step - entry.getValue().lastStep > PATIENCE;
            if (old) bytes -= 4L * entry.getKey() * entry.getValue().free.size();
            return old;
        });
    }

    /// Returns the bytes of all arrays that are held, in use or free.
    long bytes() {
        return bytes;
    }
}
