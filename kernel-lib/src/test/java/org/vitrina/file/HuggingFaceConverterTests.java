package org.vitrina.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrina.Mutations;
import org.vitrina.quantize.Format;
import org.vitrina.quantize.Formats;

/// The folders are what Transformers saved (`src/test/python/small_folders.py`); the files to compare with were
/// written from the same weights by llama.cpp's Python package, by code of its own (`small_models.py`), and give
/// PyTorch's logits.
@DisplayName("A folder of Hugging Face's hub")
class HuggingFaceConverterTests {
    private static final Path COMPARED = Path.of("src", "test", "resources", "org", "vitrina", "transformer");

    @TempDir
    private Path temporary;

    private static byte[] bytes(StoredTensor tensor) {
        return tensor.data().toArray(ValueLayout.JAVA_BYTE);
    }

    private static Path sample(String name) {
        return Samples.path("hub").resolve(name);
    }

    /// Returns a copy of a sample that may be changed.
    private Path copy(String name) throws IOException {
        Path copy = Files.createDirectories(temporary.resolve(name));
        try (var files = Files.list(sample(name))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return copy;
    }

    private static void replace(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        assertTrue(text.contains(from), from + " is not in " + text);
        Files.writeString(file, text.replace(from, to));
    }

    private String refused(Path folder) {
        return assertThrows(
                        ModelFileException.class,
                        () -> HuggingFaceConverter.of(folder).write(temporary.resolve("out.gguf")),
                        "was converted")
                .getMessage();
    }

    @Nested
    @DisplayName("becomes a GGUF file")
    class Converted {
        @ParameterizedTest
        @ValueSource(strings = {"llama", "llama3", "llama-linear", "qwen2", "qwen3", "gemma3", "gpt2"})
        @DisplayName("with the tensors, bit for bit, that llama.cpp's package was given for the same model")
        void tensors(String name) throws IOException {
            Path out = temporary.resolve("out.gguf");
            HuggingFaceConverter.of(sample(name)).write(out);
            try (GgufFile file = Gguf.open(out);
                    GgufFile compared = Gguf.open(COMPARED.resolve(name + ".gguf"))) {
                assertEquals(
                        compared.tensors().keySet().stream().sorted().toList(),
                        file.tensors().keySet().stream().sorted().toList());
                for (StoredTensor expected : compared.tensors().values()) {
                    StoredTensor tensor = file.tensor(expected.name());
                    assertEquals(expected.shape(), tensor.shape(), tensor.name());
                    assertArrayEquals(expected.floats(), tensor.floats(), tensor.name());
                    // positions stay in 32 bits, whatever they were
                    if (!tensor.name().equals("position_embd.weight")) {
                        assertEquals(expected.format(), tensor.format(), tensor.name());
                        assertArrayEquals(bytes(expected), bytes(tensor), tensor.name());
                    }
                }
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"llama", "llama3", "llama-linear", "qwen2", "qwen3", "gemma3", "gpt2"})
        @DisplayName("with the keys of llama.cpp's converter, in its types")
        void keys(String name) throws IOException {
            Path out = temporary.resolve("out.gguf");
            HuggingFaceConverter.of(sample(name)).write(out);
            try (GgufFile file = Gguf.open(out);
                    GgufFile compared = Gguf.open(COMPARED.resolve(name + ".gguf"))) {
                for (Map.Entry<String, Object> expected : compared.metadata().entrySet()) {
                    String key = expected.getKey();
                    // written there for every model, by the converter only for some; the rest follows from others
                    boolean optional = key.matches(
                            ".*\\.(vocab_size|rope\\.dimension_count|attention\\.(key|value)_length)|general\\.name");
                    if (!optional || file.metadata().containsKey(key) && !key.equals("general.name")) {
                        assertEquals(expected.getValue(), file.metadata().get(key), key);
                        assertEquals(compared.type(key), file.type(key), key);
                    }
                }
                assertEquals(name, file.metadata().get("general.name"));
                assertEquals(
                        "{% for m in messages %}<|user|>{{ m['content'] }}{% endfor %}",
                        file.metadata().get("tokenizer.chat_template"));
            }
        }

        @Test
        @DisplayName("with matrices in the chosen format, and vectors in F32")
        void format() throws IOException {
            Path out = temporary.resolve("out.gguf");
            for (Format format : List.of(Formats.F32, Formats.BF16, Formats.Q8_0)) {
                HuggingFaceConverter.of(sample("llama")).with(format).write(out);
                try (GgufFile file = Gguf.open(out);
                        GgufFile compared = Gguf.open(COMPARED.resolve("llama.gguf"))) {
                    for (StoredTensor expected : compared.tensors().values()) {
                        StoredTensor tensor = file.tensor(expected.name());
                        boolean vector = expected.shape().size() == 1;
                        // 48 columns are no whole number of blocks of 32
                        boolean odd = format == Formats.Q8_0 && expected.shape().getLast() == 48;
                        assertEquals(vector ? Formats.F32 : odd ? Formats.F16 : format, tensor.format(), tensor.name());
                        byte[] encoded = new byte[(int) tensor.format().bytes(tensor.size())];
                        tensor.format()
                                .encode(expected.floats(), 0, (int) tensor.size(), MemorySegment.ofArray(encoded), 0);
                        assertArrayEquals(encoded, bytes(tensor), tensor.name());
                    }
                }
            }
            assertEquals(
                    "a model is converted to F32, F16, BF16 or Q8_0, not to Q4_0; convert it to one of these, then"
                            + " quantize the file",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> HuggingFaceConverter.of(sample("llama"))
                                            .with(Formats.Q4_0))
                            .getMessage());
        }

        @Test
        @DisplayName("that is the same when its weights are in several files, or GPT-2's names have their prefix")
        void sharded() throws IOException {
            Path folder = copy("gpt2");
            Path whole = temporary.resolve("whole.gguf");
            HuggingFaceConverter.of(folder).write(whole);
            try (SafetensorsFile weights = Safetensors.open(folder)) {
                SafetensorsWriter writer = Safetensors.writer();
                for (StoredTensor tensor : weights.tensors().values()) {
                    String name = tensor.name().replaceFirst("^transformer\\.", "");
                    writer.tensor(NewTensor.of(tensor).named(name));
                }
                // a mask that old files have, which is no parameter
                writer.tensor(NewTensor.of("h.0.attn.bias", List.of(1L), new float[1]));
                Files.delete(folder.resolve("model.safetensors"));
                writer.writeSharded(folder, 20_000);
            }
            Path parts = temporary.resolve("parts.gguf");
            HuggingFaceConverter.of(folder).write(parts);
            assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(parts));
        }

