package org.vitrina.quantize;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrina.show.Figure;

/// How steps write numbers and draw the weights of a block.
final class Shown {
    /// So many columns of numbers with a fraction fit a notebook's width.
    private static final int COLUMNS = 8;

    /// A larger block is drawn in colours only, as many weights to a row as the longest part has.
    private static final int LARGE = 64;

    private static final int LARGE_COLUMNS = 32;
    private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

    private Shown() {}

    /// Returns the number with four digits, and a power of ten where it is far from 1.
    static String number(double x) {
        if (x == 0 || !Double.isFinite(x)) {
            return x == 0 ? "0" : Double.toString(x);
        }
        BigDecimal rounded = BigDecimal.valueOf(x).round(FOUR_DIGITS).stripTrailingZeros();
        int magnitude = rounded.precision() - rounded.scale();
        return magnitude > -4 && magnitude < 8
                ? rounded.toPlainString()
                : "%s × 10^%d".formatted(rounded.movePointLeft(magnitude - 1).toPlainString(), magnitude - 1);
    }

    /// Returns numbers of weights as a heat map; of a single weight there is nothing to draw.
    static Figure map(String title, float[] values) {
        return map(title, "weight", values);
    }

    static Figure map(String title, int[] values) {
        return map(title, "weight", floats(values));
    }

    /// Returns numbers of parts as a heat map.
    static Figure parts(String title, float[] values) {
        return map(title, "part", values);
    }

    static Figure parts(String title, int[] values) {
        return map(title, "part", floats(values));
    }

    private static Figure map(String title, String what, float[] values) {
        if (values.length == 1) {
            return new Figure.None();
        }
        int columns = Math.min(values.length > LARGE ? LARGE_COLUMNS : COLUMNS, values.length);
        int rows = Math.ceilDiv(values.length, columns);
        double[][] cells = new double[rows][columns];
        for (int i = 0; i < rows * columns; i++) {
            cells[i / columns][i % columns] = i < values.length ? values[i] : Double.NaN;
        }
        return new Figure.Heatmap(
                title,
                what,
                "+",
                IntStream.range(0, rows)
                        .mapToObj(row -> Integer.toString(row * columns))
                        .toList(),
                IntStream.range(0, columns).mapToObj(Integer::toString).toList(),
                cells);
    }

    private static float[] floats(int[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = values[i];
        }
        return floats;
    }

    static List<Double> list(float[] values) {
        var list = new ArrayList<Double>();
        for (float value : values) {
            list.add((double) value);
        }
        return list;
    }

    static List<String> numbered(String what, int count) {
        return IntStream.range(0, count).mapToObj(i -> what + " " + i).toList();
    }

    static boolean allFinite(float[] values) {
        return IntStream.range(0, values.length).allMatch(i -> Float.isFinite(values[i]));
    }

    static float[] sizes(float[] values) {
        float[] sizes = Arrays.copyOf(values, values.length);
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.abs(sizes[i]);
        }
        return sizes;
    }
}
