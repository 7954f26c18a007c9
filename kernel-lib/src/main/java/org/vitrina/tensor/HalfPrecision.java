package org.vitrina.tensor;

/// Rows of 16-bit floats, to and from 32-bit ones. The JIT makes vector instructions of these loops.
///
/// Half precision (F16) is IEEE 754 binary16: 5 bits of exponent, 10 of fraction. BF16 is the upper half of a
/// 32-bit float: all 8 bits of its exponent, 7 of its fraction.
public final class HalfPrecision {
    private HalfPrecision() {}

    /// Writes `n` numbers of half precision as floats; exact.
    public static void toFloats(short[] halves, int from, float[] to, int at, int n) {
        for (int i = 0; i < n; i++) {
            to[at + i] = Float.float16ToFloat(halves[from + i]);
        }
    }

    /// Writes `n` floats in half precision, each rounded to the nearest, ties to even; from 65,520 on they are
    /// infinite.
    public static void fromFloats(float[] floats, int from, short[] to, int at, int n) {
        for (int i = 0; i < n; i++) {
            to[at + i] = Float.floatToFloat16(floats[from + i]);
        }
    }

    /// Writes `n` numbers of BF16 as floats; exact.
    public static void bf16ToFloats(short[] bf16, int from, float[] to, int at, int n) {
        for (int i = 0; i < n; i++) {
            to[at + i] = Float.intBitsToFloat(bf16[from + i] << 16);
        }
    }

    /// Writes `n` floats in BF16, each rounded to the nearest, ties to even.
    public static void bf16FromFloats(float[] floats, int from, short[] to, int at, int n) {
        for (int i = 0; i < n; i++) {
            int bits = Float.floatToRawIntBits(floats[from + i]);
            int rounded = (bits + 0x7FFF + (bits >>> 16 & 1)) >>> 16;
            // a NaN must not be rounded to infinity: keep its upper half and make it quiet
            to[at + i] = (short) ((bits & 0x7FFFFFFF) > 0x7F800000 ? bits >>> 16 | 0x40 : rounded);
        }
    }
}
