package org.vitrina.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.tensor.Tensor;
import org.vitrina.tensor.Workers;
import org.vitrina.transformer.Config;

@DisplayName("Tokens that were never read")
class UnreadTokensTests {
    /// Returns a model with 40 tokens that has read the first 10 of them.
    private static Trainable trained() {
        int[] ids = RandomGeneratorFactory.of("L64X128MixRandom")
                .create(1)
                .ints(2_000, 0, 10)
                .toArray();
        Trainable model = Trainable.random(Config.llama(40, 16, 32, 1, 4, 4, 48), 3);
        var stream = new TokenStream(ids, 8, 16, 5);
        new Trainer(model, stream, new Trainer.Plan(400, new Schedule.Constant(5e-3f, 0)), Workers.ONE).run();
        return model;
    }

    @Test
    @DisplayName("are found by their numbers alone: those that are in no text; renewed, they are no longer alike")
    void found() {
        Trainable model = trained();
        assertArrayEquals(IntStream.range(10, 40).toArray(), model.unread());
        Trainable renewed = model.withUnreadRenewed(1);
        assertEquals(0, renewed.unread().length);
        Tensor before = model.value(Lora.EMBEDDING);
        Tensor after = renewed.value(Lora.EMBEDDING);
        assertArrayEquals(
                Arrays.copyOf(before.toArray(), 10 * 32),
                Arrays.copyOf(after.toArray(), 10 * 32),
                "what was read stays as it is");
        double squares = 0;
        for (int i = 10 * 32; i < 40 * 32; i++) squares += after.data()[i] * after.data()[i];
        assertEquals(30, squares, 5, "rows of length 1");
        assertArrayEquals(before.toArray(), model.value(Lora.EMBEDDING).toArray(), "the model itself does not change");
    }

    @Test
    @DisplayName("are none in a model that knows nothing yet")
    void none() {
        assertTrue(Trainable.random(Config.llama(40, 16, 32, 1, 4, 4, 48), 3).unread().length == 0);
    }
}
