package org.vitrina.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A power law")
class PowerLawTests {
    @Test
    @DisplayName("is found again from its own values: (8.8e13 / N)^0.076, Kaplan's for parameters")
    void exact() {
        double[] n = {1e5, 1e6, 3e7, 1e9};
        double[] loss = new double[n.length];
        for (int i = 0; i < n.length; i++) loss[i] = Math.pow(8.8e13 / n[i], 0.076);
        PowerLaw law = PowerLaw.through(n, loss);
        assertEquals(0.076, law.exponent(), 1e-12);
        assertEquals(Math.pow(8.8e13, 0.076), law.factor(), 1e-9);
        assertEquals(Math.pow(8.8e13 / 2e10, 0.076), law.at(2e10), 1e-9);
    }

    @Test
    @DisplayName("goes between points that lie on none, by least squares of the logarithms")
    void leastSquares() {
        // logarithms to the base of 10: x 0, 1, 2 and y 2, 1.3, 0.3; slope −0.85, mean 1.2, so 2.05 at 0
        PowerLaw law =
                PowerLaw.through(new double[] {1, 10, 100}, new double[] {100, Math.pow(10, 1.3), Math.pow(10, 0.3)});
        assertEquals(0.85, law.exponent(), 1e-12);
        assertEquals(Math.pow(10, 2.05), law.factor(), 1e-9);
    }

    @Test
    @DisplayName("is drawn with its points on logarithmic axes, a little beyond them")
    void chart() {
        var chart =
                PowerLaw.through(new double[] {10, 1000}, new double[] {4, 2}).chart("t", "x", "y");
        assertTrue(chart.getStyler().isXAxisLogarithmic() && chart.getStyler().isYAxisLogarithmic());
        assertEquals(
                List.of("measured", "5.66 · x^−0.151"),
                chart.getSeriesCollection().stream()
                        .map(series -> series.getName())
                        .toList());
    }

    @Test
    @DisplayName("refuses a single place, and numbers that have no logarithm")
    void refuses() {
        assertEquals(
                "a power law is drawn through at least two different places with a height each, but got 2 places and 2"
                        + " heights",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> PowerLaw.through(new double[] {3, 3}, new double[] {1, 2}))
                        .getMessage());
        assertEquals(
                "a power law knows only numbers above 0, but got [1.0, 2.0] and [0.0, 1.0]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> PowerLaw.through(new double[] {1, 2}, new double[] {0, 1}))
                        .getMessage());
    }
}
