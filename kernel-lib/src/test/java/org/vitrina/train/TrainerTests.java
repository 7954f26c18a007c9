package org.vitrina.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrina.autograd.Parameter;
import org.vitrina.autograd.Tape;
import org.vitrina.file.ModelFileException;
import org.vitrina.tensor.Workers;
import org.vitrina.transformer.Config;

@DisplayName("A training")
class TrainerTests {
    /// A text whose every token follows from the two before it: the sum of both, modulo 11.
    private static final int[] SUMS = sums(4_000);

    private static int[] sums(int length) {
        int[] ids = new int[length];
        ids[0] = 1;
        for (int i = 2; i < length; i++) {
            ids[i] = i % 37 == 0 ? (7 * i) % 11 : (ids[i - 1] + ids[i - 2]) % 11;
        }
        return ids;
    }

    private static Config small(String style) {
        return style.equals("gpt2") ? Config.gpt2(11, 32, 32, 2, 2) : Config.llama(11, 32, 32, 2, 4, 2, 48);
    }

    private static Trainer trainer(String style, int threads, int steps) {
        return new Trainer(
                Trainable.random(small(style), 3),
                new TokenStream(SUMS, 8, 16, 5),
                new Trainer.Plan(steps, new Schedule.Cosine(5e-3f, 5e-4f, 10)),
                Workers.of(threads));
    }

    @ParameterizedTest(name = "of {0}''s shape")
    @ValueSource(strings = {"llama", "gpt2"})
    @DisplayName("learns a rule: the loss falls from guessing to less than a third of it")
    void learns(String style) {
        TrainingLog log = trainer(style, 2, 400).run();
        // logits of deviation 1 cost half a nat more than an even guess
        assertEquals(Math.log(11) + 0.5, log.steps().getFirst().loss(), 0.4, "an untrained model guesses");
        // the rule is broken at 1 of 37 tokens, so that no model gets below about 0.2
        assertTrue(log.loss(10) < Math.log(11) / 3, "the loss at the end is " + log.loss(10));
    }

    @ParameterizedTest(name = "of {0}''s shape")
    @ValueSource(strings = {"llama", "gpt2"})
    @DisplayName("finds gradients of a whole model that agree with central differences")
    void gradients(String style) {
        var model = Trainable.random(small(style), 4);
        Batch batch = new TokenStream(SUMS, 2, 9, 6).at(0);
        var tape = new Tape(Workers.ONE);
        tape.backward(model.loss(tape, batch));
        var random = RandomGenerator.of("L64X128MixRandom");
        for (Parameter parameter : model.parameters()) {
            float[] numbers = parameter.value().data();
            int i = random.nextInt(numbers.length);
            float before = numbers[i];
            float h = 0x1p-7f;
            numbers[i] = before + h;
            double above = loss(model, batch);
            numbers[i] = before - h;
            double below = loss(model, batch);
            numbers[i] = before;
            double difference = (above - below) / (2 * h);
            assertEquals(
                    difference,
                    parameter.gradient().data()[i],
                    1e-3 + 0.02 * Math.abs(difference),
                    parameter.name() + "[" + i + "]");
        }
    }

    private static double loss(Trainable model, Batch batch) {
        return model.loss(new Tape(Workers.ONE).remembering(false), batch).scalar();
    }

    @Test
    @DisplayName("gives the same bits on 1, 2 and 3 threads")
    void threads() {
        assertArrayEquals(trained(1), trained(2));
        assertArrayEquals(trained(1), trained(3));
    }

    @Test
    @DisplayName("that was broken off and goes on from its checkpoint has the losses of an unbroken one")
    void resumes(@TempDir Path folder) throws IOException {
        double[] unbroken = trained(1);
        Trainer first = trainer("llama", 1, 20);
        for (int i = 0; i < 8; i++) first.step();
        first.save(folder.resolve("training.gguf"));
        first.step();
        Trainer second = trainer("llama", 1, 20);
        second.resume(folder.resolve("training.gguf"));
        assertEquals(8, second.done());
        assertArrayEquals(Arrays.copyOfRange(unbroken, 8, 20), numbers(second.run()));
    }

