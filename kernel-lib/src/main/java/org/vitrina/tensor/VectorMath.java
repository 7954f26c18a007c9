package org.vitrina.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Functions of whole vectors.
///
/// They name no species: constants take that of their argument, so that one method serves every width once it is
/// inlined.
final class VectorMath {
    /// Below this the result is smaller than the smallest normal float and becomes 0.
    static final float LEAST = -87.33654f;

    /// Above this the result is larger than any float.
    static final float GREATEST = 88.72283f;

    private static final float LOG2_E = 1.44269504f;

    /// `ln 2` as the sum of two floats: the first has its last bits 0, so that a small multiple of it is exact.
    private static final float LN2_HIGH = 0.693359375f;

    private static final float LN2_LOW = -2.12194440e-4f;

    /// Added to a float below 2²², it leaves the nearest whole number in the last bits.
    private static final float ROUND = 0x1.8p23f;

    // A polynomial for exp(r), |r| <= ln 2 / 2: the coefficients of Moshier's Cephes library (expf).
    private static final float P2 = 5.0000001201e-1f;
    private static final float P3 = 1.6666665459e-1f;
    private static final float P4 = 4.1665795894e-2f;
    private static final float P5 = 8.3334519073e-3f;
    private static final float P6 = 1.3981999507e-3f;
    private static final float P7 = 1.9875691500e-4f;

    private VectorMath() {}

    /// Returns `e^x`: off by at most 2 · 2⁻²⁴ of it, 1.26 units in the last place (found by trying all 2.2
    /// billion floats that have one); 0 below -87.33, infinity above 88.72, NaN for NaN.
    ///
    /// `x = n ln 2 + r` with a whole number `n` and `|r| <= ln 2 / 2`; `e^r` by a polynomial, times `2^n` by
    /// raising its exponent.
    static FloatVector exp(FloatVector x) {
        return expOfLess(x)
                .blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, GREATEST))
                .blend(x, x.compare(VectorOperators.NE, x));
    }

    /// Returns what [#exp] does of numbers of at most 88.72, with fewer instructions; of NaN it is not defined.
    static FloatVector expOfLess(FloatVector x) {
        FloatVector shifted = x.fma(x.broadcast(LOG2_E), x.broadcast(ROUND));
        FloatVector n = shifted.sub(ROUND);
        FloatVector r = n.fma(x.broadcast(-LN2_LOW), n.fma(x.broadcast(-LN2_HIGH), x));
        FloatVector p = r.fma(x.broadcast(P7), x.broadcast(P6))
                .fma(r, x.broadcast(P5))
                .fma(r, x.broadcast(P4))
                .fma(r, x.broadcast(P3))
                .fma(r, x.broadcast(P2))
                .fma(r.mul(r), r.add(1));
        // n stands in the lowest bits of what was shifted; the shift leaves nothing but them
        FloatVector y = p.reinterpretAsInts()
                .add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
                .reinterpretAsFloats();
        return y.blend(0, x.compare(VectorOperators.LT, LEAST));
    }

    /// Returns what the vector form gives, to the bit.
    static float exp(float x) {
        if (x < LEAST) {
            return 0;
        }
        if (!(x <= GREATEST)) {
            return x > GREATEST ? Float.POSITIVE_INFINITY : x;
        }
        float shifted = Math.fma(x, LOG2_E, ROUND);
        float n = shifted - ROUND;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
        float p = Math.fma(r, P7, P6);
        p = Math.fma(p, r, P5);
        p = Math.fma(p, r, P4);
        p = Math.fma(p, r, P3);
        p = Math.fma(p, r, P2);
        p = Math.fma(p, r * r, r + 1);
        return Float.intBitsToFloat(Float.floatToRawIntBits(p) + (Float.floatToRawIntBits(shifted) << 23));
    }

    /// Returns the sum of the lanes, each half added to the other until one is left. `reduceLanes` leaves the order
    /// open, and takes another one once the code is compiled: results would change while a program warms up.
    static float sum(FloatVector v) {
        FloatVector sums = v;
        if (v.length() > 8) sums = sums.add(sums.slice(8));
        if (v.length() > 4) sums = sums.add(sums.slice(4));
        if (v.length() > 2) sums = sums.add(sums.slice(2));
        return sums.add(sums.slice(1)).lane(0);
    }

    /// Returns `1 / (1 + e^-x)`.
    static FloatVector sigmoid(FloatVector x) {
        return x.broadcast(1f).div(exp(x.neg()).add(1));
    }

    /// Returns `tanh(x) = 2 sigmoid(2x) - 1`: within 3e-7.
    static FloatVector tanh(FloatVector x) {
        return sigmoid(x.add(x)).mul(2).sub(1);
    }
}
