package org.vitrina.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrina.file.QuantizationResult.TensorResult;
import org.vitrina.quantize.Format;
import org.vitrina.quantize.Formats;
import org.vitrina.quantize.QuantizationError;
import org.vitrina.quantize.QuantizedTensor;
import org.vitrina.tensor.Tensor;
import org.vitrina.tensor.Workers;

@DisplayName("A model that is quantized")
class ModelQuantizerTests {
    @TempDir
    private Path folder;

    private Path in;
    private Path out;

    static List<Format> formats() {
        return Formats.all();
    }

    @BeforeEach
    void write() throws IOException {
        in = folder.resolve("in.gguf");
        out = folder.resolve("out.gguf");
        var random = new Random(6);
        Gguf.writer()
                .text("general.architecture", "llama")
                .uint32("general.file_type", 0)
                .texts("tokenizer.ggml.tokens", List.of("a", "b"))
                .tensor(tensor(random, "token_embd.weight", 90, 256))
                .tensor(tensor(random, "blk.0.attn_norm.weight", 256))
                .tensor(tensor(random, "blk.0.attn_q.weight", 64, 256))
                .tensor(tensor(random, "blk.0.attn_q.bias", 64))
                .tensor(tensor(random, "blk.0.ffn_gate_inp.weight", 8, 256))
                .tensor(tensor(random, "blk.0.ffn_down.weight", 256, 96))
                .tensor(tensor(random, "one_row.weight", 1, 256))
                .tensor(tensor(random, "odd.weight", 4, 20))
                .tensor(tensor(random, "output.weight", 90, 256))
                .write(in);
    }

