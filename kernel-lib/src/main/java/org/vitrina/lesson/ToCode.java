package org.vitrina.lesson;

/// Rounding a weight to a whole number of few bits, as exercise 12.3 asks for it.
@FunctionalInterface
public interface ToCode {
    /// Returns the code of `weight`, from `-(2^(bits-1) - 1)` to `2^(bits-1) - 1`, where one step is
    /// `scale`.
    int code(double weight, double scale, int bits);
}
