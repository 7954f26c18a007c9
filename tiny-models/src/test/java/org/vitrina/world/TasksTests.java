package org.vitrina.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The small tasks")
class TasksTests {
    @Test
    @DisplayName("write sums, forwards, backwards and with their steps")
    void sums() {
        assertEquals("27+85=112", new Sums(2, false, false).of(27, 85).line());
        assertEquals("27+85=211", new Sums(2, true, false).of(27, 85).line());
        assertEquals(
                "27+85=7+5+0=12;2+8+1=11;0+0+1=1;112",
                new Sums(2, false, true).of(27, 85).line());
        assertTrue(new Sums(2, false, true).isRight(new Sums(2, false, true).of(27, 85), "7+5+0=12;112"));
        assertFalse(new Sums(2, false, false).isRight(new Sums(2, false, false).of(27, 85), "111"));
    }

    @Test
    @DisplayName("ask for the value that stands behind a key")
    void recall() {
        var task = new Recall(6, 3, 16);
        for (long seed = 0; seed < 200; seed++) {
            Recall.Row row = task.of(seed);
            var values = new HashMap<Integer, Integer>();
            for (int i = 0; i < 12; i += 2) assertEquals(null, values.put(row.ids()[i], row.ids()[i + 1]));
            for (int at : row.answers()) assertEquals(values.get(row.ids()[at - 1]), row.ids()[at]);
            assertEquals(3, row.answers().size());
        }
    }

    @Test
    @DisplayName("draw chains whose frequencies are their transitions")
    void chains() {
        Chains.Chain chain = new Chains(3, 200_000).of(1);
        int[][] counts = new int[3][3];
        for (int i = 1; i < chain.ids().length; i++) counts[chain.ids()[i - 1]][chain.ids()[i]]++;
        for (int from = 0; from < 3; from++) {
            int all = counts[from][0] + counts[from][1] + counts[from][2];
            for (int to = 0; to < 3; to++) {
                double p = chain.transitions()[from][to];
                // five standard errors
                assertEquals(p, counts[from][to] / (double) all, 5 * Math.sqrt(p * (1 - p) / all));
            }
        }
    }
}
