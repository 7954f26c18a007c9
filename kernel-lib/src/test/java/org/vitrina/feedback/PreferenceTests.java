package org.vitrina.feedback;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vitrina.train.Schedule;

@DisplayName("Learning from preferences")
class PreferenceTests {
    private static final Reward HAS_A = Reward.contains("a");

    private static PreferenceTraining.Plan plan(int steps) {
        return new PreferenceTraining.Plan(steps, 8, new Schedule.Constant(5e-3f, 0), 3);
    }

    /// Returns prompts of letters, each different.
    private static List<Prompt> prompts(int count) {
        var prompts = new ArrayList<Prompt>();
        for (int i = 0; i < count; i++) {
            var text = new StringBuilder("?");
            for (int left = i; left > 0; left /= 3) text.append("!bc".charAt(left % 3));
            prompts.add(Toys.prompt(text.toString()));
        }
        return prompts;
    }

    private static List<Answer> answers(Policy policy, int prompts) {
        return policy.answers(prompts(prompts), 6, 2);
    }

    @Nested
    @DisplayName("by DPO")
    class ByDpo {
        @Test
        @DisplayName("begins at a loss of log 2, and puts unseen pairs in order")
        void learns() {
            Policy policy = Toys.policy(3);
            List<Pair> pairs = Pair.of(answers(policy, 30), HAS_A);
            var training = PreferenceTraining.of(policy, pairs, new Dpo(0.2f), plan(40))
                    .watching(HAS_A);
            FeedbackLog log = training.run();
            FeedbackStep first = log.steps().getFirst();
            assertEquals(Math.log(2), first.get(FeedbackStep.LOSS), 1e-5);
            assertEquals(0, first.kl(), 1e-5);
            assertTrue(log.last(FeedbackStep.LOSS, 5) < 0.4, "" + log.last(FeedbackStep.LOSS, 5));
            assertTrue(log.last(Dpo.PREFERRED, 5) > 0.9);
            assertTrue(log.last("contains 'a'", 5) > first.get("contains 'a'") + 0.1);
            assertTrue(log.last(FeedbackStep.KL, 5) > 0.05);
        }

        @Test
        @DisplayName("gives the same bits on 1, 2 and 3 threads, and when a step is walked")
        void threads() {
            float[] one = trained(1, false);
            assertArrayEquals(one, trained(2, false));
            assertArrayEquals(one, trained(3, true));
        }

        private float[] trained(int threads, boolean walked) {
            Policy policy = Toys.policy(3, 1, threads);
            var training = PreferenceTraining.of(policy, Pair.of(answers(policy, 9), HAS_A), new Dpo(0.2f), plan(3));
            if (walked) training.walk();
            training.run();
            return Toys.numbers(policy);
        }

        @Test
        @DisplayName("tells a step as a walk: judged, compared, lost, pushed, changed")
        void walk() {
            Policy policy = Toys.policy(3);
            List<Pair> pairs = Pair.of(answers(policy, 9), HAS_A).subList(0, 1);
            var walk =
                    PreferenceTraining.of(policy, pairs, new Dpo(0.2f), plan(5)).walk();
            assertEquals(
                    List.of(
                            "feedback.judged",
                            "feedback.compared",
                            "feedback.loss",
                            "feedback.pushed",
                            "feedback.changed"),
                    walk.stream().map(PreferenceStep::name).toList());
            assertEquals(
                    "The loss of DPO over 1 examples is 0.6931.", walk.at(2).caption());
            var pushed = ((PreferenceStep.Pushed) walk.at(3)).tokens();
            // beta / 2 up for each token of the chosen one, and down for each of the other
            for (double push : pushed.lines().get(0).numbers()) assertEquals(0.1, push, 1e-5);
            for (double push : pushed.lines().get(1).numbers()) assertEquals(-0.1, push, 1e-5);
            var changed = ((PreferenceStep.Changed) walk.at(4)).tokens();
            assertTrue(changed.lines().get(0).sum() > changed.lines().get(1).sum());
        }

