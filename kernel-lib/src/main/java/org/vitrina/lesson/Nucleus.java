package org.vitrina.lesson;

/// The cut of top-p, as exercise 6.6 asks for it.
@FunctionalInterface
public interface Nucleus {
    /// Returns how many of `probabilities` stay: the largest, as few as have `p` together.
    ///
    /// @param probabilities the largest first
    int size(double[] probabilities, double p);
}
