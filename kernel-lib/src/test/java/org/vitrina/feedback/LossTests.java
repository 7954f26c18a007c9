package org.vitrina.feedback;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vitrina.autograd.Tape;
import org.vitrina.autograd.Variable;
import org.vitrina.tensor.Workers;

@DisplayName("The loss of")
class LossTests {
    /// Returns an answer of as many tokens to a prompt of one.
    private static Answer answer(Prompt prompt, int length) {
        return new Answer(prompt, new int[length], new float[length], "", true);
    }

    private static Prompt prompt() {
        return new Prompt("?", new int[] {0}, _ -> false, "");
    }

    /// What a loss gives for log-probabilities that are variables themselves.
    private record Computed(double loss, float[][] gradient) {}

    private interface Loss {
        Variable of(Tape tape, Variable logProbabilities, AnswerRows rows);
    }

    private static Computed compute(List<Answer> answers, double[][] now, Loss loss) {
        AnswerRows rows = AnswerRows.of(answers);
        var tape = new Tape(Workers.ONE);
        Variable logs = tape.variable("log p", rows.spread((i, t) -> now[i][t]));
        Variable computed = loss.of(tape, logs, rows);
        double value = computed.scalar();
        tape.backward(computed);
        return new Computed(value, rows.gather(logs.gradient().toArray()));
    }

    private static PolicyGradient.Learned learned(
            AnswerRows rows, double[] advantages, double[][] old, double[][] reference) {
        return new PolicyGradient.Learned(
                rows,
                advantages,
                rows.spread((i, t) -> old[i][t]),
                rows.spread((i, t) -> reference[i][t]),
                rows.answers().size(),
                rows.answers().stream().mapToInt(Answer::length).sum());
    }

    @Nested
    @DisplayName("a case computed by hand:")
    class ByHand {
        private final Prompt prompt = prompt();
        private final List<Answer> two = List.of(answer(prompt, 2), answer(prompt, 1));
        private final double[][] now = {{-1, -2}, {-3}};

        @Test
        @DisplayName("REINFORCE: advantages 1 and -1, so -(1 · -3 + -1 · -3) / 2 = 0, pushing each token by a half")
        void reinforce() {
            var method = Reinforce.ofGroup(2);
            double[][] advantages = method.advantages(new double[][] {{1, 0}}, Double.NaN);
            assertArrayEquals(new double[] {1, -1}, advantages[0]);
            Computed computed = compute(
                    two, now, (tape, logs, rows) -> method.loss(tape, logs, learned(rows, advantages[0], now, now)));
            assertEquals(0, computed.loss(), 1e-7);
            assertArrayEquals(new float[] {-0.5f, -0.5f}, computed.gradient()[0]);
            assertArrayEquals(new float[] {0.5f}, computed.gradient()[1]);
        }

        @Test
        @DisplayName("REINFORCE without a baseline and with a running one compares with 0 and with the mean before")
        void baselines() {
            double[][] rewards = {{1, 0.5}};
            assertArrayEquals(rewards[0], new Reinforce(2, Reinforce.Baseline.NONE, 0).advantages(rewards, 0.25)[0]);
            var running = new Reinforce(2, Reinforce.Baseline.RUNNING_MEAN, 0);
            assertArrayEquals(new double[] {0.75, 0.25}, running.advantages(rewards, 0.25)[0]);
            assertArrayEquals(rewards[0], running.advantages(rewards, Double.NaN)[0]);
        }

        @Test
        @DisplayName("GRPO: rewards 1, 0, 0, 1 are advantages 1, -1, -1, 1, as in the paper's equation of a group")
        void grpoAdvantages() {
            var method = Grpo.ofGroup(4);
            assertArrayEquals(new double[] {1, -1, -1, 1}, method.advantages(new double[] {1, 0, 0, 1}), 1e-12);
            assertArrayEquals(new double[4], method.advantages(new double[] {3, 3, 3, 3}));
            assertArrayEquals(
                    new double[] {0.5, -0.5, -0.5, 0.5},
                    new Grpo(4, 0.2f, 1, 0, false).advantages(new double[] {1, 0, 0, 1}),
                    1e-12);
        }

