package org.vitrina.feedback;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrina.autograd.Parameter;
import org.vitrina.autograd.Tape;
import org.vitrina.file.ModelFileException;
import org.vitrina.tensor.Workers;
import org.vitrina.train.Schedule;

@DisplayName("Learning from rewards")
class PolicyTrainingTests {
    private static final Prompt PROMPT = Toys.prompt("?");
    private static final int B = Toys.LETTERS.indexOf('b');

    /// Rewards an answer for its first letter.
    private static final Reward FIRST_IS_B = Reward.of("begins with b", answer -> answer.ids()[0] == B ? 1 : 0);

    static Stream<PolicyGradient> methods() {
        return Stream.of(
                Reinforce.ofGroup(8),
                new Reinforce(8, Reinforce.Baseline.RUNNING_MEAN, 0),
                new Ppo(8, 0.2f, 3, 0),
                new Grpo(8, 0.2f, 1, 0, true),
                new Grpo(8, 0.2f, 2, 0.01f, false));
    }

    private static PolicyTraining training(Policy policy, PolicyGradient method, Reward reward, int steps, float rate) {
        return new PolicyTraining(
                policy,
                Prompts.of(List.of(PROMPT, Toys.prompt("!?")), 1),
                reward,
                method,
                new PolicyTraining.Plan(steps, 8, new Schedule.Constant(rate, 0), 9));
    }

    @Test
    @DisplayName("follows the gradient of the expected reward: of a choice of one letter it is exactly that")
    void policyGradientTheorem() {
        Policy policy = Toys.policy(1);
        double[] rewards = {0.3, -1, 2, 0.5, 0, 1, -0.2};
        double baseline = 0.7;
        double[] chances = Toys.chances(policy, PROMPT);
        var answers = new ArrayList<Answer>();
        double[] weighted = new double[rewards.length];
        for (int letter = 0; letter < rewards.length; letter++) {
            answers.add(new Answer(PROMPT, new int[] {letter}, new float[1], "", true));
            weighted[letter] = chances[letter] * (rewards[letter] - baseline);
        }
        AnswerRows rows = AnswerRows.of(answers);
        var tape = new Tape(Workers.ONE);
        tape.backward(Reinforce.ofGroup(2)
                .loss(
                        tape,
                        policy.logProbabilities(tape, rows),
                        new PolicyGradient.Learned(rows, weighted, null, null, 1, rewards.length)));
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (Parameter parameter : policy.model().parameters()) {
            float[] numbers = parameter.value().data();
            int i = random.nextInt(numbers.length);
            float before = numbers[i];
            float h = 0x1p-7f;
            numbers[i] = before + h;
            double above = expected(policy, rewards);
            numbers[i] = before - h;
            double below = expected(policy, rewards);
            numbers[i] = before;
            double difference = (above - below) / (2 * h);
            assertEquals(
                    -difference,
                    parameter.gradient().data()[i],
                    2e-3 + 0.02 * Math.abs(difference),
                    parameter.name() + "[" + i + "]");
        }
    }

