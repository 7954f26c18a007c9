package org.vitrina.train.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vitrina.show.Charts;
import org.vitrina.tensor.Tensor;

@DisplayName("A small net")
class FitTests {
    @Nested
    @DisplayName("that is one straight neuron")
    class OneNeuron {
        /// Ordinary least squares of these points: w = 1.4, b = 0.5, and a mean squared error of 0.3 / 4.
        private final Examples four =
                Examples.of("x", "y", new double[] {0, 1, 2, 3}, new double[] {0.6, 1.7, 3.5, 4.6});

        @Test
        @DisplayName("comes by gradient descent to the line of least squares")
        void leastSquares() {
            // normal equations: sum xy = 22.5, sum x = 6, sum x² = 14, sum y = 10.4
            double w = (4 * 22.5 - 6 * 10.4) / (4 * 14 - 6 * 6);
            double b = (10.4 - w * 6) / 4;
            Fit fit = Fit.descent(Mlp.neuron(0, 0), four, 0.1).run(1000);
            assertEquals(b, fit.net().output(0), 1e-4);
            assertEquals(w, fit.net().output(1) - fit.net().output(0), 1e-4);
        }

        @Test
        @DisplayName("has the loss and takes the step that a hand would compute")
        void firstStep() {
            Fit fit = Fit.descent(Mlp.neuron(1, 0), Examples.of("x", "y", new double[] {2}, new double[] {5}), 0.1);
            assertEquals(9, fit.run(1).losses().getFirst());
            // slope of (2w + b − 5)²: 2 · (−3) · 2 for w and 2 · (−3) for b
            assertArrayEquals(
                    new float[] {2.2f}, fit.net().parameters().get(0).value().toArray(), 1e-6f);
            assertArrayEquals(
                    new float[] {0.6f}, fit.net().parameters().get(1).value().toArray(), 1e-6f);
        }

        @Test
        @DisplayName("has its way told by the name of a parameter")
        void path() {
            Fit fit = Fit.descent(Mlp.neuron(1, 0), Examples.of("x", "y", new double[] {2}, new double[] {5}), 0.1)
                    .run(1);
            assertArrayEquals(new double[] {1, 2.2}, fit.path("w"), 1e-6);
            assertEquals(
                    "the net has no parameter 'v'; it has [w, b]",
                    assertThrows(IllegalArgumentException.class, () -> fit.path("v"))
                            .getMessage());
        }

        @Test
        @DisplayName("runs away when the steps are too large, and stops there")
        void runsAway() {
            Fit fit = Fit.descent(Mlp.neuron(0, 0), four, 10).run(1000);
            assertTrue(fit.ranAway());
            assertTrue(fit.done() < 1000);
            assertEquals("a net 1 → 1 with 2 parameters, " + fit.done() + " steps: the loss ran away", fit.text());
        }
    }

    @Nested
    @DisplayName("with hidden neurons")
    class Hidden {
        private final Examples moons = Examples.moons(100, 0.1, 1);

        @Test
        @DisplayName("computes tanh between its layers, and nothing behind the last")
        void forward() {
            Mlp net = Mlp.of(3, 2, 4, 1);
            float[] w1 = net.parameters().get(0).value().toArray();
            float[] b1 = net.parameters().get(1).value().toArray();
            float[] w2 = net.parameters().get(2).value().toArray();
            double expected = net.parameters().get(3).value().get(0);
            for (int i = 0; i < 4; i++) {
                expected += w2[i] * Math.tanh(w1[2 * i] * 0.3 + w1[2 * i + 1] * -0.7 + b1[i]);
            }
            assertEquals(expected, net.output(0.3, -0.7), 1e-6);
            assertEquals(4 * 2 + 4 + 4 + 1, net.size());
        }

        @Test
        @DisplayName("parts two moons that one layer cannot part")
        void moons() {
            assertTrue(Fit.adam(Mlp.of(1, 2, 2), moons, 0.05).run(200).accuracy() < 0.95);
            assertEquals(1, Fit.adam(Mlp.of(1, 2, 16, 2), moons, 0.05).run(200).accuracy());
        }

