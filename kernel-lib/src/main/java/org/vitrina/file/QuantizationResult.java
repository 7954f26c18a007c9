package org.vitrina.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.vitrina.quantize.Format;
import org.vitrina.quantize.QuantizationError;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// What became of a model that was quantized: each tensor's format, size and error, and both files' sizes.
///
/// @param format      the format that matrices were to have
/// @param tensors     in the file's order
/// @param bytesBefore of the whole file; `bytesAfter` likewise
public record QuantizationResult(Format format, List<TensorResult> tensors, long bytesBefore, long bytesAfter)
        implements Showable {

    /// What became of one tensor.
    ///
    /// @param from  the format that it had
    /// @param to    the format that it has
    /// @param why   why that is not the one that was asked for, or empty
    /// @param error what was lost, measured against the weights that were there; nothing for a copy
    public record TensorResult(
            String name, List<Long> shape, Format from, Format to, String why, QuantizationError error) {
        /// Returns how many weights the tensor has.
        public long size() {
            return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
        }

        /// Returns whether the tensor was written as it was.
        public boolean copied() {
            return from.equals(to);
        }
    }

    public QuantizationResult {
        tensors = List.copyOf(tensors);
    }

    /// Returns the tensors that got another format.
    public List<TensorResult> changed() {
        return tensors.stream().filter(tensor -> !tensor.copied()).toList();
    }

    /// Returns the bits per weight of all tensors together.
    public double bitsPerWeight() {
        double bits = tensors.stream()
                .mapToDouble(tensor -> 8.0 * tensor.to().bytes(tensor.size()))
                .sum();
        return bits / tensors.stream().mapToLong(TensorResult::size).sum();
    }

    /// Returns the tensors that got another format as a table, a row for each.
    public Table table() {
        List<TensorResult> changed = changed();
        return Table.create(
                "Quantized tensors",
                StringColumn.create("name", changed.stream().map(TensorResult::name)),
                StringColumn.create("shape", changed.stream().map(QuantizationResult::shape)),
                StringColumn.create(
                        "from", changed.stream().map(tensor -> tensor.from().name())),
                StringColumn.create(
                        "to", changed.stream().map(tensor -> tensor.to().name())),
                LongColumn.create(
                        "bytes",
                        changed.stream()
                                .mapToLong(tensor -> tensor.to().bytes(tensor.size()))
                                .toArray()),
                column(
                        "RMSE",
                        changed.stream().map(tensor -> tensor.error().rmse()).toList()),
                column(
                        "largest error",
                        changed.stream().map(tensor -> tensor.error().largest()).toList()),
                column(
                        "SQNR (dB)",
                        changed.stream().map(tensor -> tensor.error().sqnr()).toList()),
                column(
                        "cosine",
                        changed.stream().map(tensor -> tensor.error().cosine()).toList()));
    }

    private static DoubleColumn column(String name, List<Double> values) {
        return DoubleColumn.create(name, values);
    }

    private static String shape(TensorResult tensor) {
        return tensor.shape().stream().map(String::valueOf).collect(Collectors.joining(" × "));
    }

    /// Returns everything by name, as JSON would have it.
    public Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("format", format.name());
        fields.put("bytesBefore", bytesBefore);
        fields.put("bytesAfter", bytesAfter);
        fields.put("bitsPerWeight", bitsPerWeight());
        var list = new ArrayList<Map<String, Object>>();
        for (TensorResult tensor : tensors) {
            var each = new LinkedHashMap<String, Object>();
            each.put("name", tensor.name());
            each.put("shape", tensor.shape());
            each.put("from", tensor.from().name());
            each.put("to", tensor.to().name());
            if (!tensor.why().isEmpty()) {
                each.put("why", tensor.why());
            }
            if (!tensor.copied()) {
                each.put("rmse", tensor.error().rmse());
                each.put("largest", tensor.error().largest());
                each.put("sqnr", finite(tensor.error().sqnr()));
                each.put("cosine", finite(tensor.error().cosine()));
            }
            list.add(each);
        }
        fields.put("tensors", list);
        return fields;
    }

    /// JSON has no infinities.
    private static Double finite(double x) {
        return Double.isFinite(x) ? x : null;
    }

    /// Returns the sentences that sum the result up.
    public String summary() {
        var lines = new ArrayList<String>();
        long copied = tensors.size() - changed().size();
        lines.add("%d tensors quantized, %d written as they were"
                .formatted(changed().size(), copied));
        changed().stream()
                .filter(tensor -> !tensor.why().isEmpty())
                .collect(Collectors.groupingBy(
                        tensor -> "%s: to %s instead"
                                .formatted(tensor.why(), tensor.to().name()),
                        LinkedHashMap::new,
                        Collectors.counting()))
                .forEach((why, count) -> lines.add("%s (%d tensors)".formatted(why, count)));
        lines.add("%s before, %s after: %.2f bits a weight"
                .formatted(ReportText.bytes(bytesBefore), ReportText.bytes(bytesAfter), bitsPerWeight()));
        return String.join("\n", lines);
    }

    /// Returns the table of tensors and the summary.
    @Override
    public String text() {
        return changed().isEmpty() ? summary() + "\n" : ReportText.table(rounded()) + "\n\n" + summary() + "\n";
    }

    /// Numbers as texts of equal width, as they shall stand in a terminal.
    private Table rounded() {
        Table table = table();
        Map.of("RMSE", "%9.3g", "largest error", "%13.3g", "SQNR (dB)", "%9.1f", "cosine", "%8.5f")
                .forEach((name, format) -> table.replaceColumn(
                        name,
                        StringColumn.create(
                                name,
                                table.doubleColumn(name).asList().stream()
                                        .map(x -> String.format(Locale.ROOT, format, x)))));
        return table;
    }

    @Override
    public MimeBundle mime() {
        var figure = new Figure.Stack(new Figure.Data(table()), new Figure.Note(summary()));
        return MimeBundle.of(text()).withHtml(figure.mime().html().orElseThrow());
    }
}
