package org.vitrina.file;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.StringJoiner;
import java.util.function.Function;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import org.vitrina.show.VisibleText;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// What a model file holds: what it says about its model, and where its bytes are.
public final class ModelReport implements Showable {
    private static final int LONGEST_TEXT = 200;

    private final ModelFile file;
    private final ModelFacts facts;

    private ModelReport(ModelFile file, ModelFacts facts) {
        this.file = file;
        this.facts = facts;
    }

    /// Returns the report on an open file. Nothing but the file's header is read.
    public static ModelReport of(ModelFile file) {
        return new ModelReport(file, file.facts());
    }

    /// Returns what the file says about its model.
    public ModelFacts facts() {
        return facts;
    }

    /// Returns how many weights there are; those of a number format of unknown size count too.
    public long parameters() {
        return sizes(file.tensors().values());
    }

    /// Returns the bytes that the weights take in the file.
    public long bytes() {
        return file.tensors().values().stream()
                .mapToLong(tensor -> tensor.data().byteSize())
                .sum();
    }

    /// Returns the bytes that keys and values take for each token of the context, if the file says enough to know.
    ///
    /// @param bytes of one number: 4 in F32, 2 in F16
    public OptionalLong memoryPerToken(int bytes) {
        OptionalLong numbers = facts.keysAndValues();
        return numbers.isPresent() ? OptionalLong.of(bytes * numbers.getAsLong()) : numbers;
    }

    /// Returns a row for each number format: tensors, weights, bytes, bits per weight.
    public Table byFormat() {
        return grouped(
                "format",
                "Tensors by number format",
                tensor -> VisibleText.line(tensor.format().name()));
    }

    /// Returns a row for each kind of tensor: tensors, weights, bytes, bits per weight.
    public Table byKind() {
        return grouped(
                "kind",
                "Tensors by what they are for",
                tensor -> TensorKind.of(tensor.name()).label());
    }

    private Table grouped(String by, String title, Function<StoredTensor, String> group) {
        Map<String, List<StoredTensor>> groups = new LinkedHashMap<>();
        file.tensors()
                .values()
                .forEach(tensor -> groups.computeIfAbsent(group.apply(tensor), _ -> new ArrayList<>())
                        .add(tensor));
        var names = StringColumn.create(by);
        var counts = LongColumn.create("tensors");
        var weights = LongColumn.create("weights");
        var bytes = LongColumn.create("bytes");
        var bits = DoubleColumn.create("bits per weight");
        groups.entrySet().stream()
                .sorted((a, b) -> Long.compare(bytes(b.getValue()), bytes(a.getValue())))
                .forEach(entry -> {
                    long size = sizes(entry.getValue());
                    names.append(entry.getKey());
                    counts.append(entry.getValue().size());
                    weights.append(size);
                    bytes.append(bytes(entry.getValue()));
                    bits.append(8.0 * bytes(entry.getValue()) / Math.max(1, size));
                });
        return Table.create(title, names, counts, weights, bytes, bits);
    }

    /// Adds up; a hostile file may claim more weights, in a format of unknown size, than can be counted.
    private static long sizes(Collection<StoredTensor> tensors) {
        return tensors.stream()
                .mapToLong(StoredTensor::size)
                .reduce(0, (a, b) -> a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b);
    }

    private static long bytes(Collection<StoredTensor> tensors) {
        return tensors.stream().mapToLong(tensor -> tensor.data().byteSize()).sum();
    }

    /// Returns a row for each tensor, in the file's order: name, kind, format, shape, weights, bytes.
    public Table tensors() {
        var names = StringColumn.create("tensor");
        var kinds = StringColumn.create("kind");
        var formats = StringColumn.create("format");
        var shapes = StringColumn.create("shape");
        var weights = LongColumn.create("weights");
        var bytes = LongColumn.create("bytes");
        file.tensors().values().forEach(tensor -> {
            names.append(VisibleText.line(tensor.name()));
            kinds.append(TensorKind.of(tensor.name()).label());
            formats.append(VisibleText.line(tensor.format().name()));
            var shape = new StringJoiner(" × ");
            tensor.shape().forEach(length -> shape.add(length.toString()));
            shapes.append(shape.toString());
            weights.append(tensor.size());
            bytes.append(tensor.data().byteSize());
        });
        return Table.create("Tensors", names, kinds, formats, shapes, weights, bytes);
    }

    /// Returns a bar for each kind of tensor: where the bytes are.
    public Figure kinds() {
        Table kinds = byKind();
        return new Figure.Bars(
                "Where the weights' bytes are",
                "MB",
                kinds.stringColumn("kind").asList(),
                kinds.longColumn("bytes").asList().stream()
                        .map(bytes -> bytes / 1e6)
                        .toList());
    }

    /// Returns the file from its first byte to its last, cut into pieces: what each of them holds.
    public Figure map() {
        return FileMap.of(file).figure();
    }

