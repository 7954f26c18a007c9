package org.vitrina.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A regression gate")
class RegressionGateTests {
    private static List<PromptCase> cases(int n) {
        return IntStream.range(0, n)
                .mapToObj(i -> PromptCase.of("q" + i, "" + i, "yes"))
                .toList();
    }

    private static RegressionGate gate(int n, int lost, int won, double margin) {
        // of n questions the first half is right before
        Answerer before = (p, _) -> Integer.parseInt(p) < n / 2 ? "yes" : "no";
        Answerer after = (p, _) -> {
            int i = Integer.parseInt(p);
            return i < lost ? "no" : i < n / 2 || i >= n - won ? "yes" : "no";
        };
        return RegressionGate.compare(before.named("before"), after.named("after"), cases(n), margin);
    }

    @Test
    @DisplayName("lets the same answers through if there are enough of them: 59 without a loss are within 5 points")
    void same() {
        assertEquals(Verdict.HOLDS, gate(59, 0, 0, 0.05).verdict());
        assertEquals(Verdict.UNDECIDED, gate(58, 0, 0, 0.05).verdict());
        gate(59, 0, 0, 0.05).assertGoodEnough();
    }

    @Test
    @DisplayName("refuses what is worse by more than the margin, and says by how much it may be")
    void worse() {
        RegressionGate gate = gate(200, 40, 0, 0.05);
        assertEquals(Verdict.BROKEN, gate.verdict());
        String told = assertThrows(AssertionError.class, gate::assertGoodEnough).getMessage();
        assertTrue(told.startsWith("after after before: both 60, only the first 40, only the second 0"), told);
        assertTrue(told.endsWith("allowed are 5.0: not good enough"), told);
    }

    @Test
    @DisplayName("does not take 'no difference was found' for an answer")
    void few() {
        RegressionGate gate = gate(20, 2, 2, 0.05);
        assertEquals(1, gate.paired().pValue());
        assertEquals(Verdict.UNDECIDED, gate.verdict());
    }

    @Test
    @DisplayName("lets a model that is worse by just the margin through in about 5 of 100 tests")
    void honest() {
        var random = new SplittableRandom(2);
        int through = 0;
        for (int test = 0; test < 300; test++) {
            int lost = 0;
            int won = 0;
            for (int i = 0; i < 300; i++) {
                double mark = random.nextDouble();
                lost += mark < 0.15 ? 1 : 0;
                won += mark > 0.95 ? 1 : 0;
            }
            through += gate(300, lost, won, 0.10).worst() >= -0.10 ? 1 : 0;
        }
        assertTrue(through <= 0.09 * 300 && through >= 0.02 * 300, "through " + through);
    }
}
