package org.vitrina.lesson;

/// Turns a point of a plane: what exercise 3.4 asks for.
@FunctionalInterface
public interface Rotation {
    /// Returns the point `(x, y)` turned by `angle` radians, as an array of two.
    double[] turn(double x, double y, double angle);
}
