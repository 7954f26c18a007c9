package org.vitrina.file;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes what `config.json` says about a model's shape under the keys, and in the types, that llama.cpp's
/// converter uses. What would be computed otherwise than the model was trained is refused.
final class HuggingFaceParameters {
    private static final Map<HuggingFaceArchitecture, String> ACTIVATIONS = Map.of(
            HuggingFaceArchitecture.LLAMA, "silu",
            HuggingFaceArchitecture.QWEN2, "silu",
            HuggingFaceArchitecture.QWEN3, "silu",
            HuggingFaceArchitecture.GEMMA3, "gelu_pytorch_tanh",
            HuggingFaceArchitecture.GPT2, "gelu_new");

    private static final int WIDEST_HEAD = 1 << 16;

    private final HuggingFaceArchitecture architecture;
    private final ConfigValues config;
    private final boolean gemma;

    HuggingFaceParameters(HuggingFaceArchitecture architecture, ConfigValues config) {
        this.architecture = architecture;
        this.config = config;
        gemma = architecture == HuggingFaceArchitecture.GEMMA3;
    }

    int layers() throws ModelFileException {
        return (int) config.count(0, "num_hidden_layers", "n_layer");
    }

    int width() throws ModelFileException {
        return (int) config.count(0, "hidden_size", "n_embd");
    }

    int heads() throws ModelFileException {
        return (int) config.count(gemma ? 8 : 0, "num_attention_heads", "n_head");
    }

    int kvHeads() throws ModelFileException {
        return (int) config.count(gemma ? 4 : heads(), "num_key_value_heads");
    }

    int headWidth() throws ModelFileException {
        int unless = gemma ? 256 : architecture == HuggingFaceArchitecture.QWEN3 ? 128 : Math.max(1, width() / heads());
        long headWidth = config.count(unless, "head_dim");
        if (headWidth > WIDEST_HEAD) {
            throw config.wrong("head_dim", "at most " + WIDEST_HEAD, headWidth);
        }
        return (int) headWidth;
    }

    /// Returns whether the table of embeddings is also the last layer.
    boolean isTied() throws ModelFileException {
        boolean unless = gemma || architecture == HuggingFaceArchitecture.GPT2;
        return config.truth(unless, "tie_word_embeddings");
    }

    void writeTo(GgufWriter out) throws ModelFileException {
        refuseOthers();
        String name = architecture.inGguf() + ".";
        boolean gpt2 = architecture == HuggingFaceArchitecture.GPT2;
        out.uint32(name + "block_count", layers());
        long context =
                config.count(gemma ? 131_072 : gpt2 ? 1024 : 2048, "max_position_embeddings", "n_positions", "n_ctx");
        out.uint32(name + "context_length", context);
        out.uint32(name + "embedding_length", width());
        out.uint32(name + "feed_forward_length", config.count(gpt2 ? 4L * width() : 0, "intermediate_size", "n_inner"));
        out.uint32(name + "attention.head_count", heads());
        if (gpt2) {
            out.float32(name + "attention.layer_norm_epsilon", config.positive(1e-5, "layer_norm_epsilon"));
            return;
        }
        out.uint32(name + "attention.head_count_kv", kvHeads());
        out.float32(name + "attention.layer_norm_rms_epsilon", config.positive(1e-6, "rms_norm_eps"));
        if (config.has("head_dim") || headWidth() * heads() != width()) {
            out.uint32(name + "attention.key_length", headWidth());
            out.uint32(name + "attention.value_length", headWidth());
        }
        if (architecture == HuggingFaceArchitecture.LLAMA) {
            out.uint32(name + "vocab_size", config.count(0, "vocab_size"));
            out.uint32(name + "rope.dimension_count", headWidth());
        }
        if (gemma) {
            slidingWindow(name, out);
        }
        rope(name, out);
    }

    private void slidingWindow(String name, GgufWriter out) throws ModelFileException {
        out.uint32(name + "attention.sliding_window", config.count(4096, "sliding_window"));
        long every = config.count(6, "sliding_window_pattern", "_sliding_window_pattern");
        if (config.value("layer_types") instanceof List<?> types) {
            every = every(types);
        }
        if (every != 6) {
            out.uint32(name + "attention.sliding_window_pattern", every);
        }
    }

    /// Returns which of how many layers sees everything, from the list of what each sees.
    private long every(List<?> types) throws ModelFileException {
        int first = types.indexOf("full_attention");
        int every = first < 0 ? types.size() + 1 : first + 1;
        for (int layer = 0; layer < types.size(); layer++) {
            String expected = (layer + 1) % every == 0 ? "full_attention" : "sliding_attention";
            if (!expected.equals(types.get(layer))) {
                throw config.wrong(
                        "layer_types[" + layer + "]", expected + ", as the layers before it repeat", types.get(layer));
            }
        }
        // where all layers have a window, a pattern longer than the model says so
        return first < 0 && types.size() < 6 ? 6 : every;
    }

