package org.vitrina.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/// Says that shapes do not fit an operation: which operation, what it needs, and what it got.
public final class ShapeException extends IllegalArgumentException {
    /// @param operation what was asked for, such as `matmul`
    /// @param needs     what must hold of the shapes, and what to do
    /// @param shapes    the shapes that were given
    public ShapeException(String operation, String needs, int[]... shapes) {
        super(operation + ": " + needs + ", but got "
                + Arrays.stream(shapes).map(Arrays::toString).collect(Collectors.joining(" and ")));
    }

    /// Returns nothing if both have the same shape.
    ///
    /// @throws ShapeException if not
    public static void requireSame(String operation, Tensor a, Tensor b) {
        if (!Arrays.equals(a.shape(), b.shape())) {
            throw new ShapeException(operation, "both sides need the same shape", a.shape(), b.shape());
        }
    }
}
