package org.vitrina.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrina.quantize.Formats;
import org.vitrina.show.Figure;

@DisplayName("A report on a model file")
class ModelReportTests {
    @TempDir
    private Path folder;

    private static NewTensor zeros(String name, org.vitrina.quantize.Format format, long... shape) {
        List<Long> lengths = Arrays.stream(shape).boxed().toList();
        long size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        byte[] bytes = new byte[(int) format.bytes(size)];
        return new NewTensor(name, format, lengths, sink -> sink.write(java.lang.foreign.MemorySegment.ofArray(bytes)));
    }

    /// A model whose sizes can be computed in the head.
    private Path small() throws IOException {
        Path file = folder.resolve("small.gguf");
        Gguf.writer()
                .text("general.architecture", "llama")
                .text("general.name", "Small")
                .text("general.license", "mit")
                .uint32("llama.block_count", 2)
                .uint32("llama.embedding_length", 64)
                .uint32("llama.attention.head_count", 4)
                .uint32("llama.attention.head_count_kv", 2)
                .uint32("llama.context_length", 128)
                .text("tokenizer.ggml.model", "gpt2")
                .text("tokenizer.ggml.pre", "smollm")
                .texts("tokenizer.ggml.tokens", List.of("a", "b", "c"))
                .text("tokenizer.chat_template", "{{ x }}")
                .tensor(zeros("token_embd.weight", Formats.Q8_0, 1000, 64))
                .tensor(zeros("blk.0.attn_norm.weight", Formats.F32, 64))
                .tensor(zeros("blk.0.attn_q.weight", Formats.Q4_0, 64, 64))
                .tensor(zeros("blk.0.ffn_up.weight", Formats.Q4_0, 640, 64))
                .write(file);
        return file;
    }

    @Test
    @DisplayName("says what the model is, how large, and what it needs")
    void facts() throws IOException {
        try (ModelFile file = ModelFile.open(small())) {
            ModelReport report = ModelReport.of(file);
            assertEquals(64_000 + 64 + 4_096 + 40_960, report.parameters());
            assertEquals(68_000 + 256 + 2_304 + 23_040, report.bytes());
            // a key and a value, 2 layers, 2 heads of 16 numbers, of 4 bytes
            assertEquals(OptionalLong.of(2 * 2 * 2 * 16 * 4), report.memoryPerToken(4));
            assertEquals("""
                    GGUF 3 file 'small.gguf', 94.4 kB, 4 tensors
                    name           Small
                    architecture   llama: 2 layers, width 64, 4 heads (2 of keys and values)
                    parameters     109,120
                    context        128 tokens
                    vocabulary     3 tokens (gpt2, smollm)
                    chat template  yes
                    license        mit
                    memory         93.6 kB for the weights; keys and values 512 bytes per token, 65.5 kB for the whole context (in F32, half of that in F16)

                    format  tensors  weights   bytes  bits per weight
                    Q8_0          1   64,000  68,000              8.5
                    Q4_0          2   45,056  25,344              4.5
                    F32           1       64     256               32
                    """, report.text());
            assertEquals(report.text(), file.text());
        }
    }

    @Test
    @DisplayName("lists every tensor with its shape, outermost axis first")
    void tensors() throws IOException {
        try (ModelFile file = ModelFile.open(small())) {
            String text = ModelReport.of(file).textWithTensors();
            assertTrue(text.endsWith("""

                    tensor                  kind          format  shape      weights   bytes
                    token_embd.weight       embedding     Q8_0    1000 × 64   64,000  68,000
                    blk.0.attn_norm.weight  norm          F32     64              64     256
                    blk.0.attn_q.weight     attention     Q4_0    64 × 64      4,096   2,304
                    blk.0.ffn_up.weight     feed-forward  Q4_0    640 × 64    40,960  23,040
                    """), text);
        }
    }

    @Test
    @DisplayName("shows a bar for each kind of tensor, and a map in which every byte of the file has its place")
    void figures() throws IOException {
        try (ModelFile file = ModelFile.open(small())) {
            ModelReport report = ModelReport.of(file);
            var bars = assertInstanceOf(Figure.Bars.class, report.kinds());
            assertEquals(List.of("embedding", "feed-forward", "attention", "norm"), bars.labels());
            assertEquals(List.of(0.068, 0.02304, 0.002304, 0.000256), bars.values());
            var map = assertInstanceOf(Figure.Heatmap.class, report.map());
            assertEquals(List.of("metadata", "embedding", "norm", "attention", "feed-forward"), map.rows());
            for (int piece = 0; piece < map.columns().size(); piece++) {
                double sum = 0;
                for (double[] row : map.values()) {
                    sum += Double.isNaN(row[piece]) ? 0 : row[piece];
                }
                assertEquals(1, sum, 0.01, "piece " + piece);
            }
            assertTrue(report.mime().html().orElseThrow().contains("<table"));
        }
    }

