package org.vitrina.train;

/// What a model learns from at once: rows of ids, and after each id the one that came next.
///
/// @param sequences `B`, how many rows of text
/// @param positions `T`, how many ids each has
/// @param inputs    shape `[B, T]`, row after row
/// @param targets   shape `[B, T]`: the id that follows each input
/// @param weights   how much each prediction counts, shape `[B, T]`; null for all alike
public record Batch(int sequences, int positions, int[] inputs, int[] targets, float[] weights) {
    public Batch {
        int size = Math.multiplyExact(sequences, positions);
        if (inputs.length != size || targets.length != size || weights != null && weights.length != size) {
            throw new IllegalArgumentException("a batch of " + sequences + " by " + positions + " needs " + size
                    + " inputs, targets and weights, but got " + inputs.length + ", " + targets.length
                    + (weights == null ? " and none" : " and " + weights.length));
        }
    }

    /// Returns how many predictions count.
    public int counted() {
        if (weights == null) {
            return targets.length;
        }
        int counted = 0;
        for (float weight : weights) {
            if (weight > 0) counted++;
        }
        return counted;
    }
}
