package org.vitrina.tensor;

/// Sees what the heads of an attention layer look at, and may replace it.
///
/// The tensors are copies. Returning what was given leaves the computation as it is, to the bit; returning
/// another tensor of the same shape makes [Attention] go on with that one.
public interface AttentionWatcher {
    /// Takes the scores, before the softmax: the scaled products of queries and keys.
    ///
    /// @param scores shape `[heads, T, S]`; negative infinity where a position is not seen
    /// @return the scores to go on with
    default Tensor scores(Tensor scores) {
        return scores;
    }

    /// Takes the pattern, after the softmax.
    ///
    /// @param pattern shape `[heads, T, S]`, each row sums to 1
    /// @return the pattern to go on with
    default Tensor pattern(Tensor pattern) {
        return pattern;
    }
}
