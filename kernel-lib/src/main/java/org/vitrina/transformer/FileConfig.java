package org.vitrina.transformer;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.vitrina.file.ModelFile;
import org.vitrina.file.ModelFileException;
import org.vitrina.file.StoredTensor;
import org.vitrina.tensor.Pairing;
import org.vitrina.transformer.Config.Part;

/// Reads a [Config] from a GGUF file's metadata, and from which tensors it has.
final class FileConfig {
    /// The layers of Gemma 3 27B, which scales its scores in another way than its smaller sisters.
    private static final int GEMMA_27B_LAYERS = 62;

    private final Map<String, StoredTensor> tensors;
    private final FileKeys keys;
    private final String architecture;

    private FileConfig(String architecture, ModelFile file) {
        this.architecture = architecture;
        keys = new FileKeys(architecture, file.metadata());
        tensors = file.tensors();
    }

    /// Returns what the file's model looks like.
    ///
    /// @throws ModelFileException if it is of an architecture that is not known here, or lacks what it needs
    static Config of(ModelFile file) throws ModelFileException {
        String known = "one of llama, gpt2, qwen2, qwen3, gemma3";
        return switch (file.metadata().get("general.architecture")) {
            case String name
            when Set.of("llama", "gpt2", "qwen2", "qwen3", "gemma3").contains(name) ->
                new FileConfig(name, file).read();
            case String name -> throw new ModelFileException("general.architecture", -1, known, shortened(name));
            case null -> throw new ModelFileException("general.architecture", -1, known, "nothing");
            default -> throw new ModelFileException("general.architecture", -1, known, "no text");
        };
    }

    private Config read() throws ModelFileException {
        boolean gpt2 = architecture.equals("gpt2");
        boolean gemma = architecture.equals("gemma3");
        int width = keys.count("embedding_length");
        int layers = keys.count("block_count");
        AttentionShape attention = attention(width, layers);
        refuseCaps();
        Rope rope = gpt2 ? null : rope(attention.width(), keys.positive("rope.freq_base", 10_000), scaling(attention));
        return new Config(
                architecture,
                vocabulary(),
                keys.count("context_length"),
                width,
                layers,
                attention,
                keys.count("feed_forward_length"),
                gpt2
                        ? new Norm(Norm.Kind.LAYER, keys.positive("attention.layer_norm_epsilon"))
                        : new Norm(Norm.Kind.RMS, keys.positive("attention.layer_norm_rms_epsilon")),
                gpt2 ? Activation.GELU : gemma ? Activation.GEGLU : Activation.SWIGLU,
                rope,
                gemma && keys.has("attention.sliding_window") ? sliding(attention.width()) : null,
                gemma ? (float) Math.sqrt(width) : 1,
                parts());
    }

    private int vocabulary() throws ModelFileException {
        StoredTensor embedding = tensors.get("token_embd.weight");
        if (embedding == null
                || embedding.shape().size() != 2
                || embedding.shape().getFirst() > Integer.MAX_VALUE) {
            throw new ModelFileException(
                    "tensor token_embd.weight",
                    -1,
                    "a matrix with a row for each token",
                    embedding == null ? "nothing" : "shape " + embedding.shape());
        }
        return embedding.shape().getFirst().intValue();
    }

    private AttentionShape attention(int width, int layers) throws ModelFileException {
        int heads = keys.count("attention.head_count");
        int kvHeads = keys.count("attention.head_count_kv", heads);
        int headWidth = keys.count("attention.key_length", Math.max(1, width / heads));
        if (keys.count("attention.value_length", headWidth) != headWidth) {
            throw keys.wrong("attention.value_length", headWidth + ", as wide as keys");
        }
        if (heads % kvHeads != 0) {
            throw keys.wrong("attention.head_count_kv", "a divisor of attention.head_count, which is " + heads);
        }
        boolean byWidth = architecture.equals("gemma3") && layers == GEMMA_27B_LAYERS;
        double scale = 1 / Math.sqrt(byWidth ? (double) width / heads : headWidth);
        return new AttentionShape(heads, kvHeads, headWidth, (float) scale, 0);
    }

    /// Refuses what would be computed otherwise than the model was trained.
    private void refuseCaps() throws ModelFileException {
        for (String cap : new String[] {"attn_logit_softcapping", "final_logit_softcapping"}) {
            if (keys.has(cap) && keys.positive(cap, 1) > 0) {
                throw keys.wrong(cap, "nothing, as soft caps are not computed here");
            }
        }
    }

    private Rope rope(int headWidth, float base, RopeScaling scaling) throws ModelFileException {
        int rotated = keys.count("rope.dimension_count", headWidth);
        if (rotated > headWidth || rotated % 2 != 0) {
            throw keys.wrong("rope.dimension_count", "an even number, at most the width of a head, " + headWidth);
        }
        Pairing pairing = architecture.equals("llama") ? Pairing.ADJACENT : Pairing.HALVES;
        return new Rope(rotated, base, pairing, scaling);
    }

    private RopeScaling scaling(AttentionShape attention) throws ModelFileException {
        StoredTensor factors = tensors.get("rope_freqs.weight");
        if (factors != null) {
            int pairs = keys.count("rope.dimension_count", attention.width()) / 2;
            return new RopeScaling.Frequencies(FileWeights.vector(factors, pairs));
        }
        String type = keys.text("rope.scaling.type", keys.has("rope.scale_linear") ? "linear" : "none");
        return switch (type) {
            case "none" -> new RopeScaling.None();
            case "linear" ->
                new RopeScaling.Linear(keys.positive(
                        keys.has("rope.scaling.factor") || !keys.has("rope.scale_linear")
                                ? "rope.scaling.factor"
                                : "rope.scale_linear"));
            case "yarn" -> {
                float factor = keys.positive("rope.scaling.factor");
                yield new RopeScaling.Yarn(
                        factor,
                        keys.count("rope.scaling.original_context_length"),
                        keys.positive("rope.scaling.yarn_beta_fast", 32),
                        keys.positive("rope.scaling.yarn_beta_slow", 1),
                        keys.positive("rope.scaling.attn_factor", 1) * (float) (0.1 * Math.log(factor) + 1));
            }
            default -> throw keys.wrong("rope.scaling.type", "none, linear or yarn");
        };
    }

    private Config.Sliding sliding(int headWidth) throws ModelFileException {
        return new Config.Sliding(
                keys.count("attention.sliding_window"),
                keys.count("attention.sliding_window_pattern", 6),
                rope(headWidth, keys.positive("rope.freq_base_swa", 10_000), new RopeScaling.None()));
    }

    private Set<Part> parts() {
        var parts = EnumSet.noneOf(Part.class);
        addIf(parts, Part.QKV_BIAS, "blk.0.attn_q.bias", "blk.0.attn_qkv.bias");
        addIf(parts, Part.OUTPUT_BIAS, "blk.0.attn_output.bias");
        addIf(parts, Part.FEED_FORWARD_BIAS, "blk.0.ffn_up.bias");
        addIf(parts, Part.QK_NORM, "blk.0.attn_q_norm.weight");
        addIf(parts, Part.POST_NORM, "blk.0.post_attention_norm.weight");
        addIf(parts, Part.SEPARATE_OUTPUT, "output.weight");
        return parts;
    }

    private void addIf(Set<Part> parts, Part part, String... tensorNames) {
        for (String name : tensorNames) {
            if (tensors.containsKey(name)) parts.add(part);
        }
    }

    private static String shortened(String name) {
        return "'" + (name.length() <= 40 ? name : name.substring(0, 40) + "…") + "'";
    }
}
