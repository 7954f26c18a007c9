package org.vitrina.context;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.vitrina.hardware.Amounts;
import org.vitrina.hardware.ModelShape;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// The memory of keys and values, by model and length of context, for one text.
///
/// Models that were made for less are shown too: what they would take if they could.
///
/// @param bytesPerValue of each number: 4, 2, 1
public record CacheTable(List<ModelShape> models, long[] lengths, double bytesPerValue) implements Showable {
    private static final long K = 1 << 10;
    private static final long M = 1 << 20;

    public CacheTable {
        models = List.copyOf(models);
        lengths = lengths.clone();
        if (models.isEmpty() || lengths.length == 0 || !(bytesPerValue > 0)) {
            throw new IllegalArgumentException(
                    "a table of caches needs a model, a length, and more than 0 bytes for each number");
        }
    }

    /// Returns the table from 4K to 2M tokens, with 16 bits for each number.
    public static CacheTable of(ModelShape... models) {
        return new CacheTable(List.of(models), new long[] {4 * K, 8 * K, 32 * K, 128 * K, M, 2 * M}, 2);
    }

    /// Returns the bytes of one model and length.
    public double bytes(int model, int length) {
        return models.get(model).cacheBytes(lengths[length], bytesPerValue);
    }

    /// Returns a row for each model, a column for each length; in brackets where the model was made for
    /// less.
    public Table table() {
        var table = Table.create("Memory of keys and values, %.0f bits for each number".formatted(8 * bytesPerValue))
                .addColumns(StringColumn.create("model"), StringColumn.create("each token more"));
        for (long length : lengths) table.addColumns(StringColumn.create(Amounts.tokens(length)));
        for (int m = 0; m < models.size(); m++) {
            ModelShape model = models.get(m);
            table.stringColumn(0).append(model.name());
            table.stringColumn(1).append(Amounts.bytes(model.cacheBytes(1, bytesPerValue)));
            for (int i = 0; i < lengths.length; i++) {
                String bytes = Amounts.bytes(bytes(m, i));
                table.stringColumn(2 + i).append(lengths[i] <= model.context() ? bytes : "(" + bytes + ")");
            }
        }
        return table;
    }

    /// Returns a line for each model, both axes logarithmic.
    public XYChart chart() {
        var lines = new LinkedHashMap<String, List<Double>>();
        for (int m = 0; m < models.size(); m++) {
            var line = new ArrayList<Double>();
            for (int i = 0; i < lengths.length; i++) line.add(bytes(m, i) / 1e9);
            lines.put(models.get(m).name(), line);
        }
        XYChart chart = Charts.lines(
                "Memory of keys and values for one text",
                "context (tokens)",
                "GB",
                Arrays.stream(lengths).mapToObj(length -> (double) length).toList(),
                lines);
        chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
        chart.getStyler().setLegendVisible(true);
        return chart;
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Data(table()).mime();
    }

    @Override
    public String toString() {
        return table().print();
    }
}
