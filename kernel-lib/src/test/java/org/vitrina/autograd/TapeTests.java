package org.vitrina.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.Property.forRandom;
import static org.vitrina.autograd.GradientCheck.check;
import static org.vitrina.autograd.GradientCheck.floats;
import static org.vitrina.autograd.GradientCheck.parameter;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vitrina.tensor.Pairing;
import org.vitrina.tensor.Tensor;
import org.vitrina.tensor.Workers;

@DisplayName("A tape")
class TapeTests {
    @Nested
    @DisplayName("hands back a gradient that agrees with central differences")
    class Gradients {
        @Test
        @DisplayName("through a linear layer with a bias")
        void linear() {
            forRandom(3, random -> {
                int n = random.nextInt(1, 70);
                int in = random.nextInt(1, 9);
                int out = random.nextInt(1, 9);
                check(
                        List.of(
                                parameter("x", random, n, in),
                                parameter("w", random, out, in),
                                parameter("b", random, out)),
                        tape -> p -> tape.linear(p.get(0), p.get(1), p.get(2)),
                        2e-3,
                        random);
            });
        }

        @Test
        @DisplayName("through several linear layers of the same input, of which one may not be used")
        void linears() {
            forRandom(
                    3,
                    random -> check(
                            List.of(
                                    parameter("x", random, random.nextInt(1, 70), 5),
                                    parameter("v", random, 7, 5),
                                    parameter("w", random, 7, 5),
                                    parameter("b", random, 7)),
                            tape -> p -> {
                                List<Variable> y = tape.linears(
                                        p.get(0),
                                        List.of(p.get(1), p.get(2), p.get(1)),
                                        Arrays.asList(p.get(3), null, p.get(3)));
                                return tape.times(y.get(0), y.get(1));
                            },
                            5e-3,
                            random));
        }

        @Test
        @DisplayName("through RMSNorm")
        void rmsNorm() {
            forRandom(
                    3,
                    random -> check(
                            List.of(parameter("x", random, random.nextInt(1, 70), 17), parameter("w", random, 17)),
                            tape -> p -> tape.rmsNorm(p.get(0), p.get(1), 1e-5f),
                            5e-3,
                            random));
        }

        @Test
        @DisplayName("through LayerNorm")
        void layerNorm() {
            forRandom(
                    3,
                    random -> check(
                            List.of(
                                    parameter("x", random, random.nextInt(1, 70), 19),
                                    parameter("w", random, 19),
                                    parameter("b", random, 19)),
                            tape -> p -> tape.layerNorm(p.get(0), p.get(1), p.get(2), 1e-5f),
                            5e-3,
                            random));
        }

        @Test
        @DisplayName("through rotary positions, of both pairings")
        void rope() {
            for (Pairing pairing : Pairing.values()) {
                forRandom(2, random -> {
                    Tensor angles = Tensor.of(floats(random, 5 * 3), 5, 3);
                    Tensor cos = angles.copy();
                    Tensor sin = angles.copy();
                    for (int i = 0; i < angles.size(); i++) {
                        cos.data()[i] = (float) Math.cos(angles.data()[i]);
                        sin.data()[i] = (float) Math.sin(angles.data()[i]);
                    }
                    check(
                            List.of(parameter("x", random, 2 * 5, 3 * 8)),
                            tape -> p -> tape.rope(once(tape, p.getFirst()), cos, sin, 5, 8, pairing),
                            2e-3,
                            random);
                });
            }
        }

        @Test
        @DisplayName("through causal attention, with as many and with fewer heads of keys, and with a window")
        void attention() {
            forRandom(6, random -> {
                int kvHeads = random.nextInt(1, 3);
                int heads = kvHeads * random.nextInt(1, 3);
                int positions = random.nextInt(1, 40);
                int width = random.nextInt(1, 6);
                var layout = new Heads(positions, heads, kvHeads, width, 0.7f, random.nextInt(0, 9));
                check(
                        List.of(
                                parameter("q", random, 2 * positions, heads * width),
                                parameter("k", random, 2 * positions, kvHeads * width),
                                parameter("v", random, 2 * positions, kvHeads * width)),
                        tape -> p ->
                                tape.attend(once(tape, p.get(0)), once(tape, p.get(1)), once(tape, p.get(2)), layout),
                        1e-2,
                        random);
            });
        }

        @Test
        @DisplayName("through SwiGLU, GELU and GeGLU")
        void gates() {
            forRandom(3, random -> {
                var gate = parameter("gate", random, 3, 21);
                var up = parameter("up", random, 3, 21);
                check(
                        List.of(gate, up),
                        tape -> p -> tape.swiGlu(once(tape, p.get(0)), once(tape, p.get(1))),
                        3e-3,
                        random);
                check(List.of(gate), tape -> p -> tape.gelu(once(tape, p.get(0))), 3e-3, random);
                var other = parameter("gate", random, 3, 21);
                check(
                        List.of(other, parameter("up", random, 3, 21)),
                        tape -> p -> tape.geGlu(once(tape, p.get(0)), p.get(1)),
                        3e-3,
                        random);
            });
        }

