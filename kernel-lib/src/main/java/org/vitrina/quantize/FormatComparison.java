package org.vitrina.quantize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.vitrina.show.Charts;
import org.vitrina.tensor.Tensor;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// One tensor in several formats: what each saves and what it loses.
///
/// @param results one for each format, in the order they were asked for
public record FormatComparison(List<QuantizedTensor> results) {
    public FormatComparison {
        results = List.copyOf(results);
    }

    /// Quantizes `weights` to each of `formats`.
    ///
    /// @throws IllegalArgumentException if the size is no whole number of blocks of a format
    public static FormatComparison of(Tensor weights, Format... formats) {
        return of(weights, List.of(formats));
    }

    /// Quantizes `weights` to each of `formats`.
    ///
    /// @throws IllegalArgumentException if the size is no whole number of blocks of a format
    public static FormatComparison of(Tensor weights, List<? extends Format> formats) {
        return new FormatComparison(formats.stream()
                .map(format -> QuantizedTensor.of(format, weights))
                .toList());
    }

    /// Quantizes `weights` to integers of 1 to 16 bits, symmetric and asymmetric.
    ///
    /// @param group how many weights share a scale
    public static FormatComparison ofWidths(Tensor weights, int group) {
        return of(
                weights,
                Stream.of(true, false)
                        .flatMap(symmetric -> Stream.iterate(1, bits -> bits <= 16, bits -> bits + 1)
                                .map(bits -> new IntegerFormat(bits, group, symmetric)))
                        .toList());
    }

    /// Returns sizes and errors, a row for each format.
    public Table table() {
        return ErrorTables.withErrors(
                Table.create(
                        "A tensor in several formats",
                        StringColumn.create(
                                "format",
                                results.stream().map(result -> result.format().name())),
                        DoubleColumn.create(
                                "bits per weight",
                                results.stream()
                                        .mapToDouble(QuantizedTensor::bitsPerWeight)
                                        .toArray()),
                        LongColumn.create(
                                "bytes",
                                results.stream()
                                        .mapToLong(QuantizedTensor::bytes)
                                        .toArray())),
                results.stream().map(QuantizedTensor::error).toList());
    }

    /// Returns how far the weights stand above the error in each format, as bars. A format that loses
    /// nothing, or whose scales overflow, has none.
    public CategoryChart chart() {
        var heights = new ArrayList<Double>();
        results.forEach(result -> heights.add(finite(result.error().sqnr())));
        var bars = new LinkedHashMap<String, List<Double>>();
        bars.put(ErrorTables.SQNR, heights);
        CategoryChart chart = Charts.bars(
                "Signal above quantization error, by format",
                "format",
                "SQNR (dB)",
                results.stream().map(result -> result.format().name()).toList(),
                bars);
        // side by side, there is room for every second name only
        chart.getStyler().setXAxisLabelRotation(45);
        return chart;
    }

    /// Returns the error by bit width as a line for symmetric and one for asymmetric integers.
    ///
    /// @throws IllegalStateException if none of the formats is an [IntegerFormat]
    public XYChart widthChart() {
        var widths = new TreeSet<Integer>();
        results.forEach(result -> {
            if (result.format() instanceof IntegerFormat integer) {
                widths.add(integer.bits());
            }
        });
        if (widths.isEmpty()) {
            throw new IllegalStateException(
                    "a chart by bit width needs integer formats; ofWidths(weights, group) makes them");
        }
        var lines = new LinkedHashMap<String, List<Double>>();
        for (boolean symmetric : new boolean[] {true, false}) {
            var heights = new ArrayList<Double>();
            widths.forEach(bits -> heights.add(results.stream()
                    .filter(result -> result.format() instanceof IntegerFormat integer
                            && integer.bits() == bits
                            && integer.symmetric() == symmetric)
                    .findFirst()
                    .map(result -> finite(result.error().sqnr()))
                    .orElse(null)));
            if (heights.stream().anyMatch(height -> height != null)) {
                lines.put(symmetric ? "symmetric" : "asymmetric", heights);
            }
        }
        return Charts.lines(
                "Signal above quantization error, by bit width",
                "bits of a code",
                "SQNR (dB)",
                widths.stream().map(Integer::doubleValue).toList(),
                lines);
    }

    private static Double finite(double x) {
        return Double.isFinite(x) ? x : null;
    }
}