    @Test
    @DisplayName("refuses a checkpoint of another model, names what differs, and stays as it is")
    void otherCheckpoint(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("training.gguf");
        trainer("gpt2", 1, 20).save(file);
        Trainer llama = trainer("llama", 1, 20);
        var error = assertThrows(ModelFileException.class, () -> llama.resume(file));
        assertTrue(error.getMessage().contains("blk.0.attn_k.weight"), error.getMessage());
        assertArrayEquals(trained(1), numbers(llama.run()));
    }

    private static double[] trained(int threads) {
        return numbers(trainer("llama", threads, 20).run());
    }

    private static double[] numbers(TrainingLog log) {
        return log.steps().stream()
                .mapToDouble(step -> step.loss() + step.gradientNorm())
                .toArray();
    }

    @Test
    @DisplayName("that adds up two batches of 4 steps as one batch of 8 does")
    void accumulates() {
        Batch whole = new TokenStream(SUMS, 8, 16, 5).at(0);
        var one = Trainable.random(small("llama"), 3);
        var two = Trainable.random(small("llama"), 3);
        var plan = new Trainer.Plan(1, new Schedule.Constant(1e-2f, 0));
        new Trainer(one, step -> whole, plan, Workers.ONE).run();
        new Trainer(
                        two,
                        step -> half(whole, step % 2),
                        new Trainer.Plan(1, plan.schedule(), AdamW.Settings.COMMON, 2),
                        Workers.ONE)
                .run();
        for (int i = 0; i < one.parameters().size(); i++) {
            assertArrayEquals(
                    one.parameters().get(i).value().toArray(),
                    two.parameters().get(i).value().toArray(),
                    2e-3f,
                    one.parameters().get(i).name());
        }
    }

    private static Batch half(Batch batch, int which) {
        int size = batch.inputs().length / 2;
        return new Batch(
                batch.sequences() / 2,
                batch.positions(),
                Arrays.copyOfRange(batch.inputs(), which * size, (which + 1) * size),
                Arrays.copyOfRange(batch.targets(), which * size, (which + 1) * size),
                null);
    }

    @Test
    @DisplayName("measures the same loss as the model that it makes")
    void sameAsTheModel() {
        for (String style : new String[] {"llama", "gpt2"}) {
            var model = Trainable.random(small(style), 3);
            Batch batch = new TokenStream(SUMS, 1, 16, 5).at(0);
            var runs = model.model("small", new NumberTokenizer(11)).session();
            float[][] logits = runs.all(batch.inputs());
            double loss = IntStream.range(0, 16)
                    .mapToDouble(i -> {
                        double sum = IntStream.range(0, 11)
                                .mapToDouble(v -> Math.exp(logits[i][v]))
                                .sum();
                        return Math.log(sum) - logits[i][batch.targets()[i]];
                    })
                    .average()
                    .orElseThrow();
            assertEquals(loss, loss(model, batch), 1e-5, style);
        }
    }

    @Nested
    @DisplayName("with a weight for each prediction")
    class Masked {
        @Test
        @DisplayName("learns nothing from those that count 0")
        void mask() {
            Batch batch = new TokenStream(SUMS, 1, 8, 5).at(0);
            float[] weights = {0, 0, 1, 1, 0, 0, 0, 0};
            int[] others = batch.targets().clone();
            for (int i : new int[] {0, 1, 4, 5, 6, 7}) others[i] = (others[i] + 3) % 11;
            var model = Trainable.random(small("llama"), 3);
            assertEquals(
                    loss(model, new Batch(1, 8, batch.inputs(), batch.targets(), weights)),
                    loss(model, new Batch(1, 8, batch.inputs(), others, weights)));
        }
    }
}
