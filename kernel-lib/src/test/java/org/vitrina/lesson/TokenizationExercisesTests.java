package org.vitrina.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.lesson.ExerciseAssertions.assertRight;
import static org.vitrina.lesson.ExerciseAssertions.wrong;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vitrina.lesson.Verdict.Result;
import org.vitrina.tokenize.Normalization.Rule;
import org.vitrina.tokenize.Tokenizer;

/// The right answers here were worked out by hand or with tiktoken's published vocabularies.
@DisplayName("The exercises of lesson 2")
class TokenizationExercisesTests {
    @BeforeEach
    void forget() {
        Check.forget();
    }

    @Test
    @DisplayName("2.1 counts bytes, and knows who counted char units or characters")
    void bytes() {
        assertRight("2.1", 12);
        assertTrue(wrong("2.1", 8).startsWith("That is `length()`"), wrong("2.1", 8));
        assertEquals("That is the number of characters.", wrong("2.1", 7));
    }

    @Test
    @DisplayName("2.2 takes the one rule that removes the accent")
    void rule() {
        assertRight("2.2", Rule.STRIP_ACCENTS);
        assertEquals("Asked for is an object of type Rule, but this is \"NFD\", a text (String).", wrong("2.2", "NFD"));
        assertEquals("NFD is not the answer.", wrong("2.2", Rule.NFD));
    }

    @Test
    @DisplayName("2.3 takes the space and the s, and explains the s alone and the space behind")
    void firstMerge() {
        assertRight("2.3", " s");
        assertTrue(wrong("2.3", "s").startsWith("A merge joins two neighbours"), wrong("2.3", "s"));
        assertTrue(wrong("2.3", "s ").startsWith("A space goes with the word behind it"), wrong("2.3", "s "));
        assertEquals("\"sh\" is not the answer.", wrong("2.3", "sh"));
    }

    @Test
    @DisplayName("2.4 takes any long word that is one token, and shows how another is cut")
    void longWord() {
        assertRight("2.4", "international");
        assertEquals("It has 3 letters.", wrong("2.4", "cat"));
        assertEquals("'two·words·here' is not made of letters only.", wrong("2.4", "two words here"));
        Verdict cut = Check.check("2.4", "antidisestablishmentarianism");
        assertEquals("It has only letters. It is long enough.", cut.right());
        assertEquals("It is 6 tokens: ant|idis|est|ablishment|arian|ism.", cut.wrong());
        assertEquals("Asked for is a text (String), but this is 12, a whole number (int).", wrong("2.4", 12));
    }

    @Test
    @DisplayName("2.5 takes an emoji but not a word")
    void moreTokens() {
        assertRight("2.5", "🎉");
        assertEquals("It has 5 characters (code points) and costs 1 tokens.", wrong("2.5", "hello"));
        assertEquals("An empty text costs nothing.", wrong("2.5", ""));
    }

    @Test
    @DisplayName("2.6 subtracts the instruction and the answer, and knows who forgot one of them")
    void budget() {
        int instruction = 10;
        assertRight("2.6", 4096 - 500 - instruction);
        assertTrue(wrong("2.6", 4096 - instruction).startsWith("The answer needs room too"));
        assertEquals("The instruction itself needs tokens too.", wrong("2.6", 3596));
        assertTrue(wrong("2.6", 3588).startsWith("That takes a word for a token"));
    }

    @Nested
    @DisplayName("2.7, the merge,")
    class TheMerge {
        @Test
        @DisplayName("takes one that moves on by two after a merge")
        void right() {
            Merge merge = (pieces, left, right) -> {
                var merged = new ArrayList<String>();
                int i = 0;
                while (i < pieces.size()) {
                    if (i + 1 < pieces.size()
                            && pieces.get(i).equals(left)
                            && pieces.get(i + 1).equals(right)) {
                        merged.add(left + right);
                        i += 2;
                    } else {
                        merged.add(pieces.get(i));
                        i += 1;
                    }
                }
                return merged;
            };
            assertRight("2.7", merge);
        }

