package org.vitrina.transformer;

import java.util.Objects;
import java.util.Set;
import org.vitrina.tensor.Pairing;

/// What a transformer looks like: its sizes, and where architectures differ.
///
/// @param architecture   its family, as GGUF spells it: `llama`, `gpt2`, `qwen2`, `qwen3`, `gemma3`
/// @param vocabulary     how many ids have an embedding and a logit, `V`
/// @param context        how many positions the model was made for
/// @param width          the width of the residual stream, `d`
/// @param layers         how many blocks, `L`
/// @param attention      the heads of each block; its window is that of a layer which sees everything: 0
/// @param hidden         the width of the feed-forward layers
/// @param norm           how rows are normalized
/// @param activation     the non-linearity of the feed-forward layers
/// @param rope           how positions turn queries and keys, or null where positions are learned
/// @param sliding        which layers look back only so far, or null where all see everything
/// @param embeddingScale what embeddings are multiplied with; 1 in most
/// @param parts          what this model has and others have not
public record Config(
        String architecture,
        int vocabulary,
        int context,
        int width,
        int layers,
        AttentionShape attention,
        int hidden,
        Norm norm,
        Activation activation,
        Rope rope,
        Sliding sliding,
        float embeddingScale,
        Set<Part> parts) {

    /// What some models have and others have not.
    public enum Part {
        /// A bias for queries, keys and values.
        QKV_BIAS,
        /// A bias for the output of attention.
        OUTPUT_BIAS,
        /// A bias for each matrix of the feed-forward layers.
        FEED_FORWARD_BIAS,
        /// A norm for each head's queries and keys ([Henry et al. 2020](https://arxiv.org/abs/2010.04245)).
        QK_NORM,
        /// A norm behind attention and behind the feed-forward layer, before the residual stream takes them.
        POST_NORM,
        /// An output matrix of its own; without it, the embedding is the output matrix too
        /// ([Press and Wolf 2017](https://arxiv.org/abs/1608.05859)).
        SEPARATE_OUTPUT
    }

    /// Says that most layers look back only `window` positions.
    ///
    /// @param window how many positions such a layer sees, the own included
    /// @param every  each `every`-th layer sees everything: the last of each group
    /// @param rope   how positions turn queries and keys in the layers with a window
    public record Sliding(int window, int every, Rope rope) {
        public Sliding {
            positive("window", window);
            positive("every", every);
            Objects.requireNonNull(rope, "rope");
        }
    }

    public Config {
        Objects.requireNonNull(architecture, "architecture");
        Objects.requireNonNull(attention, "attention");
        Objects.requireNonNull(norm, "norm");
        Objects.requireNonNull(activation, "activation");
        positive("vocabulary", vocabulary);
        positive("context", context);
        positive("width", width);
        positive("layers", layers);
        positive("hidden", hidden);
        parts = Set.copyOf(parts);
        if (rope != null && (rope.rotated() > attention.width() || rope.rotated() % 2 != 0)) {
            throw new IllegalArgumentException("a rotary embedding turns pairs of a head's numbers, so at most "
                    + attention.width() + " and an even count, but the configuration says " + rope.rotated());
        }
        if (sliding != null && rope == null) {
            throw new IllegalArgumentException("layers with a window need a rotary embedding, but there is none");
        }
    }

    /// Returns a small model of Llama's shape: RMSNorm, rotary positions, SwiGLU, tied embeddings.
    ///
    /// @param heads   how many heads ask, each `width / heads` wide
    /// @param kvHeads how many heads of keys and values they share
    public static Config llama(int vocabulary, int context, int width, int layers, int heads, int kvHeads, int hidden) {
        int headWidth = headWidth(width, heads);
        return new Config(
                "llama",
                vocabulary,
                context,
                width,
                layers,
                AttentionShape.of(heads, kvHeads, headWidth),
                hidden,
                new Norm(Norm.Kind.RMS, 1e-5f),
                Activation.SWIGLU,
                new Rope(headWidth, 10_000, Pairing.ADJACENT, new RopeScaling.None()),
                null,
                1,
                Set.of());
    }

    /// Returns a small model of GPT-2's shape: LayerNorm, learned positions, GELU, biases, tied embeddings.
    public static Config gpt2(int vocabulary, int context, int width, int layers, int heads) {
        return new Config(
                "gpt2",
                vocabulary,
                context,
                width,
                layers,
                AttentionShape.of(heads, heads, headWidth(width, heads)),
                4 * width,
                new Norm(Norm.Kind.LAYER, 1e-5f),
                Activation.GELU,
                null,
                null,
                1,
                Set.of(Part.QKV_BIAS, Part.OUTPUT_BIAS, Part.FEED_FORWARD_BIAS));
    }

    /// Returns this shape for a vocabulary of another size.
    public Config withVocabulary(int size) {
        return new Config(
                architecture,
                size,
                context,
                width,
                layers,
                attention,
                hidden,
                norm,
                activation,
                rope,
                sliding,
                embeddingScale,
                parts);
    }

    /// Returns this shape with other rotary positions in the layers that see everything.
    public Config with(Rope other) {
        if ((rope == null) != (other == null)) {
            throw new IllegalArgumentException("a model of the architecture " + architecture
                    + (rope == null ? " has learned positions, not rotary ones" : " has rotary positions")
                    + ", and cannot be given others without being trained again");
        }
        return new Config(
                architecture,
                vocabulary,
                context,
                width,
                layers,
                attention,
                hidden,
                norm,
                activation,
                other,
                sliding,
                embeddingScale,
                parts);
    }

    /// Returns whether the model has this part.
    public boolean has(Part part) {
        return parts.contains(part);
    }

    /// Returns the heads of layer `layer`, with its window.
    public AttentionShape attention(int layer) {
        return slides(layer) ? attention.withWindow(sliding.window()) : attention;
    }

    /// Returns how positions turn queries and keys in layer `layer`, or null where positions are learned.
    public Rope rope(int layer) {
        return slides(layer) ? sliding.rope() : rope;
    }

    private boolean slides(int layer) {
        return sliding != null && (layer + 1) % sliding.every() != 0;
    }

    private static int headWidth(int width, int heads) {
        if (heads < 1 || width % heads != 0) {
            throw new IllegalArgumentException(
                    "the width must be a multiple of the number of heads, but " + width + " is none of " + heads);
        }
        return width / heads;
    }

    private static void positive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be at least 1, but is " + value);
        }
    }
}
