package org.vitrina.tensor;

/// Floats of 16 bits (IEEE 754 binary16), moved so that the upper bits of a float can be made of them with a shift
/// and a mask.
///
/// As they are, the least of them would become floats too small for a CPU to multiply at full speed. So a panel
/// has an exponent in common, its greatest, and each number is kept relative to that. Where the greatest number
/// is below 128 nothing is lost, and mostly not above.
final class Halves {
    /// Sign, the 5 low bits of the exponent, and the 10 high ones of the fraction of a float.
    static final int MASK = 0x8FFFE000;

    /// What inputs are multiplied with, so that no product comes near the least floats there are.
    private static final int LIFT = 64;

    /// The exponent that the greatest number of a panel gets: 31 as the bits of a float have it.
    static final int TOP = 31 - Float.MAX_EXPONENT;

    /// How far below the greatest exponent one may be; 0 bits of exponent are for zero.
    private static final int REACH = 30;

    private static final int FRACTION_LEFT_OUT = 13;

    private Halves() {}

    /// Returns the greatest exponent of a panel, or [Integer#MAX_VALUE] if a number is infinite or NaN or too
    /// small to be kept beside the greatest.
    static int exponent(short[] halves) {
        int greatest = Float.MIN_EXPONENT;
        int least = Float.MAX_EXPONENT;
        for (short half : halves) {
            float value = Float.float16ToFloat(half);
            if (value != 0) {
                int exponent = Math.getExponent(value);
                greatest = Math.max(greatest, exponent);
                least = Math.min(least, exponent);
            }
        }
        return greatest == Float.MAX_EXPONENT + 1 || greatest - least > REACH ? Integer.MAX_VALUE : greatest;
    }

    /// Returns the bits that a half is kept as, beside others the greatest of which has that exponent.
    static int moved(short half, int exponent) {
        int bits = Float.floatToRawIntBits(Float.float16ToFloat(half) * power(TOP - exponent));
        return (bits >>> 16 & 0x8000) | bits >>> FRACTION_LEFT_OUT & 0x7FFF;
    }

    /// Returns the number that bits were made of.
    static float value(short moved, int exponent) {
        return Float.intBitsToFloat(moved << FRACTION_LEFT_OUT & MASK) * power(exponent - TOP);
    }

    static float lift() {
        return power(LIFT);
    }

    /// Returns what sums of lifted inputs are multiplied with.
    static float factor(int exponent) {
        return power(exponent - TOP - LIFT);
    }

    static float power(int exponent) {
        return Math.scalb(1f, exponent);
    }
}
