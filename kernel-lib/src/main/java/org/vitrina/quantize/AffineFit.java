package org.vitrina.quantize;

import java.util.Arrays;
import org.vitrina.show.Observer;

/// Finds the grid scale × code - depth, codes 0 to `top`, that lies closest to the weights of a part.
///
/// Several grids are tried, each a little finer or coarser than the one that just reaches from the least to
/// the greatest weight. For each, weights are rounded to codes, and then the scale and the depth are found
/// that suit these codes best, by weighted least squares. The grid with the least error stays. Every
/// operation is a 32-bit one in ggml's order, which is what makes the bytes the same.
///
/// @param size     how many weights a part has
/// @param top      the greatest code
/// @param first    by how much the first grid tried has more steps than `top`; negative is coarser
/// @param by       how many more steps each further grid has
/// @param tries    how many further grids are tried
/// @param absolute whether an error counts by its size; otherwise by its square
record AffineFit(int size, int top, float first, float by, int tries, boolean absolute) {
    /// @param scale the distance between two values of the grid
    /// @param depth how far below 0 the grid begins; not negative
    record Fitted(float scale, float depth) {}

    /// Fits the weights `x[at …]` and writes their codes to `codes[to …]`.
    ///
    /// @param importance how much the error of each weight counts
    /// @param part       what the part is called when `watch` is told
    Fitted fit(float[] x, int at, float[] importance, int[] codes, int to, Observer watch, int part) {
        float least = Math.min(0, Grid.least(x, at, size));
        float greatest = Grid.greatest(x, at, size);
        if (greatest == least) {
            Arrays.fill(codes, to, to + size, 0);
            return new Fitted(0, -least);
        }
        float sum = 0;
        float sumX = 0;
        for (int i = 0; i < size; i++) {
            sum += importance[i];
            sumX += importance[i] * x[at + i];
        }
        float perStep = top / (greatest - least);
        float scale = 1 / perStep;
        round(x, at, least, perStep, codes, to);
        float[] errors = new float[tries + 2];
        float smallest = error(x, at, importance, codes, to, scale, least);
        errors[0] = smallest;
        int best = 0;
        int[] tried = new int[size];
        for (int t = 0; t <= tries; t++) {
            // the best grid so far says where this one begins
            perStep = (first + by * t + top) / (greatest - least);
            round(x, at, least, perStep, tried, 0);
            float sumL = 0;
            float sumLL = 0;
            float sumXL = 0;
            for (int i = 0; i < size; i++) {
                float weighted = importance[i] * tried[i];
                sumL += weighted;
                sumLL += weighted * tried[i];
                sumXL += weighted * x[at + i];
            }
            float determinant = sum * sumLL - sumL * sumL;
            errors[t + 1] = Float.NaN;
            if (determinant > 0) {
                float newScale = (sum * sumXL - sumX * sumL) / determinant;
                float newLeast = (sumLL * sumX - sumL * sumXL) / determinant;
                if (newLeast > 0) {
                    newLeast = 0;
                    newScale = sumXL / sumLL;
                }
                float error = error(x, at, importance, tried, 0, newScale, newLeast);
                errors[t + 1] = error;
                if (error < smallest) {
                    best = t + 1;
                    System.arraycopy(tried, 0, codes, to, size);
                    smallest = error;
                    scale = newScale;
                    least = newLeast;
                }
            }
        }
        var fitted = new Fitted(scale, -least);
        int chosen = best;
        watch.step(
                PartStep.GridChosen.NAME,
                () -> new PartStep.GridChosen(part, "weighted error", errors, chosen, fitted.scale(), fitted.depth()));
        return fitted;
    }

    private void round(float[] x, int at, float least, float perStep, int[] codes, int to) {
        for (int i = 0; i < size; i++) {
            codes[to + i] = Rounding.halfEven(perStep * (x[at + i] - least), 0, top);
        }
    }

    private float error(float[] x, int at, float[] importance, int[] codes, int from, float scale, float least) {
        float error = 0;
        for (int i = 0; i < size; i++) {
            float off = scale * codes[from + i] + least - x[at + i];
            error += importance[i] * (absolute ? Math.abs(off) : off * off);
        }
        return error;
    }
}
