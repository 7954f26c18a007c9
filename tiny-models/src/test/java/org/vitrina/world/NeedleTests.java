package org.vitrina.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vitrina.context.NeedleMap;

@DisplayName("A needle")
class NeedleTests {
    @Nested
    @DisplayName("in a tale")
    class InATale {
        @Test
        @DisplayName("is the only sentence of its person and its thing, at about the depth that was asked for")
        void hidden() {
            for (Language language : Language.values()) {
                var test = new NeedleTales(TinyModels.talesChat(), language);
                for (long seed = 0; seed < 20; seed++) {
                    double depth = seed % 5 / 4.0;
                    NeedleTales.Hidden hidden = test.hide(200, depth, seed);
                    String who = Arrays.stream(Person.values())
                            .map(Person::title)
                            .filter(hidden.question().text()::contains)
                            .findFirst()
                            .orElseThrow();
                    assertEquals(1, hidden.text().split(Pattern.quote(hidden.needle()), -1).length - 1);
                    String rest = hidden.text().replace(hidden.needle(), "");
                    assertTrue(hidden.needle().contains(who), hidden.needle());
                    assertTrue(!rest.contains(who), hidden.text());
                    assertEquals(depth, hidden.depth(), 0.1, hidden.text());
                    assertTrue(hidden.prompt().size() <= 200 && hidden.prompt().size() > 160, hidden.text());
                }
            }
        }

        @Test
        @DisplayName("is the same for the same seed, and another for another")
        void seeds() {
            var test = new NeedleTales(TinyModels.talesChat(), Language.ENGLISH);
            assertEquals(test.hide(150, 0.5, 3), test.hide(150, 0.5, 3));
            assertTrue(!test.hide(150, 0.5, 3).equals(test.hide(150, 0.5, 4)));
        }

        @Test
        @DisplayName(
                "is found by tales-chat in a short text more often than a guess at one of five places would be right")
        void found() {
            var map = NeedleMap.of(
                    new NeedleTales(TinyModels.talesChat(), Language.ENGLISH), new int[] {50}, new double[] {1}, 20);
            assertTrue(map.ofLength(0).interval().orElseThrow().low() > 20, map.toString());
        }

        @Test
        @DisplayName("needs room")
        void room() {
            var test = new NeedleTales(TinyModels.talesChat(), Language.ENGLISH);
            String message = assertThrows(IllegalArgumentException.class, () -> test.hide(8, 0, 1))
                    .getMessage();
            assertTrue(
                    message.matches("the fact and the question alone are \\d+ tokens; a length of 8 has no room.*"),
                    message);
        }
    }

    @Test
    @DisplayName("among keys and values is found by the model of two layers and not by that of one")
    void recall() {
        int[] pairs = {4, 8};
        double[] depths = {0, 0.5, 1};
        var two = NeedleMap.of(new RecallNeedle(TinyModels.recall(2), 16), pairs, depths, 20);
        var one = NeedleMap.of(new RecallNeedle(TinyModels.recall(1), 16), pairs, depths, 20);
        for (int column = 0; column < pairs.length; column++) {
            assertTrue(two.ofLength(column).value() > 85, two.toString());
            assertTrue(one.ofLength(column).value() < 60, one.toString());
        }
    }
}
