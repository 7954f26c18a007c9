package org.vitrina.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYSeries;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;

@DisplayName("A walk")
class WalkTests {
    /// A countdown that halves its number.
    record Halved(int from, double to, String note) implements Step {
        @Override
        public String name() {
            return "halve";
        }

        @Override
        public String caption() {
            return "half of %d is %s".formatted(from, to);
        }
    }

    record Ended() implements Step {
        @Override
        public String name() {
            return "end";
        }

        @Override
        public String caption() {
            return "nothing is left";
        }
    }

    private final Walk<Step> walk =
            Walk.of("Halving", List.of(new Halved(8, 4, "a"), new Halved(4, 2, "<b>"), new Ended()));

    @Nested
    @DisplayName("read in code")
    class InCode {
        @Test
        @DisplayName("goes forward and back, and back undoes next")
        void cursor() {
            assertEquals(walk.at(0), walk.next());
            assertEquals(walk.at(1), walk.next());
            assertEquals(walk.at(1), walk.back());
            assertEquals(walk.at(1), walk.next());
            assertEquals(walk.at(2), walk.next());
            assertFalse(walk.hasNext());
            String message =
                    assertThrows(NoSuchElementException.class, walk::next).getMessage();
            assertEquals("the walk 'Halving' is at its end after 3 steps; back() returns to the last", message);
        }

        @Test
        @DisplayName("says how many steps there are when one is asked for that is not")
        void range() {
            var error = assertThrows(IndexOutOfBoundsException.class, () -> walk.at(3));
            assertEquals("the walk 'Halving' has 3 steps, 0 to 2, but step 3 was asked for", error.getMessage());
        }

        @Test
        @DisplayName("can be cut, and its steps keep their numbers")
        void slice() {
            var tail = walk.slice(1, 3);
            assertEquals(2, tail.size());
            assertEquals(1, tail.first());
            assertEquals(List.of(2, 3), tail.table().intColumn("step").asList());
            assertTrue(tail.text().contains("  2. halve"), tail.text());
        }

        @Test
        @DisplayName("holds what a recorder saw, and only the names it watches")
        void recorder() {
            var recorder = Walk.recorder("end");
            recorder.step("halve", () -> {
                throw new AssertionError("a step that nobody watches must not be built");
            });
            recorder.step("end", Ended::new);
            assertEquals(List.of(new Ended()), recorder.walk("seen").steps());
            assertEquals(1, recorder.walk("seen", Ended.class).size());
        }
    }

    @Nested
    @DisplayName("as a table")
    class AsTable {
        private final Table table = walk.table();

        @Test
        @DisplayName("has a row for each step and a column for each value that any step has")
        void columns() {
            assertEquals(List.of("step", "name", "caption", "from", "to", "note"), table.columnNames());
            assertEquals(3, table.rowCount());
        }

        @Test
        @DisplayName("keeps whole numbers whole, and leaves missing what a step does not have")
        void types() {
            assertEquals(ColumnType.LONG, table.column("from").type());
            assertEquals(4L, table.longColumn("from").getLong(1));
            assertEquals(ColumnType.DOUBLE, table.column("to").type());
            assertTrue(table.column("from").isMissing(2));
        }
    }

    @Nested
    @DisplayName("as a chart")
    class AsChart {
        @Test
        @DisplayName("draws one value over the steps that have it")
        void named() {
            XYSeries series = walk.chart("to").getSeries("to");
            assertEquals(2, series.getXData().length);
            assertEquals(4, series.getYData()[0]);
            assertEquals(2, series.getYData()[1]);
            assertEquals("step", walk.chart("to").getXAxisTitle());
        }

        @Test
        @DisplayName("without a name draws the first number there is")
        void unnamed() {
            assertEquals("from", walk.chart().getYAxisTitle());
        }

        @Test
        @DisplayName("names the numbers there are when asked for one that is not")
        void unknown() {
            var error = assertThrows(IllegalArgumentException.class, () -> walk.chart("loss"));
            assertEquals(
                    "no step of the walk 'Halving' has a number named 'loss'; there are [from, to]",
                    error.getMessage());
        }
    }

    @Nested
    @DisplayName("as a stepper")
    class AsStepper {
        private final String html = walk.html();

        @Test
        @DisplayName("embeds every frame and its caption, in order")
        void frames() {
            assertEquals(
                    List.of("half of 8 is 4.0", "half of 4 is 2.0", "nothing is left"),
                    Pattern.compile("</code> ([^<]*)</p>")
                            .matcher(html)
                            .results()
                            .map(match -> match.group(1))
                            .toList());
        }

        @Test
        @DisplayName("escapes what a step holds")
        void escapes() {
            assertTrue(html.contains("<td>&lt;b&gt;</td>"), html);
            assertFalse(html.contains("<b>"), html);
        }

        @Test
        @DisplayName("fetches nothing: it names no address, and loads nothing but what is inside")
        void selfContained() {
            assertFalse(
                    Pattern.compile("https?://|\\bimport\\b|require\\(|@import|url\\(")
                            .matcher(html)
                            .find(),
                    html);
        }

        @Test
        @DisplayName("without scripts is an ordered list whose numbers go on behind the fold")
        void staticForm() {
            var long_ = Walk.of(
                    "Long",
                    IntStream.range(0, 9)
                            .mapToObj(i -> new Halved(i, i / 2.0, ""))
                            .toList());
            String list = long_.html();
            assertTrue(list.contains("<ol class=\"vitrina-frames\" start=\"1\">"), list);
            assertTrue(list.contains("<summary>Steps 4 to 9</summary><ol start=\"4\">"), list);
        }

        @Test
        @DisplayName("of a very long run shows its beginning and says how to see the rest")
        void cut() {
            var run = Walk.of(
                    "Long",
                    IntStream.range(0, 1000)
                            .mapToObj(i -> new Halved(i, i / 2.0, ""))
                            .toList());
            assertEquals(200, count(run.html(), "<li class=\"vitrina-frame\">"));
            assertTrue(run.html().contains("The first 200 of 1000 steps are shown; slice(from, to) displays others"));
            assertTrue(run.text().contains("The first 200 of 1000 steps are shown"));
        }

        private static long count(String text, String what) {
            return Pattern.compile(what, Pattern.LITERAL)
                    .matcher(text)
                    .results()
                    .map(MatchResult::start)
                    .count();
        }
    }

    @Test
    @DisplayName("as text gives each caption with its figure under it")
    void text() {
        record Drawn(int n) implements Step {
            @Override
            public String name() {
                return "draw";
            }

            @Override
            public String caption() {
                return "number " + n;
            }

            @Override
            public Figure figure() {
                return new Figure.Note("figure " + n);
            }
        }
        var drawn = Walk.of("Two", List.of(new Drawn(1), new Drawn(2)));
        assertEquals("""
                Two (2 steps)
                  1. draw: number 1
                     figure 1
                  2. draw: number 2
                     figure 2
                """, drawn.text());
    }
}
