package org.vitrina.quantize;

import java.util.Objects;

/// What numbers lose when they are kept in fewer bits.
///
/// @param weights how many numbers were compared
/// @param rmse    the root of the mean squared error: how far off a number typically is
/// @param largest the error that is furthest from 0, as a size
/// @param sqnr    the signal-to-quantization-noise ratio in decibels, `10 log10(Σ x² / Σ error²)`: 20 dB more is
///     an error ten times as small. Infinite where nothing was lost
/// @param cosine  the cosine of the angle between the numbers before and after: 1 is the same direction. NaN where
///     either are all 0 and the other are not
public record QuantizationError(long weights, double rmse, double largest, double sqnr, double cosine) {

    /// Compares numbers before and after. Sums are kept in double precision.
    ///
    /// @throws IllegalArgumentException if there are not equally many of both
    public static QuantizationError of(float[] before, float[] after) {
        if (before.length != after.length) {
            throw new IllegalArgumentException("an error needs equally many numbers before and after, but got "
                    + before.length + " and " + after.length);
        }
        return of(before, 0, after, 0, before.length);
    }

    /// Compares `count` numbers `before[beforeFrom …]` with `after[afterFrom …]`.
    public static QuantizationError of(float[] before, int beforeFrom, float[] after, int afterFrom, int count) {
        Objects.checkFromIndexSize(beforeFrom, count, before.length);
        Objects.checkFromIndexSize(afterFrom, count, after.length);
        double errors = 0;
        double largest = 0;
        double squares = 0;
        double squaresAfter = 0;
        double products = 0;
        for (int i = 0; i < count; i++) {
            double x = before[beforeFrom + i];
            double y = after[afterFrom + i];
            // equal infinities are no error
            double error = x == y ? 0 : y - x;
            errors += error * error;
            largest = Math.max(largest, Math.abs(error));
            squares += x * x;
            squaresAfter += y * y;
            products += x * y;
        }
        double rmse = count == 0 ? 0 : Math.sqrt(errors / count);
        double sqnr = errors == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(squares / errors);
        // the rounding of the sums must not bring it above 1
        double cosine = errors == 0 ? 1 : Math.min(1, products / Math.sqrt(squares) / Math.sqrt(squaresAfter));
        return new QuantizationError(count, rmse, largest, sqnr, cosine);
    }
}
