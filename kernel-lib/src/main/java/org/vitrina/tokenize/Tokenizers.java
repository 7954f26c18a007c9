package org.vitrina.tokenize;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.knowm.xchart.CategoryChart;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// The published vocabularies, and tokenizers side by side.
public final class Tokenizers {
    private static final Pattern SPACE = Pattern.compile("\\p{IsWhite_Space}+");

    private Tokenizers() {}

    /// Returns a published vocabulary with jtokkit's encoder, loaded when it is first asked for.
    ///
    /// @param name `r50k` (also `gpt2`), `p50k`, `cl100k` (also `gpt-4`) or `o200k` (also `gpt-4o`)
    /// @throws IllegalArgumentException if there is none of that name; the message lists those there are
    public static Tokenizer named(String name) {
        return Published.named(name).theirs();
    }

    /// Returns the names that [#named] takes, one for each vocabulary.
    public static List<String> names() {
        return Arrays.stream(Published.values()).map(Published::shortName).toList();
    }

    /// Returns the tokens that each tokenizer makes of `text`, one strip above the other.
    public static Figure.Stack compare(String text, Tokenizer... tokenizers) {
        return new Figure.Stack(Arrays.stream(tokenizers)
                .map(tokenizer -> {
                    Figure.TokenStrip strip = tokenizer.strip(text);
                    int count = strip.cells().size();
                    return (Figure) new Figure.TokenStrip(
                            tokenizer.name() + ": " + count + (count == 1 ? " token" : " tokens"), strip.cells());
                })
                .toList());
    }

    /// Returns what each text costs with each tokenizer, a row for each of both.
    ///
    /// Columns: `text`, `tokenizer`, `characters` (code points), `bytes` (UTF-8), `words` (separated by
    /// white space), `tokens`, `tokens per word`, `bytes per token`; a ratio of nothing is missing.
    ///
    /// @param texts by the name to show for each
    public static Table cost(SequencedMap<String, String> texts, Tokenizer... tokenizers) {
        var rows = new ArrayList<Cost>();
        texts.forEach((name, text) -> {
            for (Tokenizer tokenizer : tokenizers) {
                rows.add(Cost.of(name, text, tokenizer));
            }
        });
        return Table.create("What texts cost")
                .addColumns(
                        StringColumn.create("text", rows.stream().map(Cost::text)),
                        StringColumn.create("tokenizer", rows.stream().map(Cost::tokenizer)),
                        IntColumn.create(
                                "characters",
                                rows.stream().mapToInt(Cost::characters).toArray()),
                        IntColumn.create(
                                "bytes", rows.stream().mapToInt(Cost::bytes).toArray()),
                        IntColumn.create(
                                "words", rows.stream().mapToInt(Cost::words).toArray()),
                        IntColumn.create(
                                "tokens", rows.stream().mapToInt(Cost::tokens).toArray()),
                        DoubleColumn.create(
                                "tokens per word",
                                rows.stream()
                                        .mapToDouble(c -> ratio(c.tokens, c.words))
                                        .toArray()),
                        DoubleColumn.create(
                                "bytes per token",
                                rows.stream()
                                        .mapToDouble(c -> ratio(c.bytes, c.tokens))
                                        .toArray()));
    }

    /// Returns one column of [#cost] as bars: a group for each text, a bar for each tokenizer.
    ///
    /// @param column one of the numbers, such as `tokens per word`; where it is missing there is no bar
    /// @throws IllegalArgumentException if `cost` has no column of numbers of that name; the message lists
    ///     those it has
    public static CategoryChart chart(Table cost, String column) {
        List<String> numbers = cost.numericColumns().stream().map(c -> c.name()).toList();
        if (!numbers.contains(column)) {
            throw new IllegalArgumentException("the table '" + cost.name() + "' has no numbers named '" + column
                    + "'; there are " + String.join(", ", numbers));
        }
        var texts = new LinkedHashSet<String>();
        var bars = new LinkedHashMap<String, List<Double>>();
        for (Row row : cost) {
            texts.add(row.getString("text"));
            double value = row.getNumber(column);
            bars.computeIfAbsent(row.getString("tokenizer"), _ -> new ArrayList<>())
                    .add(Double.isNaN(value) ? 0 : value);
        }
        return Charts.bars("What texts cost: " + column, "text", column, List.copyOf(texts), bars);
    }

    private record Cost(String text, String tokenizer, int characters, int bytes, int words, int tokens) {
        static Cost of(String name, String text, Tokenizer tokenizer) {
            String trimmed = SPACE.matcher(text).replaceAll(" ").strip();
            return new Cost(
                    name,
                    tokenizer.name(),
                    text.codePointCount(0, text.length()),
                    text.getBytes(StandardCharsets.UTF_8).length,
                    trimmed.isEmpty()
                            ? 0
                            : (int) trimmed.chars().filter(c -> c == ' ').count() + 1,
                    tokenizer.count(text));
        }
    }

    /// A missing number is NaN in Tablesaw.
    private static double ratio(int count, int of) {
        return of == 0 ? Double.NaN : (double) count / of;
    }
}
