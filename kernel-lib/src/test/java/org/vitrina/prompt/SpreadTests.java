package org.vitrina.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The spread of several ways to ask")
class SpreadTests {
    @Test
    @DisplayName("is the best accuracy minus the worst, and lies in its interval")
    void worked() {
        boolean[][] right = new boolean[10][];
        for (int i = 0; i < 10; i++) right[i] = new boolean[] {i < 9, i < 5, i < 3};
        Spread spread = Spread.of(right);
        assertEquals(0.6, spread.spread(), 1e-12);
        assertTrue(spread.low() < 0.6 && spread.high() > 0.6, spread.toString());
        assertTrue(spread.pValue() < 0.05, spread.toString());
    }

    @Test
    @DisplayName("is above zero by chance alone, by as much as theory says for two ways: the mean of |Z| is sqrt(2/pi)")
    void chance() {
        var random = new SplittableRandom(3);
        boolean[][] right = new boolean[400][];
        for (int i = 0; i < right.length; i++) right[i] = new boolean[] {random.nextBoolean(), random.nextBoolean()};
        int differ = 0;
        for (boolean[] item : right) differ += item[0] != item[1] ? 1 : 0;
        // of the items in which the two differ, each is as likely to speak for the one as for the other
        double expected = Math.sqrt(differ * 2 / Math.PI) / right.length;
        assertEquals(expected, Spread.of(right).byChance(), 0.06 * expected);
    }

    @Test
    @DisplayName("has a p-value that is even where ways make no difference: one of twenty is below 0.05")
    void even() {
        var random = new SplittableRandom(5);
        int below = 0;
        for (int experiment = 0; experiment < 200; experiment++) {
            boolean[][] right = new boolean[60][4];
            for (boolean[] item : right) for (int w = 0; w < 4; w++) item[w] = random.nextInt(10) < 7;
            if (Spread.of(right).pValue() < 0.05) below++;
        }
        assertTrue(below <= 20, below + " of 200");
    }
}
