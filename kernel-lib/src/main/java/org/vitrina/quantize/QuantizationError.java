package org.vitrina.quantize;

import java.util.Objects;

/// What numbers lose when they are kept in fewer bits.
///
/// @param weights how many numbers were compared
/// @param rmse    the root of the mean squared error: how far off a number typically is
/// @param largest the error that is furthest from 0, as a size
/// @param sqnr    the signal-to-quantization-noise ratio in decibels, `10 log10(Σ x² / Σ error²)`: 20 dB
///     more is an error ten times as small. Infinite where nothing was lost
/// @param cosine  the cosine of the angle between the numbers before and after: 1 is the same direction.
///     NaN where either are all 0 and the other are not
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

    /// Returns the error over all the weights of several matrices.
    public static QuantizationError of(Iterable<QuantizedTensor> matrices) {
        var sums = new ErrorSums();
        for (QuantizedTensor matrix : matrices) {
            sums.add(
                    matrix.before().data(),
                    matrix.before().offset(),
                    matrix.after().data(),
                    matrix.after().offset(),
                    matrix.before().size());
        }
        return sums.error();
    }

    /// Compares `count` numbers `before[beforeFrom …]` with `after[afterFrom …]`.
    public static QuantizationError of(float[] before, int beforeFrom, float[] after, int afterFrom, int count) {
        Objects.checkFromIndexSize(beforeFrom, count, before.length);
        Objects.checkFromIndexSize(afterFrom, count, after.length);
        var sums = new ErrorSums();
        sums.add(before, beforeFrom, after, afterFrom, count);
        return sums.error();
    }
}
