package org.vitrina.quantize;

import java.util.Arrays;
import org.vitrina.show.Observer;

/// Finds the grid scale × code, codes `-reach` to `reach - 1`, that lies closest to the weights of a part,
/// each counting by its square, by changing one code after the other.
///
/// Begins with the grid that puts the weight furthest from 0 on the code `-reach`. Then each weight in turn
/// is given the code that suits the scale of all the others, if that makes the error smaller, at most five
/// times over all weights. Every operation is a 32-bit one in ggml's order, which is what makes the bytes
/// the same.
///
/// @param size  how many weights a part has
/// @param reach how many codes are negative
record DescentFit(int size, int reach) {
    private static final int ROUNDS = 5;

    /// Fits the weights `x[at …]`, writes their codes to `codes[to …]` and returns the scale.
    float fit(float[] x, int at, int[] codes, int to, Observer watch, int part) {
        float furthest = Grid.furthest(x, at, size);
        if (Math.abs(furthest) < LinearFit.NOTHING) {
            Arrays.fill(codes, to, to + size, -reach);
            return 0;
        }
        float perStep = -reach / furthest;
        float sumXL = 0;
        float sumLL = 0;
        for (int i = 0; i < size; i++) {
            float value = x[at + i];
            float weight = value * value;
            int code = Rounding.halfEven(perStep * value, -reach, reach - 1);
            codes[to + i] = code;
            sumXL += weight * value * code;
            sumLL += weight * code * code;
        }
        int[] moved = new int[ROUNDS];
        for (int round = 0; round < ROUNDS && (round == 0 || moved[round - 1] > 0); round++) {
            for (int i = 0; i < size; i++) {
                float value = x[at + i];
                float weight = value * value;
                int code = codes[to + i];
                float othersXL = sumXL - weight * value * code;
                if (othersXL > 0) {
                    float othersLL = sumLL - weight * code * code;
                    int other = Rounding.halfEven(value * othersLL / othersXL, -reach, reach - 1);
                    if (other != code) {
                        float newXL = othersXL + weight * value * other;
                        float newLL = othersLL + weight * other * other;
                        if (newLL > 0 && newXL * newXL * sumLL > sumXL * sumXL * newLL) {
                            codes[to + i] = other;
                            sumXL = newXL;
                            sumLL = newLL;
                            moved[round]++;
                        }
                    }
                }
            }
        }
        float scale = sumLL > 0 ? sumXL / sumLL : 0;
        watch.step(PartStep.CodesMoved.NAME, () -> new PartStep.CodesMoved(part, moved, scale));
        return scale;
    }
}