        @Test
        @DisplayName("needs pairs, and says why there may be none")
        void none() {
            Policy policy = Toys.policy(3);
            List<Pair> pairs = Pair.of(answers(policy, 3), Reward.of("same", _ -> 1));
            assertEquals(List.of(), pairs);
            var error = assertThrows(
                    IllegalArgumentException.class, () -> PreferenceTraining.of(policy, pairs, new Dpo(0.1f), plan(1)));
            assertEquals(
                    "DPO needs at least one example to learn from, but got none; of answers that are all as good as"
                            + " each other, no pair can be made",
                    error.getMessage());
        }
    }

    @Nested
    @DisplayName("by KTO")
    class ByKto {
        @Test
        @DisplayName("makes what was marked right likelier, and what was marked wrong less likely")
        void learns() {
            Policy policy = Toys.policy(3);
            List<Mark> marks =
                    Mark.of(answers(policy, 30), answer -> answer.text().contains("a"));
            var training = PreferenceTraining.of(policy, marks, Kto.balanced(0.2f, marks), plan(60))
                    .watching(HAS_A);
            FeedbackLog log = training.run();
            assertTrue(log.last(Kto.RIGHT, 5) > log.last(Kto.WRONG, 5) + 1);
            assertTrue(log.last("contains 'a'", 5) > log.steps().getFirst().get("contains 'a'") + 0.1);
        }

        @Test
        @DisplayName("knows how far it went: z is 0 at first, and above 0 when it has learned to say other things")
        void reference() {
            Policy policy = Toys.policy(3);
            List<Mark> marks = Mark.of(answers(policy, 9), Marker.truthful());
            var kto = new Kto(0.2f, 1, 1);
            assertEquals(0, kto.prepare(policy, policy.frozen(), marks), 1e-6);
            assertEquals(0, kto.prepare(policy, policy.frozen(), marks.subList(0, 1)), "no answer of others");
        }

        @Test
        @DisplayName("stops at the last whole step when it is interrupted")
        void interrupted() {
            List<Mark> marks = Mark.of(answers(Toys.policy(3), 9), Marker.truthful());
            Policy two = Toys.policy(3);
            var toTwo = PreferenceTraining.of(two, marks, new Kto(0.2f, 1, 1), plan(5));
            toTwo.step();
            toTwo.step();
            Policy policy = Toys.policy(3);
            var training = PreferenceTraining.of(policy, marks, new Kto(0.2f, 1, 1), plan(5))
                    .each(step -> {
                        if (step.step() == 2) Thread.currentThread().interrupt();
                    });
            assertThrows(CancellationException.class, training::run);
            assertArrayEquals(Toys.numbers(two), Toys.numbers(policy));
        }
    }

    @Nested
    @DisplayName("by a reward model")
    class ByRewardModel {
        @Test
        @DisplayName("says 0 at first, then puts unseen pairs in order, with a mean of 0 over what it learned from")
        void learns() {
            Policy policy = Toys.policy(3);
            RewardModel model = RewardModel.of(policy);
            List<Answer> answers = answers(policy, 60);
            assertEquals(0, model.of(answers.getFirst()));
            List<Pair> pairs = Pair.of(answers, HAS_A);
            List<Pair> seen = pairs.subList(0, 2 * pairs.size() / 3);
            List<Pair> unseen = pairs.subList(seen.size(), pairs.size());
            FeedbackLog log = model.learn(seen, plan(80));
            assertEquals(Math.log(2), log.steps().getFirst().get(FeedbackStep.LOSS), 1e-6);
            assertTrue(log.last(FeedbackStep.LOSS, 5) < 0.3, "" + log.last(FeedbackStep.LOSS, 5));
            assertTrue(model.accuracy(unseen) > 0.85, "" + model.accuracy(unseen));
            double mean = 0;
            for (Pair pair : seen) mean += model.of(pair.chosen()) + model.of(pair.rejected());
            assertEquals(0, mean / (2 * seen.size()), 1e-4);
        }

