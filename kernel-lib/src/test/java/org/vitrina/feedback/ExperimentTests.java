package org.vitrina.feedback;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.show.Figure;
import org.vitrina.train.Schedule;

@DisplayName("An experiment with feedback")
class ExperimentTests {
    private static final List<Prompt> PROMPTS = List.of(Toys.prompt("?"), Toys.prompt("!?"));

    private static PolicyTraining.Plan plan(int steps) {
        return new PolicyTraining.Plan(steps, 8, new Schedule.Constant(5e-3f, 0), 9);
    }

    /// `b` and the end, in answers of at most two tokens.
    private static final Reward RIGHT = Reward.right();

    @Test
    @DisplayName("on markers who slip: some errors slow learning, half of them stop it, more turn it round")
    void noise() {
        Policy begin = Toys.policy(2);
        float[] before = Toys.numbers(begin);
        MarkerNoise noise = MarkerNoise.of(
                begin, Prompts.of(PROMPTS, 1), PROMPTS, Reinforce.ofGroup(16), plan(40), 0, 0.2, 0.5, 0.9);
        double[] learned = noise.runs().stream()
                .mapToDouble(run -> run.log().last("right", 5))
                .toArray();
        double first = noise.runs().getFirst().log().steps().getFirst().get("right");
        assertTrue(learned[0] > first + 0.3, first + " to " + learned[0]);
        assertTrue(learned[1] > first, first + " to " + learned[1]);
        assertTrue(learned[0] > learned[2] + 0.2, learned[0] + " and " + learned[2]);
        assertTrue(learned[3] < learned[2] && learned[3] < first, learned[2] + " and " + learned[3]);
        assertArrayEquals(before, Toys.numbers(begin), "the model that it began with has not learned");
        assertEquals(4, noise.table().rowCount());
        assertTrue(noise.mime().html().isPresent());
    }

    @Test
    @DisplayName(
            "on reward hacking: the proxy rises and the gold falls to nothing, but not where moving away has a price")
    void hacking() {
        // the proxy pays for a b, and a little for length; meant is an answer that has a b and comes to an end
        Reward proxy = Reward.contains("b").plus(Reward.length(4).times(0.5));
        RewardHacking hacking = RewardHacking.of(
                Toys.policy(4),
                Prompts.of(PROMPTS, 1),
                proxy,
                Reward.contains("b").onlyIf(Reward.ended()).named("gold"),
                plan(60),
                Grpo.ofGroup(8).withBeta(0),
                Grpo.ofGroup(8).withBeta(1));
        FeedbackLog free = hacking.runs().get(0).log();
        FeedbackLog held = hacking.runs().get(1).log();
        assertTrue(free.last(FeedbackStep.REWARD, 5) > 1.3, "" + free.last(FeedbackStep.REWARD, 5));
        assertTrue(free.last(FeedbackStep.REWARD, 5) > free.steps().getFirst().reward() + 0.1);
        assertTrue(free.last("gold", 5) < 0.03, "" + free.last("gold", 5));
        assertTrue(held.last("gold", 5) > 0.08, "" + held.last("gold", 5));
        assertTrue(held.last(FeedbackStep.KL, 5) < free.last(FeedbackStep.KL, 5) / 2);
        assertEquals(6, hacking.table().rowCount());
        assertEquals(4, hacking.chart().getSeriesCollection().size());
        assertEquals(4, hacking.overKl().getSeriesCollection().size());
        assertTrue(hacking.mime().html().isPresent());
    }

    @Test
    @DisplayName("shows which tokens gained and lost: their sum is how much likelier the answer became")
    void tokens() {
        Policy before = Toys.policy(4);
        List<Answer> answers = before.answers(PROMPTS, 2, 1);
        Policy after = before.frozen();
        new PolicyTraining(after, Prompts.of(PROMPTS, 1), RIGHT, Grpo.ofGroup(8), plan(5)).run();
        TokenChanges changes = TokenChanges.between(before, after, answers);
        double[] was = Policy.sums(before.logProbabilities(answers));
        double[] is = Policy.sums(after.logProbabilities(answers));
        for (int i = 0; i < answers.size(); i++) {
            assertEquals(is[i] - was[i], changes.lines().get(i).sum(), 1e-5);
            assertEquals(
                    answers.get(i).length(), changes.lines().get(i).tokens().size());
        }
        assertEquals(
                answers.stream().mapToInt(Answer::length).sum(), changes.table().rowCount());
    }

    @Test
    @DisplayName("draws gained tokens blue and lost ones orange, the strongest change darkest, and escapes them")
    void colours() {
        var changes = new TokenChanges(
                "change",
                List.of(new TokenChanges.Line("<b>", "<i>xy", List.of("<i>", "x", "y"), new double[] {2, -2, 0})));
        String html = changes.mime().html().orElseThrow();
        assertFalse(html.contains("<b>") || html.contains("<i>"), html);
        assertTrue(html.contains("#004488"), "blue");
        assertTrue(html.contains("#b34700"), "orange");
        assertTrue(html.contains("#ffffff"), "white");
        var cells =
                ((Figure.TokenStrip) ((Figure.Stack) changes.figure()).figures().get(1)).cells();
        assertEquals(
                List.of(1.0, -1.0, 0.0), cells.stream().map(Figure.Cell::shade).toList());
        assertEquals("+2.0", cells.getFirst().label());
    }

    @Test
    @DisplayName("sets the same prompts before and after side by side, and counts what became right and wrong")
    void beforeAfter() {
        Policy before = Toys.policy(2);
        Policy after = before.frozen();
        new PolicyTraining(after, Prompts.of(PROMPTS, 1), RIGHT, Grpo.ofGroup(8), plan(50)).run();
        BeforeAfter both = BeforeAfter.of(PROMPTS, before, after);
        assertEquals(2, both.rows().size());
        long right = both.rows().stream().filter(BeforeAfter.Row::rightAfter).count();
        assertEquals(Math.round(2 * after.accuracy(PROMPTS)), right);
        assertEquals(2, right, "it has learned");
        assertEquals(
                right,
                both.repaired()
                        - both.broken()
                        + both.rows().stream()
                                .filter(BeforeAfter.Row::rightBefore)
                                .count());
        assertTrue(both.table().stringColumn("after").get(0).equals("✓ b"));
        assertTrue(both.text().contains("prompts before and after"), both.text());
    }

    @Test
    @DisplayName("logs each step in a table and in charts with named axes, and says when there is nothing yet")
    void log() {
        var measured = new LinkedHashMap<String, Double>();
        measured.put(FeedbackStep.REWARD, 0.5);
        measured.put(FeedbackStep.KL, 0.1);
        var log = new FeedbackLog("GRPO on right", List.of(new FeedbackStep(1, measured, 2)));
        assertEquals(List.of("step", "reward", "KL", "seconds"), log.table().columnNames());
        assertEquals("mean reward of an answer", log.chart().getYAxisTitle());
        assertEquals("KL to the reference (nats per answer)", log.klChart().getYAxisTitle());
        assertEquals("KL to the reference (nats per answer)", log.overKl().getXAxisTitle());
        assertEquals(0.5, log.last(FeedbackStep.REWARD, 10));
        var empty = new FeedbackLog("GRPO on right", List.of());
        assertTrue(empty.text().contains("no step was taken yet"));
        assertThrows(IllegalStateException.class, () -> empty.last(FeedbackStep.REWARD, 1));
        assertThrows(IllegalStateException.class, empty::chart);
    }
}
