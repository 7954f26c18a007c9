package org.vitrina.context;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vitrina.context.TokenBudget.Price;
import org.vitrina.hardware.KnownModels;
import org.vitrina.tokenize.BpeOptions;
import org.vitrina.tokenize.BpeTokenizer;
import org.vitrina.tokenize.Tokenizer;
import org.vitrina.tokenize.Tokenizers;
import org.vitrina.transformer.Config;
import org.vitrina.transformer.Model;

@DisplayName("What a long context costs")
class CostTests {
    @Nested
    @DisplayName("in memory")
    class Memory {
        private final CacheTable table = CacheTable.of(
                KnownModels.named("Llama 3.1 8B"), KnownModels.named("Llama 3.1 70B"), KnownModels.named("Mistral 7B"));

        @Test
        @DisplayName("is 40 GiB for Llama 3.1 70B and 128K tokens, and 16 times that for 2M")
        void llama() {
            // 2 · 80 · 8 · 128 · 2 bytes = 320 KiB a token
            assertEquals(40.0, table.bytes(1, 3) / (1L << 30), 1e-9);
            assertEquals(16 * table.bytes(1, 3), table.bytes(1, 5));
        }

        @Test
        @DisplayName("is shown for each length from 4K to 2M, in brackets where the model was made for less")
        void shown() {
            var shown = table.table();
            assertEquals(
                    List.of("model", "each token more", "4K", "8K", "32K", "128K", "1M", "2M"), shown.columnNames());
            assertEquals("537 MB", shown.get(0, 2));
            assertEquals("(687 GB)", shown.get(1, 7));
            assertEquals("(537 MB)", shown.get(2, 7), "a window of 4,096 never takes more");
            assertEquals(3, table.chart().getSeriesCollection().size());
        }
    }

    @Nested
    @DisplayName("in money")
    class Money {
        private final List<Tokenizer> published = List.of(Tokenizers.named("cl100k"), Tokenizers.named("o200k"));

        @Test
        @DisplayName("counts tokens as tiktoken does: its own example has 6")
        void tokens() {
            // github.com/openai/openai-cookbook, "How to count tokens with tiktoken"
            var budget = TokenBudget.of("tiktoken is great!", published, 4096, 100, new Price(3, 15, "USD"));
            assertEquals(6, budget.uses().getFirst().tokens());
            assertEquals(3, budget.uses().getFirst().words());
            assertEquals(18.0 / 6, budget.uses().getFirst().bytesPerToken());
        }

        @Test
        @DisplayName("is tokens read times one price and tokens written times another")
        void cost() {
            assertEquals(3 + 1.5, new Price(3, 15, "USD").of(1_000_000, 100_000), 1e-12);
            String document = "tiktoken is great! ".repeat(1000);
            var budget = TokenBudget.of(document, published, 2048, 48, new Price(2, 8, "EUR"));
            var use = budget.uses().getFirst();
            assertEquals((use.tokens() + 1999) / 2000, budget.pieces(use));
            assertEquals(2000 - use.tokens(), budget.left(use));
            assertEquals((2 * use.tokens() + 8 * 48 * budget.pieces(use)) / 1e6, budget.cost(use), 1e-12);
            assertEquals(2, budget.table().rowCount());
            assertTrue(budget.table().columnNames().contains("cost of an answer (EUR)"));
        }

        @Test
        @DisplayName("needs a document, room for it, and prices that are not below 0")
        void refuses() {
            var price = new Price(1, 1, "USD");
            assertEquals(
                    "an empty document has no tokens to count",
                    assertThrows(IllegalArgumentException.class, () -> TokenBudget.of(" ", published, 10, 1, price))
                            .getMessage());
            assertThrows(IllegalArgumentException.class, () -> TokenBudget.of("a", published, 10, 10, price));
            assertThrows(IllegalArgumentException.class, () -> new Price(-1, 0, "USD"));
        }
    }

    @Nested
    @DisplayName("in time")
    class Time {
        private final double[] x = {128, 256, 512, 1024, 2048, 4096};
        private final double[] y = {0.011, 0.023, 0.051, 0.118, 0.31, 0.93};

