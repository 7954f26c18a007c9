package org.vitrina.context;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vitrina.Property;
import org.vitrina.context.ContextStep.Slot;
import org.vitrina.tokenize.BpeOptions;
import org.vitrina.tokenize.BpeTokenizer;

@DisplayName("A context window")
class ContextWindowTests {
    /// Has a token for each byte and none for several, so that a letter is a token.
    private static final BpeTokenizer LETTERS = BpeTokenizer.train("abc", 256, BpeOptions.DEFAULT);

    private static String origins(List<Slot> slots) {
        return slots.stream().map(slot -> Integer.toString(slot.origin())).collect(Collectors.joining(" "));
    }

    @Nested
    @DisplayName("of 8 tokens, given 'SY' as the system's and then 'abcdefghij',")
    class Example {
        private ContextWindow given(WindowPolicy policy) {
            return new ContextWindow(LETTERS, 8, policy).pin("SY").add("abcdefghij");
        }

        @Test
        @DisplayName("refuses, and says how much too long the text is")
        void refuse() {
            var window = new ContextWindow(LETTERS, 8, new WindowPolicy.Refuse()).pin("SY");
            var full = assertThrows(ContextWindow.FullException.class, () -> window.add("abcdefghij"));
            assertEquals(
                    "the window holds 2 of 8 tokens, and 10 more were given, 4 too many; shorten the text, or choose a"
                            + " policy that leaves something out",
                    full.getMessage());
            assertEquals("SY", window.text());
            assertEquals("SYabcdef", window.add("abcdef").text());
            assertEquals(
                    "10 tokens are refused: 2 are there, and the limit is 8.",
                    window.walk().at(1).caption());
        }

        @Test
        @DisplayName("drops the oldest, the system's text among them")
        void dropOldest() {
            ContextWindow window = given(new WindowPolicy.DropOldest(0));
            assertEquals("cdefghij", window.text());
            assertEquals("0 1 2 3", origins(window.dropped()));
            assertEquals(
                    "defghijkl",
                    new ContextWindow(LETTERS, 9, new WindowPolicy.DropOldest(0))
                            .add("abcdefghijkl")
                            .text());
            assertEquals("ghij", given(new WindowPolicy.DropOldest(4)).text(), "four more than needed go at once");
        }

        @Test
        @DisplayName("keeps the system's text and the newest")
        void keepSystem() {
            ContextWindow window = given(new WindowPolicy.KeepSystem(0));
            assertEquals("SYefghij", window.text());
            assertEquals("2 3 4 5", origins(window.dropped()));
        }

        @Test
        @DisplayName("keeps the newest, or the first and the newest, in the cache")
        void cached() {
            assertEquals("cdefghij", given(new WindowPolicy.SlidingWindow()).text());
            assertEquals("SYafghij", given(new WindowPolicy.AttentionSinks(3)).text());
        }

        @Test
        @DisplayName("replaces the older part by what a summary makes of it, cut to the room that there is")
        void summarise() {
            var asked = new ArrayList<String>();
            ContextWindow window = given(new WindowPolicy.Summarise(3, text -> {
                asked.add(text);
                return "!";
            }));
            assertEquals(List.of("abcdefg"), asked);
            assertEquals("SY! hij", window.text());
            assertEquals("2 3 4 5 6 7 8", origins(window.dropped()));
            assertEquals(
                    "7 tokens are replaced by a summary of 2: '! '",
                    window.walk().at(window.walk().size() - 1).caption());
            assertEquals(
                    "SYxyzhij",
                    given(new WindowPolicy.Summarise(3, _ -> "xyzxyzxyz")).text());
        }

        @Test
        @DisplayName("shows every token once, in order, those that were dropped dark")
        void strip() {
            ContextWindow window = given(new WindowPolicy.KeepSystem(0));
            var cells = window.strip().cells();
            assertEquals(
                    "S Y a b c d e f g h i j",
                    cells.stream().map(cell -> cell.text()).collect(Collectors.joining(" ")));
            assertEquals(
                    "a b c d",
                    cells.stream()
                            .filter(cell -> cell.shade() < 0)
                            .map(cell -> cell.text())
                            .collect(Collectors.joining(" ")));
            assertEquals("0", cells.getFirst().label());
            assertTrue(cells.getFirst().marked() && !cells.get(2).marked());
        }

