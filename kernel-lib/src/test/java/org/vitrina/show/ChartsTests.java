package org.vitrina.show;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

@DisplayName("Charts")
class ChartsTests {
    private static final DecimalFormatSymbols ROOT = DecimalFormatSymbols.getInstance(Locale.ROOT);

    @Test
    @DisplayName("are drawn with two pixels for each CSS pixel, in the house's colours")
    void png() throws Exception {
        var bars = new LinkedHashMap<String, List<Double>>();
        bars.put("one", List.of(1.0, 2.0));
        bars.put("two", List.of(2.0, 1.0));
        var chart = Charts.bars("Title", "x", "y", List.of("a", "b"), bars);
        var image = ImageIO.read(new ByteArrayInputStream(Charts.png(chart)));
        assertEquals(2 * Charts.WIDTH, image.getWidth());
        assertEquals(2 * Charts.HEIGHT, image.getHeight());
        assertEquals(25.4 / 192, millimetresPerPixel(Charts.png(chart)), 1e-4, "the PNG says that it has 192 dpi");
        for (int series = 0; series < 2; series++) {
            int colour = Charts.COLOURS[series].getRGB();
            long pixels = count(image, colour);
            assertTrue(pixels > 10_000, "series " + series + " covers only " + pixels + " pixels");
        }
    }

    @Test
    @DisplayName("of a table have a group of bars for each category and a colour for each series, in their order")
    void barsOfTable() {
        var table = Table.create("costs")
                .addColumns(
                        StringColumn.create("text", "Spanish", "Spanish", "English"),
                        StringColumn.create("tokenizer", "new", "old", "new"),
                        DoubleColumn.create("tokens per word", 1.5, 2, Double.NaN));
        var chart = Charts.bars("What texts cost", table, "text", "tokenizer", "tokens per word");
        assertEquals("text", chart.getXAxisTitle());
        assertEquals("tokens per word", chart.getYAxisTitle());
        assertEquals(
                List.of("new", "old"),
                chart.getSeriesCollection().stream()
                        .map(CategorySeries::getName)
                        .toList());
        assertEquals(
                List.of("Spanish", "English"),
                List.copyOf(chart.getSeries("new").getXData()));
        assertArrayEquals(new double[] {1.5, Double.NaN}, chart.getSeries("new").getYData());
        assertArrayEquals(new double[] {2.0, Double.NaN}, chart.getSeries("old").getYData());
        assertTrue(Charts.png(chart).length > 0);
    }

    @Test
    @DisplayName("write large numbers in full, and mark the points of a line only where there are few")
    void numbersAndMarks() {
        var lines = new LinkedHashMap<String, List<Double>>();
        lines.put("y", Collections.nCopies(60, 1e6));
        var few = Charts.lines("Few", "x", "y", Collections.nCopies(60, 1.0), lines);
        assertEquals("1,000,000", new DecimalFormat(few.getStyler().getYAxisDecimalPattern(), ROOT).format(1e6));
        assertEquals("0.0003", new DecimalFormat(few.getStyler().getXAxisDecimalPattern(), ROOT).format(3e-4));
        assertSame(SeriesMarkers.CIRCLE, few.getSeries("y").getMarker());
        lines.put("y", Collections.nCopies(61, 1e6));
        var many = Charts.lines("Many", "x", "y", Collections.nCopies(61, 1.0), lines);
        assertSame(SeriesMarkers.NONE, many.getSeries("y").getMarker());
    }

    @Test
    @DisplayName("of many equally spaced points label round numbers, not each point")
    void roundLabels() {
        List<Double> x = IntStream.rangeClosed(1, 100).mapToObj(i -> (double) i).toList();
        var lines = new LinkedHashMap<String, List<Double>>();
        lines.put("reward", x);
        for (var chart : List.of(
                Charts.lines("Title", "step", "reward", x, lines),
                Charts.lines("Title", "step", "reward", lines),
                Charts.line("Title", "step", "reward", x))) {
            var labelled = new TreeSet<Double>();
            chart.getStyler().setxAxisTickLabelsFormattingFunction(value -> {
                labelled.add(value);
                return "" + value.intValue();
            });
            Charts.png(chart);
            labelled.removeIf(value -> value <= 1 || value > 100);
            assertTrue(labelled.size() >= 5, "labelled are " + labelled);
            assertTrue(labelled.stream().allMatch(value -> value % 5 == 0), "labelled are " + labelled);
        }
    }