        /// `numpy.polyfit(x, y, 1, w=1 / y)`, the powers of `x` from 0 on; likewise with 2.
        private static final double[] LINE = {-0.006981519562, 0.0001310687946};

        private static final double[] PARABOLA = {0.0002221976781, 7.981410025e-05, 3.550099063e-08};

        @Test
        @DisplayName("is fitted as NumPy's polyfit does with weights 1 / y")
        void numpy() {
            PolynomialFit line = PolynomialFit.through(x, y, 1);
            PolynomialFit parabola = PolynomialFit.through(x, y, 2);
            assertArrayEquals(LINE, line.coefficients(), 1e-9);
            assertArrayEquals(PARABOLA, parabola.coefficients(), 1e-9);
            assertEquals(0.2175211, line.error(), 1e-6);
            assertEquals(0.0079084281, parabola.error(), 1e-6);
        }

        @Test
        @DisplayName("finds a parabola again that the numbers lie on")
        void exact() {
            double[] on =
                    Arrays.stream(x).map(t -> 0.25 + 0.002 * t + 3e-7 * t * t).toArray();
            assertArrayEquals(
                    new double[] {0.25, 0.002, 3e-7},
                    PolynomialFit.through(x, on, 2).coefficients(),
                    1e-9);
            assertEquals(
                    "0.250 + 0.00200 T + 3.00e-07 T²",
                    PolynomialFit.through(x, on, 2).formula("T"));
            var times = new ContextTimes("made up", new int[] {128, 256, 512, 1024, 2048, 4096}, on, y);
            assertEquals(0.002 / 3e-7, times.half(), 1);
        }

        @Test
        @DisplayName("is measured for a model, length by length")
        void measured() {
            var tokenizer = BpeTokenizer.train("the cat sat on the mat", 260, BpeOptions.DEFAULT);
            Model model = Model.random(Config.llama(260, 64, 32, 1, 4, 2, 48), 7, tokenizer);
            var times = ContextTimes.measure(model, 1, 16, 32, 64, 128);
            assertEquals(4, times.table().rowCount());
            for (int i = 0; i < 4; i++) assertTrue(times.prefill()[i] > 0 && times.decode()[i] > 0);
            assertThrows(IllegalArgumentException.class, () -> ContextTimes.measure(model, 0, 5));
        }

        @Test
        @DisplayName("needs as many places as there are numbers to find")
        void refuses() {
            assertEquals(
                    "a polynomial of degree 2 is fitted through at least 3 different places with a height each, but got"
                            + " 2 places and 2 heights",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> PolynomialFit.through(new double[] {1, 2}, new double[] {1, 2}, 2))
                            .getMessage());
        }
    }

    @Nested
    @DisplayName("in what is found of it")
    class Needles {
        private final NeedleTest late = new NeedleTest() {
            @Override
            public String name() {
                return "a fact that only the end remembers";
            }

            @Override
            public boolean isFound(int length, double depth, long seed) {
                return depth > 0.5;
            }
        };

        @Test
        @DisplayName("is a map of depth by length, with Wilson's intervals")
        void map() {
            NeedleMap map = NeedleMap.of(late, new int[] {100, 200}, new double[] {0, 0.5, 1}, 10);
            assertArrayEquals(new int[][] {{0, 0}, {0, 0}, {10, 10}}, map.found());
            // 10 of 10: 72.2 to 100 percent, Newcombe 1998, method 3
            assertEquals("100 (72–100)", map.figure().texts().get(2).get(0));
            assertEquals("0 (0–28)", map.figure().texts().get(0).get(1));
            assertEquals(100.0 / 3, map.ofLength(0).value(), 1e-9);
            assertEquals(100, map.ofDepth(2).value());
            assertEquals(6, map.table().rowCount());
        }

        @Test
        @DisplayName("needs depths between 0 and 1")
        void refuses() {
            assertThrows(
                    IllegalArgumentException.class, () -> NeedleMap.of(late, new int[] {1}, new double[] {1.5}, 1));
        }
    }
}
