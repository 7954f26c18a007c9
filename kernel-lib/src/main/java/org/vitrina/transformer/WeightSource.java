package org.vitrina.transformer;

/// Where a model's parameters come from: a file, a random generator, a training run.
@FunctionalInterface
public interface WeightSource {
    /// Returns the parameter of this name.
    ///
    /// @param name  its name in GGUF, such as `blk.0.attn_q.weight`
    /// @param shape `[outputs, inputs]` of a matrix, `[d]` of a vector
    /// @throws IllegalArgumentException if there is none of this name and shape
    Weight weight(String name, int... shape);
}
