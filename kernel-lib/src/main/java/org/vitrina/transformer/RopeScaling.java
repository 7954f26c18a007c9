package org.vitrina.transformer;

/// How a rotary embedding's angles are changed to reach past the length that a model was trained on.
public sealed interface RopeScaling {
    /// As trained.
    record None() implements RopeScaling {}

    /// Positions are divided by `factor` ([Chen et al. 2023](https://arxiv.org/abs/2306.15595)).
    record Linear(float factor) implements RopeScaling {}

    /// Each frequency is divided by its own factor, as Llama 3 files carry them in `rope_freqs.weight`.
    record Frequencies(float[] factors) implements RopeScaling {}

    /// Interpolates low frequencies and keeps high ones ([Peng et al. 2023](https://arxiv.org/abs/2309.00071)).
    record Yarn(float factor, int trainedLength, float betaFast, float betaSlow, float attentionFactor)
            implements RopeScaling {}
}