        @Test
        @DisplayName("finds a merge that uses a piece twice")
        void overlapping() {
            Merge merge = (pieces, left, right) -> {
                var merged = new ArrayList<String>();
                for (int i = 0; i < pieces.size(); i++) {
                    boolean here = i + 1 < pieces.size()
                            && pieces.get(i).equals(left)
                            && pieces.get(i + 1).equals(right);
                    if (here) {
                        merged.add(left + right);
                    } else if (i == 0 || !merged.getLast().equals(left + right)) {
                        merged.add(pieces.get(i));
                    }
                }
                return merged;
            };
            assertEquals(Result.NOT_YET, Check.check("2.7", merge).result());
        }

        @Test
        @DisplayName("finds one that runs over the end")
        void overTheEnd() {
            Merge merge = (pieces, left, right) -> {
                for (int i = 0; i < pieces.size(); i++) {
                    if (pieces.get(i).equals(left) && pieces.get(i + 1).equals(right)) {
                        pieces.set(i, left + pieces.remove(i + 1));
                    }
                }
                return pieces;
            };
            Verdict verdict = Check.check("2.7", merge);
            assertEquals(
                    "For [\"a\"] and the pair \"a\", \"b\" your code stopped with IndexOutOfBoundsException: Index 1 "
                            + "out of bounds for length 1",
                    verdict.wrong());
        }

        @Test
        @DisplayName("finds one that changes nothing, in the first trial")
        void unchanged() {
            Merge merge = (pieces, _, _) -> pieces;
            assertEquals(
                    "For [\"c\", \"a\", \"b\"] and the pair \"a\", \"b\" the result should be [\"c\", \"ab\"], but your "
                            + "code gave [\"c\", \"a\", \"b\"].",
                    wrong("2.7", merge));
        }
    }

    @Nested
    @DisplayName("2.8, the test that finds broken tokenizers,")
    class TheTest {
        private final List<String> good =
                List.of("Plain", "caf\u00E9", "cafe\u0301", "two  spaces", "end ", "line\r\nend", "🎉");

        @Test
        @DisplayName("takes a round trip over texts that show every fault")
        void right() {
            assertRight("2.8", over(good.stream().toList()));
        }

        @Test
        @DisplayName("names the broken tokenizer that slipped through when one of those texts is missing")
        void missing() {
            for (String text : good) {
                if (text.equals("caf\u00E9")) {
                    continue; // no tokenizer here loses the composed form
                }
                Verdict verdict = Check.check(
                        "2.8", over(good.stream().filter(t -> !t.equals(text)).toList()));
                assertEquals(Result.NOT_YET, verdict.result(), "without " + text);
                assertTrue(verdict.wrong().contains("(broken) the result should be false"), verdict.wrong());
            }
        }

        @Test
        @DisplayName("turns down a test that no tokenizer passes, or every one")
        void constant() {
            Predicate<Tokenizer> never = _ -> false;
            Predicate<Tokenizer> always = _ -> true;
            assertEquals(
                    "For GPT-2's tokenizer (sound) the result should be true, but your code gave false.",
                    wrong("2.8", never));
            assertEquals(
                    "For one that writes everything in lower case (broken) the result should be false, but your code "
                            + "gave true.",
                    wrong("2.8", always));
        }

        private Predicate<Tokenizer> over(List<String> texts) {
            return tokenizer -> texts.stream()
                    .allMatch(t -> tokenizer.decode(tokenizer.encode(t)).equals(t));
        }
    }

    @Test
    @DisplayName("all have a question, and no hint is given twice")
    void written() {
        for (Exercise exercise : Exercises.all()) {
            assertFalse(exercise.question().isBlank(), exercise.id());
            assertEquals(
                    exercise.hints().size(),
                    Stream.of(exercise.hints().toArray()).distinct().count());
        }
    }
}
