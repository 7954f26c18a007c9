package org.vitrina.quantize;

import java.util.Arrays;
import org.vitrina.show.Observer;

/// Finds the grid scale × code, codes `-reach` to `reach - 1`, that lies closest to the weights of a part,
/// each counting by its square.
///
/// Nineteen grids are tried, from a little coarser to a little finer than the one that puts the weight
/// furthest from 0 on the code `-reach`. For each, weights are rounded to codes, and then the scale is
/// found that suits these codes best, by least squares. Every operation is a 32-bit one in ggml's order,
/// which is what makes the bytes the same.
///
/// @param size  how many weights a part has
/// @param reach how many codes are negative
record LinearFit(int size, int reach) {
    /// Weights that are all smaller than this are taken for 0.
    static final float NOTHING = 1e-15f;

    private static final int EITHER_WAY = 9;

    /// Fits the weights `x[at …]`, writes their codes to `codes[to …]` and returns the scale, which is
    /// negative where the weight furthest from 0 is positive.
    float fit(float[] x, int at, int[] codes, int to, Observer watch, int part) {
        float furthest = Grid.furthest(x, at, size);
        if (Math.abs(furthest) < NOTHING) {
            Arrays.fill(codes, to, to + size, -reach);
            return 0;
        }
        float scale = 0;
        float best = 0;
        int chosen = 0;
        float[] explained = new float[2 * EITHER_WAY + 1];
        int[] tried = new int[size];
        for (int t = 0; t <= 2 * EITHER_WAY; t++) {
            // the plain grid first, then the others in order
            int finer = t == 0 ? 0 : t <= EITHER_WAY ? t - 1 - EITHER_WAY : t - EITHER_WAY;
            float perStep = -(reach + 0.1f * finer) / furthest;
            float sumXL = 0;
            float sumLL = 0;
            for (int i = 0; i < size; i++) {
                float value = x[at + i];
                int code = Rounding.halfEven(perStep * value, -reach, reach - 1);
                float weight = value * value;
                tried[i] = code;
                sumXL += weight * value * code;
                sumLL += weight * code * code;
            }
            explained[t] = sumXL * sumXL / sumLL;
            if (t == 0 || sumLL > 0 && sumXL * sumXL > best * sumLL) {
                System.arraycopy(tried, 0, codes, to, size);
                scale = sumLL == 0 ? 0 : sumXL / sumLL;
                best = scale * sumXL;
                chosen = t;
            }
        }
        float result = scale;
        int taken = chosen;
        watch.step(
                PartStep.GridChosen.NAME,
                () -> new PartStep.GridChosen(
                        part, "explained weight (Σ w x q)² / Σ w q²", explained, taken, result, 0));
        return scale;
    }
}
