package org.vitrina.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vitrina.lesson.Verdict.Result;

@DisplayName("Check")
class CheckTests {
    @BeforeEach
    void forget() {
        Check.forget();
    }

    @Test
    @DisplayName("calls the right answer right and says what it teaches")
    void right() {
        Verdict verdict = Check.check("0.1", 5050);
        assertTrue(verdict.isRight());
        assertEquals(Exercises.named("0.1").because(), verdict.next());
        assertTrue(verdict.text().startsWith("✓ Right: exercise 0.1"), verdict.text());
    }

    @Test
    @DisplayName("leaves an exercise open when the answer is null, and repeats the question")
    void open() {
        Verdict verdict = Check.check("0.1", null);
        assertEquals(Result.OPEN, verdict.result());
        assertTrue(verdict.text().contains("sum of all whole numbers from 1 to 100"), verdict.text());
        assertTrue(verdict.text().contains("in place of `null`"), verdict.text());
    }

    @Test
    @DisplayName("says which way a number is wrong, and never only that it is")
    void wrongNumber() {
        Verdict verdict = Check.check("0.1", 5049);
        assertEquals(Result.NOT_YET, verdict.result());
        assertEquals("5049 is too small; it is off by one.", verdict.wrong());
        assertTrue(verdict.next().startsWith("Hint: "), verdict.next());
    }

    @Test
    @DisplayName("names the misunderstanding behind a wrong answer that is known")
    void mistake() {
        assertEquals(
                "That is the sum from 1 to 99: `range` leaves out its end.",
                Check.check("0.1", 4950).wrong());
    }

    @Test
    @DisplayName("says what kind of value it asked for and what it found")
    void wrongType() {
        assertEquals(
                "Asked for is a whole number (int), but this is \"5050\", a text (String).",
                Check.check("0.1", "5050").wrong());
    }

    @Test
    @DisplayName("gives a stronger hint with each wrong answer and points to the solution at the end")
    void hints() {
        List<String> hints = Exercises.named("0.1").hints();
        assertEquals("Hint: " + hints.get(0), Check.check("0.1", 1).next());
        Check.check("0.1", null);
        String second = Check.check("0.1", 2).next();
        assertTrue(second.startsWith("Hint: " + hints.get(1)), second);
        assertTrue(second.endsWith("The solution is folded away below the exercise."), second);
        assertEquals(second, Check.check("0.1", 3).next());
        assertEquals(
                "Hint: " + Exercises.named("0.2").hints().get(0),
                Check.check("0.2", "no code").next());
    }

    @Test
    @DisplayName("keeps the verdicts in order until it forgets them")
    void verdicts() {
        Verdict first = Check.check("0.1", 1);
        Verdict second = Check.check("0.1", 5050);
        assertEquals(List.of(first, second), Check.verdicts());
        Check.forget();
        assertEquals(List.of(), Check.verdicts());
    }

    @Nested
    @DisplayName("asked for an exercise that is not there")
    class Unknown {
        @Test
        @DisplayName("names those of the same lesson")
        void sameLesson() {
            var e = assertThrows(IllegalArgumentException.class, () -> Check.check("0.99", 1));
            assertEquals("there is no exercise '0.99'; lesson 0 has 0.1, 0.2", e.getMessage());
        }

        @Test
        @DisplayName("names all where there is no such lesson, or no id at all")
        void noLesson() {
            var e = assertThrows(IllegalArgumentException.class, () -> Check.check("77", 1));
            assertTrue(
                    e.getMessage().startsWith("there is no exercise '77'; exercises are named by lesson"),
                    e.getMessage());
            assertTrue(e.getMessage().contains("0.1, 0.2, 1.1"), e.getMessage());
            assertThrows(IllegalArgumentException.class, () -> Check.check(null, 1));
        }
    }

    @Nested
    @DisplayName("shown as HTML")
    class Shown {
        @Test
        @DisplayName("tells the result by a word and a mark, not by colour alone")
        void words() {
            assertTrue(html(Check.check("0.1", 5050)).contains("✓ Right"));
            assertTrue(html(Check.check("0.1", 1)).contains("… Not yet"));
            assertTrue(html(Check.check("0.1", null)).contains("○ Open"));
        }

        @Test
        @DisplayName("escapes what the answer holds")
        void escaped() {
            String html = html(Check.check("0.1", "<script>alert(1)</script>"));
            assertFalse(html.contains("<script>"), html);
            assertTrue(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), html);
        }

        @Test
        @DisplayName("sets what stands between backticks as code")
        void code() {
            assertTrue(html(Check.check("0.1", 1)).contains("<code>IntStream.rangeClosed(1, 100)</code>"));
        }

        private String html(Verdict verdict) {
            return verdict.mime().html().orElseThrow();
        }
    }
}
