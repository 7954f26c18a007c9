package org.vitrina.generate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// What a beam search found. Shown as a table of the texts, and the tree of the search.
public final class Beams implements Showable {
    private final String model;
    private final List<Hypothesis> hypotheses;
    private final Figure.Tree tree;

    /// A text that was found.
    ///
    /// @param ids            its tokens, the one that ends it included
    /// @param text           what they say, without the one that ends it
    /// @param logProbability of all tokens together, natural
    /// @param score          by which texts are compared: the log-probability divided by a power of the
    ///     length
    /// @param ended          whether it has ended, or was cut short because of its length
    public record Hypothesis(int[] ids, String text, double logProbability, double score, boolean ended) {
        public Hypothesis {
            ids = ids.clone();
        }

        /// Returns the tokens, the one that ends the text included; a copy.
        @Override
        public int[] ids() {
            return ids.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other
                            instanceof
                            Hypothesis(var otherIds, var otherText, var otherLog, var otherScore, var otherEnded)
                    && Arrays.equals(ids, otherIds)
                    && text.equals(otherText)
                    && logProbability == otherLog
                    && score == otherScore
                    && ended == otherEnded;
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(ids);
        }
    }

    Beams(String model, String prompt, BeamNode root, List<Hypothesis> hypotheses, TokenText text) {
        this.model = model;
        this.hypotheses = List.copyOf(hypotheses);
        tree = new Figure.Tree("the search; numbers are log-probabilities of the whole text", root.drawn(prompt, text));
    }

    /// Returns the texts that were found, the best first.
    public List<Hypothesis> hypotheses() {
        return hypotheses;
    }

    /// Returns the best of them.
    public Hypothesis best() {
        return hypotheses.getFirst();
    }

    /// Returns every text that was a beam at some time, as a tree. Tokens that follow each other without a
    /// choice stand in one node.
    public Figure.Tree tree() {
        return tree;
    }

    /// Returns a row for each text that was found. Columns: `rank`, `text`, `tokens`, `log-probability`,
    /// `score`, `ended`.
    public Table table() {
        return Table.create("What the beams of " + model + " found")
                .addColumns(
                        IntColumn.create(
                                "rank",
                                IntStream.rangeClosed(1, hypotheses.size()).toArray()),
                        StringColumn.create("text", hypotheses.stream().map(Hypothesis::text)),
                        IntColumn.create(
                                "tokens",
                                hypotheses.stream().mapToInt(h -> h.ids.length).toArray()),
                        DoubleColumn.create(
                                "log-probability",
                                hypotheses.stream()
                                        .mapToDouble(Hypothesis::logProbability)
                                        .toArray()),
                        DoubleColumn.create(
                                "score",
                                hypotheses.stream()
                                        .mapToDouble(Hypothesis::score)
                                        .toArray()),
                        StringColumn.create("ended", hypotheses.stream().map(h -> h.ended ? "yes" : "no, cut short")));
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Stack(new Figure.Data(table()), tree).mime();
    }

    @Override
    public String toString() {
        return best().text();
    }
}
