package org.vitrina.evaluate;

import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Relations that hold for questions of any kind. Those that know a world, such as other names for its people, are
/// made by who knows it.
public final class Relations {
    private Relations() {}

    /// Two neighbouring letters inside a word change places, in one word of at least four letters.
    public static Relation<String> typo() {
        return Relation.of("a typo", Relations::swapLetters);
    }

    /// Everything in lower case.
    public static Relation<String> lowerCase() {
        return Relation.sameAnswer("lower case", text -> text.toLowerCase(Locale.ROOT));
    }

    /// Everything in upper case.
    public static Relation<String> upperCase() {
        return Relation.sameAnswer("upper case", text -> text.toUpperCase(Locale.ROOT));
    }

    /// A second space behind the first full stop.
    public static Relation<String> doubleSpace() {
        return Relation.sameAnswer("a second space", text -> text.replaceFirst("\\. ", ".  "));
    }

    /// The question mark at the end is left out.
    public static Relation<String> noQuestionMark() {
        return Relation.sameAnswer("no question mark", text -> text.replaceFirst("\\?\\s*$", ""));
    }

    private static String swapLetters(String text, RandomGenerator random) {
        int[] places = IntStream.range(1, Math.max(1, text.length() - 2))
                .filter(i -> isInside(text, i) && text.charAt(i) != text.charAt(i + 1))
                .toArray();
        if (places.length == 0) {
            return text;
        }
        int at = places[random.nextInt(places.length)];
        return text.substring(0, at) + text.charAt(at + 1) + text.charAt(at) + text.substring(at + 2);
    }

    /// Returns whether two letters from `i` on have a letter before and one behind them.
    private static boolean isInside(String text, int i) {
        for (int at = i - 1; at < i + 3; at++) {
            char c = text.charAt(at);
            if (!Character.isLetter(c) || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }
}
