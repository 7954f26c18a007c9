package org.vitrina.tokenize;

import java.util.ArrayList;
import java.util.List;
import org.vitrina.show.Figure;
import org.vitrina.show.Observer;
import org.vitrina.show.Step;
import org.vitrina.show.Walk;

/// The published patterns that cut a text into pieces before any merging; no token reaches from one piece
/// into the next ([Radford et al. 2019, section
/// 2.2](https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf)).
///
/// Each is defined by a regular expression, [#regex()]. What runs is a scanner written by hand for it, some
/// times faster, which a test holds to the expression on random Unicode. The alternatives of an expression
/// are tried in order at each place, and the first that fits gives the next piece. The pieces together are
/// the text.
public enum SplitPattern implements PreTokenizer {
    /// The whole text is one piece; for comparison, and for languages without spaces.
    NONE(PieceScanner::whole, new Alternative("(?s).+", "everything there is")),

    /// Of GPT-2 and GPT-3 (`r50k`, `p50k`).
    GPT2(
            PieceScanner::gpt2,
            new Alternative("'(?:[sdmt]|ll|ve|re)", "an English ending after an apostrophe"),
            new Alternative(" ?\\p{L}+", "letters, with the one space before them"),
            new Alternative(" ?\\p{N}+", "digits, with the one space before them"),
            new Alternative(" ?[^\\s\\p{L}\\p{N}]+", "punctuation and symbols, with the one space before them"),
            Alternative.SPACE_BEFORE_MORE,
            Alternative.SPACE),

    /// Of GPT-3.5 and GPT-4 (`cl100k`) and of Llama 3: at most three digits, line ends on their own, any character
    /// before
    /// a word goes with it.
    CL100K(
            PieceScanner::cl100k,
            Alternative.ENDING,
            new Alternative("[^\\r\\n\\p{L}\\p{N}]?\\p{L}+", "letters, with the one space or sign before them"),
            Alternative.THREE_DIGITS,
            Alternative.SIGNS_AND_LINE_ENDS,
            Alternative.LINE_ENDS,
            Alternative.SPACE_BEFORE_MORE,
            Alternative.SPACE),

    /// Of Qwen2 and Qwen3: as [#CL100K], but each digit by itself.
    QWEN2(
            PieceScanner::qwen2,
            Alternative.ENDING,
            new Alternative("[^\\r\\n\\p{L}\\p{N}]?\\p{L}+", "letters, with the one space or sign before them"),
            Alternative.ONE_DIGIT,
            Alternative.SIGNS_AND_LINE_ENDS,
            Alternative.LINE_ENDS,
            Alternative.SPACE_BEFORE_MORE,
            Alternative.SPACE),

    /// Of SmolLM and StarCoder: as [#GPT2], but each digit by itself, and all the space before it together.
    SMOLLM(
            PieceScanner::smollm,
            new Alternative("'(?:[sdmt]|ll|ve|re)", "an English ending after an apostrophe"),
            new Alternative(" ?\\p{L}+", "letters, with the one space before them"),
            Alternative.ONE_DIGIT,
            new Alternative(" ?[^\\s\\p{L}\\p{N}]+", "punctuation and symbols, with the one space before them"),
            new Alternative(
                    "\\s+(?![^\\s\\p{N}])",
                    "white space, but for its last character when something follows that may take it"),
            Alternative.SPACE),

    /// Of GPT-4o (`o200k`): a change from lower to upper case begins a new piece, marks belong to words.
    O200K(
            PieceScanner::o200k,
            new Alternative(
                    "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+"
                            + "(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
                    "letters that end in lower case, with the one space or sign before them"),
            new Alternative(
                    "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*"
                            + "(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
                    "letters in upper case, with the one space or sign before them"),
            Alternative.THREE_DIGITS,
            new Alternative(
                    " ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*",
                    "punctuation and symbols, with the one space before and line ends or slashes behind them"),
            Alternative.LINE_ENDS,
            Alternative.SPACE_BEFORE_MORE,
            Alternative.SPACE);

