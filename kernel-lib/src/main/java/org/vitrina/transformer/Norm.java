package org.vitrina.transformer;

/// How rows are normalized.
///
/// @param kind    which statistics are used
/// @param epsilon added to the variance, against division by zero
public record Norm(Kind kind, float epsilon) {
    /// The two norms in use.
    public enum Kind {
        /// Divides by the root mean square; no bias.
        RMS,
        /// Subtracts the mean and divides by the standard deviation, then scales and shifts.
        LAYER
    }
}
