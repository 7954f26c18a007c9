package org.vitrina.show;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Points, lines and a coloured ground on an XChart chart.
final class PointChart {
    /// Shades of the ground on each side of 0; more could not be told apart.
    private static final int SHADES = 16;

    /// How strong the strongest colour of the ground is, so that points on it can be seen.
    private static final double STRONGEST = 0.5;

    /// About how much of a chart its axes, titles and legend take, in CSS pixels.
    private static final int AROUND = 100;

    private static final double POINT = 4.5;

    private PointChart() {}

    static void addGround(XYChart chart, double[] x, double[] y, double[][] values) {
        double largest = Arrays.stream(values)
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .map(Math::abs)
                .max()
                .orElse(0);
        var places = new TreeMap<Integer, List<double[]>>();
        for (int row = 0; row < y.length; row++) {
            for (int column = 0; column < x.length; column++) {
                double value = values[row][column];
                int shade = largest == 0 || !Double.isFinite(value) ? 0 : (int) Math.round(SHADES * value / largest);
                if (shade != 0) {
                    places.computeIfAbsent(shade, _ -> new ArrayList<>()).add(new double[] {x[column], y[row]});
                }
            }
        }
        double width = (chart.getWidth() - AROUND) / (double) Math.max(1, x.length - 1) + 1;
        double height = (chart.getHeight() - AROUND) / (double) Math.max(1, y.length - 1) + 1;
        places.forEach((shade, points) -> {
            XYSeries series = chart.addSeries(
                    "ground " + shade,
                    points.stream().mapToDouble(p -> p[0]).toArray(),
                    points.stream().mapToDouble(p -> p[1]).toArray());
            series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
            series.setShowInLegend(false);
            series.setMarker(new Cell(width, height));
            series.setMarkerColor(new Color(HeatmapHtml.colour(shade * STRONGEST, SHADES)));
        });
        chart.getStyler()
                .setXAxisMin(x[0])
                .setXAxisMax(x[x.length - 1])
                .setYAxisMin(y[0])
                .setYAxisMax(y[y.length - 1]);
    }

    static void addPoints(XYChart chart, String name, double[] x, double[] y) {
        int number = drawn(chart);
        XYSeries series = chart.addSeries(name, x, y);
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        series.setMarker(new Point(number));
        series.setMarkerColor(Charts.COLOURS[number % Charts.COLOURS.length]);
        legend(chart);
    }

    static void addLine(XYChart chart, String name, double[] x, double[] y) {
        int number = drawn(chart);
        XYSeries series = chart.addSeries(name, x, y);
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(Charts.COLOURS[number % Charts.COLOURS.length]);
        series.setLineWidth(2.5f);
        series.setLineStyle(SeriesLines.SOLID);
        legend(chart);
    }

    private static int drawn(XYChart chart) {
        return (int) chart.getSeriesCollection().stream()
                .filter(XYSeries::isShowInLegend)
                .count();
    }

    private static void legend(XYChart chart) {
        chart.getStyler().setLegendVisible(drawn(chart) > 1);
    }

    /// A rectangle that touches its neighbours.
    private static final class Cell extends Marker {
        private final double width;
        private final double height;

        Cell(double width, double height) {
            this.width = width;
            this.height = height;
        }

        @Override
        public void paint(Graphics2D g, double x, double y, int size) {
            g.fill(new Rectangle2D.Double(x - width / 2, y - height / 2, width, height));
        }
    }

    /// A point with a white rim: a circle, a triangle or a square, by its number.
    private static final class Point extends Marker {
        private final int number;

        Point(int number) {
            this.number = number;
        }

        @Override
        public void paint(Graphics2D g, double x, double y, int size) {
            Shape shape = switch (number % 3) {
                case 0 -> new Ellipse2D.Double(x - POINT, y - POINT, 2 * POINT, 2 * POINT);
                case 1 -> triangle(x, y);
                default -> new Rectangle2D.Double(x - POINT + 0.5, y - POINT + 0.5, 2 * POINT - 1, 2 * POINT - 1);
            };
            g.fill(shape);
            Color own = g.getColor();
            g.setColor(Color.WHITE);
            g.setStroke(new BasicStroke(1));
            g.draw(shape);
            g.setColor(own);
        }

        private static Shape triangle(double x, double y) {
            var path = new Path2D.Double();
            path.moveTo(x, y - POINT - 1);
            path.lineTo(x + POINT + 0.5, y + POINT - 1);
            path.lineTo(x - POINT - 0.5, y + POINT - 1);
            path.closePath();
            return path;
        }
    }
}
