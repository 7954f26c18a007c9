package org.vitrina.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Functions of whole vectors.
///
/// They name no species: constants take that of their argument, so that one method serves every width once it is
/// inlined.
final class VectorMath {
    private static final float LOG2_E = 1.44269504f;

    /// `ln 2` as the sum of two floats: the first has its last bits 0, so that a small multiple of it is exact.
    private static final float LN2_HIGH = 0.693359375f;

    private static final float LN2_LOW = -2.12194440e-4f;

    /// Added to a float below 2²², it leaves the nearest whole number in the last bits.
    private static final float ROUND = 0x1.8p23f;

    /// Below this the result is smaller than the smallest normal float and becomes 0.
    static final float LEAST = -87.33654f;

    /// Above this the result is larger than any float.
    static final float GREATEST = 88.72283f;

    private VectorMath() {}

    /// Returns `e^x`, within 2 units in the last place; 0 below -87.33, infinity above 88.72, NaN for NaN.
    ///
    /// `x = n ln 2 + r` with a whole number `n` and `|r| <= ln 2 / 2`; `e^r` by a polynomial of degree 6 (its
    /// coefficients are those of the Taylor series, pulled towards the edges of that range), times `2^n` put
    /// directly into the exponent.
    static FloatVector exp(FloatVector x) {
        FloatVector inRange = x.max(LEAST).min(GREATEST);
        FloatVector shifted = inRange.mul(LOG2_E).add(ROUND);
        FloatVector n = shifted.sub(ROUND);
        FloatVector r = n.mul(-LN2_HIGH).add(inRange).sub(n.mul(LN2_LOW));
        FloatVector p = r.mul(1.9875691500e-4f).add(1.3981999507e-3f);
        p = p.mul(r).add(8.3334519073e-3f);
        p = p.mul(r).add(4.1665795894e-2f);
        p = p.mul(r).add(1.6666665459e-1f);
        p = p.mul(r).add(5.0000001201e-1f);
        p = p.mul(r).mul(r).add(r).add(1);
        // in two halves, as 2^128 is no float though e^88.7 is one
        var whole = shifted.reinterpretAsInts().sub(Float.floatToRawIntBits(ROUND));
        var half = whole.lanewise(VectorOperators.ASHR, 1);
        var rest = whole.sub(half);
        FloatVector y = p.mul(power(half)).mul(power(rest));
        y = y.blend(0, x.compare(VectorOperators.LT, LEAST));
        y = y.blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, GREATEST));
        return y.blend(x, x.compare(VectorOperators.NE, x));
    }

    /// Returns `2^n`.
    private static FloatVector power(IntVector n) {
        return n.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
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
