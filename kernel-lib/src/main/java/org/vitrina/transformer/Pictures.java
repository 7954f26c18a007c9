package org.vitrina.transformer;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.vitrina.show.Figure;
import org.vitrina.tensor.Tensor;

/// Draws parts of tensors. What is too large to be read is cut, and the title says so.
final class Pictures {
    /// More rows or columns than this are not drawn.
    static final int MOST = 48;

    private Pictures() {}

    /// Returns a heat map of at most [#MOST] rows and columns.
    static Figure.Heatmap heat(
            String title,
            String rowAxis,
            String columnAxis,
            List<String> rows,
            List<String> columns,
            double[][] values) {
        int r = Math.min(rows.size(), MOST);
        int c = Math.min(columns.size(), MOST);
        double[][] shown =
                Arrays.stream(values).limit(r).map(row -> Arrays.copyOf(row, c)).toArray(double[][]::new);
        return new Figure.Heatmap(
                title + cut(rows.size(), r, "rows") + cut(columns.size(), c, "columns"),
                rowAxis,
                columnAxis,
                rows.subList(0, r),
                columns.subList(0, c),
                shown);
    }

    private static String cut(int all, int shown, String what) {
        return shown == all ? "" : " (the first %,d of %,d %s)".formatted(shown, all, what);
    }

    /// Returns numbers `from …` to before `to` as labels.
    static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    /// Returns columns `from` to before `to` of each row of a tensor.
    static double[][] columns(Tensor tensor, int from, int to) {
        return rows(tensor.rows(), t -> {
            double[] row = new double[to - from];
            Arrays.setAll(row, i -> tensor.data()[tensor.offset() + t * tensor.columns() + from + i]);
            return row;
        });
    }

    /// Returns what one head of a tensor of shape `[heads, T, S]` holds.
    static double[][] head(Tensor tensor, int head) {
        int t = tensor.shape()[1];
        return columns(
                tensor.reshaped(tensor.shape()[0] * t, tensor.columns()).rows(head * t, (head + 1) * t),
                0,
                tensor.columns());
    }

    /// Returns the visible part of a head's pattern: a position's future is left empty.
    static double[][] pastOnly(double[][] head) {
        int before = head.length == 0 ? 0 : head[0].length - head.length;
        return rows(head.length, t -> {
            double[] row = head[t].clone();
            Arrays.fill(row, Math.min(row.length, before + t + 1), row.length, Double.NaN);
            return row;
        });
    }

    static double[][] rows(int count, IntFunction<double[]> row) {
        return IntStream.range(0, count).mapToObj(row).toArray(double[][]::new);
    }

    /// Returns the length of each row.
    static double[] lengths(Tensor rows) {
        double[] lengths = new double[rows.rows()];
        Arrays.setAll(lengths, t -> {
            double squares = 0;
            for (int i = 0; i < rows.columns(); i++) {
                double x = rows.data()[rows.offset() + t * rows.columns() + i];
                squares += x * x;
            }
            return Math.sqrt(squares);
        });
        return lengths;
    }
}