        @Test
        @DisplayName("GRPO in its first pass: the ratios are 1, so each token is pushed by A / length / answers")
        void grpoFirstPass() {
            var method = Grpo.ofGroup(2).withBeta(0);
            Computed computed = compute(
                    two,
                    now,
                    (tape, logs, rows) -> method.loss(tape, logs, learned(rows, new double[] {1, -1}, now, now)));
            assertEquals(0, computed.loss(), 1e-7);
            assertArrayEquals(new float[] {-0.25f, -0.25f}, computed.gradient()[0], 1e-7f);
            assertArrayEquals(new float[] {0.5f}, computed.gradient()[1], 1e-7f);
        }

        @Test
        @DisplayName("GRPO pulls towards the reference by beta (1 - q / p), where answers are as good as each other")
        void grpoKl() {
            double[][] reference = {{-1 + Math.log(2), -2}, {-3}};
            Computed computed = compute(
                    two,
                    now,
                    (tape, logs, rows) -> new Grpo(2, 0.2f, 1, 0.1f, true)
                            .loss(tape, logs, learned(rows, new double[2], now, reference)));
            // one token with q / p = 2: k3 = 2 - 1 - log 2; a half for the length, a half for the two answers
            assertEquals(0.1 * (1 - Math.log(2)) / 4, computed.loss(), 1e-7);
            assertArrayEquals(new float[] {0.1f * (1 - 2) / 4, 0}, computed.gradient()[0], 1e-7f);
            assertArrayEquals(new float[] {0}, computed.gradient()[1], 1e-7f);
        }

        @Test
        @DisplayName("PPO: rewards 3 and 1 are advantages 1 and -1; a token past the limit is pushed no further")
        void ppo() {
            var method = new Ppo(2, 0.2f, 4, 0);
            double[][] advantages = method.advantages(new double[][] {{3, 1}}, 0);
            assertArrayEquals(new double[] {1, -1}, advantages[0]);
            double[][] old = {{-1 - Math.log(1.5), -2}, {-3 - Math.log(1.5)}};
            Computed computed = compute(
                    two, now, (tape, logs, rows) -> method.loss(tape, logs, learned(rows, advantages[0], old, now)));
            // -(1.2 + 1 - 1.5) / 3
            assertEquals(-0.7 / 3, computed.loss(), 1e-6);
            assertArrayEquals(new float[] {0, -1f / 3}, computed.gradient()[0], 1e-6f);
            assertArrayEquals(new float[] {0.5f}, computed.gradient()[1], 1e-6f);
        }

        @Test
        @DisplayName("DPO begins at log 2, and pushes the chosen tokens up by beta / 2 and the others down")
        void dpoBegins() {
            Computed computed = dpo(now, new double[] {-3, -3});
            assertEquals(Math.log(2), computed.loss(), 1e-7);
            assertArrayEquals(new float[] {-0.05f, -0.05f}, computed.gradient()[0], 1e-7f);
            assertArrayEquals(new float[] {0.05f}, computed.gradient()[1], 1e-7f);
        }

        @Test
        @DisplayName("DPO with a margin of beta (1 + 0.5) = 0.15: -log sigmoid(0.15) = 0.6209571")
        void dpo() {
            Computed computed = dpo(now, new double[] {-4, -2.5});
            assertEquals(0.6209571, computed.loss(), 1e-6);
            float push = (float) (0.1 / (1 + Math.exp(0.15)));
            assertArrayEquals(new float[] {-push, -push}, computed.gradient()[0], 1e-7f);
            assertArrayEquals(new float[] {push}, computed.gradient()[1], 1e-7f);
        }

        private Computed dpo(double[][] now, double[] reference) {
            var pair = new Pair(two.get(0), two.get(1));
            return compute(
                    two,
                    now,
                    (tape, logs, rows) -> new Dpo(0.1f)
                            .loss(tape, logs, new Preference.Judged<>(List.of(pair), rows, reference, null, 1)));
        }

