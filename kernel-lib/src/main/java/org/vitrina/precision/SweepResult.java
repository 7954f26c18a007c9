package org.vitrina.precision;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.StringJoiner;
import java.util.function.Function;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.Styler;
import org.vitrina.precision.SweepRow.Answers;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.Html;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import org.vitrina.train.Measurement.Interval;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/// What a sweep found, a row for each candidate in their order.
///
/// @param model    the model that all are compared with
/// @param tokens   how many tokens were compared
/// @param measured what else was measured, if anything
public record SweepResult(String model, int tokens, Optional<String> measured, List<SweepRow> rows)
        implements Showable {

    /// What a chart can show.
    public enum Measure {
        PERPLEXITY("perplexity", true),
        DIVERGENCE("divergence from the full model (nats per token)", true),
        SAME("tokens found likeliest by both (%)", false),
        SQNR("SQNR of the weights (dB)", false),
        ANSWERS("", false);

        private final String axis;
        private final boolean logarithmic;

        Measure(String axis, boolean logarithmic) {
            this.axis = axis;
            this.logarithmic = logarithmic;
        }

        double of(SweepRow row) {
            return switch (this) {
                case PERPLEXITY -> row.score().perplexity();
                case DIVERGENCE -> row.score().divergence();
                case SAME -> 100 * row.score().same();
                case SQNR -> row.sqnr();
                case ANSWERS -> row.answers().map(Answers::value).orElse(Double.NaN);
            };
        }
    }

    /// Candidates that a chart marks, wherever they are.
    private static final List<String> MARKED = List.of("Q8_0", "Q4_0");

    /// A chart ends here: 32 bits are what all are compared with, and would take half of its width.
    private static final double MOST_BITS = 20;

    /// So many names fit below a chart; more stand beside it.
    private static final int MOST_BELOW = 5;

    public SweepResult {
        rows = List.copyOf(rows);
    }

    /// Returns the row of the candidate called `name`.
    ///
    /// @throws IllegalArgumentException if there is none
    public SweepRow row(String name) {
        return rows.stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the sweep has no candidate '" + name + "'; it has "
                        + String.join(", ", rows.stream().map(SweepRow::name).toList())));
    }

    private SequencedMap<String, Function<SweepRow, Double>> columns() {
        var columns = new LinkedHashMap<String, Function<SweepRow, Double>>();
        columns.put("bits per weight", SweepRow::bitsPerWeight);
        columns.put("MB", row -> row.bytes() / 1e6);
        columns.put("RMSE", SweepRow::rmse);
        columns.put("SQNR (dB)", SweepRow::sqnr);
        columns.put("perplexity", row -> row.score().perplexity());
        interval(columns, "perplexity", row -> Optional.of(row.score().around()));
        columns.put("ratio", row -> row.score().ratio());
        interval(columns, "ratio", row -> Optional.of(row.score().ratioAround()));
        columns.put("KL (nats)", row -> row.score().divergence());
        interval(columns, "KL", row -> Optional.of(row.score().divergenceAround()));
        columns.put("same (%)", row -> 100 * row.score().same());
        interval(
                columns,
                "same",
                row -> Optional.of(new Interval(
                        100 * row.score().sameAround().low(),
                        100 * row.score().sameAround().high())));
        measured.ifPresent(name -> {
            columns.put(name, row -> row.answers().map(Answers::value).orElse(Double.NaN));
            interval(columns, name, row -> row.answers().flatMap(Answers::around));
        });
        return columns;
    }

    private static void interval(
            SequencedMap<String, Function<SweepRow, Double>> columns,
            String name,
            Function<SweepRow, Optional<Interval>> of) {
        columns.put(name + " low", row -> of.apply(row).map(Interval::low).orElse(Double.NaN));
        columns.put(name + " high", row -> of.apply(row).map(Interval::high).orElse(Double.NaN));
    }

    /// Returns a row for each candidate, without the intervals; [#csv()] has them.
    public Table table() {
        var table = Table.create(
                "%s on %,d tokens".formatted(model, tokens),
                StringColumn.create("setting", rows.stream().map(SweepRow::name)));
        columns().forEach((name, value) -> {
            if (!name.endsWith(" low") && !name.endsWith(" high")) {
                var column = DoubleColumn.create(
                        name, rows.stream().mapToDouble(value::apply).toArray());
                column.setPrintFormatter(new NumberColumnFormatter() {
                    @Override
                    public String format(double number) {
                        return number(number);
                    }
                });
                table.addColumns(column);
            }
        });
        return table;
    }

    /// Returns all numbers with all their digits, as comma-separated values ([RFC
    /// 4180](https://www.rfc-editor.org/rfc/rfc4180)): the same results give the same bytes.
    public String csv() {
        var columns = columns();
        var lines = new StringBuilder("setting,")
                .append(joined(
                        columns.keySet().stream().map(SweepResult::quoted).toList()));
        for (SweepRow row : rows) {
            lines.append(quoted(row.name()))
                    .append(',')
                    .append(joined(columns.values().stream()
                            .map(value -> written(value.apply(row)))
                            .toList()));
        }
        return lines.toString();
    }

    private static String joined(List<String> cells) {
        return String.join(",", cells) + "\r\n";
    }

    private static String written(double number) {
        return Double.isNaN(number) ? "" : Double.isInfinite(number) ? (number > 0 ? "inf" : "-inf") : "" + number;
    }

    private static String quoted(String text) {
        return text.matches("[^,\"\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /// Returns the measure against the bits that a weight takes: a line for each kind of integers,
    /// points for the formats of GGUF files, with `Q8_0` and `Q4_0` marked. What a logarithmic axis
    /// cannot show, such as no divergence at all, is left out.
    ///
    /// @throws IllegalArgumentException if that was not measured
    public XYChart chart(Measure measure) {
        SequencedMap<String, List<double[]>> lines = new LinkedHashMap<>();
        for (SweepRow row : rows) {
            double value = measure.of(row);
            if (!Double.isFinite(value) || measure.logarithmic && value <= 0) continue;
            if (row.bitsPerWeight() > MOST_BITS) continue;
            String line = MARKED.contains(row.name()) ? row.name() : row.family();
            lines.computeIfAbsent(line, any -> new ArrayList<>()).add(new double[] {row.bitsPerWeight(), value});
        }
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to draw: no row has a " + measure);
        }
        XYChart chart =
                Charts.points("Bits and " + title(measure), "bits per weight", axis(measure), new LinkedHashMap<>());
        lines.forEach((name, points) -> {
            double[] x = points.stream().mapToDouble(point -> point[0]).toArray();
            double[] y = points.stream().mapToDouble(point -> point[1]).toArray();
            if (name.isEmpty()) Charts.addPoints(chart, "other formats", x, y);
            else if (MARKED.contains(name)) Charts.addPoints(chart, name, x, y);
            else Charts.addLine(chart, name, x, y);
        });
        chart.getStyler().setYAxisLogarithmic(measure.logarithmic);
        if (measure == Measure.DIVERGENCE) chart.getStyler().setYAxisDecimalPattern("0E0");
        if (lines.size() > MOST_BELOW) {
            chart.getStyler()
                    .setLegendPosition(Styler.LegendPosition.OutsideE)
                    .setLegendLayout(Styler.LegendLayout.Vertical);
        }
        return chart;
    }

    /// Returns the measure as a bar for each candidate.
    public CategoryChart bars(String title, Measure measure) {
        SequencedMap<String, List<Double>> bars = new LinkedHashMap<>();
        bars.put(
                axis(measure),
                rows.stream()
                        .map(measure::of)
                        .map(value -> Double.isFinite(value) ? value : null)
                        .toList());
        CategoryChart chart = Charts.bars(
                title,
                "setting",
                axis(measure),
                rows.stream().map(SweepRow::name).toList(),
                bars);
        if (rows.size() > 4) chart.getStyler().setXAxisLabelRotation(30);
        return chart;
    }

    private String axis(Measure measure) {
        return measure == Measure.ANSWERS ? measured.orElse("answers") : measure.axis;
    }

    private String title(Measure measure) {
        return switch (measure) {
            case PERPLEXITY -> "perplexity";
            case DIVERGENCE -> "divergence from the full model";
            case SAME -> "agreement with the full model";
            case SQNR -> "precision of the weights";
            case ANSWERS -> measured.orElse("answers");
        };
    }

    private List<Measure> shown() {
        var shown = new ArrayList<Measure>();
        for (Measure measure : List.of(Measure.PERPLEXITY, Measure.DIVERGENCE, Measure.SAME, Measure.SQNR)) {
            if (rows.stream().mapToDouble(measure::of).anyMatch(v -> Double.isFinite(v) && v > 0)) shown.add(measure);
        }
        if (measured.isPresent()) shown.add(Measure.ANSWERS);
        return shown;
    }

    /// Writes `sweep.csv`, all charts as `sweep-….png`, and `sweep.html`, which holds table and
    /// charts in one file.
    ///
    /// @param folder is there already
    /// @return the files
    public List<Path> write(Path folder) throws IOException {
        var files = new ArrayList<Path>();
        files.add(folder.resolve("sweep.csv"));
        SweepState.write(files.getFirst(), csv());
        for (Measure measure : shown()) {
            Path file = folder.resolve("sweep-" + measure.name().toLowerCase(Locale.ROOT) + ".png");
            SweepState.write(file, Charts.png(chart(measure)));
            files.add(file);
        }
        files.add(folder.resolve("sweep.html"));
        SweepState.write(files.getLast(), page());
        return files;
    }

    private String page() {
        var figures = new ArrayList<Figure>();
        shown().forEach(measure -> figures.add(new Figure.Plot(chart(measure))));
        String title = "What bits are worth: " + model;
        return """
                <!DOCTYPE html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title>
                <style>
                body { font-family: sans-serif; max-width: 60em; margin: 1em auto; padding: 0 1em }
                .numbers { overflow-x: auto } table { border-collapse: collapse; font-size: 85%% }
                th, td { padding: .2em .6em; text-align: right; border-bottom: 1px solid #ddd; white-space: nowrap }
                th:first-child, td:first-child { text-align: left } img { max-width: 100%%; height: auto }
                </style>
                <h1>%s</h1>
                <p>Compared with the model in 32 bits on %,d tokens. Intervals of 95 %% are in sweep.csv.</p>
                %s
                <div class="numbers">%s</div>
                </html>
                """.formatted(
                        Html.escape(title),
                        Html.escape(title),
                        tokens,
                        new Figure.Stack(figures).mime().html().orElseThrow(),
                        rowsHtml());
    }

    /// All rows, however many: the usual table leaves out the middle.
    private String rowsHtml() {
        Table table = table();
        var html = new StringBuilder("<table>\n<tr>");
        table.columnNames()
                .forEach(name -> html.append("<th>").append(Html.escape(name)).append("</th>"));
        html.append("</tr>\n");
        for (SweepRow row : rows) {
            html.append("<tr><td>").append(Html.escape(row.name())).append("</td>");
            for (int column = 1; column < table.columnCount(); column++) {
                double value = table.doubleColumn(column).getDouble(rows.indexOf(row));
                html.append("<td>").append(Html.escape(number(value))).append("</td>");
            }
            html.append("</tr>\n");
        }
        return html.append("</table>\n").toString();
    }

    private static String number(double value) {
        if (Double.isNaN(value)) return "–";
        if (Double.isInfinite(value)) return "∞";
        return value != 0 && Math.abs(value) < 1e-3
                ? String.format(Locale.ROOT, "%.2e", value)
                : String.format(Locale.ROOT, "%,.4g", value);
    }

    /// Returns the rows as text for a terminal.
    public String text() {
        Table table = table();
        var lines = new ArrayList<List<String>>();
        lines.add(table.columnNames());
        for (int row = 0; row < rows.size(); row++) {
            var cells = new ArrayList<String>();
            cells.add(rows.get(row).name());
            for (int column = 1; column < table.columnCount(); column++) {
                cells.add(number(table.doubleColumn(column).getDouble(row)));
            }
            lines.add(cells);
        }
        var text = new StringJoiner(System.lineSeparator());
        for (List<String> line : lines) {
            var joined = new StringBuilder();
            for (int column = 0; column < line.size(); column++) {
                int at = column;
                int width = lines.stream()
                        .mapToInt(each -> each.get(at).length())
                        .max()
                        .orElse(0);
                String cell = line.get(column);
                String space = " ".repeat(width - cell.length());
                joined.append(column == 0 ? cell + space : "  " + space + cell);
            }
            text.add(joined);
        }
        return text.toString();
    }

    /// Returns everything as JSON.
    public JsonObject toJson() {
        var json = new JsonObject();
        json.addProperty("model", model);
        json.addProperty("tokens", tokens);
        measured.ifPresent(name -> json.addProperty("measured", name));
        var list = new JsonArray();
        rows.forEach(row -> list.add(row.toJson()));
        json.add("rows", list);
        return json;
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Data(table()).mime();
    }
}