    private static double expected(Policy policy, double[] rewards) {
        double[] chances = Toys.chances(policy, PROMPT);
        double sum = 0;
        for (int i = 0; i < rewards.length; i++) sum += chances[i] * rewards[i];
        return sum;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("methods")
    @DisplayName("makes what is rewarded likely: the exact chance of a letter rises above 95 %")
    void learns(PolicyGradient method) {
        Policy policy = Toys.policy(1);
        double before = Toys.chances(policy, PROMPT)[B];
        assertTrue(before < 0.6, "before: " + before);
        FeedbackLog log = training(policy, method, FIRST_IS_B, 60, 1e-2f).run();
        double after = Toys.chances(policy, PROMPT)[B];
        assertTrue(after > 0.95, method + ": from " + before + " to " + after);
        assertTrue(log.last(FeedbackStep.REWARD, 5) > 0.9);
        assertTrue(log.last(FeedbackStep.KL, 5) > 0.1);
        assertEquals(0, log.steps().getFirst().kl(), 1e-6);
    }

    @Test
    @DisplayName("with a cost for moving away ends where theory says: p proportional to p_ref · exp(reward / beta)")
    void optimum() {
        Policy policy = Toys.policy(1);
        Prompt prompt = PROMPT;
        float beta = 0.7f;
        double[] reference = Toys.chances(policy, prompt);
        double[] best = new double[reference.length];
        for (int i = 0; i < best.length; i++) best[i] = reference[i] * Math.exp((i == B ? 1 : 0) / beta);
        double sum = Arrays.stream(best).sum();
        new PolicyTraining(
                        policy,
                        Prompts.of(List.of(prompt), 1),
                        FIRST_IS_B,
                        new Reinforce(256, Reinforce.Baseline.LEAVE_ONE_OUT, beta),
                        new PolicyTraining.Plan(250, 1, new Schedule.Cosine(1e-2f, 1e-4f, 0), 4))
                .run();
        double[] learned = Toys.chances(policy, prompt);
        for (int i = 0; i < best.length; i++) assertEquals(best[i] / sum, learned[i], 0.04, "letter " + i);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("methods")
    @DisplayName("gives the same bits on 1, 2 and 3 threads")
    void threads(PolicyGradient method) {
        float[] one = trained(method, 1);
        assertArrayEquals(one, trained(method, 2));
        assertArrayEquals(one, trained(method, 3));
    }

    private static float[] trained(PolicyGradient method, int threads) {
        Policy policy = Toys.policy(4, 1, threads);
        training(policy, method, FIRST_IS_B, 3, 1e-2f).run();
        return Toys.numbers(policy);
    }

    @Test
    @DisplayName("in parts gives each answer to one part, and learns as well")
    void parts() {
        Policy policy = Toys.policy(1);
        var plan = new PolicyTraining.Plan(15, 8, 4, new Schedule.Constant(1e-2f, 0), PolicyTraining.Plan.STEADY, 9);
        new PolicyTraining(policy, Prompts.of(List.of(PROMPT), 1), FIRST_IS_B, new Ppo(8, 0.2f, 2, 0), plan).run();
        assertTrue(Toys.chances(policy, PROMPT)[B] > 0.9, "" + Toys.chances(policy, PROMPT)[B]);
    }

    @Test
    @DisplayName("leaves the model at the last whole step when it is interrupted, and goes on from there")
    void interrupted() {
        PolicyGradient method = Grpo.ofGroup(8);
        Policy whole = Toys.policy(4);
        training(whole, method, FIRST_IS_B, 6, 1e-2f).run();
        Policy three = Toys.policy(4);
        PolicyTraining toThree = training(three, method, FIRST_IS_B, 6, 1e-2f);
        for (int i = 0; i < 3; i++) toThree.step();
        Policy policy = Toys.policy(4);
        PolicyTraining training = training(policy, method, FIRST_IS_B, 6, 1e-2f).each(step -> {
            if (step.step() == 3) Thread.currentThread().interrupt();
        });
        assertThrows(CancellationException.class, training::run);
        assertEquals(3, training.done());
        assertArrayEquals(Toys.numbers(three), Toys.numbers(policy));
        training.run();
        assertArrayEquals(Toys.numbers(whole), Toys.numbers(policy));
    }

    @Test
    @DisplayName("that goes on from its checkpoint measures what an unbroken one does")
    void resumes(@TempDir Path folder) throws IOException {
        PolicyGradient method = new Reinforce(8, Reinforce.Baseline.RUNNING_MEAN, 0.1f);
        List<FeedbackStep> unbroken =
                training(Toys.policy(4), method, FIRST_IS_B, 7, 1e-2f).run().steps();
        PolicyTraining first = training(Toys.policy(4), method, FIRST_IS_B, 7, 1e-2f);
        for (int i = 0; i < 4; i++) first.step();
        Path file = folder.resolve("training.gguf");
        first.save(file, Map.of("recipe", "toy"));
        PolicyTraining second = training(Toys.policy(4), method, FIRST_IS_B, 7, 1e-2f);
        second.resume(file);
        assertEquals(4, second.done());
        List<FeedbackStep> rest = second.run().steps();
        for (int i = 0; i < 3; i++) {
            assertEquals(unbroken.get(4 + i).measured(), rest.get(i).measured());
            assertEquals(unbroken.get(4 + i).step(), rest.get(i).step());
        }
        var error = assertThrows(
                ModelFileException.class,
                () -> training(Toys.policy(4), method, FIRST_IS_B, 7, 1e-2f).resume(checkpoint(folder)));
        assertTrue(error.getMessage().contains("how many steps of feedback"), error.getMessage());
    }

    private static Path checkpoint(Path folder) throws IOException {
        Path file = folder.resolve("other.gguf");
        Policy policy = Toys.policy(4);
        var optimizer = new org.vitrina.train.AdamW(policy.model().parameters(), PolicyTraining.Plan.STEADY);
        org.vitrina.train.Checkpoint.write(
                file,
                policy.model().parameters(),
                optimizer,
                new org.vitrina.train.Checkpoint.Position(1, 1, 1),
                Map.of());
        return file;
    }

    @Test
    @DisplayName(
            "tells a step as a walk: asked, answered, rewarded, compared, pushed, changed; and takes the same step")
    void walk() {
        Policy walked = Toys.policy(4);
        var training = training(walked, Grpo.ofGroup(8), FIRST_IS_B, 6, 1e-2f);
        var walk = training.walk();
        Policy stepped = Toys.policy(4);
        training(stepped, Grpo.ofGroup(8), FIRST_IS_B, 6, 1e-2f).step();
        assertArrayEquals(Toys.numbers(stepped), Toys.numbers(walked));
        assertEquals(1, training.done());
        assertEquals(
                List.of(
                        "feedback.asked",
                        "feedback.answered",
                        "feedback.rewarded",
                        "feedback.compared",
                        "feedback.pushed",
                        "feedback.changed"),
                walk.stream().map(PolicyStep::name).toList());
        var compared = (PolicyStep.Compared) walk.at(3);
        var pushed = (PolicyStep.Pushed) walk.at(4);
        for (int i = 0; i < 8; i++) {
            double advantage = compared.advantages()[i];
            double[] pushes = pushed.tokens().lines().get(i).numbers();
            for (double push : pushes) {
                // 64 answers, and the paper's mean over an answer's tokens; at first the reference pulls at nothing
                assertEquals(advantage / pushes.length / 64, push, 1e-5);
            }
        }
        var changed = (PolicyStep.Changed) walk.at(5);
        double gained = 0;
        for (int i = 0; i < 8; i++) {
            gained += compared.advantages()[i] * changed.tokens().lines().get(i).sum();
        }
        assertTrue(gained > 0, "better answers became likelier than worse ones");
        assertFalse(walk.html().contains("NaN"));
    }

    @Test
    @DisplayName("measures other rewards without learning from them")
    void watching() {
        Policy policy = Toys.policy(2);
        var log = training(policy, Grpo.ofGroup(4), FIRST_IS_B, 2, 1e-2f)
                .watching(Reward.ended())
                .run();
        assertTrue(log.table().columnNames().contains("ended"));
        double ended = log.steps().getFirst().get("ended");
        assertTrue(ended > 0 && ended < 1);
        var error = assertThrows(
                IllegalArgumentException.class, () -> log.steps().getFirst().get("gold"));
        assertTrue(error.getMessage().startsWith("step 1 measured nothing called 'gold'; there is reward, KL, ended"));
    }

    @Test
    @DisplayName("learns nothing, and breaks nothing, where all answers are as good as each other")
    void nothingToLearn() {
        Policy policy = Toys.policy(2);
        float[] before = Toys.numbers(policy);
        training(policy, Grpo.ofGroup(4).withBeta(0), Reward.of("same", _ -> 5), 2, 1e-2f)
                .run();
        assertArrayEquals(before, Toys.numbers(policy));
    }

    @Test
    @DisplayName("refuses a reward that is no number, and names the answer")
    void noNumber() {
        var training = training(Toys.policy(2), Grpo.ofGroup(4), Reward.of("odd", _ -> Double.NaN), 2, 1e-2f);
        var error = assertThrows(IllegalArgumentException.class, training::step);
        assertTrue(error.getMessage().startsWith("a reward is a finite number, but that of '"), error.getMessage());
        assertTrue(error.getMessage().endsWith("' is NaN"), error.getMessage());
    }
}
