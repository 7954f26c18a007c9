package org.vitrina.precision;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.vitrina.file.Gguf;
import org.vitrina.file.GgufFile;
import org.vitrina.file.ModelQuantizer;
import org.vitrina.file.QuantizationPlan;
import org.vitrina.quantize.Format;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Progress;
import org.vitrina.show.Showable;
import org.vitrina.tensor.Workers;
import org.vitrina.transformer.Model;
import org.vitrina.transformer.Speed;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// How large a model's file is in several formats, and how fast it runs here: each is written,
/// opened and run.
///
/// Speed depends on the machine and on what else it does. Nothing else should run meanwhile; rounds
/// go through the formats in turn, so that a disturbance hits all alike, and medians are shown.
public record FormatSpeeds(String model, List<Row> rows) implements Showable {
    /// One format: the bytes of its file and the median speed.
    public record Row(Format format, long bytes, Speed speed) {}

    public FormatSpeeds {
        rows = List.copyOf(rows);
    }

    /// Measures `file` in each of `formats`.
    ///
    /// @param prompt how many tokens are read at once; `tokens`, how many are written then
    /// @param rounds how often each is measured, after one round that does not count
    public static FormatSpeeds of(Path file, List<Format> formats, int prompt, int tokens, int rounds, Workers workers)
            throws IOException {
        if (rounds < 1) throw new IllegalArgumentException("speed needs at least 1 round, but got " + rounds);
        Path folder = Files.createTempDirectory("vitrina-formats");
        var models = new ArrayList<Model>();
        var written = new ArrayList<Path>();
        try (GgufFile opened = Gguf.open(file);
                var task = Progress.task("measuring speed", (long) (rounds + 1) * formats.size())) {
            var bytes = new long[formats.size()];
            for (int i = 0; i < formats.size(); i++) {
                Path copy = folder.resolve(formats.get(i).name() + ".gguf");
                written.add(copy);
                bytes[i] = ModelQuantizer.write(opened, QuantizationPlan.to(formats.get(i)), copy, workers)
                        .bytesAfter();
                Model model = Model.open(copy).with(workers);
                models.add(model);
                model.load();
            }
            var speeds = new Speed[formats.size()][rounds];
            for (int round = -1, done = 0; round < rounds; round++) {
                for (int i = 0; i < models.size(); i++) {
                    Speed speed = Speed.measure(models.get(i), prompt, tokens);
                    if (round >= 0) speeds[i][round] = speed;
                    task.at(++done, formats.get(i).name());
                }
            }
            var rows = new ArrayList<Row>();
            for (int i = 0; i < formats.size(); i++) rows.add(new Row(formats.get(i), bytes[i], median(speeds[i])));
            return new FormatSpeeds(file.getFileName().toString().replaceFirst("\\.gguf$", ""), rows);
        } finally {
            models.forEach(Model::close);
            for (Path copy : written) Files.deleteIfExists(copy);
            Files.deleteIfExists(folder);
        }
    }

    private static Speed median(Speed[] speeds) {
        return new Speed(
                middle(Arrays.stream(speeds).mapToDouble(Speed::prefill).toArray()),
                middle(Arrays.stream(speeds).mapToDouble(Speed::decode).toArray()));
    }

    private static double middle(double[] values) {
        Arrays.sort(values);
        return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }

    /// Returns a row for each format.
    public Table table() {
        return Table.create(
                model + " on this machine",
                StringColumn.create(
                        "format", rows.stream().map(row -> row.format().name())),
                DoubleColumn.create(
                        "MB",
                        rows.stream().mapToDouble(row -> row.bytes() / 1e6).toArray()),
                DoubleColumn.create(
                        "reads (tokens/s)",
                        rows.stream().mapToDouble(row -> row.speed().prefill()).toArray()),
                DoubleColumn.create(
                        "writes (tokens/s)",
                        rows.stream().mapToDouble(row -> row.speed().decode()).toArray()));
    }

    /// Returns the numbers as comma-separated values.
    public String csv() {
        var lines = new StringBuilder("format,bytes,prefill,decode\r\n");
        rows.forEach(row -> lines.append(row.format().name())
                .append(',')
                .append(row.bytes())
                .append(',')
                .append(row.speed().prefill())
                .append(',')
                .append(row.speed().decode())
                .append("\r\n"));
        return lines.toString();
    }

    /// Returns the rows as text for a terminal.
    public String text() {
        var text = new StringJoiner(System.lineSeparator());
        text.add("%-6s %10s %16s %17s".formatted("format", "MB", "reads, tokens/s", "writes, tokens/s"));
        rows.forEach(row -> text.add(String.format(
                Locale.ROOT,
                "%-6s %,10.2f %,16.0f %,17.1f",
                row.format().name(),
                row.bytes() / 1e6,
                row.speed().prefill(),
                row.speed().decode())));
        return text.toString();
    }

    /// Returns the rows as JSON.
    public JsonArray toJson() {
        var list = new JsonArray();
        for (Row row : rows) {
            var json = new JsonObject();
            json.addProperty("format", row.format().name());
            json.addProperty("bytes", row.bytes());
            json.addProperty("prefill", row.speed().prefill());
            json.addProperty("decode", row.speed().decode());
            list.add(json);
        }
        return list;
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Data(table()).mime();
    }
}
