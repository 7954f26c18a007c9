package org.vitrina.tensor;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import org.vitrina.show.Values;

/// A dense array of 32-bit floats with a shape, row-major.
///
/// A tensor is a window onto a `float[]`: [#row] and [#rows] return windows onto the same floats, not
/// copies, and what is written through one is seen through the other. [#copy] cuts the tie.
///
/// The operations ([#plus], [#matmul], [#softmaxRows], …) leave their operands as they are and return a new
/// tensor. They are for notebooks and tests; what runs a model calls [Kernels] and [MatMul], as these do.
///
/// @param data   the floats; those of this tensor are `[offset, offset + size)`
/// @param offset where the first element lies
/// @param shape  the length of each axis, outermost first; `[T, d]` is `T` rows of `d`
public record Tensor(float[] data, int offset, int... shape) implements Showable, Values.Shaped {
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

    /// Returns a copy of `rows`, shape `[rows, columns]`.
    public static Tensor ofRows(float[]... rows) {
        Tensor copy = zeros(rows.length, rows.length == 0 ? 0 : rows[0].length);
        for (int r = 0; r < rows.length; r++) {
            if (rows[r].length != copy.columns()) {
                throw new ShapeException(
                        "tensor", "all rows must be as long as the first", copy.shape, new int[] {rows[r].length});
            }
            System.arraycopy(rows[r], 0, copy.data, r * copy.columns(), copy.columns());
        }
        return copy;
    }

    /// Returns random numbers, normally distributed around 0: the same for the same seed.
    ///
    /// @param std the standard deviation, at least 0
    public static Tensor random(RandomGenerator random, double std, int... shape) {
        Tensor numbers = zeros(shape);
        for (int i = 0; i < numbers.data.length; i++) {
            numbers.data[i] = (float) random.nextGaussian(0, std);
        }
        return numbers;
    }