        @Test
        @DisplayName("tells its walk: what came in, what was dropped, how many moved up")
        void walk() {
            var walk = given(new WindowPolicy.KeepSystem(0)).walk();
            assertEquals(
                    List.of(
                            "2 tokens of the pinned text come in: 2 of 8 are taken.",
                            "10 tokens of text come in: 12, which is 4 more than the 8 that there is room for.",
                            "The policy 'keep system, drop oldest' drops 4 tokens, from number 2 to 5; 8 stay, 6 of them"
                                    + " move up."),
                    IntStream.range(0, walk.size())
                            .mapToObj(i -> walk.at(i).caption())
                            .toList());
        }
    }

    @Test
    @DisplayName("never holds more than its limit, keeps the order, the newest and what is pinned, whatever comes")
    void properties() {
        Property.forRandom(300, random -> {
            int limit = 6 + random.nextInt(40);
            int pinned = random.nextInt(3);
            for (WindowPolicy policy : List.of(
                    new WindowPolicy.DropOldest(random.nextInt(3)),
                    new WindowPolicy.KeepSystem(random.nextInt(3)),
                    new WindowPolicy.SlidingWindow(),
                    new WindowPolicy.AttentionSinks(random.nextInt(4)),
                    new WindowPolicy.Summarise(random.nextInt(3), new Extract(20)))) {
                var window = new ContextWindow(LETTERS, limit, policy);
                if (pinned > 0) window.pin("S".repeat(pinned));
                for (int i = 0; i < 12; i++) window.add(text(random));
                List<Integer> kept = window.kept().stream()
                        .map(Slot::origin)
                        .filter(o -> o >= 0)
                        .toList();
                assertTrue(window.ids().length <= limit, policy.label());
                assertEquals(kept.stream().sorted().distinct().toList(), kept, policy.label());
                assertEquals(window.given(), kept.size() + window.dropped().size());
                if (policy instanceof WindowPolicy.KeepSystem || policy instanceof WindowPolicy.Summarise) {
                    assertEquals(IntStream.range(0, pinned).boxed().toList(), kept.subList(0, pinned));
                }
                if (policy instanceof WindowPolicy.AttentionSinks(int sinks)) {
                    int some = Math.min(sinks, kept.size());
                    assertEquals(IntStream.range(0, some).boxed().toList(), kept.subList(0, some));
                }
                if (!(policy instanceof WindowPolicy.Summarise)) assertEquals(window.given() - 1, kept.getLast());
            }
        });
    }

    private static String text(RandomGenerator random) {
        return random.ints(1 + random.nextInt(6), 'a', 'z' + 1)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    @Test
    @DisplayName("says what is wrong: no room, text before what is pinned, sinks that fill the window")
    void refuses() {
        assertEquals(
                "a window has room for at least 1 token, but got 0",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new ContextWindow(LETTERS, 0, new WindowPolicy.Refuse()))
                        .getMessage());
        assertEquals(
                "what is pinned comes first, but other text is in the window already",
                assertThrows(
                                IllegalStateException.class,
                                () -> new ContextWindow(LETTERS, 8, new WindowPolicy.Refuse())
                                        .add("a")
                                        .pin("b"))
                        .getMessage());
        assertEquals(
                "the policy 'attention sinks (9)' keeps 9 tokens and would drop 2 of 1 behind them; the window of 8 is"
                        + " too small for it",
                assertThrows(
                                ContextWindow.FullException.class,
                                () -> new ContextWindow(LETTERS, 8, new WindowPolicy.AttentionSinks(9))
                                        .add("abcdefghij"))
                        .getMessage());
        assertEquals(
                "'sinks' is at least 0, but is -1",
                assertThrows(IllegalArgumentException.class, () -> new WindowPolicy.AttentionSinks(-1))
                        .getMessage());
    }

    @Test
    @DisplayName("summarises by the sentences whose words are the most usual, in their order")
    void extract() {
        String text = "The ferry waits. Nobody knows why the harbour master left. The harbour master runs the harbour."
                + " A gull cries.";
        assertEquals("The harbour master runs the harbour.", new Extract(45).apply(text));
        assertEquals("", new Extract(5).apply(text));
        assertEquals(text, new Extract(500).apply(text));
        assertArrayEquals(new int[0], LETTERS.encode(new Extract(1).apply("")));
    }
}
