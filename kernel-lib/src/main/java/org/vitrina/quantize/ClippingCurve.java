package org.vitrina.quantize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.vitrina.show.Charts;
import org.vitrina.show.Observer;
import org.vitrina.tensor.Tensor;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

/// What a tensor loses when its grid reaches less far than its weights do: the weights beyond the end are cut off,
/// and all others are rounded more finely.
///
/// @param points from the grid that reaches all weights to the one that reaches least far
public record ClippingCurve(IntegerFormat format, List<Point> points) {
    private static final int STEPS = 40;

    /// What one grid loses.
    ///
    /// @param reach    how far it reaches, as a share of the weights' own range
    /// @param cut      how many weights are cut off
    /// @param rounding the mean squared error of the weights that are not; `cutting` of those that are; both are
    ///     divided by the number of all weights, so that they add up
    public record Point(double reach, long cut, double rounding, double cutting) {
        /// Returns the root of the mean squared error of all weights.
        public double rmse() {
            return Math.sqrt(rounding + cutting);
        }
    }

    public ClippingCurve {
        points = List.copyOf(points);
    }

    /// Measures grids of `format` on `weights`, from one that reaches all of them to one that reaches a twentieth as
    /// far.
    ///
    /// @throws IllegalArgumentException if the size is no whole number of groups, or a weight is not finite
    public static ClippingCurve of(IntegerFormat format, Tensor weights) {
        float[] all = weights.toArray();
        format.bytes(all.length);
        format.requireFinite(all, 0, all.length);
        var points = new ArrayList<Point>();
        for (int step = 0; step < STEPS; step++) {
            points.add(point(format, all, 1 - 0.95 * step / (STEPS - 1)));
        }
        return new ClippingCurve(format, points);
    }

    private static Point point(IntegerFormat format, float[] weights, double reach) {
        long cut = 0;
        double rounding = 0;
        double cutting = 0;
        for (int at = 0; at < weights.length; at += format.group()) {
            IntegerGrid grid = ScaleSearch.shrunk(
                    format.grid(weights, at, Observer.NONE), reach, ScaleSearch.mean(weights, at, format.group()));
            for (int i = at; i < at + format.group(); i++) {
                double off = grid.nearest(weights[i]) - weights[i];
                if (grid.cuts(weights[i])) {
                    cut++;
                    cutting += off * off;
                } else {
                    rounding += off * off;
                }
            }
        }
        return new Point(reach, cut, rounding / weights.length, cutting / weights.length);
    }

    /// Returns the grid that loses least.
    public Point best() {
        return points.stream().min(Comparator.comparingDouble(Point::rmse)).orElseThrow();
    }

    /// Returns a row for each grid.
    public Table table() {
        return Table.create(
                format.name() + ": what cutting off gains and loses",
                DoubleColumn.create(
                        "reach", points.stream().mapToDouble(Point::reach).toArray()),
                LongColumn.create(
                        "weights cut off", points.stream().mapToLong(Point::cut).toArray()),
                DoubleColumn.create(
                        "RMSE", points.stream().mapToDouble(Point::rmse).toArray()));
    }

    /// Returns the error of rounding, of cutting off and of both as lines.
    public XYChart chart() {
        var lines = new LinkedHashMap<String, List<Double>>();
        lines.put("both", points.stream().map(Point::rmse).toList());
        lines.put(
                "of rounding", points.stream().map(p -> Math.sqrt(p.rounding())).toList());
        lines.put(
                "of cutting off",
                points.stream().map(p -> Math.sqrt(p.cutting())).toList());
        return Charts.lines(
                "A grid that reaches less far, " + format.name(),
                "how far the grid reaches (share of the largest weight)",
                "error (root mean square)",
                points.stream().map(Point::reach).toList(),
                lines);
    }
}