    /// Returns tensors put together along an axis; in all others they are equally long.
    ///
    /// @param axis 0 for the outermost; -1 for the last, which puts them side by side
    public static Tensor concat(int axis, Tensor... parts) {
        if (parts.length == 0) {
            throw new IllegalArgumentException("concat: at least one tensor is needed, but got none");
        }
        int[] shape = parts[0].shape.clone();
        int along = Objects.checkIndex(axis < 0 ? shape.length + axis : axis, shape.length);
        shape[along] = 0;
        for (Tensor part : parts) {
            int[] fits = part.shape.clone();
            if (fits.length == shape.length) {
                fits[along] = parts[0].shape[along];
            }
            if (!Arrays.equals(fits, parts[0].shape)) {
                throw new ShapeException(
                        "concat", "all must be equally long but along axis " + along, parts[0].shape, part.shape);
            }
            shape[along] += part.shape[along];
        }
        Tensor whole = zeros(shape);
        int inner = size(Arrays.copyOfRange(shape, along, shape.length));
        int at = 0;
        for (Tensor part : parts) {
            int length = size(Arrays.copyOfRange(part.shape, along, shape.length));
            for (int outer = 0; length > 0 && outer < part.size() / length; outer++) {
                System.arraycopy(part.data, part.offset + outer * length, whole.data, outer * inner + at, length);
            }
            at += length;
        }
        return whole;
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

    /// Returns the rows as arrays of their own.
    public float[][] toRows() {
        return IntStream.range(0, rows()).mapToObj(r -> row(r).toArray()).toArray(float[][]::new);
    }

    /// Returns a copy of the columns from `from` to before `to`: one head of `[T, heads · d_h]`, say.
    public Tensor columns(int from, int to) {
        Objects.checkFromToIndex(from, to, columns());
        int[] narrow = shape.clone();
        narrow[shape.length - 1] = to - from;
        Tensor some = zeros(narrow);
        for (int r = 0; r < rows(); r++) {
            System.arraycopy(data, offset + r * columns() + from, some.data, r * (to - from), to - from);
        }
        return some;
    }

    /// Returns the matrix product: each row of this tensor times `right`.
    ///
    /// @param right shape `[columns, N]`
    /// @return shape of this tensor with the last axis `N`
    /// @throws ShapeException if the columns of this tensor are not as many as the rows of `right`
    public Tensor matmul(Tensor right) {
        if (shape.length == 0 || right.shape.length != 2 || columns() != right.shape[0]) {
            String hint = right.shape.length == 2 && columns() == right.shape[1]
                    ? "; for weights stored one row for each output, call matmulTransposed"
                    : "";
            throw new ShapeException(
                    "matmul", "left columns must equal right rows, [M, K] times [K, N]" + hint, shape, right.shape);
        }
        return product(MatMul.Layout.NN, right, right.columns());
    }

    /// Returns the product with the transposed of `right`: the dot product of each row with each of its rows.
    ///
    /// @param right shape `[N, columns]`
    /// @return shape of this tensor with the last axis `N`
    /// @throws ShapeException if the columns of this tensor are not as many as those of `right`
    public Tensor matmulTransposed(Tensor right) {
        if (shape.length == 0 || right.shape.length != 2 || columns() != right.shape[1]) {
            String hint = right.shape.length == 2 && columns() == right.shape[0]
                    ? "; for a matrix that is to be taken as it lies, call matmul"
                    : "";
            throw new ShapeException(
                    "matmulTransposed",
                    "left columns must equal right columns, [M, K] times the transposed of [N, K]" + hint,
                    shape,
                    right.shape);
        }
        return product(MatMul.Layout.NT, right, right.rows());
    }

    private Tensor product(MatMul.Layout layout, Tensor right, int columns) {
        int[] result = shape.clone();
        result[shape.length - 1] = columns;
        Tensor out = zeros(result);
        MatMul.multiply(layout, this, right, out, false, Workers.all());
        return out;
    }

    /// Returns the sum with `other`, which has this shape or is one row that is added to each.
    public Tensor plus(Tensor other) {
        return combined("plus", other, (a, b) -> a + b);
    }

    /// Returns the difference to `other`, which has this shape or is one row.
    public Tensor minus(Tensor other) {
        return combined("minus", other, (a, b) -> a - b);
    }

    /// Returns the product of each element with that of `other`, which has this shape or is one row.
    public Tensor times(Tensor other) {
        return combined("times", other, (a, b) -> a * b);
    }

    private Tensor combined(String operation, Tensor other, DoubleBinaryOperator operator) {
        boolean row = other.rows() == 1 && other.columns() == columns() && shape.length > 0;
        if (!row && !Arrays.equals(shape, other.shape)) {
            String hint = operation.equals("times") ? "; for the product of matrices call matmul" : "";
            throw new ShapeException(
                    operation,
                    "both sides must have the same shape, or the right one be a row" + hint,
                    shape,
                    other.shape);
        }
        Tensor out = zeros(shape);
        int repeat = row ? columns() : size();
        for (int i = 0; i < out.data.length; i++) {
            out.data[i] = (float) operator.applyAsDouble(data[offset + i], other.data[other.offset + i % repeat]);
        }
        return out;
    }

    /// Returns each element times `factor`.
    public Tensor scale(double factor) {
        return map(x -> x * factor);
    }

    /// Returns what `function` makes of each element, rounded to 32 bits.
    public Tensor map(DoubleUnaryOperator function) {
        Tensor out = zeros(shape);
        for (int i = 0; i < out.data.length; i++) {
            out.data[i] = (float) function.applyAsDouble(data[offset + i]);
        }
        return out;
    }

    /// Returns each row as probabilities, which sum to 1: `exp(x)` over the sum of these in the row.
    public Tensor softmaxRows() {
        Tensor out = copy();
        for (int r = 0; r < rows(); r++) {
            Kernels.best().softmax(out.data, r * columns(), columns());
        }
        return out;
    }

    /// Returns scores with those of later positions at negative infinity, so that a softmax gives them nothing.
    ///
    /// Row `t` of each `[T, S]` is the query at position `S - T + t`: the last row sees everything.
    ///
    /// @throws ShapeException if there are more queries than positions
    public Tensor maskFuture() {
        if (shape.length < 2 || shape[shape.length - 2] > columns()) {
            throw new ShapeException(
                    "maskFuture", "scores must be [T, S], T queries of the last of S positions", shape);
        }
        Tensor out = copy();
        int queries = shape[shape.length - 2];
        for (int r = 0; r < rows(); r++) {
            int seen = columns() - queries + r % queries + 1;
            Arrays.fill(out.data, r * columns() + seen, (r + 1) * columns(), Float.NEGATIVE_INFINITY);
        }
        return out;
    }

    /// Returns a copy with rows and columns exchanged, shape `[N, M]` of `[M, N]`.
    public Tensor transposed() {
        if (shape.length != 2) {
            throw new ShapeException("transposed", "a matrix is needed, a tensor with two axes", shape);
        }
        Tensor out = zeros(shape[1], shape[0]);
        for (int r = 0; r < shape[0]; r++) {
            for (int c = 0; c < shape[1]; c++) {
                out.data[c * shape[0] + r] = data[offset + r * shape[1] + c];
            }
        }
        return out;
    }

    /// Returns the sum of all elements.
    public double sum() {
        return elements().sum();
    }

    /// Returns the mean of all elements, NaN of none.
    public double mean() {
        return size() == 0 ? Double.NaN : sum() / size();
    }

    /// Returns the Euclidean norm: the root of the sum of squares.
    public double norm() {
        return Math.sqrt(elements().map(x -> x * x).sum());
    }

    /// Returns the smallest element, positive infinity of none.
    public double min() {
        return elements().reduce(Double.POSITIVE_INFINITY, Math::min);
    }

    /// Returns the largest element, negative infinity of none.
    public double max() {
        return elements().reduce(Double.NEGATIVE_INFINITY, Math::max);
    }

    /// Returns the index of the largest element, counted through all rows; the first of equal ones.
    ///
    /// @throws IllegalStateException if there is no element, or none is a number
    public int argmax() {
        int best = -1;
        for (int i = 0; i < size(); i++) {
            float x = data[offset + i];
            if (!Float.isNaN(x) && (best < 0 || x > data[offset + best])) {
                best = i;
            }
        }
        if (best < 0) {
            throw new IllegalStateException("argmax: no element of " + Arrays.toString(shape) + " is a number");
        }
        return best;
    }

    private DoubleStream elements() {
        return IntStream.range(offset, offset + size()).mapToDouble(i -> data[i]);
    }

    /// Returns the numbers of a small tensor as a heat map, larger ones as an image without numbers, and of large
    /// ones a sentence: how large, from where to where, and the mean.
    @Override
    public MimeBundle mime() {
        return TensorFigure.of(this).mime();
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

    /// Returns the shape, with the numbers of a small tensor, or else their range and mean.
    @Override
    public String toString() {
        return TensorFigure.describe(this);
    }

    private static int size(int... shape) {
        int size = 1;
        for (int length : shape) {
            size = Math.multiplyExact(size, length);
        }
        return size;
    }
}
