package org.vitrina.generate;

/// The exponential function of numbers that are not positive, with the same bits on every machine.
///
/// `Math.exp` may differ in its last bit from one processor to the next, and `StrictMath.exp`, which may
/// not, takes several times as long. This one uses only operations that Java defines exactly: a power of
/// two from a table, times a polynomial for the little that is left. Its relative error is below `1e-12`.
final class Exponential {
    /// Entries of the table, a power of two.
    private static final int STEPS = 1 << 11;

    private static final double STEP = StrictMath.log(2) / STEPS;

    /// Below this the result would not be a normal number any more.
    private static final double LOWEST = -708;

    private static final double[] POWERS = new double[STEPS];

    static {
        for (int i = 0; i < STEPS; i++) {
            POWERS[i] = StrictMath.pow(2, (double) i / STEPS);
        }
    }

    private Exponential() {}

    /// Returns e to the power of `x`, 0 for an `x` below -708.
    ///
    /// @param x at most 0
    static double of(double x) {
        if (x < LOWEST) {
            return 0;
        }
        int n = (int) (x * (1 / STEP) - 0.5);
        double rest = x - n * STEP;
        double power = Double.longBitsToDouble((n >> 11) + 1023L << 52) * POWERS[n & STEPS - 1];
        return power * (1 + rest * (1 + rest * (0.5 + rest * (1 / 6.0))));
    }
}
