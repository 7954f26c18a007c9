package org.vitrina.context;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.tokenize.BpeOptions;
import org.vitrina.tokenize.BpeTokenizer;
import org.vitrina.transformer.Config;
import org.vitrina.transformer.Model;
import org.vitrina.transformer.Perplexity;
import org.vitrina.transformer.RopeScaling;

@DisplayName("A reading through a window of a fixed size")
class StreamReadingTests {
    private static final int V = 260;
    private static final BpeTokenizer TOKENIZER = BpeTokenizer.train("the cat sat on the mat", V, BpeOptions.DEFAULT);
    private static final int[] IDS = new Random(3).ints(100, 0, V).toArray();

    private static Model model(int layers) {
        return Model.random(Config.llama(V, 64, 32, layers, 4, 2, 48), 7, TOKENIZER);
    }

    private static int[] join(int[] a, int[] b) {
        return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
    }

    @Test
    @DisplayName("that drops the oldest gives the logits of what is left, read afresh, for any number of layers")
    void dropOldest() {
        Model model = model(3);
        var reading = new StreamReading(model, 16, new WindowPolicy.DropOldest(4), 0);
        for (int i = 0; i < IDS.length; i++) {
            float[] logits = reading.read(IDS[i])[0];
            int[] window = reading.ids();
            assertTrue(window.length <= 16);
            assertArrayEquals(Arrays.copyOfRange(IDS, i + 1 - window.length, i + 1), window);
            assertArrayEquals(model.session().next(window), logits, 1e-4f);
        }
        assertTrue(reading.reread() > 0);
    }

    @Test
    @DisplayName("that keeps the system's tokens has them and the newest, read afresh")
    void keepSystem() {
        Model model = model(2);
        var reading = new StreamReading(model, 16, new WindowPolicy.KeepSystem(2), 3);
        float[] logits = {};
        for (int id : IDS) logits = reading.read(id)[0];
        assertArrayEquals(Arrays.copyOf(IDS, 3), Arrays.copyOf(reading.ids(), 3));
        assertArrayEquals(model.session().next(reading.ids()), logits, 1e-4f);
    }

    @Test
    @DisplayName("with sinks keeps the first tokens and the newest, and reads nothing twice")
    void sinks() {
        Model one = model(1);
        for (WindowPolicy policy : List.of(new WindowPolicy.AttentionSinks(4), new WindowPolicy.SlidingWindow())) {
            int first = policy instanceof WindowPolicy.AttentionSinks ? 4 : 0;
            var reading = new StreamReading(one, 16, policy, 0);
            float[] logits = {};
            for (int id : IDS) logits = reading.read(id)[0];
            int[] expected =
                    join(Arrays.copyOf(IDS, first), Arrays.copyOfRange(IDS, IDS.length - 16 + first, IDS.length));
            assertArrayEquals(expected, reading.ids());
            assertEquals(0, reading.reread());
            // with one layer, what a token's key and value are does not depend on what stood before it
            assertArrayEquals(one.session().next(expected), logits, 1e-4f);
        }
    }

    @Test
    @DisplayName("gives, before the window is full, the losses of a plain reading; blocks make no difference there")
    void losses() {
        Model model = model(2);
        int[] ids = Arrays.copyOf(IDS, 30);
        double[] plain = StreamReading.losses(model, ids, 40, new WindowPolicy.Refuse(), 0, 1);
        double[] blocks = StreamReading.losses(model, ids, 40, new WindowPolicy.AttentionSinks(4), 0, 10);
        float[][] logits = model.session().all(ids);
        assertTrue(Double.isNaN(plain[0]) && Double.isNaN(blocks[0]));
        for (int i = 1; i < ids.length; i++) {
            assertEquals(Perplexity.nll(logits[i - 1], ids[i]), plain[i], 1e-4);
            assertEquals(plain[i], blocks[i], 1e-4);
        }
    }

    @Test
    @DisplayName("that refuses says so when it is full; and a summary is not made of tokens")
    void refuses() {
        Model model = model(1);
        assertEquals(
                "the window holds 8 of 8 tokens, and 1 more were given; the policy refuses to leave any out",
                assertThrows(
                                ContextWindow.FullException.class,
                                () -> StreamReading.losses(model, IDS, 8, new WindowPolicy.Refuse(), 0, 1))
                        .getMessage());
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> new StreamReading(model, 8, new WindowPolicy.Summarise(1, new Extract(5)), 0))
                .getMessage()
                .startsWith("a summary is made of text, and this reads tokens"));
        assertThrows(
                IllegalArgumentException.class,
                () -> new StreamReading(model, 4, new WindowPolicy.AttentionSinks(4), 0));
    }

    @Test
    @DisplayName("by position, the losses of all tokens together are the perplexity of the text")
    void byPosition() {
        Model model = model(2);
        String text = "the cat sat on the mat and the mat sat on the cat for a day";
        int[] ids = TOKENIZER.encode(text);
        var loss = PositionLoss.of("small", model, List.of(ids), 1);
        double mean = loss.stretches().stream()
                .mapToDouble(PositionLoss.Stretch::mean)
                .filter(m -> !Double.isNaN(m))
                .average()
                .orElseThrow();
        Perplexity whole = Perplexity.of(model, text, 64, 60);
        assertEquals(whole.value(), Math.exp(mean), 1e-4 * whole.value());
        assertEquals(ids.length, loss.stretches().size());
        assertEquals(loss.stretches().get(5).perplexity(), loss.perplexity(5, 6), 1e-12);
    }

    @Test
    @DisplayName("by position, a rope scaled by 1 changes nothing, and one scaled by 4 does")
    void scaled() {
        Model model = model(2);
        List<int[]> texts = List.of(IDS, new Random(4).ints(100, 0, V).toArray());
        var plain = PositionLoss.of("as trained", model, texts, 20);
        var one = PositionLoss.of("1", model.with(new RopeScaling.Linear(1)), texts, 20);
        var four = PositionLoss.of("4", model.with(RopeScaling.Yarn.of(4, 64)), texts, 20);
        assertEquals(plain.stretches(), one.stretches());
        assertTrue(Math.abs(plain.perplexity(80, 100) / four.perplexity(80, 100) - 1) > 1e-5);
        assertEquals(5, plain.table().rowCount());
        assertEquals(
                3,
                PositionLoss.chart("by position", plain, one, four)
                        .getSeriesCollection()
                        .size());
        var compared = PositionLoss.compare(List.of(plain, four), 0, 40, 100);
        assertEquals(List.of("read", "0 to 40", "40 to 100"), compared.columnNames());
        assertEquals(four.perplexity(40, 100), compared.doubleColumn(2).get(1));
        var streamed = StreamReading.byPosition(model, texts, 110, new WindowPolicy.SlidingWindow(), 10, 20);
        assertEquals(plain.perplexity(40, 60), streamed.perplexity(40, 60), 1e-3);
        assertThrows(IllegalArgumentException.class, () -> PositionLoss.of("none", model, List.of(), 4));
    }
}
