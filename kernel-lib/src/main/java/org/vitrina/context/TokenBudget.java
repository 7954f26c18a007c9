package org.vitrina.context;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import org.vitrina.tokenize.Tokenizer;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// What a document takes of a context, and what reading it costs, under several tokenizers.
///
/// @param limit  how many tokens a model can hold
/// @param answer how many of them are left for its answer
/// @param price  what its provider asks
public record TokenBudget(List<Use> uses, int limit, int answer, Price price) implements Showable {
    /// A price, which the caller knows: prices change, and none is built in.
    ///
    /// @param read     for a million tokens that are read
    /// @param written  for a million tokens that are written
    /// @param currency such as `USD`
    public record Price(double read, double written, String currency) {
        public Price {
            if (!(read >= 0) || !(written >= 0)) {
                throw new IllegalArgumentException(
                        "prices for a million tokens are at least 0, but are " + read + " and " + written);
            }
        }

        /// Returns what so many tokens cost.
        public double of(long tokensRead, long tokensWritten) {
            return (tokensRead * read + tokensWritten * written) / 1e6;
        }
    }

    /// What one tokenizer makes of the document.
    ///
    /// @param bytes of the document, in UTF-8
    public record Use(String tokenizer, long tokens, long bytes, long words) {
        public double bytesPerToken() {
            return (double) bytes / tokens;
        }

        public double tokensPerWord() {
            return (double) tokens / words;
        }
    }

    public TokenBudget {
        uses = List.copyOf(uses);
    }

    /// Returns the budget of `document`.
    ///
    /// @throws IllegalArgumentException if the document is empty, or the answer leaves no room for a
    ///     question
    public static TokenBudget of(
            String document, List<? extends Tokenizer> tokenizers, int limit, int answer, Price price) {
        if (document.isBlank()) throw new IllegalArgumentException("an empty document has no tokens to count");
        if (answer < 0 || limit <= answer) {
            throw new IllegalArgumentException(
                    "a context of " + limit + " tokens has to have room for more than an answer" + " of " + answer);
        }
        long bytes = document.getBytes(StandardCharsets.UTF_8).length;
        long words = document.strip().split("\\s+").length;
        return new TokenBudget(
                tokenizers.stream()
                        .map(tokenizer -> new Use(tokenizer.name(), tokenizer.encode(document).length, bytes, words))
                        .toList(),
                limit,
                answer,
                price);
    }

    /// Returns how many tokens are free beside the document and the answer; below 0 if it does not fit.
    public long left(Use use) {
        return limit - answer - use.tokens();
    }

    /// Returns in how many pieces the document has to be read, one after the other.
    public long pieces(Use use) {
        long room = limit - answer;
        return (use.tokens() + room - 1) / room;
    }

    /// Returns what one answer about the whole document costs.
    public double cost(Use use) {
        return price.of(use.tokens(), answer * pieces(use));
    }

    /// Returns a row for each tokenizer.
    public Table table() {
        var table = Table.create(
                        "A document in a context of %,d tokens, %,d of them for the answer".formatted(limit, answer))
                .addColumns(
                        StringColumn.create("tokenizer"),
                        LongColumn.create("tokens"),
                        DoubleColumn.create("tokens per word"),
                        DoubleColumn.create("bytes per token"),
                        DoubleColumn.create("of the context (%)"),
                        IntColumn.create("pieces"),
                        StringColumn.create("cost of an answer (" + price.currency() + ")"));
        for (Use use : uses) {
            table.stringColumn(0).append(use.tokenizer());
            table.longColumn(1).append(use.tokens());
            table.doubleColumn(2).append(use.tokensPerWord());
            table.doubleColumn(3).append(use.bytesPerToken());
            table.doubleColumn(4).append(100.0 * use.tokens() / limit);
            table.intColumn(5).append((int) Math.min(Integer.MAX_VALUE, pieces(use)));
            table.stringColumn(6).append(String.format(Locale.ROOT, "%.4f", cost(use)));
        }
        return table;
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
