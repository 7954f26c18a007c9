package org.vitrina.show;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import tech.tablesaw.api.Table;

/// Makes XChart charts in the house's one look: a title, named axes, sizes for a notebook's width, and
/// colours that people with any kind of colour vision can tell apart.
///
/// What is returned is an ordinary XChart object; whatever XChart can do to it, a notebook may do.
public final class Charts {
    /// Width of a chart in CSS pixels, the width of a notebook's output area on a small laptop.
    public static final int WIDTH = 800;

    /// Height of a chart in CSS pixels.
    public static final int HEIGHT = 420;

    /// Pixels drawn for each CSS pixel, so that charts are crisp on screens with a high resolution.
    private static final int SCALE = 2;

    /// Bytes of a PNG's signature and its first chunk, the header.
    private static final int HEADER = 8 + 25;

    /// XChart labels so many equally spaced points or fewer one by one without their labels running into
    /// each other.
    private static final int MOST_LABELLED = 20;

    /// Too little of an axis to be seen.
    private static final double HAIR = 1e-3;

    /// A line through more points than this is drawn without a mark at each.
    private static final int MOST_MARKERS = 60;

    private static final String INTERVAL = "95 % interval";

    /// 100,000 and not 1E5, which is not everybody's way to write a number.
    private static final String NUMBER = "#,##0.######";

    /// Eight colours to tell series apart ([Okabe and Ito 2008](https://jfly.uni-koeln.de/color/)), black
    /// last.
    static final Color[] COLOURS = {
        new Color(0x0072B2),
        new Color(0xE69F00),
        new Color(0x009E73),
        new Color(0xCC79A7),
        new Color(0xD55E00),
        new Color(0x56B4E9),
        new Color(0xF0E442),
        new Color(0x000000),
    };

    private Charts() {}

    /// Returns a line chart.
    ///
    /// @param xAxis name of the horizontal axis, with its unit
    /// @param yAxis name of the vertical axis, with its unit
    /// @param x     positions shared by all lines
    /// @param lines heights by the line's name, each as long as `x`
    public static XYChart lines(
            String title, String xAxis, String yAxis, List<Double> x, SequencedMap<String, List<Double>> lines) {
        XYChart chart = empty(title, xAxis, yAxis);
        var marker = x.size() <= MOST_MARKERS ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE;
        lines.forEach((name, y) -> chart.addSeries(name, x, y).setMarker(marker));
        style(chart.getStyler(), lines.size());
        labelRoundNumbers(chart, lines.isEmpty() ? List.of() : x);
        return chart;
    }

    /// Returns a line chart of numbers that are counted from 1, such as steps.
    public static XYChart line(String title, String xAxis, String yAxis, List<Double> y) {
        var lines = new LinkedHashMap<String, List<Double>>();
        lines.put(yAxis, y);
        return lines(title, xAxis, yAxis, countedFrom1(y.size()), lines);
    }

    /// Returns a line chart of several lines of numbers that are counted from 1, such as steps.
    ///
    /// @param lines heights by the line's name; a shorter one ends earlier
    public static XYChart lines(String title, String xAxis, String yAxis, SequencedMap<String, List<Double>> lines) {
        XYChart chart = empty(title, xAxis, yAxis);
        lines.forEach((name, y) -> chart.addSeries(name, countedFrom1(y.size()), y)
                .setMarker(y.size() <= MOST_MARKERS ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE));
        style(chart.getStyler(), lines.size());
        int longest = lines.values().stream().mapToInt(List::size).max().orElse(0);
        labelRoundNumbers(chart, countedFrom1(longest));
        return chart;
    }