        @Test
        @DisplayName("KTO begins at a half; right answers are pushed up by beta / 4 and wrong ones down")
        void ktoBegins() {
            Computed computed = kto(new double[] {-3, -3}, 0);
            assertEquals(0.5, computed.loss(), 1e-7);
            assertArrayEquals(new float[] {-0.1f / 8, -0.1f / 8}, computed.gradient()[0], 1e-7f);
            assertArrayEquals(new float[] {0.1f / 8}, computed.gradient()[1], 1e-7f);
        }

        @Test
        @DisplayName("KTO measures both from z: with r = 2 and -1 and z = 1 both have a distance, 1 and 2")
        void kto() {
            Computed computed = kto(new double[] {-5, -2}, 1);
            double right = 1 / (1 + Math.exp(-0.1 * 1));
            double wrong = 1 / (1 + Math.exp(-0.1 * 2));
            assertEquals((1 - right + 1 - wrong) / 2, computed.loss(), 1e-6);
        }

        private Computed kto(double[] reference, double z) {
            var marks = List.of(new Mark(two.get(0), true), new Mark(two.get(1), false));
            return compute(
                    two,
                    now,
                    (tape, logs, rows) -> new Kto(0.1f, 1, 1)
                            .loss(tape, logs, new Preference.Judged<>(marks, rows, reference, z, 2)));
        }

        @Test
        @DisplayName("KTO balances marks: of 3 right and 1 wrong, the right ones count a third each")
        void ktoBalance() {
            var marks = new ArrayList<Mark>();
            for (int i = 0; i < 4; i++) marks.add(new Mark(two.get(0), i > 0));
            assertEquals(new Kto(0.1f, 1f / 3, 1), Kto.balanced(0.1f, marks));
        }
    }

    @Nested
    @DisplayName("random answers, as PyTorch computes it from the papers' formulas (feedback_losses.py):")
    class Golden {
        private final JsonObject golden = golden();
        private final double[][] now = rows("now");
        private final double[][] old = rows("old");
        private final double[][] reference = rows("reference");
        private final double[][] rewards = pairs(numbers(golden.getAsJsonArray("rewards")));
        private final List<Answer> answers = answers();

        private List<Answer> answers() {
            var answers = new ArrayList<Answer>();
            Prompt prompt = null;
            for (int i = 0; i < now.length; i++) {
                if (i % 2 == 0) prompt = prompt();
                answers.add(answer(prompt, now[i].length));
            }
            return answers;
        }

        @Test
        @DisplayName("REINFORCE")
        void reinforce() {
            check("reinforce", Reinforce.ofGroup(2));
        }

        @Test
        @DisplayName("PPO")
        void ppo() {
            check("ppo", new Ppo(2, 0.2f, 1, 0));
        }

        @Test
        @DisplayName("GRPO")
        void grpo() {
            check("grpo", new Grpo(2, 0.2f, 1, 0.04f, true));
        }

        @Test
        @DisplayName("DPO")
        void dpo() {
            var pairs = IntStream.range(0, 3)
                    .mapToObj(i -> new Pair(answers.get(2 * i), answers.get(2 * i + 1)))
                    .toList();
            check(
                    "dpo",
                    (tape, logs, rows) -> new Dpo(0.3f)
                            .loss(tape, logs, new Preference.Judged<>(pairs, rows, sums(reference), null, 3)));
        }

        @Test
        @DisplayName("KTO")
        void kto() {
            var marks = IntStream.range(0, 6)
                    .mapToObj(i -> new Mark(answers.get(i), i % 2 == 0))
                    .toList();
            check(
                    "kto",
                    (tape, logs, rows) -> new Kto(0.3f, 1, 1.5f)
                            .loss(tape, logs, new Preference.Judged<>(marks, rows, sums(reference), 0.4, 6)));
        }

        private void check(String name, PolicyGradient method) {
            double[] advantages = Arrays.stream(method.advantages(rewards, Double.NaN))
                    .flatMapToDouble(Arrays::stream)
                    .toArray();
            check(name, (tape, logs, rows) -> method.loss(tape, logs, learned(rows, advantages, old, reference)));
        }

