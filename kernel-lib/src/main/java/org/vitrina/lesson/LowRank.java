package org.vitrina.lesson;

/// The merging of an adapter into a matrix, as exercise 9.5 asks for it.
@FunctionalInterface
public interface LowRank {
    /// Returns `W + scale · B · A`.
    ///
    /// @param w    shape `[out][in]`
    /// @param down `A`, shape `[r][in]`
    /// @param up   `B`, shape `[out][r]`
    double[][] merged(double[][] w, double[][] down, double[][] up, double scale);
}
