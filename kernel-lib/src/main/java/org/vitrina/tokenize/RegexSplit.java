package org.vitrina.tokenize;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Cuts a text at the places that a regular expression finds.
///
/// @param pattern   the expression; [#FLAGS] make Java read it as those that publish such do
/// @param behaviour what becomes of the places
/// @param inverted  whether the places are those between what the expression finds
public record RegexSplit(Pattern pattern, CutBehaviour behaviour, boolean inverted) implements PreTokenizer {
    /// How Java reads the expressions.
    public static final int FLAGS = Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNIX_LINES | Pattern.MULTILINE;

    /// Returns the split at an expression whose places and what is between them are pieces.
    ///
    /// @throws IllegalArgumentException if `regex` is no expression
    public static RegexSplit isolating(String regex) {
        return new RegexSplit(compile(regex), CutBehaviour.ISOLATED, false);
    }

    /// @throws IllegalArgumentException if `regex` is no expression
    static Pattern compile(String regex) {
        try {
            return Pattern.compile(regex, FLAGS);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'" + regex + "' is no regular expression: " + e.getDescription() + " at " + e.getIndex(), e);
        }
    }

    /// @throws IllegalArgumentException if the expression takes too long on `text`
    @Override
    public void forEachPiece(String text, boolean start, PieceConsumer pieces) {
        var cuts = new Cuts(text, inverted);
        search(pattern, text, matcher -> cuts.found(matcher.start(), matcher.end()));
        cuts.hand(behaviour, pieces);
    }

    /// Tells `found` of each place in `text` that `pattern` fits. One without characters does not count where the
    /// last one ends, and none begins within a character.
    static void search(Pattern pattern, String text, Consumer<Matcher> found) {
        try {
            Matcher matcher = pattern.matcher(new BoundedText(text));
            int from = 0;
            int last = -1;
            while (from <= text.length() && matcher.find(from)) {
                if (matcher.start() == matcher.end() && matcher.end() == last) {
                    from += from < text.length() ? Character.charCount(text.codePointAt(from)) : 1;
                } else {
                    found.accept(matcher);
                    from = matcher.end();
                    last = from;
                }
            }
        } catch (BoundedText.Exhausted | StackOverflowError _) {
            throw new IllegalArgumentException("the expression '" + pattern + "' tries too much on a text of "
                    + text.length() + " characters; cut the text, or use a tokenizer with a simpler expression");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RegexSplit that
                && pattern.pattern().equals(that.pattern.pattern())
                && behaviour == that.behaviour
                && inverted == that.inverted;
    }

    @Override
    public int hashCode() {
        return pattern.pattern().hashCode();
    }

    @Override
    public String toString() {
        return behaviour + (inverted ? " between '" : " '") + pattern + "'";
    }
}
