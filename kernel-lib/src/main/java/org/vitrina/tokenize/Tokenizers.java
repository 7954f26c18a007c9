package org.vitrina.tokenize;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.knowm.xchart.CategoryChart;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
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
                            tokenizer.title() + ": " + count + (count == 1 ? " token" : " tokens"), strip.cells());
                })
                .toList());
    }

    /// Returns what each text costs with each tokenizer, a row for each of both.
    ///
    /// Columns: `text`, `tokenizer`, `characters` (code points), `bytes` (UTF-8), `words` (separated by white
    /// space), `tokens`, `tokens per word`, `tokens per character`, `bytes per token`; a ratio of nothing is
    /// missing.
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
                                "tokens per character",
                                rows.stream()
                                        .mapToDouble(c -> ratio(c.tokens, c.characters))
                                        .toArray()),
                        DoubleColumn.create(
                                "bytes per token",
                                rows.stream()
                                        .mapToDouble(c -> ratio(c.bytes, c.tokens))
                                        .toArray()));
    }

    /// Returns how long `text` is for smaller and larger vocabularies of one training, a row for each size.
    ///
    /// Columns: `vocabulary (tokens)`, `tokens`, `tokens for 100 characters` (code points).
    ///
    /// @param largest the tokenizer with the largest vocabulary; the others are its beginnings
    /// @param text    best one that it was not trained on
    /// @param sizes   vocabulary sizes, each as [BpeTokenizer#withVocabularySize] takes it
    public static Table bySize(BpeTokenizer largest, String text, int... sizes) {
        int[] tokens = Arrays.stream(sizes)
                .map(size -> largest.withVocabularySize(size).count(text))
                .toArray();
        int characters = text.codePointCount(0, text.length());
        return Table.create("Vocabulary and length")
                .addColumns(
                        IntColumn.create("vocabulary (tokens)", sizes),
                        IntColumn.create("tokens", tokens),
                        DoubleColumn.create(
                                "tokens for 100 characters",
                                Arrays.stream(tokens)
                                        .mapToDouble(count -> 100 * ratio(count, characters))
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
        return Charts.bars("What texts cost: " + column, cost, "text", "tokenizer", column);
    }

    private record Cost(String text, String tokenizer, int characters, int bytes, int words, int tokens) {
        static Cost of(String name, String text, Tokenizer tokenizer) {
            String trimmed = SPACE.matcher(text).replaceAll(" ").strip();
            return new Cost(
                    name,
                    tokenizer.title(),
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
