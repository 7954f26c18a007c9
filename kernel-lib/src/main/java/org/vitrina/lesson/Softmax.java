package org.vitrina.lesson;

/// The softmax with a temperature, as exercise 6.5 asks for it.
@FunctionalInterface
public interface Softmax {
    /// Returns `exp(logit / temperature)` of each logit, divided by their sum.
    double[] probabilities(double[] logits, double temperature);
}
