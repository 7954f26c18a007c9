package org.vitrina.tokenize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.Property.forRandom;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrina.show.Figure;
import org.vitrina.show.Walk;

@DisplayName("A split pattern")
class SplitPatternTests {
    @ParameterizedTest
    @EnumSource
    @DisplayName("cuts random Unicode as its regular expression does, by the first alternative that fits")
    void equalsItsExpression(SplitPattern split) {
        List<Pattern> alternatives = split.alternatives().stream()
                .map(a -> Pattern.compile(a.regex(), Pattern.UNICODE_CHARACTER_CLASS))
                .toList();
        forRandom(20_000, random -> {
            String text = RandomText.of(random, 24);
            split.forEachPiece(text, true, (_, from, to, alternative) -> {
                for (int i = 0; i <= alternative; i++) {
                    Matcher matcher = alternatives.get(i).matcher(text).region(from, text.length());
                    boolean fits = matcher.useTransparentBounds(true).lookingAt();
                    assertEquals(i == alternative, fits, "alternative " + i + " at " + from + " of " + text);
                    if (fits) {
                        assertEquals(matcher.end(), to, "end of the piece at " + from + " of " + text);
                    }
                }
            });
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("has one expression of all its alternatives that finds the same pieces")
    void wholeExpression(SplitPattern split) {
        Pattern expression = Pattern.compile(split.regex(), Pattern.UNICODE_CHARACTER_CLASS);
        forRandom(5_000, random -> {
            String text = RandomText.of(random, 24);
            var pieces = new ArrayList<String>();
            for (Matcher matcher = expression.matcher(text); matcher.find(); ) {
                pieces.add(matcher.group());
            }
            assertEquals(pieces, split.split(text));
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("loses nothing: the pieces together are the text")
    void losesNothing(SplitPattern split) {
        forRandom(5_000, random -> {
            String text = RandomText.of(random, 24);
            assertEquals(text, String.join("", split.split(text)));
        });
    }

    @Test
    @DisplayName("of GPT-2 keeps the space with the word and the digits together")
    void gpt2() {
        assertEquals(
                List.of("Hello", " world", "!", " It", "'s", " 12345", " ", " o", "'", "CLOCK", "\n", "\n", "x"),
                SplitPattern.GPT2.split("Hello world! It's 12345  o'CLOCK\n\nx"));
    }

    @Test
    @DisplayName("of GPT-4 takes three digits at most, and line ends on their own")
    void cl100k() {
        assertEquals(
                List.of("It", "'S", " ", "123", "45", " ", " o", "'CLOCK", "\n\n", "x", ".\n"),
                SplitPattern.CL100K.split("It'S 12345  o'CLOCK\n\nx.\n"));
    }

    @Test
    @DisplayName("of GPT-4o begins a new piece where upper case follows lower case, and keeps endings with the word")
    void o200k() {
        assertEquals(
                List.of("camel", "Case", " HTTPServer", " it's", " a", "/b", " ./\n"),
                SplitPattern.O200K.split("camelCase HTTPServer it's a/b ./\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A", " ", "\n", "\n ", "1", ".", "é", "\u0301", "日", "aA", "😀", "\uD83D"})
    @DisplayName("takes time linear in a long run of one thing")
    void longRuns(String unit) {
        String text = unit.repeat(2_000_000 / unit.length());
        for (SplitPattern split : SplitPattern.values()) {
            assertTimeoutPreemptively(Duration.ofSeconds(60), () -> split.forEachPiece(text, true, (_, _, _, _) -> {}));
            assertTimeoutPreemptively(
                    Duration.ofSeconds(60), () -> split.forEachPiece(text + "x", true, (_, _, _, _) -> {}));
        }
    }

    @Test
    @DisplayName("walks from piece to piece, saying which alternative fits")
    void walks() {
        Walk<SplitPattern.PieceTaken> walk = SplitPattern.GPT2.walk("I'm 7");
        assertEquals(
                List.of("I", "'m", " 7"),
                walk.stream().map(SplitPattern.PieceTaken::piece).toList());
        assertEquals(
                "Piece 3 is '·7': alternative 3 fits, digits, with the one space before them ( ?\\p{N}+).",
                walk.at(2).caption());
        assertTrue(walk.at(1).figure() instanceof Figure.TokenStrip(var _, var cells)
                && cells.get(1).marked()
                && cells.getLast().label().equals("rest"));
    }

    @Test
    @DisplayName("has no pieces for an empty text")
    void empty() {
        for (SplitPattern split : SplitPattern.values()) {
            assertEquals(List.of(), split.split(""));
            assertEquals(0, split.walk("").size());
        }
    }
}