        @Test
        @DisplayName("through an embedding, whose rows gather what every occurrence hands back")
        void embedding() {
            forRandom(
                    3,
                    random -> check(
                            List.of(parameter("table", random, 6, 4)),
                            tape -> p -> tape.embed(p.getFirst(), 3, 0, 3, 5, 3),
                            2e-3,
                            random));
        }

        @Test
        @DisplayName("through cross-entropy, weighted or not")
        void crossEntropy() {
            forRandom(4, random -> {
                int rows = random.nextInt(1, 20);
                int[] targets = random.ints(rows, 0, 11).toArray();
                float[] weights = random.nextBoolean() ? null : new float[rows];
                if (weights != null) {
                    for (int i = 0; i < rows; i++) {
                        weights[i] = random.nextInt(3);
                    }
                    weights[0] = 1;
                }
                check(
                        List.of(parameter("logits", random, rows, 11)),
                        tape -> p -> tape.crossEntropy(once(tape, p.getFirst()), targets, weights),
                        3e-3,
                        random);
            });
        }

        @Test
        @DisplayName("through log-probabilities of tokens, of which some rows are not asked about")
        void logProbabilities() {
            forRandom(4, random -> {
                int rows = random.nextInt(1, 20);
                int[] targets = random.ints(rows, -1, 11).toArray();
                check(
                        List.of(parameter("logits", random, rows, 11)),
                        tape -> p -> tape.logProbabilities(once(tape, p.getFirst()), targets),
                        3e-3,
                        random);
            });
        }

        @Test
        @DisplayName("through the clipped surrogate of PPO, away from the two places where it bends")
        void clippedSurrogate() {
            forRandom(4, random -> {
                int n = random.nextInt(1, 30);
                var now = parameter("log p", random, n);
                float[] old = floats(random, n);
                for (int i = 0; i < n; i++) {
                    double ratio = Math.exp(now.value().get(i) - old[i]);
                    if (Math.abs(ratio - 0.8) < 0.05 || Math.abs(ratio - 1.3) < 0.05) old[i] += 0.3f;
                }
                float[] advantages = floats(random, n);
                check(
                        List.of(now),
                        tape -> p -> tape.clippedSurrogate(p.getFirst(), old, advantages, 0.2f, 0.3f),
                        3e-2,
                        random);
            });
        }

        @Test
        @DisplayName("through weighted sums, chosen rows, differences, log-sigmoid and k3")
        void preferences() {
            forRandom(4, random -> {
                float[] weights = floats(random, 12);
                check(
                        List.of(parameter("x", random, 12)),
                        tape -> p -> tape.weightedSums(p.getFirst(), 3, weights),
                        2e-3,
                        random);
                check(
                        List.of(parameter("x", random, 4, 3)),
                        tape -> p -> tape.rows(p.getFirst(), 2, 0, 2),
                        2e-3,
                        random);
                check(
                        List.of(parameter("a", random, 7), parameter("b", random, 7)),
                        tape -> p -> tape.plus(
                                tape.logSigmoid(tape.minus(p.get(0), p.get(1))), tape.k3(tape.scale(p.get(1), 0.5f))),
                        5e-3,
                        random);
            });
        }

        @Test
        @DisplayName("through sums, products and functions of single numbers, used more than once")
        void small() {
            forRandom(
                    5,
                    random -> check(
                            List.of(parameter("a", random, 5), parameter("b", random, 5)),
                            tape -> p -> {
                                Variable a = p.get(0);
                                Variable b = p.get(1);
                                Variable c = tape.plus(tape.times(a, b), tape.tanh(a));
                                Variable d = tape.minus(tape.plus(c, c), tape.scale(b, 2));
                                Variable e = tape.plus(tape.sigmoid(d), tape.scale(b, -0.3f));
                                return tape.plus(
                                        tape.plus(e, tape.exp(tape.scale(b, 0.1f))),
                                        tape.log(tape.plus(tape.square(a), tape.exp(b))));
                            },
                            2e-2,
                            random));
        }

        /// Gives an operation an input of its own, as a model does.
        private static Variable once(Tape tape, Variable x) {
            return tape.scale(x, 1);
        }
    }

    @Nested
    @DisplayName("of the expression (a · b + c)², by hand")
    class ByHand {
        private final Tape tape = new Tape(Workers.ONE);
        private final Variable a = tape.variable("a", 2);
        private final Variable b = tape.variable("b", -3);
        private final Variable c = tape.variable("c", 10);
        private final Variable loss = tape.square(
                        tape.plus(tape.times(a, b).labelled("a·b"), c).labelled("a·b + c"))
                .labelled("loss");

