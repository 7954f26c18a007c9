package org.vitrina.hardware;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;
import org.vitrina.show.Charts;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Published models whose sizes are known, and context lengths of some whose sizes are not.
public final class KnownModels {
    private static final String LLAMA_3 = "arXiv 2407.21783, table 3; config.json of meta-llama/Llama-3.1";
    private static final String GEMMA_3 = "arXiv 2503.19786, table 1; config.json of google/gemma-3";

    private static final List<ModelShape> MODELS = List.of(
            ModelShape.of(
                    "SmolLM2 135M",
                    134_515_008,
                    30,
                    576,
                    9,
                    3,
                    64,
                    1536,
                    49_152,
                    true,
                    8_192,
                    "config.json of HuggingFaceTB/SmolLM2-135M"),
            ModelShape.of(
                    "GPT-2 1.5B",
                    1_557_611_200,
                    48,
                    1600,
                    25,
                    25,
                    64,
                    6400,
                    50_257,
                    true,
                    1_024,
                    "Radford et al. 2019, table 2; config.json of openai-community/gpt2-xl"),
            ModelShape.of(
                    "OPT 13B",
                    12_853_473_280L,
                    40,
                    5120,
                    40,
                    40,
                    128,
                    20_480,
                    50_272,
                    true,
                    2_048,
                    "arXiv 2205.01068, table 1; config.json of facebook/opt-13b"),
            ModelShape.of(
                    "Llama 2 7B",
                    6_738_415_616L,
                    32,
                    4096,
                    32,
                    32,
                    128,
                    11_008,
                    32_000,
                    false,
                    4_096,
                    "arXiv 2307.09288; config.json of meta-llama/Llama-2-7b"),
            ModelShape.of(
                    "Llama 2 70B",
                    68_976_648_192L,
                    80,
                    8192,
                    64,
                    8,
                    128,
                    28_672,
                    32_000,
                    false,
                    4_096,
                    "arXiv 2307.09288; config.json of meta-llama/Llama-2-70b"),
            new ModelShape(
                    "Mistral 7B",
                    7_241_732_096L,
                    32,
                    4096,
                    32,
                    8,
                    128,
                    14_336,
                    32_000,
                    false,
                    8_192,
                    4_096,
                    0,
                    "arXiv 2310.06825, table 1"),
            ModelShape.of(
                    "Llama 3.1 8B", 8_030_261_248L, 32, 4096, 32, 8, 128, 14_336, 128_256, false, 131_072, LLAMA_3),
            ModelShape.of(
                    "Llama 3.1 70B", 70_553_706_496L, 80, 8192, 64, 8, 128, 28_672, 128_256, false, 131_072, LLAMA_3),
            new ModelShape(
                    "Gemma 3 1B", 999_885_952, 26, 1152, 4, 1, 256, 6912, 262_144, true, 32_768, 512, 4, GEMMA_3),
            new ModelShape(
                    "Gemma 3 4B",
                    3_880_099_328L,
                    34,
                    2560,
                    8,
                    4,
                    256,
                    10_240,
                    262_144,
                    true,
                    131_072,
                    1_024,
                    5,
                    GEMMA_3),
            new ModelShape(
                    "Gemma 3 27B",
                    27_009_002_240L,
                    62,
                    5376,
                    32,
                    16,
                    128,
                    21_504,
                    262_144,
                    true,
                    131_072,
                    1_024,
                    10,
                    GEMMA_3));

    /// What is published of a model's context.
    ///
    /// @param tokens how many it can hold
    /// @param year   when that was published
    public record Context(String model, long tokens, int year, String source) {}