        @Test
        @DisplayName("that is the same from the configuration of an older Transformers")
        void olderConfig() throws IOException {
            for (String[] change : new String[][] {
                {
                    "llama-linear",
                    "\"rope_parameters\": {\n    \"factor\": 2.5,\n    \"rope_theta\": 10000.0,\n    \"rope_type\": \"linear\"\n  }",
                    "\"rope_theta\": 10000, \"rope_scaling\": {\"type\": \"linear\", \"factor\": 2.5}"
                },
                {
                    "gemma3",
                    "\"rope_parameters\": {\n    \"full_attention\": {\n      \"factor\": 2.0,\n      \"rope_theta\": 1000.0,\n      \"rope_type\": \"linear\"\n    },\n    \"sliding_attention\": {\n      \"rope_theta\": 100.0,\n      \"rope_type\": \"default\"\n    }\n  }",
                    "\"rope_theta\": 1000.0, \"rope_local_base_freq\": 100.0, \"rope_scaling\": {\"rope_type\": \"linear\", \"factor\": 2.0}"
                }
            }) {
                Path folder = copy(change[0]);
                Path before = temporary.resolve("before.gguf");
                HuggingFaceConverter.of(folder).write(before);
                replace(folder.resolve("config.json"), change[1], change[2]);
                Path after = temporary.resolve("after.gguf");
                HuggingFaceConverter.of(folder).write(after);
                assertArrayEquals(Files.readAllBytes(before), Files.readAllBytes(after), change[0]);
            }
        }

