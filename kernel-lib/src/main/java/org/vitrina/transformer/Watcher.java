package org.vitrina.transformer;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vitrina.tensor.Tensor;

/// Sees activations while a model computes, and may replace them.
///
/// Places have the names that TransformerLens gives them; `N` counts blocks from 0:
///
/// | place | shape | what it is |
/// |---|---|---|
/// | `hook_embed` | `[T, d]` | token vectors, scaled where the model scales them |
/// | `hook_pos_embed` | `[T, d]` | learned positions (GPT-2) |
/// | `blocks.N.hook_resid_pre` | `[T, d]` | the residual stream before the block |
/// | `blocks.N.ln1.hook_normalized` | `[T, d]` | what attention reads: normalized, and scaled and shifted too |
/// | `blocks.N.attn.hook_q` | `[T, heads · d_h]` | queries |
/// | `blocks.N.attn.hook_k`, `hook_v` | `[T, kvHeads · d_h]` | keys and values |
/// | `blocks.N.attn.hook_rot_q`, `hook_rot_k` | as q and k | turned by their positions (rotary models) |
/// | `blocks.N.attn.hook_attn_scores` | `[heads, T, S]` | before the softmax; negative infinity where hidden |
/// | `blocks.N.attn.hook_pattern` | `[heads, T, S]` | after the softmax |
/// | `blocks.N.attn.hook_z` | `[T, heads · d_h]` | the mixes of values, head after head |
/// | `blocks.N.hook_attn_out` | `[T, d]` | what attention adds to the stream |
/// | `blocks.N.hook_resid_mid` | `[T, d]` | the stream between the halves of the block |
/// | `blocks.N.ln2.hook_normalized` | `[T, d]` | what the feed-forward layer reads |
/// | `blocks.N.mlp.hook_pre` | `[T, hidden]` | the gate, or the only matrix, before its activation |
/// | `blocks.N.mlp.hook_pre_linear` | `[T, hidden]` | what the gate is multiplied with (gated models) |
/// | `blocks.N.mlp.hook_post` | `[T, hidden]` | after the activation |
/// | `blocks.N.hook_mlp_out` | `[T, d]` | what the feed-forward layer adds to the stream |
/// | `blocks.N.hook_resid_post` | `[T, d]` | the stream behind the block |
/// | `ln_final.hook_normalized` | `[T, d]` | what the output matrix reads |
/// | `logits` | `[T, V]` | what the model says |
///
/// `T` counts the tokens that are read now, `S` all that were read. A long text comes in several parts, and the
/// last two places come for the positions whose logits somebody asked for.
public interface Watcher {
    /// Returns whether this place is watched; asked once for each session.
    boolean watches(String place);

    /// Takes the activation at `place`.
    ///
    /// @param value a copy
    /// @return what the model goes on with, of the same shape; the same numbers leave it as it is, to the bit
    Tensor see(String place, Tensor value);

    /// Returns a watcher that replaces what it sees.
    ///
    /// @param places names, in which `*` stands for anything: `blocks.*.attn.hook_z`
    /// @param change may change the tensor that it is given, and returns the one to go on with
    static Watcher replacing(String places, UnaryOperator<Tensor> change) {
        Pattern watched = pattern(places);
        return new Watcher() {
            @Override
            public boolean watches(String place) {
                return watched.matcher(place).matches();
            }

            @Override
            public Tensor see(String place, Tensor value) {
                return change.apply(value);
            }
        };
    }

    /// Returns a pattern of the names that one of `places` stands for.
    static Pattern pattern(String... places) {
        return Pattern.compile(Stream.of(places)
                .map(place ->
                        Stream.of(place.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")))
                .collect(Collectors.joining("|")));
    }
}
