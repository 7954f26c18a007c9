package org.vitrina.transformer;

import java.util.Arrays;
import org.vitrina.tensor.Kernels;

/// The angles of a rotary embedding, by position: `position · base^(-2i / rotated)` for pair `i`.
final class Angles {
    private final Rope rope;
    private final double[] frequencies;
    private float[] cos = {};
    private float[] sin = {};

    Angles(Rope rope) {
        this.rope = rope;
        frequencies = rope.frequencies();
    }

    /// Computes the angles of all positions before `positions`, where they are not yet there.
    void reach(int positions) {
        int pairs = frequencies.length;
        int done = cos.length / pairs;
        if (done >= positions) return;
        int reach = Math.max(positions, done + done / 2 + 64);
        cos = Arrays.copyOf(cos, reach * pairs);
        sin = Arrays.copyOf(sin, reach * pairs);
        for (int position = done; position < reach; position++) {
            for (int i = 0; i < pairs; i++) {
                double angle = position * frequencies[i];
                cos[position * pairs + i] = (float) (Math.cos(angle) * rope.magnitude());
                sin[position * pairs + i] = (float) (Math.sin(angle) * rope.magnitude());
            }
        }
    }

    /// Turns one head in place.
    void turn(Kernels kernels, float[] x, int at, int position) {
        kernels.rope(x, at, cos, sin, position * frequencies.length, rope.rotated(), rope.pairing());
    }
}
