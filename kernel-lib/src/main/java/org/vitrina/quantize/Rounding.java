package org.vitrina.quantize;

/// Turns floats into whole numbers as the C of ggml's quantizers does on x86.
final class Rounding {
    private Rounding() {}

    /// Cuts the fraction off. What no `int` can hold becomes `0x80000000`, which is what the processor says; its
    /// low byte, the code that is stored, is 0. Java's own cast would give the nearest `int`, or 0 for NaN.
    static int truncate(float x) {
        return x >= -0x1p31f && x < 0x1p31f ? (int) x : Integer.MIN_VALUE;
    }

    /// Rounds to the nearest whole number, halves away from zero: C's `roundf`, then a cast.
    static int halfAway(float x) {
        int whole = truncate(x);
        if (whole == Integer.MIN_VALUE) {
            return whole;
        }
        // adding 0.5 first would round 0.49999997 up
        float rest = x - whole;
        return rest >= 0.5f ? whole + 1 : rest <= -0.5f ? whole - 1 : whole;
    }
}
