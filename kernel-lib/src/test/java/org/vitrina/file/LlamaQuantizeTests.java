package org.vitrina.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrina.quantize.Formats;
import org.vitrina.tensor.Workers;

@DisplayName("SmolLM2, beside llama.cpp's quantizer where both are there,")
class LlamaQuantizeTests {
    private static final String MODEL = "smollm2-135m-instruct";

    private static LlamaQuantize llama;

    @TempDir
    private Path folder;

    @BeforeAll
    static void find() throws Throwable {
        assumeTrue(
                ModelCache.ofUser().names().contains(MODEL),
                "the model is not in the cache; ./vitrina model get " + MODEL + " fetches it");
        llama = LlamaQuantize.installed();
    }

    @ParameterizedTest(name = "as {0}")
    @CsvSource({"Q8_0, 7", "Q4_0, 2", "Q3_K, 11", "Q6_K, 18"})
    @DisplayName("becomes the same file: every tensor to the last byte, every key")
    void same(String type, int fileType) throws Throwable {
        Path in = ModelCache.ofUser().resolve(MODEL);
        Path theirs = folder.resolve("theirs.gguf");
        Path ours = folder.resolve("ours.gguf");
        llama.quantize(in, theirs, fileType);
        try (GgufFile file = Gguf.open(in)) {
            ModelQuantizer.write(file, QuantizationPlan.to(Formats.named(type)), ours, Workers.all());
        }
        try (GgufFile expected = Gguf.open(theirs);
                GgufFile actual = Gguf.open(ours)) {
            assertEquals(expected.tensors().keySet(), actual.tensors().keySet());
            for (StoredTensor tensor : expected.tensors().values()) {
                StoredTensor same = actual.tensor(tensor.name());
                assertEquals(tensor.format(), same.format(), tensor.name());
                assertEquals(tensor.shape(), same.shape(), tensor.name());
                assertEquals(-1, tensor.data().mismatch(same.data()), tensor.name());
            }
            assertEquals(expected.metadata(), actual.metadata());
        }
    }

    @Test
    @DisplayName("quantized here, is a model that llama.cpp opens, checks and reads as we do")
    void readThere() throws Throwable {
        Path ours = folder.resolve("ours.gguf");
        Path floats = folder.resolve("floats.gguf");
        try (GgufFile file = Gguf.open(ModelCache.ofUser().resolve(MODEL))) {
            ModelQuantizer.write(file, QuantizationPlan.to(Formats.Q5_K), ours, Workers.all());
        }
        llama.quantize(ours, floats, 0);
        try (GgufFile here = Gguf.open(ours);
                GgufFile there = Gguf.open(floats)) {
            for (StoredTensor tensor : there.tensors().values()) {
                assertEquals(Formats.F32, tensor.format());
                assertArrayEquals(tensor.floats(), here.tensor(tensor.name()).floats(), tensor.name());
            }
        }
    }
}
