package org.vitrina.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.tensor.Pairing;

/// Expected frequencies are those of `transformers` 5.23: `ROPE_INIT_FUNCTIONS[…]` for a head of 16 numbers.
@DisplayName("A rotary embedding's frequencies")
class RopeTests {
    private static double[] frequencies(float base, RopeScaling scaling) {
        return new Rope(16, base, Pairing.HALVES, scaling).frequencies();
    }

    private static void assertClose(double[] expected, double[] actual) {
        for (int i = 0; i < expected.length; i++) {
            assertEquals(1, actual[i] / expected[i], 2e-6, "pair " + i);
        }
    }

    @Test
    @DisplayName("fall from 1 by the base's root, as in the paper")
    void plain() {
        double[] frequencies = frequencies(10_000, new RopeScaling.None());
        assertArrayEquals(
                new double[] {1, 0.316227766, 0.1, 0.0316227766, 0.01, 0.00316227766, 0.001, 0.000316227766},
                frequencies,
                1e-9);
    }

    @Test
    @DisplayName("are divided where positions are interpolated")
    void linear() {
        assertClose(
                new double[] {
                    0.125, 0.0395284705, 0.0125, 0.00395284733, 0.00125, 0.000395284733, 0.000125, 3.95284733e-05
                },
                frequencies(10_000, new RopeScaling.Linear(8)));
    }

    @Test
    @DisplayName("are divided one by one where the file has a factor for each")
    void factors() {
        float[] factors = {1, 1, 1, 2, 4, 8, 8, 8};
        double[] plain = frequencies(10_000, new RopeScaling.None());
        double[] divided = frequencies(10_000, new RopeScaling.Frequencies(factors));
        for (int i = 0; i < 8; i++) {
            assertEquals(plain[i] / factors[i], divided[i], 1e-15);
        }
    }

    @Test
    @DisplayName("are kept when high and divided when low by YaRN")
    void yarn() {
        assertClose(
                new double[] {
                    1,
                    0.316227764,
                    0.100000001,
                    0.025693506,
                    0.00624999963,
                    0.00138349656,
                    0.000250000012,
                    7.90569466e-05
                },
                frequencies(10_000, new RopeScaling.Yarn(4, 4096, 32, 1, 1.1386294f)));
        assertClose(
                new double[] {
                    1,
                    0.177827939,
                    0.0316227786,
                    0.00421755994,
                    0.000500000024,
                    4.44569851e-05,
                    7.90569356e-06,
                    1.40585337e-06
                },
                frequencies(1_000_000, new RopeScaling.Yarn(4, 32768, 32, 1, 1.1386294f)));
    }

    @Test
    @DisplayName("are kept at the top and divided at the bottom by NTK-aware scaling, with the paper's base")
    void ntk() {
        double[] plain = frequencies(10_000, new RopeScaling.None());
        double[] scaled = frequencies(10_000, new RopeScaling.Ntk(4));
        assertEquals(plain[0], scaled[0], 1e-15);
        assertEquals(plain[7] / 4, scaled[7], 1e-12, "the lowest is that of linear interpolation");
        // the frequencies of "dynamic" scaling at the length where its factor is 4
        assertClose(
                new double[] {
                    1,
                    0.259412825,
                    0.0672950074,
                    0.017457189,
                    0.00452861842,
                    0.00117478159,
                    0.000304753397,
                    7.90569466e-05
                },
                scaled);
    }

    @Test
    @DisplayName("need an even count of numbers, a base, and as many factors as pairs")
    void refuses() {
        assertEquals(
                "a rotary embedding turns an even count of numbers, at least 2, and its base is above 0, but got 7"
                        + " numbers and base 10000.0",
                message(() -> new Rope(7, 10_000, Pairing.HALVES, new RopeScaling.None())));
        assertEquals(
                "a rotary embedding of 8 numbers needs 4 frequency factors, one for each pair, but got 3",
                message(() -> new Rope(8, 10_000, Pairing.HALVES, new RopeScaling.Frequencies(new float[3]))));
        assertEquals("the factor must be above 0, but is 0.0", message(() -> new RopeScaling.Linear(0)));
    }

    private static String message(Runnable call) {
        return assertThrows(IllegalArgumentException.class, call::run).getMessage();
    }
}
