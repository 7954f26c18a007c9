package org.vitrina.prompt;

import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.vitrina.show.Charts;
import org.vitrina.train.Measurement;

/// Draws shares in percent with their intervals as upright lines, which need not be as long on both
/// sides.
final class IntervalChart {
    private static final float WIDTH = 2.5f;

    /// A share at a place.
    ///
    /// @param value in percent, as are `low` and `high`
    record Point(double x, double value, double low, double high) {
        static Point of(double x, long hits, long n) {
            Measurement.Interval interval = Measurement.wilson(hits, n);
            return new Point(x, 100.0 * hits / n, 100 * interval.low(), 100 * interval.high());
        }
    }

    private record Series(String name, List<Point> points, boolean joined) {}

    private final String title;
    private final String xAxis;
    private final String yAxis;
    private final List<Series> series = new ArrayList<>();
    private List<String> names = List.of();

    IntervalChart(String title, String xAxis, String yAxis) {
        this.title = title;
        this.xAxis = xAxis;
        this.yAxis = yAxis;
    }

    /// Names the places 1, 2, and so on.
    IntervalChart named(List<String> places) {
        names = places;
        return this;
    }

    /// @param joined whether a line goes through the points
    IntervalChart add(String name, List<Point> points, boolean joined) {
        series.add(new Series(name, List.copyOf(points), joined));
        return this;
    }

    XYChart chart() {
        var empty = new LinkedHashMap<String, double[][]>();
        for (Series one : series) {
            empty.put(one.name, new double[][] {
                one.points.stream().mapToDouble(Point::x).toArray(),
                one.points.stream().mapToDouble(Point::value).toArray()
            });
        }
        XYChart chart = Charts.points(title, xAxis, yAxis, empty);
        Color[] colours = chart.getStyler().getSeriesColors();
        for (int s = 0; s < series.size(); s++) {
            Color colour = colours[s % colours.length];
            if (series.get(s).joined) {
                String name = series.get(s).name;
                for (XYSeries drawn : chart.getSeriesCollection()) {
                    if (drawn.getName().equals(name)) {
                        drawn.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
                        drawn.setLineStyle(SeriesLines.SOLID);
                        drawn.setLineColor(colour);
                        drawn.setLineWidth(WIDTH);
                    }
                }
            }
            for (Point point : series.get(s).points) {
                XYSeries interval =
                        chart.addSeries("interval " + s + " " + point.x, new double[] {point.x, point.x}, new double[] {
                            point.low, point.high
                        });
                interval.setMarker(SeriesMarkers.NONE);
                interval.setLineColor(colour);
                interval.setLineStyle(SeriesLines.SOLID);
                interval.setLineWidth(WIDTH);
                interval.setShowInLegend(false);
            }
        }
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(100.0).setLegendVisible(series.size() > 1);
        double[] places = series.stream()
                .flatMap(one -> one.points.stream())
                .mapToDouble(Point::x)
                .toArray();
        double first = java.util.Arrays.stream(places).min().orElse(0);
        double last = java.util.Arrays.stream(places).max().orElse(1);
        double room = Math.max(0.5, (last - first) / 20);
        chart.getStyler().setXAxisMin(first - room).setXAxisMax(last + room);
        if (!names.isEmpty()) {
            chart.setCustomXAxisTickLabelsFormatter(x -> {
                int place = (int) Math.rint(x);
                boolean isPlace = Math.abs(x - place) < 0.01 && place >= 1 && place <= names.size();
                return isPlace ? names.get(place - 1) : "";
            });
            chart.getStyler().setXAxisTickMarkSpacingHint(Charts.WIDTH / (4 * names.size()));
        }
        return chart;
    }
}
