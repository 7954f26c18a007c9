package org.vitrina.transformer;

import java.util.Arrays;
import java.util.List;
import org.vitrina.tensor.Matrix;

/// A named parameter of a model.
///
/// @param name   its name in GGUF, such as `blk.0.attn_q.weight`
/// @param shape  `[outputs, inputs]` of a matrix, `[d]` of a vector
/// @param matrix how it is multiplied; a vector is a matrix of one row
public record Weight(String name, List<Integer> shape, Matrix matrix) {
    public Weight {
        shape = List.copyOf(shape);
    }

    /// Returns a parameter of this shape.
    public static Weight of(String name, Matrix matrix, int... shape) {
        return new Weight(name, Arrays.stream(shape).boxed().toList(), matrix);
    }

    /// Returns how many numbers it holds.
    public long size() {
        return (long) matrix.rows() * matrix.columns();
    }

    /// Returns the numbers of a vector, a copy.
    float[] vector() {
        float[] numbers = new float[matrix.columns()];
        matrix.row(0, numbers, 0);
        return numbers;
    }
}
