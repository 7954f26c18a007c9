package org.vitrina.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrina.quantize.Format;
import org.vitrina.quantize.Formats;

/// Makes a GGUF file of a model as Hugging Face's hub keeps it: a folder with `config.json`, `tokenizer.json` and
/// weights in safetensors. Names, layouts and metadata are those of llama.cpp's own converter.
///
/// Known are llama, qwen2, qwen3, gemma3 and gpt2. Vectors become F32, matrices the chosen format.
public final class HuggingFaceConverter {
    private static final Pattern BLOCK = Pattern.compile("blk\\.(\\d+)\\.(.+)");
    private static final List<String> ENDS = List.of("output_norm.", "output.");
    /// llama.cpp's numbers for files whose matrices are mostly in one format (`llama_ftype`).
    private static final Map<String, Integer> FILE_TYPES = Map.of("F32", 0, "F16", 1, "Q8_0", 7, "BF16", 32);

    private final HuggingFaceFolder folder;
    private final HuggingFaceArchitecture architecture;
    private final HuggingFaceParameters parameters;
    private final Format format;

    private HuggingFaceConverter(
            HuggingFaceFolder folder,
            HuggingFaceArchitecture architecture,
            HuggingFaceParameters parameters,
            Format format) {
        this.folder = folder;
        this.architecture = architecture;
        this.parameters = parameters;
        this.format = format;
    }

    /// Returns a converter of the model in `folder`, which keeps matrices in the format that they have.
    ///
    /// @throws ModelFileException if it is of an architecture that is not known here
    public static HuggingFaceConverter of(Path folder) throws IOException {
        HuggingFaceFolder opened = HuggingFaceFolder.open(folder);
        String type = opened.config().text("model_type").orElse("");
        HuggingFaceArchitecture architecture = HuggingFaceArchitecture.of(
                        opened.config().text("model_type").orElse(""))
                .orElseThrow(() -> opened.config()
                        .wrong("model_type", "one of llama, mistral, qwen2, qwen3, gemma3, gemma3_text, gpt2", type));
        return new HuggingFaceConverter(
                opened, architecture, new HuggingFaceParameters(architecture, opened.config()), null);
    }

    /// Returns a converter that writes matrices in `format`.
    ///
    /// @throws IllegalArgumentException if that is none of F32, F16, BF16 and Q8_0; others are for `quantize`
    public HuggingFaceConverter with(Format format) {
        if (!FILE_TYPES.containsKey(format.name())) {
            throw new IllegalArgumentException("a model is converted to F32, F16, BF16 or Q8_0, not to " + format.name()
                    + "; convert it to one of these, then quantize the file");
        }
        return new HuggingFaceConverter(folder, architecture, parameters, format);
    }

    /// Writes the model to `file`.
    ///
    /// @throws ModelFileException if the folder's files do not fit together, or say what cannot be converted
    public void write(Path file) throws IOException {
        try (SafetensorsFile weights = Safetensors.open(folder.folder())) {
            Map<String, StoredTensor> renamed = renamed(weights);
            checkComplete(renamed);
            List<NewTensor> tensors = new ArrayList<>();
            for (Map.Entry<String, StoredTensor> entry : renamed.entrySet()) {
                tensors.add(converted(entry.getKey(), entry.getValue()));
            }
            tensors.sort(Comparator.comparing((NewTensor tensor) -> place(tensor.name()))
                    .thenComparing(NewTensor::name));
            GgufWriter out = Gguf.writer();
            out.text("general.architecture", architecture.inGguf());
            out.text("general.type", "model");
            out.text("general.name", folder.name());
            folder.license().ifPresent(license -> out.text("general.license", license));
            parameters.writeTo(out);
            StoredTensor embedding = renamed.get("token_embd.weight");
            out.uint32(
                    "general.file_type",
                    FILE_TYPES.get(formatOf("token_embd.weight", embedding).name()));
            out.uint32("general.quantization_version", 2);
            int rows = Math.toIntExact(embedding.shape().getFirst());
            HuggingFaceTokenizer.write(folder.folder(), rows, folder.config(), out);
            folder.chatTemplate().ifPresent(template -> out.text("tokenizer.chat_template", template));
            parameters
                    .factors()
                    .ifPresent(factors ->
                            out.tensor(NewTensor.of("rope_freqs.weight", List.of((long) factors.length), factors)));
            tensors.forEach(out::tensor);
            out.write(file);
        }
    }

