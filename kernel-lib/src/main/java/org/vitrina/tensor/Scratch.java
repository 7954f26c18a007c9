package org.vitrina.tensor;

/// Floats that a thread uses again and again, so that products allocate nothing.
final class Scratch {
    private final ThreadLocal<float[]> floats = ThreadLocal.withInitial(() -> new float[0]);

    /// Returns at least `size` floats of this thread, with whatever it left in them.
    float[] floats(int size) {
        float[] mine = floats.get();
        if (mine.length < size) {
            mine = new float[size];
            floats.set(mine);
        }
        return mine;
    }
}
