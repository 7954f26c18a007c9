package org.vitrina.file;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The architectures that can be converted, and what their tensors are called in GGUF.
enum HuggingFaceArchitecture {
    LLAMA("llama", List.of("llama", "mistral")),
    QWEN2("qwen2", List.of("qwen2")),
    QWEN3("qwen3", List.of("qwen3")),
    GEMMA3("gemma3", List.of("gemma3_text", "gemma3")),
    GPT2("gpt2", List.of("gpt2"));

    private static final Pattern OUTSIDE =
            Pattern.compile("(?:model\\.|transformer\\.)?(embed_tokens|norm|wte|wpe|ln_f)\\.(weight|bias)");
    private static final Pattern INSIDE =
            Pattern.compile("(?:model\\.layers|transformer\\.h|h)\\.(\\d{1,5})\\.(.+)\\.(weight|bias)");
    /// What is no parameter, or of a part that does not work on text.
    private static final Pattern LEFT_OUT =
            Pattern.compile("(.*\\.)?rotary_emb\\.inv_freq|(.*\\.)?attn\\.(masked_)?bias"
                    + "|(model\\.)?(vision_tower|multi_modal_projector)\\..*");

    private final String inGguf;
    private final List<String> modelTypes;
    private final Map<String, String> names = new HashMap<>();

    HuggingFaceArchitecture(String inGguf, List<String> modelTypes) {
        this.inGguf = inGguf;
        this.modelTypes = modelTypes;
        boolean gemma = inGguf.equals("gemma3");
        if (inGguf.equals("gpt2")) {
            names.putAll(Map.of(
                    "ln_1", "attn_norm",
                    "attn.c_attn", "attn_qkv",
                    "attn.c_proj", "attn_output",
                    "ln_2", "ffn_norm",
                    "mlp.c_fc", "ffn_up",
                    "mlp.c_proj", "ffn_down"));
        } else {
            names.putAll(Map.of(
                    "input_layernorm", "attn_norm",
                    "self_attn.q_proj", "attn_q",
                    "self_attn.k_proj", "attn_k",
                    "self_attn.v_proj", "attn_v",
                    "self_attn.o_proj", "attn_output",
                    "mlp.gate_proj", "ffn_gate",
                    "mlp.up_proj", "ffn_up",
                    "mlp.down_proj", "ffn_down",
                    "post_attention_layernorm", gemma ? "post_attention_norm" : "ffn_norm"));
        }
        if (gemma) {
            names.put("pre_feedforward_layernorm", "ffn_norm");
            names.put("post_feedforward_layernorm", "post_ffw_norm");
        }
        if (gemma || inGguf.equals("qwen3")) {
            names.put("self_attn.q_norm", "attn_q_norm");
            names.put("self_attn.k_norm", "attn_k_norm");
        }
    }

    /// Returns the architecture that `config.json` calls `modelType`.
    static Optional<HuggingFaceArchitecture> of(String modelType) {
        for (HuggingFaceArchitecture architecture : values()) {
            if (architecture.modelTypes.contains(modelType)) {
                return Optional.of(architecture);
            }
        }
        return Optional.empty();
    }

    /// Returns what GGUF calls it.
    String inGguf() {
        return inGguf;
    }

    /// Returns the parts that every layer has a weight for.
    Iterable<String> partsOfLayer() {
        return names.values();
    }

    static boolean isLeftOut(String name) {
        return LEFT_OUT.matcher(name).matches();
    }

    /// Returns what GGUF calls the tensor `name`; empty where this architecture has no such tensor.
    Optional<String> rename(String name) {
        // the language model inside one that also sees pictures
        String plain = name.replaceFirst("^(model\\.)?language_model\\.(model\\.)?", "model.");
        if (plain.equals("lm_head.weight") || plain.equals("model.lm_head.weight")) {
            return Optional.of("output.weight");
        }
        Matcher outside = OUTSIDE.matcher(plain);
        if (outside.matches()) {
            String renamed = switch (outside.group(1)) {
                case "embed_tokens", "wte" -> "token_embd";
                case "wpe" -> "position_embd";
                default -> "output_norm";
            };
            return Optional.of(renamed + "." + outside.group(2));
        }
        Matcher inside = INSIDE.matcher(plain);
        return inside.matches()
                ? Optional.ofNullable(names.get(inside.group(2)))
                        .map(part -> "blk." + Integer.parseInt(inside.group(1)) + "." + part + "." + inside.group(3))
                : Optional.empty();
    }
}