    private static NewTensor tensor(Random random, String name, long... shape) {
        int size = 1;
        for (long length : shape) {
            size *= (int) length;
        }
        float[] weights = new float[size];
        for (int i = 0; i < size; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        return NewTensor.of(name, java.util.Arrays.stream(shape).boxed().toList(), weights);
    }

    private QuantizationResult quantize(QuantizationPlan plan) throws IOException {
        try (GgufFile file = Gguf.open(in)) {
            return ModelQuantizer.write(file, plan, out, Workers.ONE);
        }
    }

    private static TensorResult of(QuantizationResult result, String name) {
        return result.tensors().stream()
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("formats")
    @DisplayName("holds what the format makes of each matrix, and the rest as it was")
    void written(Format format) throws IOException {
        QuantizationResult result = quantize(QuantizationPlan.to(format));
        try (GgufFile before = Gguf.open(in);
                GgufFile after = Gguf.open(out)) {
            assertEquals(
                    List.copyOf(before.tensors().keySet()),
                    List.copyOf(after.tensors().keySet()));
            assertEquals(Files.size(in), result.bytesBefore());
            assertEquals(Files.size(out), result.bytesAfter());
            for (TensorResult tensor : result.tensors()) {
                StoredTensor from = before.tensor(tensor.name());
                StoredTensor to = after.tensor(tensor.name());
                assertEquals(tensor.to(), to.format());
                assertEquals(from.shape(), to.shape());
                byte[] expected = new byte[Math.toIntExact(to.format().bytes(from.size()))];
                to.format().encode(from.floats(), 0, (int) from.size(), MemorySegment.ofArray(expected), 0);
                assertArrayEquals(expected, to.data().toArray(ValueLayout.JAVA_BYTE), tensor.name());
                assertEquals(
                        QuantizationError.of(from.floats(), to.floats()).rmse(),
                        tensor.error().rmse(),
                        1e-12);
            }
        }
        assertEquals(format, of(result, "token_embd.weight").to());
    }

    @ParameterizedTest(name = "{0} as {1}: {2}")
    @CsvSource({
        "token_embd.weight, Q4_K, Q4_K, ''",
        "blk.0.attn_norm.weight, Q4_K, F32, one axis",
        "blk.0.attn_q.bias, Q4_K, F32, one axis",
        "one_row.weight, Q4_K, F32, one axis",
        "blk.0.ffn_gate_inp.weight, Q4_K, F32, small",
        "blk.0.ffn_down.weight, Q2_K, Q4_0, rows of 96 are no whole blocks of Q2_K",
        "blk.0.ffn_down.weight, Q3_K, Q4_0, rows of 96 are no whole blocks of Q3_K",
        "blk.0.ffn_down.weight, Q4_K, Q5_0, rows of 96 are no whole blocks of Q4_K",
        "blk.0.ffn_down.weight, Q5_K, Q5_1, rows of 96 are no whole blocks of Q5_K",
        "blk.0.ffn_down.weight, Q6_K, Q8_0, rows of 96 are no whole blocks of Q6_K",
        "odd.weight, Q6_K, F16, rows of 20 are no whole blocks of Q6_K",
        "odd.weight, Q4_0, F16, rows of 20 are no whole blocks of Q4_0",
    })
    @DisplayName("follows the rules of llama.cpp")
    void rules(String name, String type, String expected, String why) throws IOException {
        TensorResult tensor = of(quantize(QuantizationPlan.to(Formats.named(type))), name);
        assertEquals(expected, tensor.to().name());
        assertEquals(why, tensor.why());
    }

    @Test
    @DisplayName("keeps what it is told to keep, and gives other formats where it is told to")
    void plan() throws IOException {
        QuantizationResult result = quantize(QuantizationPlan.to(Formats.Q4_0)
                .keeping(Pattern.compile("attn_q"))
                .with(Pattern.compile("^output|embd"), Formats.Q6_K)
                .with(Pattern.compile("embd"), Formats.Q8_0));
        assertEquals(Formats.F32, of(result, "blk.0.attn_q.weight").to());
        assertEquals("kept", of(result, "blk.0.attn_q.weight").why());
        assertEquals(Formats.Q6_K, of(result, "output.weight").to());
        assertEquals(Formats.Q6_K, of(result, "token_embd.weight").to());
        assertEquals(Formats.Q4_0, of(result, "blk.0.ffn_down.weight").to());
    }

    @Test
    @DisplayName("says in its keys what it is now, and keeps the others")
    void keys() throws IOException {
        quantize(QuantizationPlan.to(Formats.Q5_1));
        try (GgufFile after = Gguf.open(out)) {
            assertEquals(9, after.integer("general.file_type").getAsLong());
            assertEquals(2, after.integer("general.quantization_version").getAsLong());
            assertEquals("llama", after.text("general.architecture").orElseThrow());
            assertEquals(
                    List.of("a", "b"),
                    after.list("tokenizer.ggml.tokens", String.class).orElseThrow());
        }
    }

    @Test
    @DisplayName("is the same to the byte on any number of threads, and in as many pieces as it takes")
    void threads() throws IOException {
        int rows = 140_000;
        float[] weights = new float[rows * 32];
        var random = new Random(9);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = random.nextFloat(-1, 1);
        }
        Gguf.writer()
                .tensor(NewTensor.of("a.weight", List.of((long) rows, 32L), weights))
                .write(in);
        QuantizationResult one = quantize(QuantizationPlan.to(Formats.Q4_1));
        byte[] bytes = Files.readAllBytes(out);
        try (GgufFile file = Gguf.open(in)) {
            assertEquals(one, ModelQuantizer.write(file, QuantizationPlan.to(Formats.Q4_1), out, Workers.of(3)));
        }
        assertArrayEquals(bytes, Files.readAllBytes(out));
        QuantizationError whole =
                QuantizedTensor.of(Formats.Q4_1, Tensor.of(weights, rows, 32)).error();
        assertEquals(whole.rmse(), one.tensors().getFirst().error().rmse(), 1e-12);
        assertEquals(whole.largest(), one.tensors().getFirst().error().largest());
        assertEquals(whole.cosine(), one.tensors().getFirst().error().cosine(), 1e-9);
    }

    @Test
    @DisplayName("is shown with its errors, its sizes and what was replaced")
    void shown() throws IOException {
        QuantizationResult result = quantize(QuantizationPlan.to(Formats.Q4_K));
        assertEquals(5, result.changed().size());
        assertEquals(5, result.table().rowCount());
        assertTrue(result.text().contains("\n5 tensors quantized, 4 written as they were\n"), result.text());
        assertTrue(
                result.text().contains("\nrows of 96 are no whole blocks of Q4_K: to Q5_0 instead (1 tensors)\n"),
                result.text());
        assertEquals("Q4_K", result.fields().get("format"));
        assertTrue(result.mime().html().orElseThrow().contains("SQNR (dB)"));
    }

    @Nested
    @DisplayName("is refused")
    class Refused {
        @Test
        @DisplayName("in the place of the file that is read")
        void itself() throws IOException {
            byte[] before = Files.readAllBytes(in);
            try (GgufFile file = Gguf.open(in)) {
                var refused = assertThrows(
                        IllegalArgumentException.class,
                        () -> ModelQuantizer.write(file, QuantizationPlan.to(Formats.F16), in, Workers.ONE));
                assertEquals(
                        in + " is the file that is read; write the quantized model to another place",
                        refused.getMessage());
            }
            assertArrayEquals(before, Files.readAllBytes(in));
        }

        @Test
        @DisplayName("with weights that are not finite; it says which, and leaves no file")
        void notFinite() throws IOException {
            float[] weights = new float[70_000 * 64];
            weights[4_300_001] = Float.POSITIVE_INFINITY;
            Gguf.writer()
                    .tensor(NewTensor.of("bad.weight", List.of(70_000L, 64L), weights))
                    .write(in);
            var refused = assertThrows(ModelFileException.class, () -> quantize(QuantizationPlan.to(Formats.Q8_0)));
            assertTrue(
                    refused.getMessage()
                            .endsWith(": expected finite weights, found weight 4,300,001 is Infinity, and Q8_0 can keep"
                                    + " finite weights only"),
                    refused.getMessage());
            assertFalse(Files.exists(out));
            try (var files = Files.list(folder)) {
                assertEquals(1, files.count());
            }
            quantize(QuantizationPlan.to(Formats.F16));
        }

        @Test
        @DisplayName("where its weights are in a format that is not read here, unless they are kept")
        void unread() throws IOException {
            var strange = new NewTensor(
                    "x.weight",
                    GgmlType.IQ4_NL.listed(),
                    List.of(2L, 32L),
                    sink -> sink.write(MemorySegment.ofArray(new byte[36])));
            Gguf.writer().tensor(strange).write(in);
            var refused = assertThrows(ModelFileException.class, () -> quantize(QuantizationPlan.to(Formats.Q8_0)));
            assertTrue(refused.getMessage().contains("expected weights in a format that can be read, found IQ4_NL"));
            assertEquals(
                    "kept",
                    quantize(QuantizationPlan.to(Formats.Q8_0).keeping(Pattern.compile("x")))
                            .tensors()
                            .getFirst()
                            .why());
        }
    }
}
