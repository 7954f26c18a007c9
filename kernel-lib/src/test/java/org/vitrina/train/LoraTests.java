package org.vitrina.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vitrina.autograd.Tape;
import org.vitrina.tensor.Workers;
import org.vitrina.transformer.Config;

@DisplayName("LoRA")
class LoraTests {
    private static final Config CONFIG = Config.llama(11, 32, 32, 2, 4, 2, 48);

    private final Trainable base = Trainable.random(CONFIG, 3);
    private final Trainable adapted = base.withLora(new Lora.Settings(4, 8, Set.of("attn_q", "ffn_down")), 7);
    private final Batch batch = new TokenStream(ids(), 8, 16, 5).at(0);

    private static int[] ids() {
        return RandomGeneratorFactory.of("L64X128MixRandom")
                .create(1)
                .ints(500, 0, 11)
                .toArray();
    }

    private static double loss(Trainable model, Batch batch) {
        return model.loss(new Tape(Workers.ONE).remembering(false), batch).scalar();
    }

    private static void train(Trainable model, Batch batch, int steps) {
        new Trainer(model, _ -> batch, new Trainer.Plan(steps, new Schedule.Constant(2e-2f, 0)), Workers.ONE).run();
    }

    @Test
    @DisplayName("changes nothing before it has learned")
    void begins() {
        assertEquals(loss(base, batch), loss(adapted, batch));
    }

    @Test
    @DisplayName("learns r(in + out) numbers for each matrix, and the model beneath stays as it was")
    void learns() {
        assertEquals(2 * (4 * (32 + 32) + 4 * (48 + 32)), adapted.size());
        float[] before = base.value("blk.0.attn_q.weight").toArray();
        double first = loss(adapted, batch);
        train(adapted, batch, 30);
        assertTrue(loss(adapted, batch) < first - 0.1, "the loss is " + loss(adapted, batch) + " after " + first);
        assertEquals(first, loss(base, batch));
        assertArrayEquals(before, base.value("blk.0.attn_q.weight").toArray());
    }

    @Test
    @DisplayName("merged into the model gives the same loss, and touches only its targets")
    void merges() {
        train(adapted, batch, 10);
        Trainable merged = adapted.merged();
        assertEquals(loss(adapted, batch), loss(merged, batch), 1e-5);
        assertArrayEquals(
                base.value("blk.1.attn_v.weight").toArray(),
                merged.value("blk.1.attn_v.weight").toArray());
        // of rank 4: any 5 rows of what was added are linearly dependent
        float[] with = merged.value("blk.1.attn_q.weight").toArray();
        float[] without = base.value("blk.1.attn_q.weight").toArray();
        double[][] added = new double[5][32];
        for (int i = 0; i < 5 * 32; i++) added[i / 32][i % 32] = with[i] - without[i];
        assertEquals(0, gramDeterminant(added), 1e-9 * Math.pow(norm(added), 10));
    }

    private static double norm(double[][] rows) {
        return Math.sqrt(Arrays.stream(rows)
                .flatMapToDouble(Arrays::stream)
                .map(x -> x * x)
                .sum());
    }

    /// Returns the determinant of the rows' inner products, 0 where the rows depend on each other.
    private static double gramDeterminant(double[][] rows) {
        int n = rows.length;
        double[][] gram = new double[n][n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) for (int c = 0; c < rows[0].length; c++) gram[i][j] += rows[i][c] * rows[j][c];
        double determinant = 1;
        for (int i = 0; i < n; i++) {
            determinant *= gram[i][i];
            for (int r = i + 1; r < n; r++) {
                double factor = gram[i][i] == 0 ? 0 : gram[r][i] / gram[i][i];
                for (int c = i; c < n; c++) gram[r][c] -= factor * gram[i][c];
            }
        }
        return determinant;
    }

    @Nested
    @DisplayName("with an embedding that learns")
    class WithEmbedding {
        private static final String EMBEDDING = "token_embd.weight";

        private final Lora.Settings settings = new Lora.Settings(4, 8, Set.of("attn_q", "ffn_down"));

        /// Returns how far the two losses are apart that the same text has after tokens 9 and 10.
        private double difference(Trainable model) {
            int[] next = {1, 2, 3};
            Batch nine = new Batch(1, 3, new int[] {9, 1, 2}, next, null);
            Batch ten = new Batch(1, 3, new int[] {10, 1, 2}, next, null);
            return Math.abs(loss(model, nine) - loss(model, ten));
        }

        @Test
        @DisplayName("tells tokens apart that have the same numbers, which adapters alone never can")
        void tellsApart() {
            float[] rows = base.numbers(EMBEDDING).data();
            System.arraycopy(rows, 9 * 32, rows, 10 * 32, 32);
            // 9 is followed by 1, and 10 by 2
            int[] inputs = {9, 10, 9, 10};
            int[] targets = {1, 2, 1, 2};
            Batch pairs = new Batch(4, 1, inputs, targets, null);
            Trainable without = base.withLora(settings, 7);
            Trainable with = base.withLora(settings.withEmbedding(), 7);
            train(without, pairs, 60);
            train(with, pairs, 60);
            assertEquals(0, difference(without), 1e-6);
            assertTrue(loss(without, pairs) > Math.log(2) - 1e-3, "half of the tokens are guessed at best");
            assertTrue(difference(with) > 0.1, "the difference is " + difference(with));
            assertTrue(loss(with, pairs) < 0.1, "the loss is " + loss(with, pairs));
        }

        @Test
        @DisplayName("learns it beside the adapters, on a copy, and merges both")
        void merges() {
            Trainable with = base.withLora(settings.withEmbedding(), 7);
            assertEquals(adapted.size() + 11 * 32, with.size());
            double first = loss(base, batch);
            float[] before = base.value(EMBEDDING).toArray();
            train(with, batch, 10);
            assertEquals(first, loss(base, batch));
            assertArrayEquals(before, base.value(EMBEDDING).toArray());
            assertEquals(loss(with, batch), loss(with.merged(), batch), 1e-5);
            float moved = 0;
            float[] after = with.merged().value(EMBEDDING).toArray();
            for (int i = 0; i < after.length; i++) moved = Math.max(moved, Math.abs(after[i] - before[i]));
            assertTrue(moved > 0.01, "the embedding moved by " + moved);
        }

        @Test
        @DisplayName("learns an output matrix of its own, too")
        void output() {
            Config tied = CONFIG;
            var config = new Config(
                    tied.architecture(),
                    tied.vocabulary(),
                    tied.context(),
                    tied.width(),
                    tied.layers(),
                    tied.attention(),
                    tied.hidden(),
                    tied.norm(),
                    tied.activation(),
                    tied.rope(),
                    tied.sliding(),
                    tied.embeddingScale(),
                    Set.of(Config.Part.SEPARATE_OUTPUT));
            Trainable separate = Trainable.random(config, 3);
            assertEquals(
                    separate.withLora(settings, 7).size() + 2 * 11 * 32,
                    separate.withLora(settings.withEmbedding(), 7).size());
        }
    }

    @Test
    @DisplayName("refuses a target that no block has, and lists those there are")
    void unknownTarget() {
        var error = assertThrows(IllegalArgumentException.class, () -> new Lora.Settings(4, 8, Set.of("q_proj")));
        assertTrue(error.getMessage().contains("attn_q, attn_k"), error.getMessage());
    }
}