    @Test
    @DisplayName("is read from config.json for a safetensors folder")
    void safetensors() throws IOException {
        Safetensors.writer()
                .tensor(zeros("model.embed_tokens.weight", Formats.BF16, 10, 4))
                .tensor(zeros("model.layers.0.self_attn.q_proj.weight", Formats.BF16, 4, 4))
                .tensor(zeros("model.layers.0.input_layernorm.weight", Formats.F32, 4))
                .write(folder.resolve("model.safetensors"));
        Files.writeString(folder.resolve("config.json"), """
                {"model_type": "qwen2", "num_hidden_layers": 1, "hidden_size": 4, "num_attention_heads": 2,
                 "max_position_embeddings": 32768, "vocab_size": 10, "rope_scaling": null, "eps": 1e-6}""");
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"chat_template\": \"{{ x }}\"}");
        try (ModelFile file = ModelFile.open(folder)) {
            String text = file.text();
            assertTrue(text.startsWith("""
                    safetensors file 'model.safetensors', 408 bytes, 3 tensors
                    architecture   qwen2: 1 layers, width 4, 2 heads
                    parameters     60
                    context        32,768 tokens
                    vocabulary     10 tokens
                    chat template  yes
                    """), text);
            assertEquals(
                    List.of("embedding", "attention", "norm"),
                    ModelReport.of(file).byKind().stringColumn("kind").asList());
        }
    }

    @Nested
    @DisplayName("on a hostile file")
    class Hostile {
        @Test
        @DisplayName("shows no control characters and no markup of the file's, in text or HTML")
        void escaped() throws IOException {
            Path file = folder.resolve("hostile.gguf");
            String evil = "\u001B[2J<script>alert(1)</script>\u202E\n";
            Gguf.writer()
                    .text("general.architecture", evil)
                    .text("general.name", evil + "x".repeat(1000))
                    .text("general.license", evil)
                    .tensor(zeros(evil, Formats.F32, 1))
                    .write(file);
            try (ModelFile open = ModelFile.open(file)) {
                ModelReport report = ModelReport.of(open);
                String text = report.textWithTensors();
                assertTrue(text.contains("architecture   ⟨U+001B⟩[2J<script>alert(1)</script>⟨U+202E⟩↵\n"), text);
                assertFalse(text.contains("\u001B") || text.contains("\u202E"), text);
                assertTrue(text.lines().allMatch(line -> line.length() < 320), text);
                String html = report.mime().html().orElseThrow();
                assertTrue(html.contains("&lt;script&gt;"), html);
                assertFalse(html.contains("<script>"), html);
            }
        }

        @Test
        @DisplayName("takes values of the wrong kind, or beyond all measure, for not said")
        void nonsense() throws IOException {
            Path file = folder.resolve("nonsense.gguf");
            Gguf.writer()
                    .uint32("general.architecture", 7)
                    .text(".block_count", "many")
                    .list(".attention.head_count", GgufType.STRING, List.of("x"))
                    .value(".attention.key_length", GgufType.UINT64, new java.math.BigInteger("18446744073709551615"))
                    .value(".context_length", GgufType.INT64, Long.MIN_VALUE)
                    .write(file);
            try (ModelFile open = ModelFile.open(file)) {
                assertEquals(
                        """
                        architecture   not said
                        parameters     0
                        context        -9,223,372,036,854,775,808 tokens
                        chat template  none
                        memory         0 bytes for the weights
                        """.strip(),
                        String.join("\n", open.text().lines().skip(1).limit(5).toList()));
            }
        }

        @Test
        @DisplayName("with tensors of unknown formats lists them, and never adds up past what a long holds")
        void huge() throws IOException {
            byte[] bytes = Samples.file(
                    Samples.gguf(2, 0, "a", 1, Long.MAX_VALUE, 99, 0L, "b", 1, Long.MAX_VALUE, 99, 0L, new byte[64]));
            Path file = Files.write(folder.resolve("huge.gguf"), bytes);
            try (ModelFile open = ModelFile.open(file)) {
                String text = open.text();
                assertTrue(text.contains("type 99"), text);
                assertTrue(text.contains("9,223,372,036,854,775,807"), text);
                assertFalse(text.contains("-9"), text);
            }
        }
    }
}