    /// Returns what is known in lines: a name for each fact, and the fact.
    public List<Map.Entry<String, String>> lines() {
        var lines = new LinkedHashMap<String, String>();
        facts.text("name").ifPresent(name -> lines.put("name", shown(name)));
        lines.put("architecture", architecture());
        lines.put("parameters", "%,d".formatted(parameters()));
        facts.number("context").ifPresent(tokens -> lines.put("context", "%,d tokens".formatted(tokens)));
        facts.number("vocabulary")
                .ifPresent(tokens -> lines.put(
                        "vocabulary",
                        "%,d tokens".formatted(tokens)
                                + facts.text("tokenizer")
                                        .map(tokenizer -> " (" + shown(tokenizer) + ")")
                                        .orElse("")));
        lines.put("chat template", facts.chatTemplate() ? "yes" : "none");
        facts.text("license").ifPresent(license -> lines.put("license", shown(license)));
        lines.put("memory", memory());
        return List.copyOf(lines.entrySet());
    }

    private String architecture() {
        var parts = new StringJoiner(", ");
        facts.number("layers").ifPresent(n -> parts.add("%,d layers".formatted(n)));
        facts.number("width").ifPresent(n -> parts.add("width %,d".formatted(n)));
        facts.number("heads").ifPresent(n -> {
            OptionalLong kv = facts.number("kvHeads");
            parts.add("%,d heads".formatted(n)
                    + (kv.isPresent() && kv.getAsLong() != n
                            ? " (%,d of keys and values)".formatted(kv.getAsLong())
                            : ""));
        });
        facts.number("feedForward").ifPresent(n -> parts.add("feed-forward %,d".formatted(n)));
        String name = facts.text("architecture").map(ModelReport::shown).orElse("not said");
        return parts.length() == 0 ? name : name + ": " + parts;
    }

    private String memory() {
        String memory = ReportText.bytes(bytes()) + " for the weights";
        OptionalLong perToken = memoryPerToken(Float.BYTES);
        if (perToken.isEmpty()) {
            return memory;
        }
        memory += "; keys and values %s per token".formatted(ReportText.bytes(perToken.getAsLong()));
        OptionalLong context = facts.number("context");
        return context.isEmpty() || context.getAsLong() <= 0 || context.getAsLong() > 1L << 32
                ? memory
                : memory
                        + ", %s for the whole context (in F32, half of that in F16)"
                                .formatted(ReportText.bytes(perToken.getAsLong() * context.getAsLong()));
    }

    private static String shown(String text) {
        return VisibleText.line(text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…");
    }

    /// Returns the facts and a line for each number format.
    @Override
    public String text() {
        return file + "\n" + ReportText.facts(lines()) + "\n\n" + ReportText.table(byFormat()) + "\n";
    }

    /// Returns [#text()] and a line for each tensor.
    public String textWithTensors() {
        return text() + "\n" + ReportText.table(tensors()) + "\n";
    }

    /// Returns what is known under names, in values that JSON has: texts, numbers, lists and maps.
    ///
    /// @param withTensors whether every tensor is among them
    public SequencedMap<String, Object> fields(boolean withTensors) {
        var fields = new LinkedHashMap<String, Object>();
        fields.putAll(facts.texts());
        fields.put("parameters", parameters());
        fields.putAll(facts.numbers());
        fields.put("chatTemplate", facts.chatTemplate());
        fields.put("bytes", bytes());
        memoryPerToken(Float.BYTES).ifPresent(bytes -> fields.put("bytesPerToken", bytes));
        fields.put("formats", rows(byFormat()));
        fields.put("kinds", rows(byKind()));
        if (withTensors) {
            fields.put(
                    "tensors",
                    file.tensors().values().stream().map(ModelReport::fields).toList());
        }
        return fields;
    }

    private static Map<String, Object> fields(StoredTensor tensor) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", tensor.name());
        fields.put("format", tensor.format().name());
        fields.put("shape", tensor.shape());
        fields.put("bytes", tensor.data().byteSize());
        return fields;
    }

    private static List<Map<String, Object>> rows(Table table) {
        var rows = new ArrayList<Map<String, Object>>();
        for (int row = 0; row < table.rowCount(); row++) {
            var fields = new LinkedHashMap<String, Object>();
            for (var column : table.columns()) {
                if (!column.name().equals("bits per weight")) {
                    fields.put(column.name(), column.get(row));
                }
            }
            rows.add(fields);
        }
        return rows;
    }

    @Override
    public MimeBundle mime() {
        var names = StringColumn.create("fact");
        var values = StringColumn.create("value");
        lines().forEach(line -> {
            names.append(line.getKey());
            values.append(line.getValue());
        });
        var figures = new Figure.Stack(
                new Figure.Data(Table.create(file.toString(), names, values)),
                new Figure.Data(byFormat()),
                kinds(),
                map());
        return MimeBundle.of(text()).withHtml(figures.mime().html().orElseThrow());
    }
}