        @Test
        @DisplayName("finds 2(ab + c)b, 2(ab + c)a and 2(ab + c)")
        void gradients() {
            tape.backward(loss);
            assertEquals(16, loss.scalar());
            assertEquals(-24, a.gradient().get(0));
            assertEquals(16, b.gradient().get(0));
            assertEquals(8, c.gradient().get(0));
        }

        @Test
        @DisplayName("is drawn as a graph: values as they come forwards, gradients as they come back")
        void graph() {
            var walk = tape.walk(loss);
            assertEquals("a·b : ×; = -6", line(walk.at(0), "×"));
            assertEquals("a·b + c : +", line(walk.at(0), "+"));
            assertEquals("loss : square; = 16; gradient 1", line(walk.at(3), "square"));
            assertEquals("a; = 2", line(walk.at(5), "a;"));
            assertEquals("a; = 2; gradient -24", line(walk.at(6), "a;"));
            assertEquals("c; = 10; gradient 8", line(walk.at(6), "c;"));
            assertEquals(6, tape.graph().vertices().size());
        }

        private static String line(TapeStep step, String part) {
            return step.figure()
                    .text()
                    .lines()
                    .filter(line -> line.contains(part))
                    .findFirst()
                    .orElseThrow()
                    .replaceAll("  <-.*", "")
                    .replaceFirst("^[* ] ", "");
        }

        @Test
        @DisplayName("says a formula where no label was given")
        void formula() {
            Variable d = tape.times(a, tape.minus(tape.plus(a, b), tape.constant("t", 1)));
            var walk = tape.walk(tape.mean(tape.tanh(d)));
            assertEquals(
                    "tanh of a · (a + b − t) = -4 is -0.9993.",
                    walk.stream()
                            .map(TapeStep::caption)
                            .filter(c -> c.startsWith("tanh"))
                            .findFirst()
                            .orElseThrow());
            assertTrue(
                    walk.stream()
                            .anyMatch(step -> step.caption().startsWith("minus gets the gradient")
                                    && step.caption().contains("to the second with its sign turned")),
                    walk::text);
        }

        @Test
        @DisplayName("walks forwards through 3 operations, starts at the loss and goes back through the same 3")
        void walk() {
            var walk = tape.walk(loss);
            assertEquals(
                    List.of(
                            "tape.forward",
                            "tape.forward",
                            "tape.forward",
                            "tape.loss",
                            "tape.backward",
                            "tape.backward",
                            "tape.backward"),
                    walk.stream().map(TapeStep::name).toList());
            assertEquals("times of a = 2 and b = -3 is -6.", walk.at(0).caption());
            assertEquals(
                    "times gets the gradient 8 and hands it on, to each input times the other:"
                            + " now d loss / d a = -24 and d loss / d b = 16.",
                    walk.at(6).caption());
        }
    }

    @Nested
    @DisplayName("computes what feedback learns by")
    class Feedback {
        private final Tape tape = new Tape(Workers.ONE);

        @Test
        @DisplayName("log p of tokens: of logits 0 and log 3 a quarter and three quarters")
        void logProbabilities() {
            float three = (float) Math.log(3);
            var logits = tape.constant(Tensor.of(new float[] {0, three, 0, three, 5, 5}, 3, 2));
            float[] logs = tape.logProbabilities(logits, 0, 1, -1).value().toArray();
            assertArrayEquals(new float[] {(float) Math.log(0.25), (float) Math.log(0.75), 0}, logs, 1e-6f);
        }

        @Test
        @DisplayName("the surrogate of PPO: clipped only where that makes it smaller")
        void clipped() {
            float[] old = {0, 0, 0, 0};
            var now = tape.variable("log p", log(1.5), log(1.5), log(0.5), log(0.5));
            var out = tape.clippedSurrogate(now, old, new float[] {2, -2, 2, -2}, 0.2f, 0.2f);
            // 1.2 * 2; 1.5 * -2 is smaller than 1.2 * -2; 0.5 * 2 is smaller than 0.8 * 2; 0.8 * -2
            assertArrayEquals(new float[] {2.4f, -3, 1, -1.6f}, out.value().toArray(), 1e-6f);
            tape.backward(tape.sum(out));
            assertArrayEquals(new float[] {0, -3, 1, 0}, now.gradient().toArray(), 1e-6f);
        }

        @Test
        @DisplayName("log-sigmoid without overflow: about x far below 0, and 0 far above")
        void logSigmoid() {
            float[] out =
                    tape.logSigmoid(tape.variable("x", -100, 0, 100)).value().toArray();
            assertArrayEquals(new float[] {-100, (float) -Math.log(2), 0}, out, 1e-6f);
        }

