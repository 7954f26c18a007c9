package org.vitrina.tensor;

/// Which two numbers of a head a rotary position embedding turns together
/// ([Su et al. 2021, section 3.4](https://arxiv.org/abs/2104.09864)).
public enum Pairing {
    /// Numbers `2i` and `2i + 1`: the paper's, and that of Llama weights in GGUF.
    ADJACENT,
    /// Numbers `i` and `i + d_h / 2`: Hugging Face's and GPT-NeoX's.
    HALVES
}
