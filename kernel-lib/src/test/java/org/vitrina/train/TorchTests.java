package org.vitrina.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrina.autograd.Parameter;
import org.vitrina.autograd.Tape;
import org.vitrina.file.Safetensors;
import org.vitrina.file.SafetensorsFile;
import org.vitrina.tensor.Workers;
import org.vitrina.transformer.Model;

/// The numbers were computed by PyTorch, with code of Transformers': `src/test/python/training_golden.py`.
@DisplayName("Training, beside PyTorch,")
class TorchTests {
    private static final Path RESOURCES = Path.of("src", "test", "resources", "org", "vitrina");
    private static final int EACH = 7;

    private static Trainable model(String name) throws IOException {
        try (Model model = Model.open(RESOURCES.resolve("transformer").resolve(name + ".gguf"))) {
            return Trainable.of(model);
        }
    }

    private static SafetensorsFile golden(String name) throws IOException {
        return Safetensors.open(RESOURCES.resolve("train").resolve(name + ".safetensors"));
    }

    private static Batch batch(SafetensorsFile golden) throws IOException {
        return new Batch(
                2,
                12,
                golden.tensor("inputs").data().toArray(ValueLayout.JAVA_INT),
                golden.tensor("targets").data().toArray(ValueLayout.JAVA_INT),
                golden.tensor("weights").floats());
    }

    private static float[] sampled(float[] numbers) {
        float[] some = new float[(numbers.length + EACH - 1) / EACH];
        for (int i = 0; i < some.length; i++) some[i] = numbers[i * EACH];
        return some;
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2", "qwen3", "gpt2"})
    @DisplayName("gives the same loss over what counts, and the same gradient of every tensor")
    void gradients(String name) throws IOException {
        Trainable model = model(name);
        try (SafetensorsFile golden = golden(name)) {
            var tape = new Tape(Workers.of(2));
            var loss = model.loss(tape, batch(golden));
            tape.backward(loss);
            assertEquals(golden.tensor("losses").floats()[0], loss.scalar(), 2e-4);
            double norm = golden.tensor("norm").floats()[0];
            for (Parameter parameter : model.parameters()) {
                float[] expected = golden.tensor("gradient." + parameter.name()).floats();
                assertTrue(expected.length > 0);
                assertArrayEquals(
                        expected,
                        sampled(parameter.gradient().toArray()),
                        (float) (2e-4 * norm),
                        "the gradient of " + parameter.name());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2", "qwen3", "gpt2"})
    @DisplayName("takes the same steps: clipped, with warm-up and cosine, by AdamW that lets matrices decay")
    void steps(String name) throws IOException {
        Trainable model = model(name);
        try (SafetensorsFile golden = golden(name)) {
            Batch batch = batch(golden);
            var plan = new Trainer.Plan(4, new Schedule.Cosine(4e-3f, 4e-4f, 2));
            TrainingLog log = new Trainer(model, _ -> batch, plan, Workers.of(2)).run();
            float[] losses = golden.tensor("losses").floats();
            float[] rates = golden.tensor("rates").floats();
            for (int i = 0; i < 4; i++) {
                assertEquals(losses[i], log.steps().get(i).loss(), 2e-3, "the loss of step " + (i + 1));
                assertEquals(rates[i], log.steps().get(i).rate(), 1e-9, "the rate of step " + (i + 1));
            }
            assertEquals(
                    golden.tensor("norm").floats()[0], log.steps().getFirst().gradientNorm(), 1e-3);
            for (Parameter parameter : model.parameters()) {
                // a bias that all keys share changes no softmax: its gradient is 0 but for roundings
                if (name.equals("gpt2") && parameter.name().endsWith("attn_k.bias")) continue;
                float[] expected = golden.tensor("after." + parameter.name()).floats();
                float[] found = sampled(parameter.value().toArray());
                // Adam divides by the root of a mean square, so that where a gradient is next to nothing its
                // roundings decide; a step that is missing or another rate moves all numbers, by up to 4e-3 each
                double sum = 0;
                for (int i = 0; i < expected.length; i++) sum += Math.abs(expected[i] - found[i]);
                assertTrue(sum / expected.length < 1e-4, parameter.name() + " is off by " + sum / expected.length);
                assertArrayEquals(expected, found, 4e-3f, parameter.name());
            }
        }
    }

    @Test
    @DisplayName("has the same learning rates over a long course")
    void rates() throws IOException {
        try (SafetensorsFile golden = golden("llama")) {
            float[] expected = golden.tensor("rates.long").floats();
            var schedule = new Schedule.Cosine(4e-3f, 1e-4f, 5);
            for (int step = 0; step < 40; step++) {
                assertEquals(expected[step], schedule.rate(step, 40), 1e-8, "step " + step);
            }
        }
    }
}
