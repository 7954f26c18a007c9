package org.vitrina.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A measurement")
class MeasurementTests {
    /// Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3
    /// (Wilson's score without continuity correction): the published limits, four digits.
    @ParameterizedTest(name = "{0} of {1}: {2} to {3}")
    @CsvSource({"81, 263, 0.2553, 0.3662", "15, 148, 0.0624, 0.1605", "0, 20, 0, 0.1611", "1, 29, 0.0061, 0.1718"})
    @DisplayName("of a share has Wilson's interval, as Newcombe published it")
    void wilson(long hits, long n, double low, double high) {
        Measurement.Interval interval = Measurement.wilson(hits, n);
        assertEquals(low, interval.low(), 5e-5);
        assertEquals(high, interval.high(), 5e-5);
    }

    @Test
    @DisplayName("of all or none ends at 1 or 0, and mirrored shares have mirrored intervals")
    void ends() {
        assertEquals(1, Measurement.wilson(7, 7).high());
        assertEquals(0, Measurement.wilson(0, 7).low());
        assertEquals(
                1 - Measurement.wilson(2, 9).low(), Measurement.wilson(7, 9).high(), 1e-15);
    }

    @Test
    @DisplayName("is printed with its digits, whatever the machine's language")
    void printed() {
        assertEquals(
                "87.5 % (n = 1,000, 95 %: 85.3 to 89.4)",
                Measurement.share("right", 875, 1000).printed());
        assertEquals(
                "loss: 1.2300 nats per token (n = 5)",
                Measurement.of("loss", 1.23, 4, "nats per token", 5).toString());
    }

    @Test
    @DisplayName("of more hits than things is refused")
    void wrong() {
        var error = assertThrows(IllegalArgumentException.class, () -> Measurement.share("right", 3, 2));
        assertTrue(error.getMessage().endsWith("but got 3 of 2"), error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Measurement.wilson(0, 0));
    }
}
