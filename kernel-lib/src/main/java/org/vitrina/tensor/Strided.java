package org.vitrina.tensor;

/// A matrix that lies in an array with a distance from row to row: an operand of [MatMul].
///
/// @param data   the array
/// @param from   where the first row begins
/// @param stride from the beginning of a row to that of the next
public record Strided(float[] data, int from, int stride) {
    /// Returns the rows of a tensor.
    public static Strided of(Tensor tensor) {
        return new Strided(tensor.data(), tensor.offset(), tensor.columns());
    }

    Strided rows(int first) {
        return new Strided(data, from + first * stride, stride);
    }

    Strided columns(int first) {
        return new Strided(data, from + first, stride);
    }
}
