package org.vitrina.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrina.Property;
import org.vitrina.tokenize.BpeTokenizer;

@DisplayName("Frequencies of sampled tokens")
class FrequenciesTests {
    private static final BpeTokenizer BYTES = BpeTokenizer.train("", 256);

    private static Distribution letters(double... probabilities) {
        double[] all = new double[256];
        System.arraycopy(probabilities, 0, all, 'a', probabilities.length);
        return Distribution.of(SamplerStepTests.logits(all), BYTES);
    }

    private static Frequencies counted(Distribution distribution, int tries, int... counts) {
        int[] all = new int[256];
        System.arraycopy(counts, 0, all, 'a', counts.length);
        return Frequencies.of(distribution, all, tries);
    }

    /// From the tables of critical values in the NIST/SEMATECH handbook of statistical methods, section
    /// 1.3.6.7.4.
    @ParameterizedTest(name = "{0} with {1} degrees of freedom: {2}")
    @CsvSource({
        "2.706, 1, 0.10",
        "3.841, 1, 0.05",
        "10.828, 1, 0.001",
        "5.991, 2, 0.05",
        "11.070, 5, 0.05",
        "18.307, 10, 0.05",
        "29.588, 10, 0.001",
        "43.773, 30, 0.05",
        "124.342, 100, 0.05",
        "149.449, 100, 0.001"
    })
    @DisplayName("are judged by the chi-square distribution, as the published tables have it")
    void tables(double x, int degrees, double above) {
        assertEquals(above, ChiSquare.above(x, degrees), 0.0003);
    }

    @Test
    @DisplayName("are judged by the closed form where there is one: exp(-x/2) for two degrees of freedom")
    void closedForm() {
        Property.forRandom(500, random -> {
            double x = random.nextDouble() * 60;
            double half = x / 2;
            assertEquals(Math.exp(-half), ChiSquare.above(x, 2), 1e-13 + 1e-10 * Math.exp(-half));
            assertEquals(
                    Math.exp(-half) * (1 + half + half * half / 2),
                    ChiSquare.above(x, 6),
                    1e-13 + 1e-10 * Math.exp(-half));
        });
    }

    @Test
    @DisplayName("of a die, 8, 9, 19, 5, 8 and 11 of 60, have a chi-square of 11.6")
    void die() {
        // worked out by hand: ((8-10)² + (9-10)² + (19-10)² + (5-10)² + (8-10)² + (11-10)²) / 10
        var die = counted(letters(1, 1, 1, 1, 1, 1), 60, 8, 9, 19, 5, 8, 11);
        assertEquals(11.6, die.chiSquare(), 1e-4);
        assertEquals(5, die.degrees());
        assertEquals(0.0407, die.pValue(), 0.0002);
    }

    @Test
    @DisplayName("that are expected fewer than five times count as one cell, with the next one if they are too few")
    void few() {
        var four = counted(letters(0.5, 0.3, 0.1, 0.04, 0.03, 0.03), 100, 50, 30, 8, 6, 3, 3);
        // 10 and three times 4, 3 and 3, which are 10 together
        assertEquals(3, four.degrees());
        assertEquals(4 / 10.0 + 4 / 10.0, four.chiSquare(), 1e-4);
        var three = counted(letters(0.5, 0.3, 0.16, 0.04), 100, 50, 30, 14, 6);
        assertEquals(2, three.degrees());
        assertEquals(0, three.chiSquare(), 1e-4);
    }

    @Test
    @DisplayName("of tokens that cannot be picked are no chance")
    void impossible() {
        var impossible = counted(letters(0.5, 0.5), 100, 50, 49, 1);
        assertEquals(0, impossible.pValue());
        assertEquals(Double.POSITIVE_INFINITY, impossible.chiSquare());
    }

    @Test
    @DisplayName("raise a false alarm about as often as they are said to: 5 times of 100")
    void falseAlarms() {
        int tries = 1_000;
        int alarms = 0;
        var distribution = letters(0.3, 0.2, 0.15, 0.1, 0.1, 0.05, 0.05, 0.03, 0.02);
        var sampling = Sampling.plain().topP(0.97).temperature(1.2);
        for (int seed = 0; seed < tries; seed++) {
            if (Frequencies.of(distribution, sampling, 500, seed).pValue() < 0.05) alarms++;
        }
        // the number of alarms of a fair sampler lies within 50 ± 4 * sqrt(1000 * 0.05 * 0.95) but for one time of
        // 16,000
        assertTrue(Math.abs(alarms - 50) <= 27, alarms + " alarms of " + tries);
    }

    @Test
    @DisplayName("find an unfair sampler")
    void unfair() {
        var fair = letters(0.5, 0.3, 0.2);
        var random = new SplittableRandom(1);
        int[] counts = new int[256];
        for (int i = 0; i < 5_000; i++) {
            double u = random.nextDouble();
            // the second token's stretch is 2 % too long
            counts[u < 0.5 ? 'a' : u < 0.82 ? 'b' : 'c']++;
        }
        assertTrue(Frequencies.of(fair, counts, 5_000).pValue() < 0.01);
    }

    @Test
    @DisplayName("are told in a table, a chart and a sentence")
    void told() {
        var frequencies = Frequencies.of(letters(0.5, 0.3, 0.2), Sampling.plain(), 2_000, 3);
        assertEquals(3, frequencies.table().rowCount());
        assertEquals(2_000, frequencies.table().intColumn("observed").sum());
        assertEquals(2, frequencies.chart().getSeriesCollection().size());
        assertTrue(
                frequencies.verdict().matches("Chi-square is [0-9.]+ with 2 degrees of freedom: .*"),
                frequencies.verdict());
        assertEquals(
                1.96 * Math.sqrt(0.25 / 2_000), frequencies.tokens().getFirst().margin(), 1e-5);
        var single = Frequencies.of(letters(0.5, 0.3), Sampling.greedy(), 10, 0);
        assertEquals("Only one token can be picked, so there is nothing to compare.", single.verdict());
        assertEquals(
                "at least 1 try is needed to count anything, but tries is 0",
                assertThrows(IllegalArgumentException.class, () -> Frequencies.of(letters(1), Sampling.plain(), 0, 0))
                        .getMessage());
    }
}
