package org.vitrina.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A board")
class BoardTests {
    private static String twoDigits(double score) {
        return String.format(Locale.ROOT, "%.2f", score);
    }

    @Nested
    @DisplayName("by benchmarks, as the Open LLM Leaderboard 2,")
    class ByBenchmarks {
        @Test
        @DisplayName("has 47.88 for 0.53091755 in MMLU-Pro, ten choices")
        void mmluPro() {
            assertEquals("47.88", twoDigits(Benchmark.named("MMLU-Pro").score(0.53091755)));
        }

        @Test
        @DisplayName("has 46.67 for 0.60 in GPQA, four choices")
        void gpqa() {
            assertEquals("46.67", twoDigits(Benchmark.named("GPQA").score(0.60)));
        }

        @Test
        @DisplayName("has 35.00 for 0.7, 0.4 and 0.6 in the parts of MuSR: each is normalized, then the mean is taken")
        void musr() {
            Benchmark musr = Benchmark.named("MuSR");
            assertEquals("35.00", twoDigits(musr.score(0.7, 0.4, 0.6)));
            assertEquals("40.00", twoDigits(musr.parts().get(0).score(0.7)));
            assertEquals("25.00", twoDigits(musr.parts().get(1).score(0.4)));
            assertEquals("40.00", twoDigits(musr.parts().get(2).score(0.6)));
            assertEquals(
                    musr.score(0.7, 0.4, 0.6),
                    musr.score(Map.of("object placement", 0.4, "team allocation", 0.6, "murder mysteries", 0.7)));
        }

        @Test
        @DisplayName("has 0 for guessing and for less, and 100 for all right")
        void ends() {
            for (Benchmark benchmark : Benchmark.OPEN_LLM_2) {
                double[] guessed = benchmark.parts().stream()
                        .mapToDouble(Benchmark.Part::baseline)
                        .toArray();
                assertEquals(0, benchmark.score(guessed), 1e-12);
                assertEquals(0, benchmark.score(new double[guessed.length]), 1e-12);
                double[] all = new double[guessed.length];
                java.util.Arrays.fill(all, 1);
                assertEquals(100, benchmark.score(all), 1e-12);
            }
            assertEquals(24, Benchmark.named("BBH").parts().size());
            assertEquals(6, Benchmark.OPEN_LLM_2.size());
        }

        @Test
        @DisplayName("says which parts it wants and what a share is")
        void errors() {
            assertEquals(
                    "MuSR has 3 parts (murder mysteries, object placement, team allocation), but got 1 shares",
                    message(() -> Benchmark.named("MuSR").score(0.5)));
            assertEquals(
                    "a share of right answers is from 0 to 1, but that of GPQA is 60.0",
                    message(() -> Benchmark.named("GPQA").score(60)));
            assertEquals(
                    "no benchmark 'ARC' is on the Open LLM Leaderboard, version 2; there is IFEval, BBH, MATH level 5,"
                            + " GPQA, MuSR, MMLU-Pro",
                    message(() -> Benchmark.named("ARC")));
        }

        private String message(org.junit.jupiter.api.function.Executable call) {
            return assertThrows(IllegalArgumentException.class, call).getMessage();
        }

        @Test
        @DisplayName("is sorted by the score, and not by the plain mean that guessing helps")
        void sorted() {
            var shares = new LinkedHashMap<String, java.util.SequencedMap<String, Double>>();
            // good where there are two choices, or good where there are ten
            shares.put("coin", new LinkedHashMap<>(Map.of("two", 0.70, "ten", 0.10)));
            shares.put("deep", new LinkedHashMap<>(Map.of("two", 0.50, "ten", 0.29)));
            var board = new BenchmarkBoard(
                    new Benchmark("both", List.of(new Benchmark.Part("two", 2), new Benchmark.Part("ten", 10))),
                    shares);
            assertTrue(board.plain("coin") > board.plain("deep"));
            assertEquals(20, board.score("coin"), 1e-9);
            shares.put("deeper", new LinkedHashMap<>(Map.of("two", 0.50, "ten", 0.48)));
            assertEquals(List.of("coin", "deep"), board.models());
            assertEquals(100 * 0.38 / 0.9 / 2, new BenchmarkBoard(board.benchmark(), shares).score("deeper"), 1e-9);
        }
    }

    @Nested
    @DisplayName("that is gamed by testing in private")
    class PrivateTests {
        private final LinkedHashMap<String, Double> field =
                new LinkedHashMap<>(Map.of("x", 1100.0, "y", 1000.0, "z", 900.0));

        @Test
        @DisplayName("rates the best of n as much too high as the mean of the greatest of n normal numbers says")
        void greatest() {
            Golden.numbers(Golden.values().get("expected_greatest"))
                    .forEach((n, mean) ->
                            assertEquals(mean, PrivateTesting.expectedGreatest(Integer.parseInt(n)), 1e-6));
            // known in closed form
            assertEquals(1 / Math.sqrt(Math.PI), PrivateTesting.expectedGreatest(2), 1e-6);
            assertEquals(1.5 / Math.sqrt(Math.PI), PrivateTesting.expectedGreatest(3), 1e-6);
        }

        @Test
        @DisplayName("does so in a simulation, too")
        void simulated() {
            PrivateTesting tried = PrivateTesting.simulate(field, 1000, 10, 300, 400, 1);
            // the error of a rating from 300 battles at even odds: 1/sqrt(300/4) natural units, a little more as not
            // all
            // are even
            assertEquals(400 / Math.log(10) / Math.sqrt(75), tried.error(), 3);
            assertEquals(0, tried.gain(1), 4);
            assertEquals(tried.error() * PrivateTesting.expectedGreatest(10), tried.gain(10), 4);
            var turned = new LinkedHashMap<String, Double>();
            field.sequencedEntrySet().reversed().forEach(each -> turned.put(each.getKey(), each.getValue()));
            assertEquals(
                    tried.best(),
                    PrivateTesting.simulate(turned, 1000, 10, 300, 400, 1).best());
        }
    }
}
