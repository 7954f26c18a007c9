package org.vitrina.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.evaluate.Judge.Candidate;
import org.vitrina.evaluate.Judge.Choice;
import org.vitrina.evaluate.Judge.Simulated;
import org.vitrina.evaluate.JudgeAudit.Pair;

@DisplayName("A judge of two answers")
class JudgeTests {
    /// Pairs of which half are as good as each other, of all lengths, one of them by `me`.
    private static List<Pair> pairs() {
        var random = new SplittableRandom(4);
        var pairs = new ArrayList<Pair>();
        for (int i = 0; i < 600; i++) {
            var one = new Candidate("me", "x".repeat(5 + random.nextInt(40)), random.nextInt(2));
            var other = new Candidate("you", "y".repeat(5 + random.nextInt(40)), random.nextInt(2));
            boolean first = random.nextBoolean();
            pairs.add(new Pair("question " + i, first ? one : other, first ? other : one));
        }
        return pairs;
    }

    private static JudgeAudit audit(double skill, double position, double length, double self) {
        return JudgeAudit.of("judge", new Simulated(skill, position, length, self, "me", 1), pairs(), "me");
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @Test
    @DisplayName("without skill and bias is a coin")
    void coin() {
        JudgeAudit coin = audit(0, 0, 0, 0);
        assertEquals(0.5, coin.consistent().value(), 0.06);
        assertEquals(0.5, coin.takesFirst().value(), 0.04);
        assertEquals(0.5, coin.takesOwn().orElseThrow().value(), 0.06);
    }

    @Test
    @DisplayName("that prefers what is shown first is found out, as far as the bias was put in")
    void position() {
        JudgeAudit biased = audit(0, 1, 0, 0);
        assertEquals(logistic(1), biased.takesFirst().value(), 0.04);
        double p = logistic(1);
        assertEquals(2 * p * (1 - p), biased.consistent().value(), 0.06);
    }

    @Test
    @DisplayName("that prefers the longer or its own is found out on pairs that are as good as each other")
    void lengthAndSelf() {
        assertTrue(audit(0, 0, 3, 0).takesLonger().orElseThrow().value() > 0.75);
        assertEquals(logistic(1.5), audit(0, 0, 0, 1.5).takesOwn().orElseThrow().value(), 0.06);
        assertEquals(0.5, audit(4, 0, 0, 0).takesLonger().orElseThrow().value(), 0.08);
    }

    @Test
    @DisplayName("that is asked in both orders has no position bias left, and is right more often where it decides")
    void swapped() {
        var judge = new Simulated(1.5, 1.5, 0, 0, "me", 1);
        var plain = JudgeAudit.of("plain", judge, pairs(), "me");
        var swapping = JudgeAudit.of("swapping", judge.swapping(), pairs(), "me");
        assertEquals(0.5, swapping.takesFirst().value(), 1e-12);
        assertEquals(1, swapping.consistent().value());
        assertTrue(plain.takesFirst().value() > 0.65);
        assertTrue(swapping.takesBetter().orElseThrow().value()
                > plain.takesBetter().orElseThrow().value() + 0.05);
    }

    @Test
    @DisplayName("that contradicts itself gives a tie")
    void tie() {
        Judge first = (_, _, _) -> Choice.FIRST;
        var one = new Candidate("a", "x", 0);
        var other = new Candidate("b", "y", 1);
        assertEquals(Choice.TIE, first.swapping().better("?", one, other));
        Judge fair = (_, a, b) -> a.worth() > b.worth() ? Choice.FIRST : Choice.SECOND;
        assertEquals(Choice.SECOND, fair.swapping().better("?", one, other));
        var audit = JudgeAudit.of("fair", fair, List.of(new Pair("?", one, other)), "");
        assertEquals(Optional.empty(), audit.takesOwn());
        assertEquals(Optional.of(new Share(2, 2)), audit.takesBetter());
    }

    @Test
    @DisplayName("judges the same with the same seed")
    void seed() {
        assertEquals(audit(1, 1, 1, 1).judged(), audit(1, 1, 1, 1).judged());
    }
}
