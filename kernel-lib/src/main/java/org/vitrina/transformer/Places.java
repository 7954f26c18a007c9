package org.vitrina.transformer;

/// The names of the activations of one layer, joined once: TransformerLens' names, which
/// [the papers on interpretability](https://transformerlensorg.github.io/TransformerLens/) use.
record Places(
        String before,
        String attentionNorm,
        String q,
        String k,
        String v,
        String turnedQ,
        String turnedK,
        String scores,
        String pattern,
        String z,
        String attentionOut,
        String between,
        String feedForwardNorm,
        String pre,
        String preLinear,
        String post,
        String feedForwardOut,
        String after) {

    static final String EMBED = "hook_embed";
    static final String POSITIONS = "hook_pos_embed";
    static final String LAST_NORM = "ln_final.hook_normalized";
    static final String LOGITS = "logits";

    static Places of(int layer) {
        String block = "blocks." + layer + ".";
        return new Places(
                block + "hook_resid_pre",
                block + "ln1.hook_normalized",
                block + "attn.hook_q",
                block + "attn.hook_k",
                block + "attn.hook_v",
                block + "attn.hook_rot_q",
                block + "attn.hook_rot_k",
                block + "attn.hook_attn_scores",
                block + "attn.hook_pattern",
                block + "attn.hook_z",
                block + "hook_attn_out",
                block + "hook_resid_mid",
                block + "ln2.hook_normalized",
                block + "mlp.hook_pre",
                block + "mlp.hook_pre_linear",
                block + "mlp.hook_post",
                block + "hook_mlp_out",
                block + "hook_resid_post");
    }
}