        private void check(String name, Loss loss) {
            JsonObject expected = golden.getAsJsonObject(name);
            Computed computed = compute(answers, now, loss);
            assertEquals(expected.get("loss").getAsDouble(), computed.loss(), 2e-6);
            JsonArray gradient = expected.getAsJsonArray("gradient");
            for (int i = 0; i < gradient.size(); i++) {
                double[] row = numbers(gradient.get(i).getAsJsonArray());
                for (int t = 0; t < row.length; t++) {
                    assertEquals(row[t], computed.gradient()[i][t], 2e-6, name + " answer " + i + " token " + t);
                }
            }
        }

        private double[][] rows(String name) {
            var rows = new ArrayList<double[]>();
            golden.getAsJsonArray(name).forEach(row -> rows.add(numbers(row.getAsJsonArray())));
            return rows.toArray(double[][]::new);
        }

        private static double[] numbers(JsonArray array) {
            double[] numbers = new double[array.size()];
            Arrays.setAll(numbers, i -> array.get(i).getAsDouble());
            return numbers;
        }

        private static double[][] pairs(double[] numbers) {
            double[][] pairs = new double[numbers.length / 2][];
            Arrays.setAll(pairs, i -> new double[] {numbers[2 * i], numbers[2 * i + 1]});
            return pairs;
        }

        private static double[] sums(double[][] rows) {
            return Arrays.stream(rows)
                    .mapToDouble(row -> Arrays.stream(row).sum())
                    .toArray();
        }

        private static JsonObject golden() {
            try (var in =
                    new InputStreamReader(LossTests.class.getResourceAsStream("losses.json"), StandardCharsets.UTF_8)) {
                return JsonParser.parseReader(in).getAsJsonObject();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    @Test
    @DisplayName(
            "the divergence k3: its mean over draws is the divergence itself, computed from the whole distributions")
    void divergence() {
        double[] p = {0.5, 0.3, 0.2};
        double[] q = {0.2, 0.3, 0.5};
        double exact = 0;
        double estimated = 0;
        for (int i = 0; i < p.length; i++) {
            exact += p[i] * Math.log(p[i] / q[i]);
            double k3 = Divergence.k3(new float[] {(float) Math.log(p[i])}, new float[] {(float) Math.log(q[i])});
            assertTrue(k3 >= 0);
            estimated += p[i] * k3;
        }
        assertEquals(exact, estimated, 1e-6);
    }

    @Test
    @DisplayName("methods with settings that make no sense says what it needs")
    void refused() {
        var grpo = assertThrows(IllegalArgumentException.class, () -> Grpo.ofGroup(1));
        assertEquals(
                "GRPO needs at least 2 answers for each prompt, at least 1 pass and a beta of at least 0, but got 1, 1 and"
                        + " 0.04",
                grpo.getMessage());
        var dpo = assertThrows(IllegalArgumentException.class, () -> new Dpo(0));
        assertEquals("DPO needs a beta above 0, but got 0.0", dpo.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Kto(-1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Ppo(2, 0, 1, 0));
        var pair =
                assertThrows(IllegalArgumentException.class, () -> new Pair(answer(prompt(), 1), answer(prompt(), 1)));
        assertEquals("a pair has two answers to one prompt, but got answers to '?' and '?'", pair.getMessage());
    }

    @Test
    @DisplayName("answers in rows: filled up at the end, predicted from the token before, and found again")
    void rows() {
        var one = new Answer(
                new Prompt("ab", new int[] {7, 8}, _ -> true, ""), new int[] {1, 2, 3}, new float[3], "", true);
        var two = new Answer(new Prompt("c", new int[] {9}, _ -> true, ""), new int[] {4}, new float[1], "", true);
        AnswerRows rows = AnswerRows.of(List.of(one, two));
        assertEquals(4, rows.positions());
        assertArrayEquals(new int[] {7, 8, 1, 2, 9, 0, 0, 0}, rows.inputs());
        assertArrayEquals(new int[] {-1, 1, 2, 3, 4, -1, -1, -1}, rows.targets());
        float[] spread = rows.spread((answer, token) -> 10 * answer + token + 1);
        assertArrayEquals(new float[] {0, 1, 2, 3, 11, 0, 0, 0}, spread);
        assertArrayEquals(new float[] {1, 2, 3}, rows.gather(spread)[0]);
        assertArrayEquals(new float[] {11}, rows.gather(spread)[1]);
    }
}
