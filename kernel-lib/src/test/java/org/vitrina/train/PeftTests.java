package org.vitrina.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrina.autograd.Tape;
import org.vitrina.file.ModelFileException;
import org.vitrina.file.Safetensors;
import org.vitrina.file.SafetensorsFile;
import org.vitrina.tensor.Workers;
import org.vitrina.transformer.Config;
import org.vitrina.transformer.Model;

/// The adapters, and the logits with them, were made by PEFT: `src/test/python/training_golden.py`.
@DisplayName("Adapters in PEFT's files")
class PeftTests {
    private static final Path RESOURCES = Path.of("src", "test", "resources", "org", "vitrina");

    @TempDir
    private Path folder;

    private static Trainable base(String name) throws IOException {
        try (Model model = Model.open(RESOURCES.resolve("transformer").resolve(name + ".gguf"))) {
            return Trainable.of(model);
        }
    }

    private static Path saved(String name) {
        return RESOURCES.resolve("train").resolve(name);
    }

    private static float[] logits(Trainable model, int[] ids) {
        return model.logits(new Tape(Workers.ONE).remembering(false), ids.length, ids)
                .value()
                .toArray();
    }

    private static int[] ids(SafetensorsFile golden) throws IOException {
        int[] both = golden.tensor("inputs").data().toArray(ValueLayout.JAVA_INT);
        return Arrays.copyOf(both, both.length / 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen3"})
    @DisplayName("that PEFT saved give PEFT's logits, beside the model and merged into it")
    void read(String name) throws IOException {
        Trainable adapted = Lora.read(saved(name), base(name));
        assertEquals(14, adapted.adapters().size(), "7 kinds in 2 layers");
        try (SafetensorsFile golden =
                Safetensors.open(RESOURCES.resolve("train").resolve(name + ".safetensors"))) {
            float[] expected = golden.tensor("adapted").floats();
            assertArrayEquals(expected, logits(adapted, ids(golden)), 2e-3f);
            assertArrayEquals(expected, logits(adapted.merged(), ids(golden)), 2e-3f);
            float[] without = logits(base(name), ids(golden));
            assertTrue(Math.abs(without[0] - expected[0]) > 0.01, "the adapters change something");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen3"})
    @DisplayName("read and written again are PEFT's, tensor by tensor, and what its configuration says")
    void written(String name) throws IOException {
        Lora.write(Lora.read(saved(name), base(name)), folder, "a base");
        try (SafetensorsFile theirs = Safetensors.open(saved(name).resolve("adapter_model.safetensors"));
                SafetensorsFile ours = Safetensors.open(folder.resolve("adapter_model.safetensors"))) {
            assertEquals(theirs.tensors().keySet(), Set.copyOf(ours.tensors().keySet()));
            for (var tensor : theirs.tensors().values()) {
                assertEquals(tensor.shape(), ours.tensor(tensor.name()).shape(), tensor.name());
                assertArrayEquals(tensor.floats(), ours.tensor(tensor.name()).floats(), tensor.name());
            }
        }
        var theirs = JsonParser.parseString(Files.readString(saved(name).resolve("adapter_config.json")))
                .getAsJsonObject();
        var ours = JsonParser.parseString(Files.readString(folder.resolve("adapter_config.json")))
                .getAsJsonObject();
        for (String key :
                List.of("peft_type", "task_type", "r", "lora_alpha", "bias", "fan_in_fan_out", "lora_dropout")) {
            assertEquals(theirs.get(key), ours.get(key), key);
        }
        assertEquals(
                Set.copyOf(theirs.getAsJsonArray("target_modules").asList()),
                Set.copyOf(ours.getAsJsonArray("target_modules").asList()));
        assertEquals("a base", ours.get("base_model_name_or_path").getAsString());
    }

    @Test
    @DisplayName("with an embedding that PEFT saved as a whole give PEFT's logits, and are written as PEFT does")
    void embedding() throws IOException {
        Trainable adapted = Lora.read(saved("llama-embedding"), base("llama"));
        try (SafetensorsFile golden =
                Safetensors.open(RESOURCES.resolve("train").resolve("llama.safetensors"))) {
            float[] expected = golden.tensor("adapted.embedding").floats();
            assertArrayEquals(expected, logits(adapted, ids(golden)), 2e-3f);
            assertArrayEquals(expected, logits(adapted.merged(), ids(golden)), 2e-3f);
        }
        Lora.write(adapted, folder, "a base");
        try (SafetensorsFile theirs = Safetensors.open(saved("llama-embedding").resolve("adapter_model.safetensors"));
                SafetensorsFile ours = Safetensors.open(folder.resolve("adapter_model.safetensors"))) {
            assertEquals(theirs.tensors().keySet(), Set.copyOf(ours.tensors().keySet()));
            for (var tensor : theirs.tensors().values()) {
                assertArrayEquals(tensor.floats(), ours.tensor(tensor.name()).floats(), tensor.name());
            }
        }
        assertArrayEquals(
                adapted.value("token_embd.weight").toArray(),
                Lora.read(folder, base("llama")).value("token_embd.weight").toArray());
    }

    @Test
    @DisplayName("with an embedding, but an output matrix left behind that is the same in the model, are refused")
    void untied() throws IOException {
        Path theirs = saved("llama-embedding");
        Files.copy(theirs.resolve("adapter_model.safetensors"), folder.resolve("adapter_model.safetensors"));
        String config = Files.readString(theirs.resolve("adapter_config.json"));
        Path ours = folder.resolve("adapter_config.json");
        Files.writeString(ours, config.replace("\"ensure_weight_tying\": true", "\"ensure_weight_tying\": false"));
        var untied = assertThrows(ModelFileException.class, () -> Lora.read(folder, base("llama")));
        assertTrue(untied.getMessage().contains("ensure_weight_tying must be true"), untied.getMessage());
        Files.writeString(ours, config.replace("\"embed_tokens\"", "\"score\""));
        var other = assertThrows(ModelFileException.class, () -> Lora.read(folder, base("llama")));
        assertTrue(other.getMessage().contains("embed_tokens and lm_head at most"), other.getMessage());
        Files.writeString(ours, config.replaceAll("(?s)\"modules_to_save\": \\[.*?\\]", "\"modules_to_save\": null"));
        var unsaid = assertThrows(ModelFileException.class, () -> Lora.read(folder, base("llama")));
        assertTrue(unsaid.getMessage().contains("modules_to_save must be"), unsaid.getMessage());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("that were learned here give the same logits in PEFT, where it is installed")
    void inPeft(boolean embedding) throws Exception {
        Path python = Path.of(System.getenv().getOrDefault("VITRINA_PEERS", "../target/peers"))
                .resolve("venv/bin/python");
        boolean there = Files.isExecutable(python)
                && new ProcessBuilder(python.toString(), "-c", "import peft, transformers, gguf")
                                .redirectErrorStream(true)
                                .start()
                                .waitFor()
                        == 0;
        assumeTrue(
                there,
                "PEFT is not installed; python3 -m venv target/peers/venv and target/peers/venv/bin/pip"
                        + " install torch transformers peft gguf put it into place (VITRINA_PEERS names another folder)");
        var settings = new Lora.Settings(3, 7.5f, Set.of("attn_q", "attn_k", "ffn_down"), embedding);
        Trainable adapted = base("llama").withLora(settings, 4);
        int[] ids = {5, 80, 12, 200, 33, 7, 99, 150};
        Batch batch = new Batch(1, 7, Arrays.copyOf(ids, 7), Arrays.copyOfRange(ids, 1, 8), null);
        new Trainer(adapted, _ -> batch, new Trainer.Plan(8, new Schedule.Constant(2e-2f, 0)), Workers.ONE).run();
        Lora.write(adapted, folder, "llama");
        Process process = new ProcessBuilder(
                        python.toString(),
                        "src/test/python/peft_logits.py",
                        RESOURCES.resolve("file/hub/llama").toString(),
                        folder.toString(),
                        Arrays.toString(ids))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes());
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        float[] theirs = floats(out);
        assertArrayEquals(theirs, logits(adapted, ids), 2e-3f);
    }

    private static float[] floats(String json) {
        var array = JsonParser.parseString(json).getAsJsonArray();
        float[] floats = new float[array.size()];
        for (int i = 0; i < floats.length; i++) floats[i] = array.get(i).getAsFloat();
        return floats;
    }

    @Test
    @DisplayName("that do not fit, or compute something else, are refused")
    void refused() throws IOException {
        var larger = Trainable.random(Config.llama(272, 64, 64, 2, 4, 2, 48), 1);
        var shape = assertThrows(ModelFileException.class, () -> Lora.read(saved("llama"), larger));
        assertTrue(shape.getMessage().contains("expected the shape [2, 64]"), shape.getMessage());
        var fewer = Trainable.random(Config.llama(272, 64, 32, 1, 4, 2, 48), 1);
        var layers = assertThrows(ModelFileException.class, () -> Lora.read(saved("llama"), fewer));
        assertTrue(layers.getMessage().contains("blk.1."), layers.getMessage());
        Files.copy(saved("llama").resolve("adapter_model.safetensors"), folder.resolve("adapter_model.safetensors"));
        String config = Files.readString(saved("llama").resolve("adapter_config.json"));
        Files.writeString(
                folder.resolve("adapter_config.json"), config.replace("\"use_dora\": false", "\"use_dora\": true"));
        var dora = assertThrows(ModelFileException.class, () -> Lora.read(folder, base("llama")));
        assertTrue(dora.getMessage().contains("use_dora must be off"), dora.getMessage());
        Files.writeString(folder.resolve("adapter_config.json"), config.replace("\"r\": 2", "\"r\": 3"));
        assertThrows(ModelFileException.class, () -> Lora.read(folder, base("llama")));
        var gpt2 = assertThrows(
                IllegalArgumentException.class,
                () -> Lora.write(
                        Trainable.random(Config.gpt2(11, 8, 8, 1, 2), 1).withLora(Lora.Settings.ofRank(1), 1),
                        folder,
                        "x"));
        assertTrue(gpt2.getMessage().endsWith("but this model is gpt2"), gpt2.getMessage());
    }
}
