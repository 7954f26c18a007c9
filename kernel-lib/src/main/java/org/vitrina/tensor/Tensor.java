package org.vitrina.tensor;

import java.util.Arrays;
import java.util.Objects;

/// A dense array of 32-bit floats with a shape, row-major.
///
/// A tensor is a window onto a `float[]`: [#row] and [#rows] return windows onto the same floats, not
/// copies, and what is written through one is seen through the other. [#copy] cuts the tie.
///
/// @param data   the floats; those of this tensor are `[offset, offset + size)`
/// @param offset where the first element lies
/// @param shape  the length of each axis, outermost first; `[T, d]` is `T` rows of `d`
public record Tensor(float[] data, int offset, int... shape) {
    public Tensor {
        Objects.requireNonNull(data, "data");
        shape = shape.clone();
        long size = 1;
        for (int length : shape) {
            if (length < 0) {
                throw new ShapeException("tensor", "every length must be at least 0", shape);
            }
            size = Math.multiplyExact(size, length);
        }
        Objects.checkFromIndexSize(offset, Math.toIntExact(size), data.length);
    }

    /// Returns a tensor of zeros.
    public static Tensor zeros(int... shape) {
        return new Tensor(new float[size(shape)], 0, shape);
    }

    /// Returns a tensor over `data`, which is not copied.
    public static Tensor of(float[] data, int... shape) {
        if (data.length != size(shape)) {
            throw new ShapeException("tensor", "the shape must hold the " + data.length + " given floats", shape);
        }
        return new Tensor(data, 0, shape);
    }

    /// Returns the number of elements.
    public int size() {
        return size(shape);
    }

    /// Returns the length of the last axis, 1 for a scalar.
    public int columns() {
        return shape.length == 0 ? 1 : shape[shape.length - 1];
    }

    /// Returns how many rows of [#columns()] there are: the product of all axes but the last.
    public int rows() {
        return size(Arrays.copyOf(shape, Math.max(0, shape.length - 1)));
    }

    @Override
    public int[] shape() {
        return shape.clone();
    }

    /// Returns the element at `index`, one number for each axis.
    ///
    /// @throws IndexOutOfBoundsException if an index is outside its axis
    public float get(int... index) {
        if (index.length != shape.length) {
            throw new IndexOutOfBoundsException("a tensor of shape " + Arrays.toString(shape) + " takes " + shape.length
                    + " indices, but got " + Arrays.toString(index));
        }
        int at = offset;
        int step = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            at += Objects.checkIndex(index[axis], shape[axis]) * step;
            step *= shape[axis];
        }
        return data[at];
    }

    /// Returns row `index` as a window, shape `[columns]`.
    public Tensor row(int index) {
        int columns = columns();
        return new Tensor(data, offset + Objects.checkIndex(index, rows()) * columns, columns);
    }

    /// Returns the rows from `from` to before `to` as a window, shape `[to - from, columns]`.
    public Tensor rows(int from, int to) {
        Objects.checkFromToIndex(from, to, rows());
        return new Tensor(data, offset + from * columns(), to - from, columns());
    }

    /// Returns the same floats under another shape of the same size.
    public Tensor reshaped(int... shape) {
        if (size(shape) != size()) {
            throw new ShapeException("reshape", "both shapes must hold equally many floats", this.shape, shape);
        }
        return new Tensor(data, offset, shape);
    }

    /// Returns a tensor with floats of its own.
    public Tensor copy() {
        return new Tensor(toArray(), 0, shape);
    }

    /// Returns the elements, row after row, as a new array.
    public float[] toArray() {
        return Arrays.copyOfRange(data, offset, offset + size());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor tensor
                && Arrays.equals(shape, tensor.shape)
                && Arrays.equals(data, offset, offset + size(), tensor.data, tensor.offset, tensor.offset + size());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(shape) * 31 + Arrays.hashCode(toArray());
    }

    @Override
    public String toString() {
        return "Tensor" + Arrays.toString(shape);
    }

    private static int size(int... shape) {
        int size = 1;
        for (int length : shape) {
            size = Math.multiplyExact(size, length);
        }
        return size;
    }
}
