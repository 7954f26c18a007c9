package org.vitrina.autograd;

import java.util.Arrays;
import org.vitrina.tensor.Tensor;

/// Numbers that are learned: they outlive a tape, and so does their gradient, which adds up over the passes
/// until it is cleared.
///
/// @param name     what it is called, such as `blk.0.attn_q.weight`
/// @param value    the numbers themselves, changed by an optimizer
/// @param gradient how the loss changes with each, same shape as `value`
public record Parameter(String name, Tensor value, Tensor gradient) {
    /// Returns a parameter of these numbers, with a gradient of zeros.
    public Parameter(String name, Tensor value) {
        this(name, value, Tensor.zeros(value.shape()));
    }

    /// Sets the gradient to zeros.
    public void clearGradient() {
        Arrays.fill(gradient.data(), gradient.offset(), gradient.offset() + gradient.size(), 0);
    }
}
