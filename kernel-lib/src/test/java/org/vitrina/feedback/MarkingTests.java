package org.vitrina.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Marking")
class MarkingTests {
    private static Answer answer(String question, String text, boolean right) {
        var prompt = new Prompt(question, new int[] {0}, _ -> right, "");
        return new Answer(prompt, new int[] {1}, new float[1], text, true);
    }

    private final List<Answer> three =
            List.of(answer("1+1=", "2", true), answer("1+2=", "4", false), answer("2+2=", "4", true));

    @Test
    @DisplayName("gives marks that are listed with their answers")
    void table() {
        var table = Mark.table(Mark.of(three, Marker.truthful()));
        assertEquals(List.of("2", "4", "4"), table.stringColumn("answer").asList());
        assertEquals(
                List.of("right", "wrong", "right"), table.stringColumn("marked").asList());
    }

    @Nested
    @DisplayName("by a simulated marker")
    class Simulated {
        @Test
        @DisplayName("slips as often as it is told to, at right answers and at wrong ones")
        void errors() {
            int n = 20_000;
            for (double rate : new double[] {0, 0.1, 0.5, 1}) {
                Marker marker = Marker.simulated(rate, 5);
                for (boolean right : new boolean[] {true, false}) {
                    long wrong = IntStream.range(0, n)
                            .filter(_ -> marker.isGood(answer("", "", right)) != right)
                            .count();
                    assertEquals(n * rate, wrong, 4.5 * Math.sqrt(n * rate * (1 - rate)), "at a rate of " + rate);
                }
            }
        }

        @Test
        @DisplayName("slips at the same answers for the same seed")
        void seed() {
            List<Answer> many = IntStream.range(0, 100)
                    .mapToObj(i -> answer("", "", i % 2 == 0))
                    .toList();
            assertEquals(Mark.of(many, Marker.simulated(0.3, 5)), Mark.of(many, Marker.simulated(0.3, 5)));
            assertFalse(Mark.of(many, Marker.simulated(0.3, 5)).equals(Mark.of(many, Marker.simulated(0.3, 6))));
        }

        @Test
        @DisplayName("marks all that wait, and is a reward of 0 or 1")
        void all() {
            var marking = Marking.of(three).by(Marker.truthful());
            assertEquals(List.of(true, false, true), good(marking));
            assertEquals(0, marking.left());
            assertEquals(1, Marker.truthful().reward().of(three.getFirst()));
            var error = assertThrows(IllegalArgumentException.class, () -> Marker.simulated(1.2, 1));
            assertEquals("the share of wrong marks lies between 0 and 1, but is 1.2", error.getMessage());
        }
    }

    @Nested
    @DisplayName("by keys")
    class Keys {
        private String said;

        private Marking typed(String keys) {
            var out = new ByteArrayOutputStream();
            var marking = Marking.of(three)
                    .keys(
                            new BufferedReader(new StringReader(keys)),
                            new PrintStream(out, true, StandardCharsets.UTF_8));
            said = out.toString(StandardCharsets.UTF_8);
            return marking;
        }

        @Test
        @DisplayName("takes r and y for right, w and n for wrong, s to skip and b to go back")
        void keys() {
            Marking marking = typed("r\nW\nb\ny\n s \n");
            assertEquals(List.of(true, true), good(marking));
            assertNull(marking.current());
            assertTrue(said.contains("1+2=\n→ 4"), said);
        }

        @Test
        @DisplayName("asks again for what it does not know, and stops at q and where nothing more comes")
        void others() {
            assertEquals(List.of(true), good(typed("x\nr\nq\nr\n")));
            assertTrue(said.contains("one of r, w, s, b and q, please"));
            assertEquals(2, typed("r\n").left());
        }

        @Test
        @DisplayName("shows no control character of an answer to the terminal")
        void terminal() {
            var out = new ByteArrayOutputStream();
            Marking.of(List.of(answer("\u001b[2Jwho", "\u0007nobody", true)))
                    .keys(
                            new BufferedReader(new StringReader("q")),
                            new PrintStream(out, true, StandardCharsets.UTF_8));
            String text = out.toString(StandardCharsets.UTF_8);
            assertFalse(text.contains("\u001b") || text.contains("\u0007"), text);
            assertTrue(text.contains("\uFFFD[2Jwho"), text);
        }
    }

    @Nested
    @DisplayName("by buttons")
    class ByButtons {
        @Test
        @DisplayName("shows the question and the buttons where nobody can press them, with everything escaped")
        void still() {
            var marking = Marking.of(List.of(answer("<script>alert(1)</script>", "<b>&", true)));
            String html = marking.buttons(_ -> null).mime().html().orElseThrow();
            assertFalse(html.contains("<script>") || html.contains("<b>&"), html);
            assertTrue(html.contains("&lt;script&gt;"), html);
            for (String label : List.of("right", "wrong", "skip", "back", "learn from the marks")) {
                assertTrue(html.contains(label), label);
            }
        }

        @Test
        @DisplayName("is left to the simulated marker where nobody is there")
        void nobody() {
            var marking = Marking.of(three);
            assertSame(marking, marking.ask(Marker.truthful(), null));
            assertEquals(3, marking.marks().size());
            assertTrue(marking.text().contains("All are marked: 3 of 3, 2 right, 1 wrong"), marking.text());
        }
    }

    @Test
    @DisplayName("says when there is nothing left to mark, and takes a mark back")
    void back() {
        var marking = Marking.of(three).by(Marker.truthful());
        var error = assertThrows(IllegalStateException.class, () -> marking.mark(true));
        assertEquals("all 3 answers are marked; back() takes a mark back", error.getMessage());
        marking.back();
        assertEquals(2, marking.marks().size());
        assertSame(three.getLast(), marking.current());
        assertThrows(IllegalArgumentException.class, () -> Marking.of(List.of()));
    }

    private static List<Boolean> good(Marking marking) {
        return marking.marks().stream().map(Mark::good).toList();
    }
}
