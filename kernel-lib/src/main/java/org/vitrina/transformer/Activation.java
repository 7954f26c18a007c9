package org.vitrina.transformer;

/// The non-linearity of the feed-forward layers.
public enum Activation {
    /// `silu(gate) * up`: Llama, Qwen.
    SWIGLU,
    /// `gelu(gate) * up`, tanh form: Gemma.
    GEGLU,
    /// `gelu(x)`, tanh form: GPT-2.
    GELU
}
