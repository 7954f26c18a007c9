package org.vitrina.transformer;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.vitrina.transformer.Config.Part;

/// One layer of a transformer: attention, then a feed-forward layer, each read from the residual stream through
/// a norm and added back to it.
final class Block {
    private final Config config;
    private final int layer;
    private final AttentionShape heads;
    private final Rope rope;
    private final Places places;

    private final Weight attentionNorm;
    private final Weight attentionNormBias;
    private final Weight query;
    private final Weight queryBias;
    private final Weight key;
    private final Weight keyBias;
    private final Weight value;
    private final Weight valueBias;
    private final Weight queryNorm;
    private final Weight keyNorm;
    private final Weight mix;
    private final Weight mixBias;
    private final Weight afterAttention;

    private final Weight feedForwardNorm;
    private final Weight feedForwardNormBias;
    private final Weight gate;
    private final Weight gateBias;
    private final Weight up;
    private final Weight upBias;
    private final Weight down;
    private final Weight downBias;
    private final Weight afterFeedForward;

    Block(Config config, int layer, WeightSource from) {
        this.config = config;
        this.layer = layer;
        heads = config.attention(layer);
        rope = config.rope(layer);
        places = Places.of(layer);

        var here = new Named("blk." + layer + ".", from);
        int d = config.width();
        int asked = heads.heads() * heads.width();
        int answered = heads.kvHeads() * heads.width();
        boolean shifted = config.norm().kind() == Norm.Kind.LAYER;
        boolean biased = config.has(Part.QKV_BIAS);
        attentionNorm = here.weight("attn_norm.weight", d);
        attentionNormBias = shifted ? here.weight("attn_norm.bias", d) : null;
        query = here.weight("attn_q.weight", asked, d);
        queryBias = biased ? here.weight("attn_q.bias", asked) : null;
        key = here.weight("attn_k.weight", answered, d);
        keyBias = biased ? here.weight("attn_k.bias", answered) : null;
        value = here.weight("attn_v.weight", answered, d);
        valueBias = biased ? here.weight("attn_v.bias", answered) : null;
        queryNorm = config.has(Part.QK_NORM) ? here.weight("attn_q_norm.weight", heads.width()) : null;
        keyNorm = config.has(Part.QK_NORM) ? here.weight("attn_k_norm.weight", heads.width()) : null;
        mix = here.weight("attn_output.weight", d, asked);
        mixBias = config.has(Part.OUTPUT_BIAS) ? here.weight("attn_output.bias", d) : null;
        afterAttention = config.has(Part.POST_NORM) ? here.weight("post_attention_norm.weight", d) : null;

        int hidden = config.hidden();
        boolean gated = config.activation() != Activation.GELU;
        boolean fed = config.has(Part.FEED_FORWARD_BIAS);
        feedForwardNorm = here.weight("ffn_norm.weight", d);
        feedForwardNormBias = shifted ? here.weight("ffn_norm.bias", d) : null;
        gate = gated ? here.weight("ffn_gate.weight", hidden, d) : null;
        gateBias = gated && fed ? here.weight("ffn_gate.bias", hidden) : null;
        up = here.weight("ffn_up.weight", hidden, d);
        upBias = fed ? here.weight("ffn_up.bias", hidden) : null;
        down = here.weight("ffn_down.weight", d, hidden);
        downBias = fed ? here.weight("ffn_down.bias", d) : null;
        afterFeedForward = config.has(Part.POST_NORM) ? here.weight("post_ffw_norm.weight", d) : null;
    }

    /// Returns the residual stream behind this block, shape `[T, d]`.
    <V> V through(Operations<V> ops, V x) {
        x = ops.at(places.before(), x);
        x = ops.at(places.between(), ops.add(x, attention(ops, x)));
        return ops.at(places.after(), ops.add(x, feedForward(ops, x)));
    }

    private <V> V attention(Operations<V> ops, V x) {
        V normed = ops.at(places.attentionNorm(), ops.norm(x, config.norm(), attentionNorm, attentionNormBias));
        List<V> asked = ops.linears(normed, List.of(query, key, value), Arrays.asList(queryBias, keyBias, valueBias));
        V q = ops.at(places.q(), asked.get(0));
        V k = ops.at(places.k(), asked.get(1));
        V v = ops.at(places.v(), asked.get(2));
        if (queryNorm != null) {
            q = ops.norm(q, config.norm(), queryNorm, null);
            k = ops.norm(k, config.norm(), keyNorm, null);
        }
        if (rope != null) {
            q = ops.at(places.turnedQ(), ops.rope(q, rope, heads.heads()));
            k = ops.at(places.turnedK(), ops.rope(k, rope, heads.kvHeads()));
        }
        V z = ops.at(places.z(), ops.attend(q, k, v, heads, layer, null));
        V out = ops.linear(z, mix, mixBias);
        if (afterAttention != null) out = ops.norm(out, config.norm(), afterAttention, null);
        return ops.at(places.attentionOut(), out);
    }

    private <V> V feedForward(Operations<V> ops, V x) {
        V normed = ops.at(places.feedForwardNorm(), ops.norm(x, config.norm(), feedForwardNorm, feedForwardNormBias));
        V post;
        if (gate == null) {
            V pre = ops.at(places.pre(), ops.linear(normed, up, upBias));
            post = ops.activate(pre, null, config.activation());
        } else {
            List<V> both = ops.linears(normed, List.of(gate, up), Arrays.asList(gateBias, upBias));
            V pre = ops.at(places.pre(), both.get(0));
            V lifted = ops.at(places.preLinear(), both.get(1));
            post = ops.activate(pre, lifted, config.activation());
        }
        V out = ops.linear(ops.at(places.post(), post), down, downBias);
        if (afterFeedForward != null) out = ops.norm(out, config.norm(), afterFeedForward, null);
        return ops.at(places.feedForwardOut(), out);
    }

    List<Weight> weights() {
        return Stream.of(
                        attentionNorm,
                        attentionNormBias,
                        query,
                        queryBias,
                        key,
                        keyBias,
                        value,
                        valueBias,
                        queryNorm,
                        keyNorm,
                        mix,
                        mixBias,
                        afterAttention,
                        feedForwardNorm,
                        feedForwardNormBias,
                        gate,
                        gateBias,
                        up,
                        upBias,
                        down,
                        downBias,
                        afterFeedForward)
                .filter(Objects::nonNull)
                .toList();
    }

    /// The parameters whose names begin alike.
    private record Named(String prefix, WeightSource from) {
        Weight weight(String name, int... shape) {
            return from.weight(prefix + name, shape);
        }
    }
}
