package org.vitrina.hardware;

/// A processor with its memory, in figures of its maker.
///
/// @param name      what it is called
/// @param memory    bytes that it holds; of a computer, the most that it can be bought with
/// @param bandwidth bytes per second between the two
/// @param flops     operations per second at most, in `precision` and without tricks for zeros; NaN where
///     the maker says nothing that compares
/// @param precision of those operations
/// @param source    where these figures are published
public record Device(String name, double memory, double bandwidth, double flops, String precision, String source) {
    /// Returns whether its roof is known.
    public boolean hasRoofline() {
        return !Double.isNaN(flops);
    }

    /// Returns what it can do at most.
    ///
    /// @throws IllegalStateException if its maker does not say
    public Roofline roofline() {
        if (!hasRoofline()) {
            throw new IllegalStateException(
                    "the operations per second of " + name + " are not published, so that it has no roofline");
        }
        return new Roofline(name, flops, bandwidth);
    }

    /// Returns the tokens per second that its memory allows at most when a model writes.
    ///
    /// @param bytes of weights, keys and values that each token needs
    public double decode(double bytes) {
        return bandwidth / bytes;
    }
}
