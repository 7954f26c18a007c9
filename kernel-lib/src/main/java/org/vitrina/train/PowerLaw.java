package org.vitrina.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.vitrina.show.Charts;

/// `y = factor · x^-exponent`, a straight line on logarithmic axes: how the loss of a model falls with its
/// size ([Kaplan et al. 2020, section 1.2](https://arxiv.org/abs/2001.08361)).
///
/// @param factor   where `x` is 1
/// @param exponent how steeply it falls; above 0 where it does
/// @param x        the places it was drawn through
/// @param y        the heights measured there
public record PowerLaw(double factor, double exponent, List<Double> x, List<Double> y) {
    /// How many places of the line a chart has.
    private static final int DRAWN = 40;

    /// How far beyond the measured places a chart draws the line, as a factor.
    private static final double BEYOND = 3;

    public PowerLaw {
        x = List.copyOf(x);
        y = List.copyOf(y);
    }

    /// Returns the law with the least squares of the logarithms.
    ///
    /// @throws IllegalArgumentException if there are not two different places, or a number is not above 0
    public static PowerLaw through(double[] x, double[] y) {
        if (x.length != y.length || Arrays.stream(x).distinct().count() < 2) {
            throw new IllegalArgumentException(
                    "a power law is drawn through at least two different places with a height" + " each, but got "
                            + x.length + " places and " + y.length + " heights");
        }
        if (IntStream.range(0, x.length).anyMatch(i -> !(x[i] > 0 && y[i] > 0))) {
            throw new IllegalArgumentException("a power law knows only numbers above 0, but got " + Arrays.toString(x)
                    + " and " + Arrays.toString(y));
        }
        double middleX = Arrays.stream(x).map(Math::log).average().orElseThrow();
        double middleY = Arrays.stream(y).map(Math::log).average().orElseThrow();
        double together = 0;
        double spread = 0;
        for (int i = 0; i < x.length; i++) {
            double across = Math.log(x[i]) - middleX;
            together += across * (Math.log(y[i]) - middleY);
            spread += across * across;
        }
        double slope = together / spread;
        return new PowerLaw(
                Math.exp(middleY - slope * middleX),
                -slope,
                Arrays.stream(x).boxed().toList(),
                Arrays.stream(y).boxed().toList());
    }

    /// Returns the height at `x`.
    public double at(double x) {
        return factor * Math.pow(x, -exponent);
    }

    /// Returns the measured points and the line, a little beyond them, on logarithmic axes.
    public XYChart chart(String title, String xAxis, String yAxis) {
        double[] places = x.stream().mapToDouble(Double::doubleValue).toArray();
        double[] heights = y.stream().mapToDouble(Double::doubleValue).toArray();
        double low = Arrays.stream(places).min().orElseThrow() / BEYOND;
        double high = Arrays.stream(places).max().orElseThrow() * BEYOND;
        double[] line = IntStream.range(0, DRAWN)
                .mapToDouble(i -> low * Math.pow(high / low, i / (DRAWN - 1.0)))
                .toArray();
        var points = new LinkedHashMap<String, double[][]>();
        points.put("measured", new double[][] {places, heights});
        XYChart chart = Charts.points(title, xAxis, yAxis, points);
        Charts.addLine(
                chart, toString(), line, Arrays.stream(line).map(this::at).toArray());
        // the heights seldom span a tenfold: label the steps between, too
        chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true).setYAxisLogarithmicDecadeOnly(false);
        return chart;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.3g · x^−%.3f", factor, exponent);
    }
}
