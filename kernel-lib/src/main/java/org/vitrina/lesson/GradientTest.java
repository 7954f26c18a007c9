package org.vitrina.lesson;

import java.util.function.DoubleUnaryOperator;

/// A test of gradients, as exercise 7.8 asks for it.
@FunctionalInterface
public interface GradientTest {
    /// Returns whether `slope` gives the slope of `f` everywhere.
    boolean passes(DoubleUnaryOperator f, DoubleUnaryOperator slope);
}
