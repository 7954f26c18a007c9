package org.vitrina.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayName;
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

    @Test
    @DisplayName("refuses a target that no block has, and lists those there are")
    void unknownTarget() {
        var error = assertThrows(IllegalArgumentException.class, () -> new Lora.Settings(4, 8, Set.of("q_proj")));
        assertTrue(error.getMessage().contains("attn_q, attn_k"), error.getMessage());
    }
}
