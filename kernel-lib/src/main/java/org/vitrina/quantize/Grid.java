package org.vitrina.quantize;

/// What weights of a block reach, and where they lie on a grid of equal steps.
final class Grid {
    private Grid() {}

    /// Returns the weight furthest from 0, the first of several; 0 if all are 0.
    static float furthest(float[] from, int at, int count) {
        float furthest = 0;
        for (int i = 0; i < count; i++) {
            if (Math.abs(from[at + i]) > Math.abs(furthest)) {
                furthest = from[at + i];
            }
        }
        return furthest;
    }

    /// Returns the least weight. Of 0 and -0, which are equal, it is the first.
    static float least(float[] from, int at, int count) {
        float least = from[at];
        for (int i = 1; i < count; i++) {
            if (from[at + i] < least) {
                least = from[at + i];
            }
        }
        return least;
    }

    /// Returns the greatest weight.
    static float greatest(float[] from, int at, int count) {
        float greatest = from[at];
        for (int i = 1; i < count; i++) {
            if (from[at + i] > greatest) {
                greatest = from[at + i];
            }
        }
        return greatest;
    }

    /// Returns the greatest of `values` that is above 0, or 0. NaN is above nothing.
    static float greatestAboveZero(float[] values) {
        float greatest = 0;
        for (float value : values) {
            if (value > greatest) {
                greatest = value;
            }
        }
        return greatest;
    }

    /// Returns how many steps of `step` each weight lies above `zero`; all 0 if `step` is 0.
    ///
    /// Multiplies by the inverse, as ggml does: a division would differ in last bits.
    static float[] positions(float[] from, int at, int count, float zero, float step) {
        float perStep = step == 0 ? 0 : 1 / step;
        float[] positions = new float[count];
        for (int i = 0; i < count; i++) {
            positions[i] = (from[at + i] - zero) * perStep;
        }
        return positions;
    }
}