    /// One alternative of a pattern.
    ///
    /// @param regex   as published, in Java's syntax, to be read with `UNICODE_CHARACTER_CLASS`
    /// @param meaning what it fits, in words
    public record Alternative(String regex, String meaning) {
        private static final Alternative ENDING =
                new Alternative("'(?i:[sdmt]|ll|ve|re)", "an English ending after an apostrophe, in either case");
        private static final Alternative ONE_DIGIT = new Alternative("\\p{N}", "one digit");
        private static final Alternative SIGNS_AND_LINE_ENDS = new Alternative(
                " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*",
                "punctuation and symbols, with the one space before and the line ends behind them");
        private static final Alternative THREE_DIGITS = new Alternative("\\p{N}{1,3}", "one to three digits");
        private static final Alternative LINE_ENDS =
                new Alternative("\\s*[\\r\\n]+", "white space up to the last line end in it");
        private static final Alternative SPACE_BEFORE_MORE = new Alternative(
                "\\s+(?!\\S)", "white space, but for its last character when something follows that may take it");
        private static final Alternative SPACE = new Alternative("\\s+", "white space");
    }

    /// Finds the piece that begins at a place: its end in the low 32 bits, its alternative above.
    @FunctionalInterface
    interface Scanner {
        long next(String text, int from);
    }

    private final Scanner scanner;
    private final List<Alternative> alternatives;

    SplitPattern(Scanner scanner, Alternative... alternatives) {
        this.scanner = scanner;
        this.alternatives = List.of(alternatives);
    }

    /// Returns the alternatives, in the order they are tried.
    public List<Alternative> alternatives() {
        return alternatives;
    }

    /// Returns the whole expression in Java's syntax, to be read with
    /// [UNICODE_CHARACTER_CLASS][java.util.regex.Pattern#UNICODE_CHARACTER_CLASS].
    public String regex() {
        return String.join("|", alternatives.stream().map(Alternative::regex).toList());
    }

    /// Returns the walk over the pieces of `text`: which alternative took each, and what was left.
    public Walk<PieceTaken> walk(String text) {
        var recorder = Walk.recorder();
        split(text, recorder);
        return recorder.walk("Splitting with " + this, PieceTaken.class);
    }

    /// Returns the pieces of `text`, and tells `watch` of each as it is taken.
    public List<String> split(String text, Observer watch) {
        var pieces = new ArrayList<String>();
        forEachPiece(text, true, (_, from, to, alternative) -> {
            String piece = text.substring(from, to);
            pieces.add(piece);
            watch.step(
                    PieceTaken.NAME,
                    () -> new PieceTaken(
                            pieces.size(),
                            piece,
                            alternative + 1,
                            alternatives.get(alternative),
                            List.copyOf(pieces.subList(Math.max(0, pieces.size() - PieceTaken.CONTEXT), pieces.size())),
                            PieceTaken.beginning(text, to)));
        });
        return pieces;
    }

    @Override
    public void forEachPiece(String text, boolean start, PieceConsumer pieces) {
        for (int from = 0; from < text.length(); ) {
            long found = scanner.next(text, from);
            int to = (int) found;
            pieces.accept(text, from, to, (int) (found >>> 32));
            from = to;
        }
    }

    /// A piece was taken off the text.
    ///
    /// @param number      counts pieces from 1
    /// @param place       which alternative fitted, counted from 1
    /// @param alternative that alternative
    /// @param taken       the last pieces up to this one
    /// @param rest        how the rest begins
    public record PieceTaken(
            int number, String piece, int place, Alternative alternative, List<String> taken, String rest)
            implements Step {
        static final String NAME = "split.piece";
        static final int CONTEXT = 12;

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            return "Piece %d is '%s': alternative %d fits, %s (%s)."
                    .formatted(
                            number,
                            org.vitrina.show.VisibleText.of(piece),
                            place,
                            alternative.meaning(),
                            alternative.regex());
        }

        @Override
        public Figure figure() {
            var cells = new ArrayList<Figure.Cell>();
            for (int i = 0; i < taken.size(); i++) {
                int at = number - taken.size() + i + 1;
                cells.add(new Figure.Cell(taken.get(i), Integer.toString(at), at == number));
            }
            if (!rest.isEmpty()) {
                cells.add(new Figure.Cell(rest, "rest"));
            }
            return new Figure.TokenStrip("pieces so far", cells);
        }

        private static String beginning(String text, int from) {
            if (text.length() - from <= 60) {
                return text.substring(from);
            }
            int to = from + (Character.isHighSurrogate(text.charAt(from + 59)) ? 59 : 60);
            return text.substring(from, to) + "…";
        }
    }
}
