package org.vitrina.tensor;

/// What one call of [Attention#attend] was asked for.
///
/// @param scores shape `[heads, T, S]`, where scores are written for who watches; null for nobody
record AttentionCall(
        Tensor q, KvCache cache, int heads, float scale, int window, int firstPosition, Tensor out, Tensor scores) {
    /// Returns how many query heads a head of keys and values serves.
    int group() {
        return heads / cache.kvHeads();
    }

    /// Returns the first position that `position` sees.
    int seenFrom(int position) {
        return window == 0 ? 0 : Math.max(0, position - window + 1);
    }
}
