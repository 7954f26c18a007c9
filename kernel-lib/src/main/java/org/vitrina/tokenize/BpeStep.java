package org.vitrina.tokenize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.vitrina.show.Figure;
import org.vitrina.show.Step;
import org.vitrina.show.VisibleText;

/// What happens in byte-pair encoding: while a vocabulary is learned ([PairMerged]) and while a text is
/// encoded with it (the others).
public sealed interface BpeStep extends Step {

    /// A pair of tokens and how often it stands in the text.
    record Pair(Token left, Token right, long count) {
        /// Returns the two texts, as `th+e`.
        public String text() {
            return left.text() + "+" + right.text();
        }
    }

    /// Training merged the most frequent pair.
    ///
    /// @param merge         counts merges from 1
    /// @param pair          the pair, with how many places it stood at
    /// @param merged        the token it became
    /// @param candidates    the most frequent pairs before the merge, the merged one first
    /// @param tokens        how many tokens the training text has after the merge
    /// @param bytesPerToken how many bytes of the training text stand for a token on average, after the
    ///     merge
    /// @param before        how the training text began
    /// @param after         how it begins now
    record PairMerged(
            int merge,
            Pair pair,
            Token merged,
            List<Pair> candidates,
            long tokens,
            double bytesPerToken,
            List<Token> before,
            List<Token> after)
            implements BpeStep {
        static final String NAME = "bpe.train.merge";

        @Override
        public String name() {
            return NAME;
        }

        public int id() {
            return merged.id();
        }

        public long count() {
            return pair.count();
        }

        @Override
        public String caption() {
            return String.format(
                    Locale.ROOT,
                    "%s + %s stand side by side %s; %s. They become token %d, %s. The text is now %,d tokens long,"
                            + " %.2f bytes each.",
                    quoted(pair.left()),
                    quoted(pair.right()),
                    times(count()),
                    why(),
                    id(),
                    quoted(merged),
                    tokens,
                    bytesPerToken);
        }

        private String why() {
            if (candidates.size() < 2) {
                return "no other pair may be merged";
            }
            Pair second = candidates.get(1);
            String next = quoted(second.left()) + " + " + quoted(second.right());
            return second.count() == count()
                    ? "so do " + next + ", which are later in the order of bytes"
                    : "next are " + next + ", " + times(second.count());
        }

        @Override
        public SequencedMap<String, Object> values() {
            var values = new LinkedHashMap<String, Object>();
            values.put("count", count());
            values.put("left", pair.left().text());
            values.put("right", pair.right().text());
            values.put("token", merged.text());
            values.put("id", id());
            values.put("tokens", tokens);
            values.put("bytes per token", bytesPerToken);
            return values;
        }

        @Override
        public Figure figure() {
            var labels = new ArrayList<String>();
            var counts = new ArrayList<Double>();
            candidates.forEach(candidate -> {
                labels.add(candidate.text());
                counts.add((double) candidate.count());
            });
            String text = after.size() < tokens ? "the beginning of the text " : "the text ";
            return new Figure.Stack(
                    new Figure.Bars("most frequent pairs", "places in the text", labels, counts, 0),
                    strip(text + "before", before, -1),
                    strip(text + "after", after, id()));
        }
    }

    /// Encoding begins with a piece: one token for each of its bytes, or for each of its characters.
    ///
    /// @param piece      counts pieces from 1
    /// @param characters whether the tokens are characters; one that the vocabulary lacks may stand there as its
    ///     bytes
    /// @param tokens     one for each
    record PieceBegun(int piece, boolean characters, List<Token> tokens) implements BpeStep {
        static final String NAME = "bpe.encode.piece";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            String unit = characters ? "character" : "byte";
            return "Piece %d, %s, begins as %d %s."
                    .formatted(
                            piece,
                            quoted(Tokens.text(tokens)),
                            tokens.size(),
                            tokens.size() == 1 ? "token, its only " + unit : "tokens, one for each " + unit);
        }

