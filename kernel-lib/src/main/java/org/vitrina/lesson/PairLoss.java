package org.vitrina.lesson;

/// The loss of direct preference optimization for one pair, as exercise 10.4 asks for it.
@FunctionalInterface
public interface PairLoss {
    /// Returns the loss, in nats.
    ///
    /// @param chosen   how much likelier the chosen answer has become, in nats
    /// @param rejected how much likelier the rejected one has become
    double of(double chosen, double rejected, double beta);
}