    @Test
    @DisplayName("of two columns of a table draw a line through them, named after them")
    void linesOfTable() {
        var table = Table.create("sizes")
                .addColumns(
                        IntColumn.create("vocabulary, tokens", 256, 512),
                        DoubleColumn.create("length, tokens", 100, 70));
        var chart = Charts.lines("Shorter", table, "vocabulary, tokens", "length, tokens");
        assertEquals("vocabulary, tokens", chart.getXAxisTitle());
        assertEquals("length, tokens", chart.getYAxisTitle());
        var line = chart.getSeries("length, tokens");
        assertArrayEquals(new double[] {256, 512}, line.getXData());
        assertArrayEquals(new double[] {100, 70}, line.getYData());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"protan", "deutan"})
    @DisplayName("have colours that a red-green colour-blind reader can tell apart")
    void colourBlind(String kind) {
        for (int i = 0; i < Charts.COLOURS.length; i++) {
            for (int j = 0; j < i; j++) {
                double apart = distance(asSeenBy(kind, Charts.COLOURS[i]), asSeenBy(kind, Charts.COLOURS[j]));
                // 2.3 is a just noticeable difference in CIELAB; series on a chart should be several times that apart
                assertTrue(apart > 9, kind + ": colours " + j + " and " + i + " are only " + apart + " apart");
            }
        }
    }

    /// Returns the size of a pixel as the JDK's reader of PNG understands it.
    private static double millimetresPerPixel(byte[] png) throws Exception {
        var reader = ImageIO.getImageReadersByFormatName("png").next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(png)));
        var tree = (org.w3c.dom.Element) reader.getImageMetadata(0).getAsTree("javax_imageio_1.0");
        var size = (org.w3c.dom.Element)
                tree.getElementsByTagName("HorizontalPixelSize").item(0);
        return Double.parseDouble(size.getAttribute("value"));
    }

    private static long count(java.awt.image.BufferedImage image, int rgb) {
        long pixels = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                pixels += image.getRGB(x, y) == rgb ? 1 : 0;
            }
        }
        return pixels;
    }

    /// Simulates a dichromat after Viénot, Brettel and Mollon 1999, "Digital video colourmaps for checking
    /// the legibility of displays by dichromats"; the matrices act on linear RGB.
    private static double[] asSeenBy(String kind, Color colour) {
        double[][] matrix = kind.equals("protan")
                ? new double[][] {{0.11238, 0.88762, 0}, {0.11238, 0.88762, 0}, {0.00401, -0.00401, 1}}
                : new double[][] {{0.29275, 0.70725, 0}, {0.29275, 0.70725, 0}, {-0.02234, 0.02234, 1}};
        double[] rgb = {linear(colour.getRed()), linear(colour.getGreen()), linear(colour.getBlue())};
        double[] seen = new double[3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                seen[i] += matrix[i][j] * rgb[j];
            }
            seen[i] = Math.clamp(seen[i], 0, 1);
        }
        return lab(seen);
    }

    private static double linear(int channel) {
        double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }

    private static double[] lab(double[] rgb) {
        double x = root((0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505);
        double y = root(0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]);
        double z = root((0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.089);
        return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
    }

    private static double root(double t) {
        return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }

    private static double distance(double[] a, double[] b) {
        return Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
    }

    @Test
    @DisplayName("draws an interval from its lower to its upper end, wherever in it the value lies")
    void intervals() {
        var chart = Charts.intervals(
                "t", "x", "y", List.of("a", "b"), List.of(0.0, 50.0), List.of(0.0, 20.0), List.of(24.0, 60.0));
        assertArrayEquals(new double[] {0.0, 50.0}, chart.getSeries("y").getYData());
        var interval = chart.getSeries("95 % interval");
        // XChart draws from y - extra to y + extra
        assertArrayEquals(new double[] {12.0, 40.0}, interval.getYData());
        assertArrayEquals(new double[] {12.0, 20.0}, interval.getExtraValues());
    }
}
