package org.vitrina.context;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Progress;
import org.vitrina.show.Showable;
import org.vitrina.train.Measurement;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/// How often a hidden fact is found, by the length of the text and the depth at which it stands.
///
/// @param name    what was asked
/// @param unit    what lengths are counted in
/// @param lengths of texts
/// @param depths  0 to 1
/// @param found   how often, shape `[depths, lengths]`
/// @param tries   how often each was asked
public record NeedleMap(String name, String unit, int[] lengths, double[] depths, int[][] found, int tries)
        implements Showable {
    /// Asks `tries` times for each length and depth, each time with another seed.
    public static NeedleMap of(NeedleTest test, int[] lengths, double[] depths, int tries) {
        if (lengths.length == 0
                || depths.length == 0
                || tries < 1
                || Arrays.stream(depths).anyMatch(depth -> !(depth >= 0 && depth <= 1))) {
            throw new IllegalArgumentException(
                    "a map of recall needs a length, a depth from 0 to 1 and at least one try," + " but got "
                            + Arrays.toString(lengths) + ", " + Arrays.toString(depths) + " and " + tries);
        }
        int[][] found = new int[depths.length][lengths.length];
        int done = 0;
        try (var task = Progress.task("asking for " + test.name(), (long) tries * depths.length * lengths.length)) {
            for (int row = 0; row < depths.length; row++) {
                for (int column = 0; column < lengths.length; column++) {
                    for (int i = 0; i < tries; i++) {
                        long seed = (long) i * depths.length * lengths.length + row * lengths.length + column;
                        if (test.isFound(lengths[column], depths[row], seed)) found[row][column]++;
                        task.at(++done);
                    }
                }
            }
        }
        return new NeedleMap(test.name(), test.unit(), lengths.clone(), depths.clone(), found, tries);
    }

    /// Returns how often the fact was found, of all tries with this length.
    public Measurement ofLength(int column) {
        long hits = Arrays.stream(found).mapToInt(row -> row[column]).sum();
        return Measurement.share("%,d %s".formatted(lengths[column], unit), hits, (long) tries * depths.length);
    }

    /// Returns how often the fact was found, of all tries with this depth.
    public Measurement ofDepth(int row) {
        return Measurement.share(
                percent(depths[row]) + " deep", Arrays.stream(found[row]).sum(), (long) tries * lengths.length);
    }

    /// Returns a cell for each length and depth: the share in percent, with where the true one lies with
    /// a confidence of 95 %.
    public Figure.Heatmap figure() {
        double[][] shares = Arrays.stream(found)
                .map(row -> Arrays.stream(row)
                        .mapToDouble(hits -> (double) hits / tries)
                        .toArray())
                .toArray(double[][]::new);
        List<List<String>> texts = Arrays.stream(found)
                .map(row -> Arrays.stream(row).mapToObj(this::text).toList())
                .toList();
        return new Figure.Heatmap(
                "%s: found in percent of %d tries, with the 95 %% interval".formatted(name, tries),
                "depth",
                "length (" + unit + ")",
                Arrays.stream(depths).mapToObj(NeedleMap::percent).toList(),
                IntStream.of(lengths)
                        .mapToObj(length -> "%,d".formatted(length))
                        .toList(),
                shares,
                texts);
    }

    private String text(int hits) {
        var interval = Measurement.wilson(hits, tries);
        return String.format(
                Locale.ROOT, "%.0f (%.0f–%.0f)", 100.0 * hits / tries, 100 * interval.low(), 100 * interval.high());
    }

    private static String percent(double depth) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * depth);
    }

    /// Returns a row for each length and depth.
    public Table table() {
        var table = Table.create(name)
                .addColumns(
                        IntColumn.create("length (" + unit + ")"),
                        DoubleColumn.create("depth"),
                        IntColumn.create("tries"),
                        IntColumn.create("found"),
                        DoubleColumn.create("at least"),
                        DoubleColumn.create("at most"));
        for (int column = 0; column < lengths.length; column++) {
            for (int row = 0; row < depths.length; row++) {
                var interval = Measurement.wilson(found[row][column], tries);
                table.intColumn(0).append(lengths[column]);
                table.doubleColumn(1).append(depths[row]);
                table.intColumn(2).append(tries);
                table.intColumn(3).append(found[row][column]);
                table.doubleColumn(4).append(interval.low());
                table.doubleColumn(5).append(interval.high());
            }
        }
        return table;
    }

    @Override
    public String toString() {
        long hits = Arrays.stream(found).flatMapToInt(Arrays::stream).sum();
        return Measurement.share(name, hits, (long) tries * depths.length * lengths.length)
                .toString();
    }

    @Override
    public MimeBundle mime() {
        return figure().mime();
    }
}
