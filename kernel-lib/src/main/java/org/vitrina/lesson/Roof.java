package org.vitrina.lesson;

/// The code asked for by exercise 13.5.
@FunctionalInterface
public interface Roof {
    /// Returns the operations per second that are possible.
    ///
    /// @param flops     operations per second at most
    /// @param bandwidth bytes per second at most
    /// @param intensity operations for each byte
    double attainable(double flops, double bandwidth, double intensity);
}