        @Test
        @DisplayName("with the license of its model card")
        void license() throws IOException {
            Path folder = copy("llama");
            Files.writeString(
                    folder.resolve("README.md"), "---\nlanguage: en\nlicense: apache-2.0\n---\nlicense: other\n");
            Path out = temporary.resolve("out.gguf");
            HuggingFaceConverter.of(folder).write(out);
            try (GgufFile file = Gguf.open(out)) {
                assertEquals("apache-2.0", file.metadata().get("general.license"));
            }
        }
    }

    @Nested
    @DisplayName("is refused")
    class Refused {
        @Test
        @DisplayName("where a file is missing or no model of a known kind is described")
        void missing() throws IOException {
            Path folder = copy("llama");
            replace(folder.resolve("config.json"), "\"model_type\": \"llama\"", "\"model_type\": \"mamba\"");
            assertEquals(
                    "config.json, 'model_type': expected one of llama, mistral, qwen2, qwen3, gemma3, gemma3_text, gpt2,"
                            + " found 'mamba'",
                    refused(folder));
            Files.writeString(folder.resolve("config.json"), "{\"model_type\": ");
            assertEquals(
                    folder.resolve("config.json") + ": file: expected an object of JSON, found",
                    refused(folder).replaceFirst(" '.*", ""));
            Files.delete(folder.resolve("config.json"));
            assertEquals(
                    "folder " + folder
                            + ": expected a model of Hugging Face's hub, with a file config.json, found none",
                    refused(folder));
            Path other = copy("qwen2");
            Files.delete(other.resolve("tokenizer.json"));
            assertEquals("folder " + other + ": expected a file tokenizer.json, found none", refused(other));
        }

        @Test
        @DisplayName("where it would compute something else than it was trained for")
        void others() throws IOException {
            record Case(String sample, String from, String to, String message) {}
            for (Case each : List.of(
                    new Case(
                            "llama",
                            "silu",
                            "gelu",
                            "'hidden_act': expected silu, which llama models have, found 'gelu'"),
                    new Case(
                            "llama",
                            "\"vocab_size\"",
                            "\"sliding_window\": 16, \"vocab_size\"",
                            "'sliding_window': expected null, as llama models see everything, found '16'"),
                    new Case(
                            "llama3",
                            "\"rope_type\": \"llama3\"",
                            "\"rope_type\": \"dynamic\"",
                            "'rope_type': expected default, linear, yarn or llama3, found 'dynamic'"),
                    new Case(
                            "gemma3",
                            "\"query_pre_attn_scalar\": 16",
                            "\"query_pre_attn_scalar\": 32",
                            "'query_pre_attn_scalar': expected 16.0 for this shape, found '32'"),
                    new Case(
                            "gemma3",
                            "\"attn_logit_softcapping\": null",
                            "\"attn_logit_softcapping\": 50.0",
                            "'attn_logit_softcapping': expected nothing, as this cannot be converted, found '50.0'"),
                    new Case(
                            "gemma3",
                            "\"full_attention\",\n    \"sliding_attention\"\n  ]",
                            "\"full_attention\",\n    \"full_attention\"\n  ]",
                            "'layer_types[6]': expected sliding_attention, as the layers before it repeat, found"
                                    + " 'full_attention'"),
                    new Case(
                            "qwen2",
                            "\"num_hidden_layers\": 2",
                            "\"num_hidden_layers\": -2",
                            "'num_hidden_layers': expected a whole number above 0, found '-2'"))) {
                Path folder = copy(each.sample());
                replace(folder.resolve("config.json"), each.from(), each.to());
                assertEquals("config.json, " + each.message(), refused(folder));
            }
        }

        @Test
        @DisplayName("where tensors are missing, too many, or of another shape or type")
        void tensors() throws IOException {
            Path folder = copy("llama");
            replace(folder.resolve("config.json"), "\"num_hidden_layers\": 2", "\"num_hidden_layers\": 1");
            assertEquals(
                    "layer 1",
                    refused(folder).replaceFirst(".*expected a layer below 1, as config.json says, found ", ""));
            replace(folder.resolve("config.json"), "\"num_hidden_layers\": 1", "\"num_hidden_layers\": 3");
            assertEquals(
                    "folder " + folder + ": expected the tensor that becomes blk.2.",
                    refused(folder).replaceFirst("(?<=blk\\.2\\.).*", ""));
            replace(folder.resolve("config.json"), "\"num_hidden_layers\": 3", "\"num_hidden_layers\": 2");
            replace(folder.resolve("config.json"), "\"num_attention_heads\": 4", "\"num_attention_heads\": 5");
            assertEquals(
                    "expected rows for 5 heads of even width, found the shape [32, 32]",
                    refused(folder).replaceFirst("tensor '.*q_proj.weight': ", ""));
            Path other = copy("qwen2");
            try (SafetensorsFile weights = Safetensors.open(sample("qwen2"))) {
                SafetensorsWriter writer = Safetensors.writer();
                weights.tensors().values().forEach(writer::tensor);
                writer.tensor(NewTensor.of("model.layers.0.self_attn.q_norm.weight", List.of(1L), new float[1]))
                        .write(other.resolve("model.safetensors"));
            }
            assertEquals(
                    "tensor 'model.layers.0.self_attn.q_norm.weight': expected a tensor of a qwen2 model, found one that"
                            + " none has",
                    refused(other));
        }

        @Test
        @DisplayName("where its tokenizer has more tokens than the model, or cuts in a way without a name in GGUF")
        void tokenizer() throws IOException {
            Path folder = copy("llama");
            replace(folder.resolve("tokenizer.json"), "\"id\": 271", "\"id\": 272");
            assertEquals(
                    folder.resolve("tokenizer.json") + ": $: expected ids below 272, as many as the model has rows for"
                            + " tokens, found 272 for '<|user|>'",
                    refused(folder));
            Path other = copy("qwen2");
            replace(other.resolve("tokenizer.json"), "\"use_regex\": true", "\"use_regex\": false");
            assertEquals(
                    other.resolve("tokenizer.json")
                            + ": $.pre_tokenizer: expected a way to cut a text that has a name in" + " GGUF, found",
                    refused(other).replaceFirst(" an object.*", ""));
        }
    }

    @Test
    @DisplayName("whose configuration is broken in 20,000 ways is understood or refused, in little memory")
    void mutations() {
        List<byte[]> samples = List.of(
                Samples.bytes("hub/llama3/config.json"),
                Samples.bytes("hub/gemma3/config.json"),
                Samples.bytes("hub/gpt2/config.json"));
        var result = Mutations.read(20_000, samples, ModelFileException.class, 4 << 20, bytes -> {
            var config = new ConfigValues("config.json", HuggingFaceConfig.read(bytes, Path.of("config.json")));
            var architecture =
                    HuggingFaceArchitecture.of(config.text("model_type").orElse(""));
            if (architecture.isPresent()) {
                var parameters = new HuggingFaceParameters(architecture.get(), config);
                parameters.writeTo(Gguf.writer());
                parameters.factors();
            }
        });
        assertTrue(result.read() > 1_000, result.toString());
        assertTrue(result.refused() > 2_000, result.toString());
    }
}
