package org.vitrina.transformer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.vitrina.tensor.Pairing;
import org.vitrina.transformer.Config.Part;

/// The transformer: a decoder-only language model, written once.
///
/// Tokens become vectors ([#read]: the residual stream), each block adds to them what attention and what a
/// feed-forward layer make of them, and the last vectors are compared with every token's ([#unembed]: the
/// logits). [Operations] decides what "compute" means: run it, record it for gradients, show it.
///
/// [Vaswani et al. 2017](https://arxiv.org/abs/1706.03762), with the norm before each layer
/// ([Xiong et al. 2020](https://arxiv.org/abs/2002.04745)).
public final class Transformer {
    private final Config config;
    private final Weight embedding;
    private final Weight positions;
    private final List<Block> blocks;
    private final Weight lastNorm;
    private final Weight lastNormBias;
    private final Weight output;

    private Transformer(Config config, WeightSource from) {
        int d = config.width();
        int vocabulary = config.vocabulary();
        this.config = config;
        embedding = from.weight("token_embd.weight", vocabulary, d);
        positions = config.rope() == null ? from.weight("position_embd.weight", config.context(), d) : null;
        // one by one: how many there are is a claim until all are found
        var found = new ArrayList<Block>();
        for (int layer = 0; layer < config.layers(); layer++) {
            found.add(new Block(config, layer, from));
        }
        blocks = List.copyOf(found);
        lastNorm = from.weight("output_norm.weight", d);
        lastNormBias = config.norm().kind() == Norm.Kind.LAYER ? from.weight("output_norm.bias", d) : null;
        output = config.has(Part.SEPARATE_OUTPUT) ? from.weight("output.weight", vocabulary, d) : embedding;
    }

    /// Returns a transformer of this shape.
    ///
    /// @param weights asked for each parameter once, in the order in which they take part
    public static Transformer of(Config config, WeightSource weights) {
        return new Transformer(config, weights);
    }

    /// Returns this transformer with the same parameters, its positions turned as `scaling` says.
    Transformer with(RopeScaling scaling) {
        Rope rope = config.rope();
        Config other = config.with(rope == null ? new Rope(2, 1, Pairing.ADJACENT, scaling) : rope.with(scaling));
        Map<String, Weight> known = weights().stream().collect(Collectors.toMap(Weight::name, weight -> weight));
        return new Transformer(other, (name, _) -> known.get(name));
    }

    public Config config() {
        return config;
    }

    /// Returns the logits after each token, shape `[T, V]`.
    public <V> V logits(Operations<V> ops, int... ids) {
        return unembed(ops, read(ops, ids));
    }

    /// Returns the residual stream behind the last block, shape `[T, d]`.
    ///
    /// @param ids the next tokens, `T` of them
    public <V> V read(Operations<V> ops, int... ids) {
        V x = ops.embed(embedding, ids);
        if (config.embeddingScale() != 1) x = ops.scale(x, config.embeddingScale());
        x = ops.at(Places.EMBED, x);
        if (positions != null) x = ops.add(x, ops.at(Places.POSITIONS, ops.positions(positions, ids.length)));
        return through(ops, x, 0);
    }

    /// Returns the residual stream behind the last block, of one that stands before block `from`.
    <V> V through(Operations<V> ops, V x, int from) {
        for (Block block : blocks.subList(from, blocks.size())) {
            x = block.through(ops, x);
        }
        return x;
    }

    /// Returns the logits, shape `[T, V]`, of a residual stream.
    ///
    /// @param x shape `[T, d]`, as [#read] returns it or some of its rows; stays usable
    public <V> V unembed(Operations<V> ops, V x) {
        V normed = ops.at(Places.LAST_NORM, ops.norm(x, config.norm(), lastNorm, lastNormBias));
        return ops.at(Places.LOGITS, ops.linear(normed, output, null));
    }

    /// Returns every parameter, in the order in which they take part.
    public List<Weight> weights() {
        var weights = new ArrayList<Weight>();
        weights.add(embedding);
        if (positions != null) weights.add(positions);
        blocks.forEach(block -> weights.addAll(block.weights()));
        weights.add(lastNorm);
        if (lastNormBias != null) weights.add(lastNormBias);
        if (output != embedding) weights.add(output);
        return List.copyOf(weights);
    }

    /// Returns the table of token vectors, shape `[V, d]`.
    public Weight embedding() {
        return embedding;
    }

    /// Returns the table of learned positions, shape `[context, d]`, or null where positions are not learned.
    Weight positions() {
        return positions;
    }

    /// Returns the output matrix, shape `[V, d]`; the embedding itself where they are tied.
    public Weight output() {
        return output;
    }
}