    private void rope(String name, GgufWriter out) throws ModelFileException {
        ConfigValues parameters = ropeParameters();
        out.float32(name + "rope.freq_base", base());
        if (gemma) {
            double local =
                    config.inside("rope_parameters").inside("sliding_attention").positive(1, "rope_theta");
            out.float32(
                    name + "rope.freq_base_swa", local == 1 ? config.positive(10_000, "rope_local_base_freq") : local);
        }
        String type = parameters.text("rope_type", "type").orElse("default");
        switch (type) {
            case "default" -> {}
            // as a tensor: see factors()
            case "llama3" -> {
                if (architecture != HuggingFaceArchitecture.LLAMA) {
                    throw parameters.wrong("rope_type", "llama3 in llama models only", type);
                }
            }
            case "linear" -> {
                out.text(name + "rope.scaling.type", "linear");
                out.float32(name + "rope.scaling.factor", parameters.positive(0, "factor"));
            }
            case "yarn" -> {
                out.text(name + "rope.scaling.type", "yarn");
                out.float32(name + "rope.scaling.factor", parameters.positive(0, "factor"));
                out.uint32(
                        name + "rope.scaling.original_context_length",
                        parameters.count(0, "original_max_position_embeddings"));
                for (String beta : List.of("beta_fast", "beta_slow")) {
                    if (parameters.has(beta)) {
                        out.float32(name + "rope.scaling.yarn_" + beta, parameters.positive(0, beta));
                    }
                }
            }
            default -> throw parameters.wrong("rope_type", "default, linear, yarn or llama3", type);
        }
    }

    /// Returns what says how angles are scaled; its place has moved between versions of Transformers.
    private ConfigValues ropeParameters() throws ModelFileException {
        ConfigValues parameters =
                config.has("rope_parameters") ? config.inside("rope_parameters") : config.inside("rope_scaling");
        return parameters.has("full_attention") ? parameters.inside("full_attention") : parameters;
    }

    private double base() throws ModelFileException {
        double unless = config.positive(gemma ? 1_000_000 : 10_000, "rope_theta");
        return ropeParameters().positive(unless, "rope_theta");
    }

    /// Returns by what each frequency is divided where that is Llama 3's way, which GGUF keeps as a tensor: low
    /// frequencies by `factor`, high ones not, those between by what is between.
    Optional<float[]> factors() throws ModelFileException {
        ConfigValues parameters = ropeParameters();
        if (!parameters.text("rope_type", "type").orElse("").equals("llama3")) {
            return Optional.empty();
        }
        double factor = parameters.positive(8, "factor");
        double low = parameters.positive(1, "low_freq_factor");
        double high = parameters.positive(4, "high_freq_factor");
        double trained = parameters.count(8192, "original_max_position_embeddings");
        float[] factors = new float[headWidth() / 2];
        for (int i = 0; i < factors.length; i++) {
            double wavelength = 2 * Math.PI * Math.pow(base(), 2.0 * i / headWidth());
            double turns = trained / wavelength;
            if (turns > high) {
                factors[i] = 1;
            } else if (turns < low) {
                factors[i] = (float) factor;
            } else {
                double smooth = (turns - low) / (high - low);
                factors[i] = (float) (1 / ((1 - smooth) / factor + smooth));
            }
        }
        return Optional.of(factors);
    }

    private void refuseOthers() throws ModelFileException {
        String expected = ACTIVATIONS.get(architecture);
        String activation = config.text("hidden_activation", "hidden_act", "activation_function")
                .orElse(expected);
        if (!activation.equals(expected)) {
            throw config.wrong(
                    "hidden_act", expected + ", which " + architecture.inGguf() + " models have", activation);
        }
        for (String key : List.of(
                "quantization_config",
                "attn_logit_softcapping",
                "final_logit_softcapping",
                "use_bidirectional_attention",
                "scale_attn_by_inverse_layer_idx")) {
            Object value = config.value(key);
            if (value != null && !Boolean.FALSE.equals(value)) {
                throw config.wrong(key, "nothing, as this cannot be converted", value);
            }
        }
        if (config.positive(1, "partial_rotary_factor") != 1) {
            throw config.wrong(
                    "partial_rotary_factor", "1: all of a head turns", config.value("partial_rotary_factor"));
        }
        boolean window = gemma || architecture == HuggingFaceArchitecture.GPT2 || !config.has("sliding_window");
        if (!window && config.truth(architecture == HuggingFaceArchitecture.LLAMA, "use_sliding_window")) {
            throw config.wrong(
                    "sliding_window",
                    "null, as " + architecture.inGguf() + " models see everything",
                    config.value("sliding_window"));
        }
        if (gemma) {
            refuseOtherScale();
        }
    }

    /// llama.cpp scales Gemma's scores by the width of a head, and those of the 27B model, known by its 62 layers,
    /// by the model's width for each head.
    private void refuseOtherScale() throws ModelFileException {
        double expected = layers() == 62 ? (double) width() / heads() : headWidth();
        if (config.positive(expected, "query_pre_attn_scalar") != expected) {
            throw config.wrong(
                    "query_pre_attn_scalar", expected + " for this shape", config.value("query_pre_attn_scalar"));
        }
    }
}