    private static List<Double> countedFrom1(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> (double) i).toList();
    }

    /// Has a chart of many points label round numbers. Where points are equally spaced, XChart labels
    /// nearly all of them; an axis that ends a hair behind the last point is not, for it.
    private static void labelRoundNumbers(XYChart chart, List<Double> x) {
        if (x.size() > MOST_LABELLED) {
            double first = Collections.min(x);
            double last = Collections.max(x);
            chart.getStyler().setXAxisMax(last + (last - first) * HAIR);
        }
    }

    /// Returns a chart of points, each kind with its colour and its shape.
    ///
    /// @param points for each kind by its name: the positions and, as long, the heights
    public static XYChart points(String title, String xAxis, String yAxis, SequencedMap<String, double[][]> points) {
        XYChart chart = empty(title, xAxis, yAxis);
        style(chart.getStyler(), points.size());
        points.forEach((name, p) -> PointChart.addPoints(chart, name, p[0], p[1]));
        return chart;
    }

    /// Returns a chart whose ground is coloured by a number at each place, like a map: white is 0, blue
    /// above it, orange below. Points and lines can be put on it with [#addPoints] and [#addLine].
    ///
    /// @param x      places across, in equal steps
    /// @param y      places up, in equal steps
    /// @param values shape `[y, x]`; NaN and infinite ones are left white
    public static XYChart map(String title, String xAxis, String yAxis, double[] x, double[] y, double[][] values) {
        XYChart chart = empty(title, xAxis, yAxis);
        style(chart.getStyler(), 0);
        PointChart.addGround(chart, x, y, values);
        return chart;
    }

    /// Puts points on a chart, in the next colour and shape.
    public static XYChart addPoints(XYChart chart, String name, double[] x, double[] y) {
        PointChart.addPoints(chart, name, x, y);
        return chart;
    }

    /// Puts a line on a chart, in the next colour.
    public static XYChart addLine(XYChart chart, String name, double[] x, double[] y) {
        PointChart.addLine(chart, name, x, y);
        return chart;
    }

    private static XYChart empty(String title, String xAxis, String yAxis) {
        return new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(xAxis)
                .yAxisTitle(yAxis)
                .build();
    }

    /// Returns a bar chart with a group of bars for each category.
    ///
    /// @param xAxis      name of the horizontal axis
    /// @param yAxis      name of the vertical axis, with its unit
    /// @param categories a label for each group
    /// @param bars       heights by the series' name, each as long as `categories`
    public static CategoryChart bars(
            String title,
            String xAxis,
            String yAxis,
            List<String> categories,
            SequencedMap<String, List<Double>> bars) {
        return bars(title, xAxis, yAxis, categories, bars, Map.of());
    }

    /// Returns a bar chart with a group of bars for each category, some of them with a mark of how far up
    /// and down their value may be off.
    ///
    /// @param margins how far, by the series' name, each as long as `categories`; a series may have none
    public static CategoryChart bars(
            String title,
            String xAxis,
            String yAxis,
            List<String> categories,
            SequencedMap<String, List<Double>> bars,
            Map<String, List<Double>> margins) {
        var chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(xAxis)
                .yAxisTitle(yAxis)
                .build();
        bars.forEach((name, y) -> chart.addSeries(name, categories, y, margins.get(name)));
        style(chart.getStyler(), bars.size());
        return chart;
    }

    /// Returns a chart with a point for each category, and an interval through it that need not be as long on
    /// both sides.
    ///
    /// @param low  lower ends of the intervals, as many as `categories`
    /// @param high upper ends
    public static CategoryChart intervals(
            String title,
            String xAxis,
            String yAxis,
            List<String> categories,
            List<Double> values,
            List<Double> low,
            List<Double> high) {
        var middles = new ArrayList<Double>();
        var halves = new ArrayList<Double>();
        for (int i = 0; i < categories.size(); i++) {
            middles.add((low.get(i) + high.get(i)) / 2);
            halves.add((high.get(i) - low.get(i)) / 2);
        }
        var series = new LinkedHashMap<String, List<Double>>();
        series.put(yAxis, values);
        // XChart draws as far up as down, so the interval hangs on its middle, which is not shown
        series.put(INTERVAL, middles);
        CategoryChart chart = bars(title, xAxis, yAxis, categories, series, Map.of(INTERVAL, halves));
        chart.getStyler()
                .setOverlapped(true)
                .setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Scatter)
                .setXAxisLabelRotation(categories.size() > 5 ? 30 : 0)
                .setLegendVisible(false);
        chart.getSeries(yAxis).setMarker(SeriesMarkers.CIRCLE);
        chart.getSeries(INTERVAL).setMarker(SeriesMarkers.NONE);
        return chart;
    }

    /// Returns a line chart of two columns of a table; their names are the names of the axes.
    ///
    /// @param x     a column of numbers
    /// @param value a column of numbers
    public static XYChart lines(String title, Table table, String x, String value) {
        var lines = new LinkedHashMap<String, List<Double>>();
        lines.put(value, numbers(table, value));
        return lines(title, x, value, numbers(table, x), lines);
    }

    /// Returns a bar chart of a table that has a row for each bar; the names of the columns are the names
    /// of the axes.
    ///
    /// @param category column whose different entries each get a group of bars
    /// @param series   column whose different entries each get a colour
    /// @param value    column of numbers, the heights; where a category has no row for a series, there is
    ///     no bar
    public static CategoryChart bars(String title, Table table, String category, String series, String value) {
        List<String> categories = table.column(category).asStringColumn().asList();
        List<String> places = categories.stream().distinct().toList();
        List<String> names = table.column(series).asStringColumn().asList();
        List<Double> heights = numbers(table, value);
        var bars = new LinkedHashMap<String, List<Double>>();
        for (int row = 0; row < table.rowCount(); row++) {
            bars.computeIfAbsent(names.get(row), _ -> new ArrayList<>(Collections.nCopies(places.size(), null)))
                    .set(places.indexOf(categories.get(row)), heights.get(row));
        }
        return bars(title, category, value, places, bars);
    }

    /// Returns the column's numbers, null where one is missing.
    private static List<Double> numbers(Table table, String column) {
        var numbers = new ArrayList<Double>();
        for (double number : table.numberColumn(column).asDoubleArray()) {
            numbers.add(Double.isNaN(number) ? null : number);
        }
        return numbers;
    }

    /// Gives any chart with axes the house's look.
    private static void style(AxesChartStyler styler, int series) {
        styler.setSeriesColors(COLOURS);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(new Color(0xDDDDDD));
        styler.setXAxisDecimalPattern(NUMBER);
        styler.setYAxisDecimalPattern(NUMBER);
        styler.setLegendVisible(series > 1);
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Horizontal);
        styler.setLegendBorderColor(Color.WHITE);
        var font = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
        styler.setChartTitleFont(font.deriveFont(Font.BOLD, 16f));
        styler.setAxisTitleFont(font);
        styler.setAxisTickLabelsFont(font);
        styler.setLegendFont(font);
    }

    /// Returns the chart as a PNG, drawn at twice its size in CSS pixels.
    public static byte[] png(Chart<?, ?> chart) {
        var image = new BufferedImage(SCALE * chart.getWidth(), SCALE * chart.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        try {
            canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            canvas.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            canvas.scale(SCALE, SCALE);
            chart.paint(canvas, chart.getWidth(), chart.getHeight());
        } finally {
            canvas.dispose();
        }
        return withResolution(png(image), SCALE * 96);
    }

    /// Returns the image as a PNG.
    public static byte[] png(BufferedImage image) {
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException("an image could not be written to memory", e);
        }
        return out.toByteArray();
    }

    /// Returns the PNG with its resolution stated, so that a viewer shows it as large as it is meant to be.
    ///
    /// The statement is a `pHYs` chunk, which stands before the image data ([PNG, section
    /// 11.3.4.3](https://www.w3.org/TR/png-3/#11pHYs)).
    private static byte[] withResolution(byte[] png, int dotsPerInch) {
        int dotsPerMetre = (int) Math.round(dotsPerInch / 0.0254);
        var chunk = ByteBuffer.allocate(21).putInt(9).put("pHYs".getBytes(StandardCharsets.US_ASCII));
        chunk.putInt(dotsPerMetre).putInt(dotsPerMetre).put((byte) 1);
        var checksum = new CRC32();
        checksum.update(chunk.array(), 4, 13);
        chunk.putInt((int) checksum.getValue());
        return ByteBuffer.allocate(png.length + chunk.capacity())
                .put(png, 0, HEADER)
                .put(chunk.array())
                .put(png, HEADER, png.length - HEADER)
                .array();
    }
}
