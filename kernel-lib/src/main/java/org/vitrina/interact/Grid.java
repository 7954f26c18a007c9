package org.vitrina.interact;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// The values that a slider can take: `min`, `min + step`, … and `max`.
///
/// @param min  lowest value
/// @param max  highest value, above `min`
/// @param step distance of two values, above 0
record Grid(double min, double max, double step) {
    private static final int STEPS = 100;

    Grid {
        if (!Double.isFinite(min) || !Double.isFinite(max) || !(min < max)) {
            throw new IllegalArgumentException(
                    "a slider needs a range from a lower to a higher finite number, but got " + min + " to " + max);
        }
        if (!(step > 0) || step > max - min) {
            throw new IllegalArgumentException("the step of a slider must be greater than 0 and at most its range, "
                    + written(max - min) + ", but is " + step);
        }
    }

    /// Returns a grid of at least 100 steps with a step that a person would choose: 1, 2 or 5, times a power
    /// of ten.
    static Grid over(double min, double max) {
        if (!Double.isFinite(min) || !Double.isFinite(max) || !(min < max)) {
            return new Grid(min, max, 1);
        }
        var most = new BigDecimal((max - min) / STEPS);
        BigDecimal power = BigDecimal.ONE.scaleByPowerOfTen(most.precision() - most.scale() - 1);
        double leading = most.divide(power, MathContext.DECIMAL32).doubleValue();
        int nice = leading < 2 ? 1 : leading < 5 ? 2 : 5;
        return new Grid(min, max, power.multiply(BigDecimal.valueOf(nice)).doubleValue());
    }

    /// Returns the value in the middle.
    double middle() {
        return nearest(min + (max - min) / 2);
    }

    /// Returns the value that is nearest to `value`, without the noise of a binary fraction: 0.3, not
    /// 0.30000000000000004.
    double nearest(double value) {
        if (value >= max) {
            return max;
        }
        if (value <= min) {
            return min;
        }
        var steps = new BigDecimal((value - min) / step).setScale(0, RoundingMode.HALF_EVEN);
        double found = BigDecimal.valueOf(min)
                .add(BigDecimal.valueOf(step).multiply(steps))
                .doubleValue();
        return Math.min(found, max);
    }

    /// Returns how many digits after the point tell two values apart.
    int decimals() {
        int least = BigDecimal.valueOf(min).stripTrailingZeros().scale();
        int each = BigDecimal.valueOf(step).stripTrailingZeros().scale();
        return Math.clamp(Math.max(least, each), 0, 10);
    }

    /// Returns a number as a person writes it: 2, 0.1, 1.25.
    static String written(double number) {
        if (!Double.isFinite(number) || number == 0) {
            return number == 0 ? "0" : Double.toString(number);
        }
        var rounded = new BigDecimal(number).round(new MathContext(6)).stripTrailingZeros();
        return Math.abs(number) >= 1e-4 && Math.abs(number) < 1e9 ? rounded.toPlainString() : rounded.toString();
    }
}
