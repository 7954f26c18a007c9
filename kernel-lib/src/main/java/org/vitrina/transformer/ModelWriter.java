package org.vitrina.transformer;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.vitrina.file.Gguf;
import org.vitrina.file.GgufTokenizerWriter;
import org.vitrina.file.GgufWriter;
import org.vitrina.file.NewTensor;
import org.vitrina.quantize.Format;
import org.vitrina.quantize.Formats;
import org.vitrina.tokenize.BpeTokenizer;

/// Writes a model that was made here as a GGUF file, which llama.cpp and [Model#open] run.
public final class ModelWriter {
    private final Model model;
    private final Map<String, String> texts = new LinkedHashMap<>();

    private ModelWriter(Model model) {
        this.model = model;
    }

    /// Returns a writer of `model`, whose tokenizer must be a [BpeTokenizer] that was learned here or came out of a
    /// GGUF file.
    public static ModelWriter of(Model model) {
        return new ModelWriter(model);
    }

    /// Adds a line to what the file says about itself, such as `general.license`.
    public ModelWriter text(String key, String value) {
        texts.put(key, value);
        return this;
    }

    /// Writes the file: aside first, then moved.
    ///
    /// Vectors are kept as 32-bit floats, and matrices in `format` where their rows are whole blocks of it, else as
    /// 16-bit floats.
    ///
    /// @param end the special token that ends a text
    /// @throws IllegalArgumentException if the architecture is none that is trained here, or the tokenizer cannot
    ///     be written
    public void write(Path file, Format format, String end) throws IOException {
        Config config = model.config();
        String architecture = config.architecture();
        if (!(model.tokenizer() instanceof BpeTokenizer tokenizer)) {
            throw new IllegalArgumentException("only a byte-pair tokenizer can be written, but that of '" + model.name()
                    + "' is " + model.tokenizer());
        }
        GgufWriter writer =
                Gguf.writer().text("general.architecture", architecture).text("general.name", model.name());
        texts.forEach(writer::text);
        writer.uint32(architecture + ".vocab_size", config.vocabulary())
                .uint32(architecture + ".context_length", config.context())
                .uint32(architecture + ".embedding_length", config.width())
                .uint32(architecture + ".block_count", config.layers())
                .uint32(architecture + ".feed_forward_length", config.hidden())
                .uint32(
                        architecture + ".attention.head_count",
                        config.attention().heads())
                .uint32(
                        architecture + ".attention.head_count_kv",
                        config.attention().kvHeads());
        switch (architecture) {
            case "llama" ->
                writer.float32(
                                "llama.attention.layer_norm_rms_epsilon",
                                config.norm().epsilon())
                        .uint32("llama.attention.key_length", config.attention().width())
                        .uint32(
                                "llama.attention.value_length",
                                config.attention().width())
                        .uint32("llama.rope.dimension_count", config.rope().rotated())
                        .float32("llama.rope.freq_base", config.rope().base());
            case "gpt2" ->
                writer.float32(
                        "gpt2.attention.layer_norm_epsilon", config.norm().epsilon());
            default ->
                throw new IllegalArgumentException(
                        "models of the architectures llama and gpt2 are written, but this is " + architecture);
        }
        GgufTokenizerWriter.write(writer, tokenizer, end);
        model.transformer().weights().forEach(weight -> writer.tensor(tensor(weight, format)));
        writer.write(file);
    }

    private static NewTensor tensor(Weight weight, Format wanted) {
        int rows = weight.matrix().rows();
        int columns = weight.matrix().columns();
        boolean vector = weight.shape().size() == 1;
        Format format = vector ? Formats.F32 : columns % wanted.blockSize() == 0 ? wanted : Formats.F16;
        return new NewTensor(
                weight.name(),
                format,
                weight.shape().stream().map(Integer::longValue).toList(),
                sink -> {
                    float[] row = new float[columns];
                    try (Arena arena = Arena.ofConfined()) {
                        MemorySegment bytes = arena.allocate(format.bytes(columns));
                        for (int i = 0; i < rows; i++) {
                            weight.matrix().row(i, row, 0);
                            format.encode(row, 0, columns, bytes, 0);
                            sink.write(bytes);
                        }
                    }
                });
    }
}
