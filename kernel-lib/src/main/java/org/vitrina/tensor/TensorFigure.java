package org.vitrina.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.vitrina.show.Figure;

/// What a tensor looks like.
final class TensorFigure {
    /// So many rows and columns are shown with their numbers.
    private static final int MOST_NUMBERS = 24;

    /// So many rows and columns are drawn.
    private static final int MOST_DRAWN = 256;

    /// So many matrices are drawn side by side.
    private static final int MOST_MATRICES = 16;

    /// So many numbers are written in one line.
    private static final int MOST_WRITTEN = 24;

    private TensorFigure() {}

    static Figure of(Tensor tensor) {
        int[] shape = tensor.shape();
        String title = "Tensor " + Arrays.toString(shape);
        int rows = shape.length < 2 ? 1 : shape[shape.length - 2];
        int matrices = tensor.size() == 0 ? 0 : tensor.size() / rows / tensor.columns();
        boolean drawn = rows <= MOST_DRAWN && tensor.columns() <= MOST_DRAWN && shape.length > 0;
        if (matrices == 1 && drawn && rows <= MOST_NUMBERS && tensor.columns() <= MOST_NUMBERS) {
            return new Figure.Heatmap(
                    title, "row", "column", numbers(rows), numbers(tensor.columns()), matrix(tensor, 0, rows));
        }
        if (matrices > 0 && matrices <= MOST_MATRICES && drawn && rows > 1) {
            List<double[][]> all = IntStream.range(0, matrices)
                    .mapToObj(m -> matrix(tensor, m * rows, rows))
                    .toList();
            return new Figure.Tiles(title, "", "matrix", List.of(""), numbers(matrices), List.of(all));
        }
        return new Figure.Note(describe(tensor));
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    private static double[][] matrix(Tensor tensor, int from, int rows) {
        var matrix = new double[rows][tensor.columns()];
        for (int r = 0; r < rows; r++) {
            int row = tensor.offset() + (from + r) * tensor.columns();
            Arrays.setAll(matrix[r], c -> tensor.data()[row + c]);
        }
        return matrix;
    }

    /// Returns one line.
    static String describe(Tensor tensor) {
        String name = "Tensor" + Arrays.toString(tensor.shape());
        if (tensor.size() == 0) {
            return name;
        }
        if (tensor.size() <= MOST_WRITTEN) {
            return name + " " + written(tensor, 0, 0);
        }
        long not = IntStream.range(0, tensor.size())
                .filter(i -> !Float.isFinite(tensor.data()[tensor.offset() + i]))
                .count();
        return name + " from " + written(tensor.min()) + " to " + written(tensor.max()) + ", mean "
                + written(tensor.mean()) + (not == 0 ? "" : ", " + not + " not finite");
    }

    /// Returns the elements of axis `axis` and those inside it, the first of which is element `from`.
    private static String written(Tensor tensor, int axis, int from) {
        int[] shape = tensor.shape();
        if (axis == shape.length) {
            return written(tensor.data()[tensor.offset() + from]);
        }
        int step = Arrays.stream(shape, axis + 1, shape.length).reduce(1, (a, b) -> a * b);
        return IntStream.range(0, shape[axis])
                .mapToObj(i -> written(tensor, axis + 1, from + i * step))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String written(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e6
                ? Long.toString((long) number)
                : String.format(Locale.ROOT, "%.4g", number);
    }
}