        @Test
        @DisplayName("rewards an answer alike alone and among others, and leaves the model that it began with")
        void alone() {
            Policy policy = Toys.policy(3);
            float[] before = Toys.numbers(policy);
            RewardModel model = RewardModel.of(policy);
            List<Answer> answers = answers(policy, 9);
            model.learn(Pair.of(answers, HAS_A), plan(5));
            double[] together = model.of(answers);
            for (int i = 0; i < answers.size(); i += 7) assertEquals(together[i], model.of(answers.get(i)), 1e-4);
            assertArrayEquals(before, Toys.numbers(policy));
        }

        @Test
        @DisplayName("teaches a policy what it has learned")
        void teaches() {
            Policy policy = Toys.policy(3);
            RewardModel model = RewardModel.of(policy);
            model.learn(Pair.of(answers(policy, 40), HAS_A), plan(60));
            var log = new PolicyTraining(
                            policy,
                            Prompts.of(prompts(40), 1),
                            model,
                            Grpo.ofGroup(8),
                            new PolicyTraining.Plan(25, 8, new Schedule.Constant(5e-3f, 0), 9))
                    .watching(HAS_A)
                    .run();
            double before = log.steps().getFirst().get("contains 'a'");
            assertTrue(log.last("contains 'a'", 3) > before + 0.2, before + " to " + log.last("contains 'a'", 3));
        }
    }

    @Nested
    @DisplayName("by taking the best of n")
    class ByBestOf {
        @Test
        @DisplayName("is computed over all sets of n answers at once, as listing every one of them does")
        void exact() {
            double[] by = {0.2, 0.9, 0.4, 0.4, -1};
            double[] gold = {5, 1, 3, 2, 7};
            double[] means = BestOf.best(by, gold);
            for (int n = 1; n <= by.length; n++) assertEquals(listed(by, gold, n), means[n - 1], 1e-12, "n = " + n);
        }

        private static double listed(double[] by, double[] gold, int n) {
            double sum = 0;
            int sets = 0;
            for (int set = 0; set < 1 << by.length; set++) {
                if (Integer.bitCount(set) != n) continue;
                int best = -1;
                for (int i = 0; i < by.length; i++) {
                    if ((set >> i & 1) == 1 && (best < 0 || by[i] > by[best])) best = i;
                }
                sum += gold[best];
                sets++;
            }
            return sum / sets;
        }

        @Test
        @DisplayName("takes the answer with the greatest reward, and is at most log n - (n - 1) / n away")
        void takes() {
            Policy policy = Toys.policy(3);
            List<Prompt> prompts = prompts(10);
            List<Answer> best = BestOf.take(policy, prompts, 16, HAS_A, 2);
            List<Answer> all = policy.answers(prompts, 16, 2);
            for (int p = 0; p < prompts.size(); p++) {
                boolean any = all.subList(16 * p, 16 * (p + 1)).stream()
                        .anyMatch(a -> a.text().contains("a"));
                assertEquals(any, best.get(p).text().contains("a"));
                assertEquals(prompts.get(p), best.get(p).prompt());
            }
            assertEquals(0, BestOf.kl(1));
            assertEquals(Math.log(4) - 0.75, BestOf.kl(4), 1e-12);
            BestOf measured = BestOf.measure(policy, prompts, 8, 2, HAS_A, Reward.ended());
            assertEquals(List.of("contains 'a'", "ended"), measured.names());
            double[] means = measured.means().getFirst();
            for (int n = 1; n < means.length; n++) assertTrue(means[n] >= means[n - 1] - 1e-12);
            assertFalse(measured.mime().html().isEmpty());
        }
    }
}
