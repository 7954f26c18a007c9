package org.vitrina.transformer;

/// How the heads of an attention layer are laid out.
///
/// @param heads   how many heads ask
/// @param kvHeads how many heads answer; each serves `heads / kvHeads` that ask
///     ([Ainslie et al. 2023](https://arxiv.org/abs/2305.13245))
/// @param width   the width of one head, `d_h`
/// @param scale   what scores are multiplied with, usually `1 / sqrt(d_h)`
/// @param window  how many positions back a position sees, itself included; 0 for all
public record AttentionShape(int heads, int kvHeads, int width, float scale, int window) {
    public AttentionShape {
        if (heads < 1 || kvHeads < 1 || width < 1 || heads % kvHeads != 0) {
            throw new IllegalArgumentException("attention needs heads that are a multiple of the heads of keys and"
                    + " values, and all at least 1, but got " + heads + " heads, " + kvHeads
                    + " heads of keys and values, width " + width);
        }
    }

    /// Returns heads that see everything and whose scores are scaled by `1 / sqrt(width)`, as in the paper.
    public static AttentionShape of(int heads, int kvHeads, int width) {
        return new AttentionShape(heads, kvHeads, width, (float) (1 / Math.sqrt(width)), 0);
    }

    AttentionShape withWindow(int window) {
        return new AttentionShape(heads, kvHeads, width, scale, window);
    }
}
