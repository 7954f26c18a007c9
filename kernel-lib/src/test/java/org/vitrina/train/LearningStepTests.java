package org.vitrina.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrina.autograd.Parameter;
import org.vitrina.show.Observer;
import org.vitrina.show.Walk;
import org.vitrina.tensor.Workers;
import org.vitrina.transformer.Config;

@DisplayName("A step of a training that is watched")
class LearningStepTests {
    private static final int V = 11;
    private static final float RATE = 5e-3f;
    private static final int[] IDS = IntStream.range(0, 400).map(i -> i * i % V).toArray();
    private static final NumberTokenizer NUMBERS = new NumberTokenizer(V);

    private final Trainable model = Trainable.random(Config.llama(V, 32, 32, 2, 4, 2, 48), 3);
    private final Batch batch = batch(null);
    private Walk<?> walk;
    private TrainingStep measured;

    private static Batch batch(float[] weights) {
        Batch whole = new TokenStream(IDS, 3, 16, 5).at(0);
        return new Batch(3, 16, whole.inputs(), whole.targets(), weights);
    }

    private static Trainer trainer(Trainable model, Batch batch) {
        var plain = new AdamW.Settings(0.9f, 0.95f, 1e-8f, 0, 1);
        return new Trainer(
                model, _ -> batch, new Trainer.Plan(5, new Schedule.Constant(RATE, 0), plain, 1), Workers.ONE);
    }

    private static Walk<?> walk(Trainer trainer) {
        var recorder = Walk.recorder();
        trainer.step(recorder, NUMBERS);
        return recorder.walk("a step");
    }

    private <S extends LearningStep> S step(Class<S> kind) {
        return walk.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }

    /// Returns what the interpreter that runs models at speed says after the first ten tokens: no tape is in it.
    private static double[] logitsAtSpeed(Trainable model, Batch batch) {
        float[] logits = model.model("numbers", NUMBERS).session().next(Arrays.copyOf(batch.inputs(), 10));
        return IntStream.range(0, V).mapToDouble(id -> logits[id]).toArray();
    }

    private static double[] softmax(double[] logits) {
        double sum = Arrays.stream(logits).map(Math::exp).sum();
        return Arrays.stream(logits).map(logit -> Math.exp(logit) / sum).toArray();
    }

    @Nested
    @DisplayName("tells")
    class Tells {
        private double[] logits;
        private double lossOfTen;

        @BeforeEach
        void take() {
            logits = logitsAtSpeed(model, batch);
            for (int i = 0; i < 10; i++) {
                int[] read = Arrays.copyOf(batch.inputs(), i + 1);
                float[] here = model.model("numbers", NUMBERS).session().next(read);
                double[] p = softmax(
                        IntStream.range(0, V).mapToDouble(id -> here[id]).toArray());
                lossOfTen -= Math.log(p[batch.targets()[i]]) / 10;
            }
            var trainer = trainer(model, batch);
            var recorder = Walk.recorder();
            measured = trainer.step(recorder, NUMBERS);
            walk = recorder.walk("a step");
        }

        @Test
        @DisplayName("seven things in the order in which they happen, each with a sentence and a figure")
        void order() {
            assertEquals(
                    List.of(
                            "learn.batch",
                            "learn.logits",
                            "learn.loss",
                            "learn.push",
                            "learn.gradient",
                            "learn.move",
                            "learn.again"),
                    walk.stream().map(step -> step.name()).toList());
            walk.forEach(step -> assertTrue(step.caption().endsWith("."), step.caption()));
            assertTrue(walk.html().contains("learn.again") && !walk.html().contains("NaN"));
        }

        @Test
        @DisplayName("the tokens of the batch, each with the one that follows it in the text")
        void tokens() {
            var taken = step(LearningStep.BatchTaken.class);
            assertEquals(10, taken.inputs().size());
            assertEquals(taken.inputs().subList(1, 10), taken.targets().subList(0, 9));
            assertEquals(Integer.toString(batch.inputs()[0]), taken.inputs().getFirst());
            assertEquals(
                    "A batch of 3 rows of 16 tokens; these are 10 of them, each with the token that comes next: its"
                            + " target.",
                    taken.caption());
        }

        @Test
        @DisplayName("the logits and probabilities that the same weights have at speed, the likeliest first")
        void logits() {
            var computed = step(LearningStep.LogitsComputed.class);
            double[] p = softmax(logits);
            assertEquals(V, computed.vocabulary());
            for (int i = 0; i < computed.tokens().size(); i++) {
                int id = Integer.parseInt(computed.tokens().get(i));
                assertEquals(logits[id], computed.logits()[i], 1e-4);
                assertEquals(p[id], computed.probabilities()[i], 1e-4);
            }
            assertEquals(Arrays.stream(p).max().orElseThrow(), computed.probabilities()[0], 1e-4);
            assertEquals(Integer.toString(batch.targets()[9]), computed.tokens().get(computed.came()));
        }