        @Override
        public Figure figure() {
            return strip("", tokens, -1);
        }
    }

    /// Encoding merged a pair: of those that may be merged, the one whose turn is first.
    ///
    /// @param piece counts pieces from 1
    /// @param merge counts merges in the piece from 1
    /// @param place index of the merged token in `after`
    /// @param tree  how the merged token came about
    record PairJoined(
            int piece,
            int merge,
            Token left,
            Token right,
            Token merged,
            int place,
            List<Token> before,
            List<Token> after,
            Figure.Node tree)
            implements BpeStep {
        static final String NAME = "bpe.encode.merge";

        @Override
        public String name() {
            return NAME;
        }

        public int id() {
            return merged.id();
        }

        @Override
        public String caption() {
            return "Of the pairs here that make a token, %s + %s make the earliest, token %d, %s; %d tokens remain."
                    .formatted(quoted(left), quoted(right), id(), quoted(merged), after.size());
        }

        @Override
        public SequencedMap<String, Object> values() {
            var values = new LinkedHashMap<String, Object>();
            values.put("piece", piece);
            values.put("merge", merge);
            values.put("left", left.text());
            values.put("right", right.text());
            values.put("token", merged.text());
            values.put("id", id());
            values.put("tokens", after.size());
            return values;
        }

        @Override
        public Figure figure() {
            var cells = new ArrayList<Figure.Cell>();
            for (int i = 0; i < after.size(); i++) {
                cells.add(new Figure.Cell(
                        after.get(i).text(), Integer.toString(after.get(i).id()), i == place));
            }
            return new Figure.Stack(
                    strip("before", before, -1),
                    new Figure.TokenStrip("after", cells),
                    new Figure.Tree("how " + quoted(merged) + " was made", tree));
        }
    }

    /// A piece is done: no pair in it makes a token, or it is a token as a whole.
    ///
    /// @param whole  whether the piece is a token that merging does not reach
    /// @param tokens what the piece became
    /// @param trees  how each of them was merged
    record PieceEncoded(int piece, int merges, boolean whole, List<Token> tokens, List<Figure.Node> trees)
            implements BpeStep {
        static final String NAME = "bpe.encode.done";

        @Override
        public String name() {
            return NAME;
        }

        public int[] ids() {
            return tokens.stream().mapToInt(Token::id).toArray();
        }

        @Override
        public String caption() {
            String text = quoted(Tokens.text(tokens));
            if (whole) {
                return "Merging does not reach it, but %s is in the vocabulary as a whole: token %d."
                        .formatted(text, tokens.getFirst().id());
            }
            return "No pair is left that makes a token: after %s, %s is %s."
                    .formatted(
                            merges == 1 ? "1 merge" : merges + " merges",
                            text,
                            tokens.size() == 1 ? "one token" : tokens.size() + " tokens");
        }

        @Override
        public SequencedMap<String, Object> values() {
            var values = new LinkedHashMap<String, Object>();
            values.put("piece", piece);
            values.put("merges", merges);
            values.put("tokens", tokens.size());
            values.put("ids", ids());
            return values;
        }

        @Override
        public Figure figure() {
            var figures = new ArrayList<Figure>();
            figures.add(strip("", tokens, -1));
            trees.stream()
                    .filter(tree -> !tree.children().isEmpty())
                    .forEach(tree -> figures.add(new Figure.Tree("", tree)));
            return new Figure.Stack(figures);
        }
    }

    private static String quoted(Token token) {
        return quoted(token.text());
    }

    private static String quoted(String text) {
        return "'" + VisibleText.of(text) + "'";
    }

    private static String times(long count) {
        return count == 1 ? "once" : String.format(Locale.ROOT, "%,d times", count);
    }

    private static Figure strip(String title, List<Token> tokens, int marked) {
        return new Figure.TokenStrip(
                title,
                tokens.stream()
                        .map(token -> new Figure.Cell(token.text(), Integer.toString(token.id()), token.id() == marked))
                        .toList());
    }
}