        @Test
        @DisplayName("is the same net from the same seed, and another from another")
        void seeds() {
            Fit one = Fit.adam(Mlp.of(1, 2, 8, 2), moons, 0.05).run(30);
            Fit again = Fit.adam(Mlp.of(1, 2, 8, 2), moons, 0.05).run(10).run(20);
            assertEquals(one.losses(), again.losses());
            Fit other = Fit.adam(Mlp.of(2, 2, 8, 2), moons, 0.05).run(30);
            assertFalse(one.losses().equals(other.losses()));
        }

        @Test
        @DisplayName("is kept as it was at some of the steps")
        void stages() {
            Fit fit = Fit.adam(Mlp.of(1, 2, 8, 2), moons, 0.05).run(40);
            assertEquals(0, fit.stages().getFirst());
            assertEquals(40, fit.stages().getLast());
            assertTrue(fit.stages().containsAll(List.of(1, 2, 3)), fit.stages()::toString);
            for (int stage : fit.stages().subList(0, fit.stages().size() - 1)) {
                // the loss before step n + 1 is that of the net after n steps
                assertEquals(fit.losses().get(stage), Fit.loss(fit.at(stage), moons), 1e-6);
            }
            assertEquals(
                    "steps are counted from 0, but step -1 was asked for",
                    assertThrows(IllegalArgumentException.class, () -> fit.at(-1))
                            .getMessage());
        }
    }

    @Test
    @DisplayName("that is too large for its examples learns them by heart: unseen ones get worse again")
    void overfits() {
        Fit fit = Fit.adam(Mlp.of(2, 1, 32, 32, 1), Examples.curve(12, 0.25, 3), Examples.curve(200, 0.25, 4), 0.01)
                .run(1000);
        double best = fit.unseenLosses().values().stream().min(Double::compare).orElseThrow();
        double last = fit.unseenLosses().lastEntry().getValue();
        assertTrue(fit.losses().getLast() < best / 2, fit::text);
        assertTrue(last > 1.05 * best, () -> last + " after " + best);
    }

    @Test
    @DisplayName("is drawn as a line through numbers, and as coloured ground under classes")
    void pictures() throws Exception {
        Examples moons = Examples.moons(20, 0.1, 1);
        var ground = Fit.adam(Mlp.of(1, 2, 8, 2), moons, 0.05).run(20).picture();
        assertTrue(ground.getSeriesCollection().stream()
                .anyMatch(series -> series.getName().startsWith("ground -")));
        assertTrue(ground.getSeriesCollection().stream()
                .anyMatch(series -> series.getName().equals("class 1")));
        var image = ImageIO.read(new ByteArrayInputStream(Charts.png(ground)));
        int corner = image.getRGB(2 * 100, 2 * 60);
        assertFalse(corner == 0xFFFFFFFF, "the ground is coloured");
        var line = Examples.curve(10, 0.1, 1).chart(Mlp.neuron(1, 0));
        assertEquals(
                List.of("examples", "the net"),
                line.getSeriesCollection().stream()
                        .map(series -> series.getName())
                        .toList());
    }

    @Test
    @DisplayName("refuses widths that make no net, and examples without a target each; says what was expected")
    void refuses() {
        assertEquals(
                "a net is given as how many inputs, neurons in each hidden layer and outputs, such as 2, 8, 1, but got [3]",
                assertThrows(IllegalArgumentException.class, () -> Mlp.of(1, 3)).getMessage());
        assertEquals(
                "examples need one target for each input, but there are 2 inputs and [3, 1] targets",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new Examples(List.of("x", "y"), Tensor.zeros(2, 1), Tensor.zeros(3, 1), 0))
                        .getMessage());
        assertEquals(
                "only classes are right or wrong; for numbers, ask for the loss",
                assertThrows(
                                IllegalStateException.class,
                                () -> Fit.descent(Mlp.neuron(0, 0), Examples.curve(5, 0, 1), 0.1)
                                        .accuracy())
                        .getMessage());
    }
}
