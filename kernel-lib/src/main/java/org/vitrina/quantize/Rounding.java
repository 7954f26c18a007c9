package org.vitrina.quantize;

/// Turns floats into whole numbers as the C of ggml's quantizers does on x86, also where no whole number is
/// near.
final class Rounding {
    /// 1.5 × 2²³: added to a float, it leaves the nearest whole number in the lowest bits of the sum.
    private static final float SHIFT = 0x1.8p23f;

    private Rounding() {}

    /// Cuts the fraction off. What no `int` can hold becomes `0x80000000`, which is what the processor
    /// says; its low byte, the code that is stored, is 0. Java's own cast would give the nearest `int`, or
    /// 0 for NaN.
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

    /// Rounds to the nearest whole number, halves to the even one: ggml's `nearest_int`, which is right
    /// within ±2²² and gives some number elsewhere.
    static int halfEven(float x) {
        return (Float.floatToRawIntBits(x + SHIFT) & 0x7FFFFF) - 0x400000;
    }

    /// Rounds as [#halfEven] does, then moves to the nearest of `least` to `greatest`.
    static int halfEven(float x, int least, int greatest) {
        return Math.clamp(halfEven(x), least, greatest);
    }
}
