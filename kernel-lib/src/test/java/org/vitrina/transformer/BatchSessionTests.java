package org.vitrina.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.vitrina.Property.forRandom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrina.tensor.Workers;

@DisplayName("A batch session")
class BatchSessionTests {
    private static Model model(String style) {
        return style.equals("gpt2") ? SmallModels.gpt2() : SmallModels.llama();
    }

    @ParameterizedTest(name = "of {0}''s shape")
    @ValueSource(strings = {"llama", "gpt2"})
    @DisplayName("gives each text the logits of a session of its own, while texts split, end and change places")
    void agrees(String style) {
        Model model = model(style);
        forRandom(8, random -> {
            int texts = random.nextInt(1, 6);
            BatchSession batch = model.batch(texts);
            List<LanguageModel.Session> alone = new ArrayList<>();
            for (int i = 0; i < texts; i++) alone.add(model.session());
            for (int round = 0; round < 4; round++) {
                int[][] ids = new int[alone.size()][];
                Arrays.setAll(ids, _ -> SmallModels.ids(random, random.nextInt(1, 9)));
                float[][] logits = batch.next(ids);
                for (int i = 0; i < ids.length; i++) {
                    assertArrayEquals(alone.get(i).next(ids[i]), logits[i], 1e-4f);
                    assertEquals(alone.get(i).position(), batch.position(i));
                }
                int[] which = random.ints(random.nextInt(1, 7), 0, alone.size()).toArray();
                batch.take(which);
                var taken = new ArrayList<LanguageModel.Session>();
                for (int text : which) taken.add(alone.get(text).fork());
                alone = taken;
            }
        });
    }

    @Test
    @DisplayName("reads more rows than go through the model at once, and a text longer than a page of the cache")
    void manyRows() {
        Model model = SmallModels.llama();
        var random = RandomGenerator.of("L64X128MixRandom");
        int[][] ids = new int[20][];
        Arrays.setAll(ids, i -> SmallModels.ids(random, 60 + i));
        float[][] logits = model.batch(20).next(ids);
        for (int i = 0; i < ids.length; i += 7) {
            assertArrayEquals(model.session().next(ids[i]), logits[i], 1e-4f);
        }
    }

    @Test
    @DisplayName("gives the same bits on 1, 2 and 3 threads")
    void threads() {
        int[][] ids = new int[9][];
        Arrays.setAll(ids, i -> SmallModels.ids(RandomGenerator.of("L64X128MixRandom"), 5 + i));
        float[][] one = read(1, ids);
        for (int threads = 2; threads <= 3; threads++) {
            float[][] more = read(threads, ids);
            for (int i = 0; i < one.length; i++) assertArrayEquals(one[i], more[i]);
        }
    }

    private static float[][] read(int threads, int[][] ids) {
        BatchSession batch = SmallModels.llama().with(Workers.of(threads)).batch(ids.length);
        batch.next(ids);
        batch.take(0, 0, 3, 8, 8);
        return batch.next(new int[] {1}, new int[] {2}, new int[] {3}, new int[] {4}, new int[] {5});
    }

    @Test
    @DisplayName("refuses tokens for fewer texts than it reads, and says how many there are")
    void wrongCount() {
        var error = assertThrows(
                IllegalArgumentException.class,
                () -> SmallModels.llama().batch(3).next(new int[] {1}));
        assertEquals("a batch of 3 texts needs the next tokens of each, but got those of 1", error.getMessage());
    }
}
