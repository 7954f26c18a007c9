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
                                Variable d = tape.plus(c, c);
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
            assertEquals(
                    "times of a = 2.000 and b = -3.000 is -6.000.", walk.at(0).caption());
            assertEquals(
                    "times gets the gradient 8.000; now d loss / d a = -24.00 and d loss / d b = 16.00.",
                    walk.at(6).caption());
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