    private Map<String, StoredTensor> renamed(SafetensorsFile weights) throws ModelFileException {
        Map<String, StoredTensor> renamed = new HashMap<>();
        for (StoredTensor tensor : weights.tensors().values()) {
            if (HuggingFaceArchitecture.isLeftOut(tensor.name())) {
                continue;
            }
            String where = "tensor " + ModelFileException.quoted(tensor.name());
            String name = architecture
                    .rename(tensor.name())
                    .orElseThrow(() -> new ModelFileException(
                            where, -1, "a tensor of a " + architecture.inGguf() + " model", "one that none has"));
            if (name.equals("output.weight") && parameters.isTied()) {
                continue;
            }
            if (!Formats.all().contains(tensor.format())) {
                throw new ModelFileException(
                        where, -1, "F32, F16 or BF16", tensor.format().name());
            }
            if (renamed.put(name, tensor) != null) {
                throw new ModelFileException(where, -1, "one tensor for " + name, "another");
            }
        }
        return renamed;
    }

    private void checkComplete(Map<String, StoredTensor> renamed) throws ModelFileException {
        List<String> needed = new ArrayList<>(List.of("token_embd.weight", "output_norm.weight"));
        if (architecture == HuggingFaceArchitecture.GPT2) {
            needed.add("position_embd.weight");
        }
        if (!parameters.isTied()) {
            needed.add("output.weight");
        }
        for (String name : needed) {
            checkThere(name, renamed);
        }
        // a configuration may claim more layers than fit in memory
        for (int layer = 0; layer < parameters.layers(); layer++) {
            for (String part : architecture.partsOfLayer()) {
                checkThere("blk." + layer + "." + part + ".weight", renamed);
            }
        }
        StoredTensor embedding = renamed.get("token_embd.weight");
        if (embedding.shape().size() != 2 || embedding.shape().getLast() != parameters.width()) {
            throw wrongShape(embedding, "a row of " + parameters.width() + " for each token");
        }
        for (Map.Entry<String, StoredTensor> entry : renamed.entrySet()) {
            Matcher block = BLOCK.matcher(entry.getKey());
            if (block.matches() && Integer.parseInt(block.group(1)) >= parameters.layers()) {
                throw new ModelFileException(
                        "tensor " + ModelFileException.quoted(entry.getValue().name()),
                        -1,
                        "a layer below " + parameters.layers() + ", as config.json says",
                        "layer " + block.group(1));
            }
        }
    }

    private void checkThere(String name, Map<String, StoredTensor> renamed) throws ModelFileException {
        if (!renamed.containsKey(name)) {
            throw new ModelFileException("folder " + folder.folder(), -1, "the tensor that becomes " + name, "none");
        }
    }

    private NewTensor converted(String name, StoredTensor tensor) throws ModelFileException {
        return layout(name, tensor).apply(tensor, name, formatOf(name, tensor));
    }

    /// Vectors, norms and GPT-2's positions are small, and llama.cpp computes with them in F32 only.
    private Format formatOf(String name, StoredTensor tensor) {
        boolean small = tensor.shape().size() < 2 || name.endsWith("_norm.weight") || name.startsWith("position_embd.");
        if (small) {
            return Formats.F32;
        }
        Format wanted = format == null ? tensor.format() : format;
        long row = layoutTransposes(name)
                ? tensor.shape().getFirst()
                : tensor.shape().getLast();
        return row % wanted.blockSize() == 0 ? wanted : Formats.F16;
    }

    private boolean layoutTransposes(String name) {
        return architecture == HuggingFaceArchitecture.GPT2
                && name.matches("blk\\..*(attn_qkv|attn_output|ffn_up|ffn_down)\\.weight");
    }

    private TensorLayout layout(String name, StoredTensor tensor) throws ModelFileException {
        if (layoutTransposes(name)) {
            if (tensor.shape().size() != 2) {
                throw wrongShape(tensor, "two axes");
            }
            return new TensorLayout.Transposed();
        }
        if (architecture == HuggingFaceArchitecture.GEMMA3 && name.endsWith("norm.weight")) {
            return new TensorLayout.PlusOne();
        }
        boolean turns = name.matches("blk\\.\\d+\\.attn_[qk]\\.(weight|bias)");
        if (architecture == HuggingFaceArchitecture.LLAMA && turns) {
            int heads = name.contains("attn_q") ? parameters.heads() : parameters.kvHeads();
            long rows = tensor.shape().isEmpty() ? 0 : tensor.shape().getFirst();
            if (rows == 0 || rows % (2L * heads) != 0) {
                throw wrongShape(tensor, "rows for " + heads + " heads of even width");
            }
            return new TensorLayout.Interleaved(heads);
        }
        return new TensorLayout.Same();
    }

    private static ModelFileException wrongShape(StoredTensor tensor, String expected) {
        return new ModelFileException(
                "tensor " + ModelFileException.quoted(tensor.name()), -1, expected, "the shape " + tensor.shape());
    }

    /// The embeddings, then layer after layer, then what comes behind them.
    private static int place(String name) {
        Matcher block = BLOCK.matcher(name);
        if (block.matches()) {
            return Integer.parseInt(block.group(1));
        }
        return ENDS.stream().anyMatch(name::startsWith) ? Integer.MAX_VALUE : -1;
    }
}
