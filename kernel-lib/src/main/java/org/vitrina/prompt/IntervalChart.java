package org.vitrina.prompt;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
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

    /// How many of a chart's pixels are its axis, and how many a letter takes.
    private static final int AXIS = 690;

    private static final double LETTER = 6.7;

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

    /// Names the places 1, 2, and so on, if the names have room beside each other; otherwise the numbers are
    /// shown.
    IntervalChart named(List<String> places) {
        boolean fit = places.stream().allMatch(name -> LETTER * name.length() <= room(places.size()));
        names = fit
                ? List.copyOf(places)
                : IntStream.rangeClosed(1, places.size())
                        .mapToObj(Integer::toString)
                        .toList();
        return this;
    }

    /// Returns how many pixels lie between two places.
    private static int room(int places) {
        return AXIS / (places + 1);
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
        double first = Arrays.stream(places).min().orElse(0);
        double last = Arrays.stream(places).max().orElse(1);
        if (names.isEmpty()) {
            double room = (last - first) / 20;
            chart.getStyler().setXAxisMin(first - room).setXAxisMax(last + room);
        } else {
            // the axis goes from whole number to whole number in steps of one; XChart takes wider steps until
            // all labels differ, so that even blank ones have to
            chart.getStyler().setXAxisMin(0.0).setXAxisMax(names.size() + 1.0);
            chart.getStyler().setXAxisTickMarkSpacingHint(room(names.size()));
            chart.setCustomXAxisTickLabelsFormatter(x -> {
                int place = (int) Math.rint(x);
                boolean isPlace = Math.abs(x - place) < 0.01 && place >= 1 && place <= names.size();
                return isPlace ? names.get(place - 1) : " ".repeat((int) Math.rint(2 * Math.abs(x)));
            });
        }
        return chart;
    }
}
