package org.vitrina.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrina.file.HuggingFaceConverter;
import org.vitrina.file.Safetensors;
import org.vitrina.file.SafetensorsFile;
import org.vitrina.quantize.Formats;

/// The folders and the logits were made by Transformers: `small_folders.py` and `small_models.py`.
@DisplayName("A model that was converted from a folder of the hub")
class ConvertedModelTests {
    private static final Path RESOURCES = Path.of("src", "test", "resources", "org", "vitrina");

    @TempDir
    private Path folder;

    private static HuggingFaceConverter converter(String name) throws IOException {
        return HuggingFaceConverter.of(RESOURCES.resolve("file/hub").resolve(name));
    }

    private static SafetensorsFile golden(String name) throws IOException {
        return Safetensors.open(RESOURCES.resolve("transformer").resolve(name + ".safetensors"));
    }

    private static int[] ids(SafetensorsFile golden) throws IOException {
        return golden.tensor("ids").data().toArray(ValueLayout.JAVA_INT);
    }

    private static void assertClose(float[] expected, float[][] rows, double tolerance) {
        int width = rows[0].length;
        assertEquals(expected.length, rows.length * width);
        for (int row = 0; row < rows.length; row++) {
            float[] wanted = Arrays.copyOfRange(expected, row * width, (row + 1) * width);
            assertArrayEquals(wanted, rows[row], (float) tolerance, "position " + row);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama3", "llama-linear", "qwen2", "qwen3", "gemma3", "gpt2"})
    @DisplayName("opens, and gives PyTorch's logits")
    void logits(String name) throws IOException {
        Path file = folder.resolve("converted.gguf");
        converter(name).write(file);
        try (SafetensorsFile golden = golden(name);
                Model model = Model.open(file)) {
            assertClose(golden.tensor("logits").floats(), model.session().all(ids(golden)), 1e-3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama3", "llama-linear", "qwen2", "qwen3", "gemma3", "gpt2"})
    @DisplayName("opens in llama.cpp, which gives PyTorch's logits and the tokenizer's ids")
    void llamaCpp(String name) throws IOException {
        String text = "the cat sat on the mat, in 12 er\u00F1 \uD83D\uDE00";
        Path file = folder.resolve("converted.gguf");
        // in 32 bits: what is multiplied with matrices of 16, llama.cpp rounds to 16
        converter(name).with(Formats.F32).write(file);
        try (SafetensorsFile golden = golden(name);
                Model model = Model.open(file);
                var peer = new LlamaCpp(file, "--context", "64")) {
            // and GELU it looks up in a table of 16-bit floats
            double tolerance = model.config().activation() == Activation.SWIGLU ? 1e-3 : 1e-2;
            assertClose(golden.tensor("logits").floats(), peer.logits(ids(golden)), tolerance);
            var answer = peer.ask(Map.of("op", "tokenize", "text", text));
            int[] expected = answer.getAsJsonArray("ids").asList().stream()
                    .mapToInt(id -> id.getAsInt())
                    .toArray();
            assertArrayEquals(expected, model.tokenizer().encode(text));
            assertTrue(expected.length > 10);
        }
    }
}