        @Test
        @DisplayName("k3 without losing digits: half the square of a small number")
        void k3() {
            float[] out = tape.k3(tape.variable("x", 0, 1e-3f, 1)).value().toArray();
            assertEquals(0, out[0]);
            assertEquals(0.5e-6 + 1e-9 / 6, out[1], 1e-12);
            assertEquals(Math.E - 2, out[2], 1e-6);
        }

        @Test
        @DisplayName("weighted sums of stretches; what has no weight may be infinite")
        void sums() {
            var x = tape.variable("x", 1, 2, Float.NEGATIVE_INFINITY, 4);
            assertArrayEquals(
                    new float[] {5, 12},
                    tape.weightedSums(x, 2, 1, 2, 0, 3).value().toArray());
        }

        private static float log(double x) {
            return (float) Math.log(x);
        }
    }

    @Test
    @DisplayName("uses its memory again: a second step of the same size takes no more")
    void memory() {
        var tape = new Tape(Workers.ONE);
        var w = new Parameter("w", Tensor.of(new float[] {1, 2, 3, 4}, 2, 2));
        long before = 0;
        for (int step = 0; step < 3; step++) {
            tape.reset();
            Variable x = tape.constant(Tensor.of(new float[] {1, 1, 2, 2}, 2, 2));
            tape.backward(tape.mean(tape.linear(tape.linear(x, tape.parameter(w), null), tape.parameter(w), null)));
            if (step > 0) {
                assertEquals(before, tape.bytes());
            }
            before = tape.bytes();
        }
        assertTrue(before > 0);
    }

    @Test
    @DisplayName("lets go of memory that the last steps did not need: sizes that always change do not pile up")
    void changingSizes() {
        var tape = new Tape(Workers.ONE);
        var w = new Parameter("w", Tensor.of(new float[] {1, 2, 3, 4}, 2, 2));
        for (int step = 0; step < 50; step++) {
            tape.reset();
            Variable x = tape.constant(Tensor.zeros(1000 + step, 2));
            tape.backward(tape.mean(tape.linear(x, tape.parameter(w), null)));
        }
        // of each step: what the layer gives out, and its gradient
        assertTrue(tape.bytes() < 6 * 2 * 4 * 2 * 1050, tape.bytes() + " bytes");
    }

    @Test
    @DisplayName("adds gradients of several passes up until they are cleared")
    void accumulates() {
        var w = new Parameter("w", Tensor.of(new float[] {3}, 1));
        for (int pass = 0; pass < 2; pass++) {
            var tape = new Tape(Workers.ONE);
            tape.backward(tape.square(tape.parameter(w)));
        }
        assertEquals(12, w.gradient().get(0));
        w.clearGradient();
        assertEquals(0, w.gradient().get(0));
    }

    @Test
    @DisplayName("gives the same bits on 1, 2 and 3 threads")
    void threads() {
        float[][] gradients = new float[3][];
        for (int threads = 1; threads <= 3; threads++) {
            RandomGenerator random = new java.util.SplittableRandom(5);
            var x = parameter("x", random, 300, 32);
            var w = parameter("w", random, 32, 32);
            var n = parameter("n", random, 32);
            var tape = new Tape(Workers.of(threads));
            Variable h = tape.rmsNorm(tape.parameter(x), tape.parameter(n), 1e-5f);
            Variable q = tape.linear(h, tape.parameter(w), null);
            Variable k = tape.linear(h, tape.parameter(w), null);
            Variable v = tape.linear(h, tape.parameter(w), null);
            Variable mixed = tape.attend(q, k, v, new Heads(100, 4, 4, 8, 0.3f, 0));
            tape.backward(tape.crossEntropy(mixed, random.ints(300, 0, 32).toArray(), null));
            float[] all = java.util.Arrays.copyOf(x.gradient().toArray(), 300 * 32 + 32 * 32 + 32);
            System.arraycopy(w.gradient().data(), 0, all, 300 * 32, 32 * 32);
            System.arraycopy(n.gradient().data(), 0, all, 300 * 32 + 32 * 32, 32);
            gradients[threads - 1] = all;
        }
        assertArrayEquals(gradients[0], gradients[1]);
        assertArrayEquals(gradients[0], gradients[2]);
    }

    @Test
    @DisplayName("refuses to start from more than one number, and says what to do")
    void needsOneNumber() {
        var tape = new Tape(Workers.ONE);
        var error = assertThrows(IllegalArgumentException.class, () -> tape.backward(tape.variable("x", 1, 2)));
        assertEquals("backward: a loss is one number; take the sum or the mean first, but got [2]", error.getMessage());
    }
}