        @Test
        @DisplayName("losses of -log p, and the loss that the step measured")
        void loss() {
            var taken = step(LearningStep.LossTaken.class);
            assertEquals(lossOfTen, Arrays.stream(taken.losses()).average().orElseThrow(), 1e-4);
            assertEquals(measured.loss(), taken.loss());
            assertEquals(48, taken.counted());
        }

        @Test
        @DisplayName("the gradient of cross-entropy at the logits: what came less what was predicted")
        void push() {
            var pushed = step(LearningStep.LogitsPushed.class);
            double[] p = softmax(logits);
            for (int i = 0; i < pushed.tokens().size(); i++) {
                int id = Integer.parseInt(pushed.tokens().get(i));
                assertEquals((id == batch.targets()[9] ? 1 : 0) - p[id], pushed.pushes()[i], 1e-4);
            }
        }

        @Test
        @DisplayName("gradients of all weights, which together are as long as the step measured")
        void gradient() {
            var found = step(LearningStep.GradientFound.class);
            assertEquals(model.parameters().stream().map(Parameter::name).toList(), found.weights());
            assertEquals(
                    measured.gradientNorm(),
                    Math.sqrt(Arrays.stream(found.norms()).map(n -> n * n).sum()),
                    1e-4 * measured.gradientNorm());
        }

        @Test
        @DisplayName("moves as long as the learning rate: in AdamW's first step the mean is the gradient itself")
        void moves() {
            var moved = step(LearningStep.WeightsMoved.class);
            assertEquals(model.size(), moved.numbers());
            for (int i = 0; i < moved.moves().length; i++) {
                // g / sqrt(g²) is 1 or -1, but for rows of the embedding that no token asked for
                if (moved.weights().get(i).startsWith("blk."))
                    assertEquals(
                            RATE, moved.moves()[i], 0.01 * RATE, moved.weights().get(i));
            }
        }

        @Test
        @DisplayName("the loss of the same batch afterwards, which is lower")
        void again() {
            var again = step(LearningStep.ReadAgain.class);
            assertEquals(measured.loss(), again.was());
            assertEquals(trainer(model, batch).evaluate(batch), again.loss(), 1e-6);
            assertTrue(again.loss() < again.was(), again.caption());
        }
    }

    @Test
    @DisplayName("changes the weights by the same bits as one that nobody watches")
    void sameBits() {
        var other = Trainable.random(model.config(), 3);
        TrainingStep seen = trainer(model, batch).step(Walk.recorder(), NUMBERS);
        TrainingStep unseen = trainer(other, batch).step(Observer.NONE, null);
        assertEquals(unseen.loss(), seen.loss());
        assertEquals(unseen.gradientNorm(), seen.gradientNorm());
        for (int i = 0; i < model.parameters().size(); i++) {
            assertArrayEquals(
                    other.parameters().get(i).value().data(),
                    model.parameters().get(i).value().data());
        }
    }

    @Test
    @DisplayName("tells of tokens that count, where not all do")
    void weights() {
        float[] weights = new float[48];
        weights[20] = 1;
        weights[21] = 1;
        Batch some = batch(weights);
        walk = walk(trainer(model, some));
        var pushed = step(LearningStep.LogitsPushed.class);
        assertEquals(Integer.toString(some.targets()[21]), pushed.tokens().get(pushed.came()));
        assertTrue(pushed.pushes()[pushed.came()] > 0 && pushed.pushes()[pushed.came()] < 1, pushed.caption());
        assertEquals(2, step(LearningStep.LossTaken.class).counted());
    }

    @Nested
    @DisplayName("of a training by a recipe")
    class OfARecipe {
        @TempDir
        private Path folder;

        @Test
        @DisplayName("counts like any other, and the training ends as if nobody had watched")
        void counts() throws Exception {
            TrainingTests.writeBook(folder.resolve("book.txt"));
            Path file = folder.resolve("small.json");
            java.nio.file.Files.writeString(file, TrainingTests.json(""));
            var watched = Training.of(Recipe.read(file)).on(Workers.ONE);
            assertEquals("Step 1 of small (7 steps)", watched.walk().toString());
            assertEquals(1, watched.done());
            assertEquals(0, watched.milestones().getFirst().step());
            watched.run();
            var plain = Training.of(Recipe.read(file)).on(Workers.ONE).run();
            assertEquals(
                    plain.log().steps().stream().map(TrainingStep::loss).toList(),
                    watched.log().steps().stream().map(TrainingStep::loss).toList());
            assertEquals(
                    "small has taken all of its 24 steps; walk through one before run(), or give it more steps",
                    assertThrows(IllegalStateException.class, watched::walk).getMessage());
        }
    }
}
