package org.vitrina.feedback;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A reward")
class RewardTests {
    private static final Prompt SUM = new Prompt("1+1=", new int[] {0}, "2"::equals, "");

    private static Answer answer(String text, int length, boolean ended) {
        return new Answer(SUM, new int[length], new float[length], text, ended);
    }

    private final List<Answer> answers = List.of(answer("2", 2, true), answer("3", 4, true), answer("2", 8, false));

    @Test
    @DisplayName("is 1 for a true answer that was ended, and for what else is asked")
    void ready() {
        assertArrayEquals(new double[] {1, 0, 0}, Reward.right().of(answers));
        assertArrayEquals(new double[] {1, 1, 0}, Reward.ended().of(answers));
        assertArrayEquals(new double[] {0.25, 0.5, 1}, Reward.length(8).of(answers));
        assertArrayEquals(new double[] {0, 1, 0}, Reward.contains("3").of(answers));
    }

    @Test
    @DisplayName("is put together of others, and its name says how")
    void composed() {
        Reward shaped = Reward.right().plus(Reward.length(8).times(-0.5)).clipped(-0.2, 1);
        assertArrayEquals(new double[] {0.875, -0.2, -0.2}, shaped.of(answers), 1e-12);
        assertEquals("right + -0.5 × length in [-0.2, 1]", shaped.name());
        Reward gated = Reward.length(8).onlyIf(Reward.ended());
        assertArrayEquals(new double[] {0.25, 0.5, 0}, gated.of(answers));
        assertEquals("length if ended", gated.name());
        assertEquals("gold", gated.named("gold").name());
        assertEquals(0.5, gated.of(answers.get(1)));
        Reward plain = all -> new double[all.size()];
        assertEquals("reward", plain.name());
    }

    @Nested
    @DisplayName("in the playground")
    class InPlayground {
        private final Playground playground = Playground.of(answers, Reward.right(), Reward.length(8));

        @Test
        @DisplayName("ranks answers by the weighted sum")
        void ranks() {
            var table = playground.table(1, 2);
            assertEquals(
                    List.of("✗ 2", "✓ 2", "✗ 3"), table.stringColumn("answer").asList());
            assertArrayEquals(
                    new double[] {2, 1.5, 1}, table.doubleColumn("total").asDoubleArray(), 1e-12);
        }

        @Test
        @DisplayName("says which share of true and untrue answers the sum puts in order")
        void agreement() {
            assertEquals(1, playground.agreement(1, 0));
            assertEquals(0.5, playground.agreement(1, 2));
            assertEquals(0, playground.agreement(0, 1));
            assertEquals(0.5, playground.agreement(0, 0));
            assertTrue(Double.isNaN(
                    Playground.of(answers.subList(0, 1), Reward.ended()).agreement(1)));
        }

        @Test
        @DisplayName("has a slider for each reward, with the ranking of weights of 1 where nobody can move them")
        void sliders() {
            String html = playground.sliders().mime().html().orElseThrow();
            assertTrue(html.contains("right") && html.contains("length"), html);
            assertTrue(html.contains("1 × right + 1 × length"), html);
            assertFalse(Playground.of(List.of(answer("<i>", 1, true)), Reward.ended())
                    .mime()
                    .html()
                    .orElseThrow()
                    .contains("<i>"));
        }

        @Test
        @DisplayName("refuses two rewards of one name, and weights that are too few")
        void refused() {
            var same = assertThrows(
                    IllegalArgumentException.class, () -> Playground.of(answers, Reward.ended(), Reward.ended()));
            assertEquals("two rewards are called 'ended'; named(…) gives one of them another name", same.getMessage());
            var few = assertThrows(IllegalArgumentException.class, () -> playground.totals(1));
            assertEquals("each of the 2 rewards (right, length) needs a weight, but there are 1", few.getMessage());
        }
    }
}