    private static final List<Context> CONTEXTS = List.of(
            new Context("GPT-2", 1_024, 2019, "Radford et al. 2019, section 2.3"),
            new Context("GPT-3", 2_048, 2020, "arXiv 2005.14165, section 2.1"),
            new Context("Llama 2", 4_096, 2023, "arXiv 2307.09288, table 1"),
            new Context("Mistral 7B", 8_192, 2023, "arXiv 2310.06825, table 1"),
            new Context("Llama 3.1", 131_072, 2024, "arXiv 2407.21783, section 3.4.2"),
            new Context(
                    "Gemini 1.5 Pro",
                    2_097_152,
                    2024,
                    "Gemini API, input token limit; how it is built is not published"),
            new Context("Gemma 3 27B", 131_072, 2025, "arXiv 2503.19786, section 2"));

    private KnownModels() {}

    /// Returns all models whose sizes are published, the small ones first.
    public static List<ModelShape> all() {
        return MODELS;
    }

    /// Returns the model of this name, in capitals or not, with spaces or dashes.
    ///
    /// @throws IllegalArgumentException if there is none; the message lists those there are
    public static ModelShape named(String name) {
        return MODELS.stream()
                .filter(model -> plain(model.name()).equals(plain(name)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the sizes of a model '" + name
                        + "' are not known here; known are "
                        + MODELS.stream().map(ModelShape::name).collect(Collectors.joining(", "))));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", "");
    }

    /// Returns how much text models can hold, from GPT-2 to Gemini, with the sources.
    public static List<Context> contexts() {
        return CONTEXTS;
    }

    /// Returns [#contexts()] by year, the axis of tokens logarithmic.
    public static XYChart contextChart() {
        var points = new LinkedHashMap<String, double[][]>();
        CONTEXTS.forEach(context -> points.put(context.model(), new double[][] {{context.year()}, {context.tokens()}}));
        XYChart chart = Charts.points("How many tokens a model can hold", "year", "tokens", points);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setXAxisDecimalPattern("0").setXAxisMin(2018.5).setXAxisMax(2025.5);
        return chart;
    }

    /// Returns [#contexts()] as a table.
    public static Table contextTable() {
        var table = Table.create("How many tokens a model can hold")
                .addColumns(
                        StringColumn.create("model"),
                        StringColumn.create("year"),
                        IntColumn.create("tokens"),
                        StringColumn.create("source"));
        for (Context context : CONTEXTS) {
            table.stringColumn("model").append(context.model());
            table.stringColumn("year").append(Integer.toString(context.year()));
            table.intColumn("tokens").append((int) context.tokens());
            table.stringColumn("source").append(context.source());
        }
        return table;
    }

    /// Returns a row of sizes for each model.
    public static Table table() {
        var table = Table.create("Sizes of published models")
                .addColumns(
                        StringColumn.create("model"),
                        DoubleColumn.create("billions"),
                        IntColumn.create("layers"),
                        IntColumn.create("width"),
                        IntColumn.create("heads"),
                        IntColumn.create("KV heads"),
                        IntColumn.create("head width"),
                        IntColumn.create("context"),
                        StringColumn.create("looks back at"));
        for (ModelShape model : MODELS) {
            table.stringColumn(0).append(model.name());
            table.doubleColumn(1).append(model.parameters() / 1e9);
            table.intColumn(2).append(model.layers());
            table.intColumn(3).append(model.width());
            table.intColumn(4).append(model.heads());
            table.intColumn(5).append(model.kvHeads());
            table.intColumn(6).append(model.headWidth());
            table.intColumn(7).append(model.context());
            table.stringColumn(8)
                    .append(
                            model.window() == 0
                                    ? "all"
                                    : model.global() == 0
                                            ? "%,d".formatted(model.window())
                                            : "%,d; all in %d".formatted(model.window(), model.global()));
        }
        return table;
    }

    /// Returns where the sizes of each model are published.
    public static Table sources() {
        var table = Table.create("Where these sizes are published")
                .addColumns(StringColumn.create("model"), StringColumn.create("source"));
        for (ModelShape model : MODELS) {
            table.stringColumn(0).append(model.name());
            table.stringColumn(1).append(model.source());
        }
        return table;
    }
}
