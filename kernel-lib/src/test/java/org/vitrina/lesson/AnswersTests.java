package org.vitrina.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.Property;

@DisplayName("An answer")
class AnswersTests {
    @Test
    @DisplayName("may be any kind of whole number, array or list that says the same")
    void sameInOtherForm() {
        assertRight(12, 12L);
        assertRight(12, (short) 12);
        assertRight(12.0, 12);
        assertRight("x", 'x');
        assertRight(List.of(1, 2, 3), new int[] {1, 2, 3});
        assertRight(new int[] {1, 2, 3}, List.of(1L, 2L, 3L));
        assertRight(new int[][] {{1}, {2, 3}}, List.of(List.of(1), new int[] {2, 3}));
        assertRight(Set.of("a", "b"), List.of("b", "a"));
        assertRight(Map.of("a", 1), Map.of("a", 1L));
    }

    @Test
    @DisplayName("equals itself as a list and differs when one element is changed, at exactly that place")
    void lists() {
        Property.forRandom(200, random -> {
            int[] expected = random.ints(1 + random.nextInt(20), 0, 1000).toArray();
            assertRight(expected, Arrays.stream(expected).boxed().toList());
            int[] wrong = expected.clone();
            int at = random.nextInt(wrong.length);
            wrong[at] += 1 + random.nextInt(5);
            assertEquals(
                    "Element " + (at + 1) + ", " + wrong[at] + ", is not.",
                    difference(expected, wrong).wrong());
        });
    }

    @Test
    @DisplayName("that is a list is told how far it is right and whether it is too short or too long")
    void listLengths() {
        assertEquals(
                new Difference(
                        "The first 2 elements are right.",
                        "After that there should be more: 3 in all, but there are 2."),
                difference(List.of(1, 2, 3), List.of(1, 2)));
        assertEquals(
                new Difference("The first element is right.", "There are 2 elements, more than the 1 asked for."),
                difference(List.of(1), new int[] {1, 7}));
    }

    @Test
    @DisplayName("that holds null, or only null, is told so without an exception")
    void nulls() {
        assertEquals(
                "Element 1, null, is not.",
                difference(List.of(1), Collections.singletonList(null)).wrong());
        assertEquals(
                "This does not belong here: [null].",
                difference(Set.of(1), new ArrayList<>(Arrays.asList(1, null))).wrong());
        var map = new LinkedHashMap<String, Integer>();
        map.put("a", null);
        assertEquals(
                "The value of \"a\", null, is not right.",
                difference(Map.of("a", 1), map).wrong());
        assertEquals(
                "Asked for is a whole number (int), but this is nothing (null).",
                difference(1, null).wrong());
    }

    @Test
    @DisplayName("that is a text is told what agrees: the beginning, the letters, all but white space")
    void texts() {
        assertEquals(
                new Difference("It begins right, with \"abc\".", "\"abcx\" is not the answer."),
                difference("abcd", "abcx"));
        assertEquals("It ends too early.", difference("abcd", "ab").wrong());
        assertEquals("It goes on for too long.", difference("ab", "abcd").wrong());
        assertEquals("All letters are right.", difference(" ab", "ab").right());
        assertEquals("Upper and lower case are not.", difference("AB", "ab").wrong());
    }

    @Test
    @DisplayName("that is a number may be off by the tolerance and no more, and NaN is never right")
    void numbers() {
        assertEquals(Optional.empty(), Answers.difference(2.0, 2.019, 0.01));
        assertEquals(
                "2.03 is too large.",
                Answers.difference(2.0, 2.03, 0.01).orElseThrow().wrong());
        assertEquals(
                "You are close: less than a tenth off.", difference(2.0, 1.9).right());
        assertEquals(
                "NaN is not a number: was 0 divided by 0?",
                difference(2.0, Double.NaN).wrong());
    }

    @Test
    @DisplayName("that is a map is told which entries are wrong and how many are missing")
    void maps() {
        assertEquals(
                new Difference(
                        "1 of the 3 entries are right.", "The value of \"b\", 7, is not right. One key is missing."),
                difference(Map.of("a", 1, "b", 2, "c", 3), new java.util.TreeMap<>(Map.of("a", 1, "b", 7))));
    }

    @Test
    @DisplayName("of another kind is described in words and in Java's name")
    void kinds() {
        ToIntFunction<String> code = String::length;
        assertEquals(
                "Asked for is a list or an array, each element a whole number (int), but this is a piece of code.",
                difference(List.of(1), code).wrong());
        assertEquals(
                "Asked for is true or false (boolean), but this is 1.5, a number (double).",
                difference(true, 1.5).wrong());
    }

    @Test
    @DisplayName("that is very long is cut before it is repeated")
    void cut() {
        String said = difference("a", "😀".repeat(10_000)).wrong();
        assertTrue(said.length() < 400, said.length() + " characters");
    }

    private static void assertRight(Object expected, Object found) {
        assertEquals(Optional.empty(), Answers.difference(expected, found, 0));
    }

    private static Difference difference(Object expected, Object found) {
        return Answers.difference(expected, found, 0).orElseThrow();
    }
}
