package org.vitrina.transformer;

/// What a transformer is computed of. A value `V` stands for rows, one for each position: shape `[T, width]`.
///
/// The eager interpreter's `V` is a tensor, the tape's a variable with a gradient. Methods return a new value
/// or one that reuses an operand's storage: an operand is not used again except where [#add] says so.
///
/// @param <V> the value that flows through the model
public interface Operations<V> {
    /// Returns row `id` of `table` for each token, shape `[T, d]`.
    V embed(Weight table, int[] ids);

    /// Returns `x · Wᵀ + bias`, shape `[T, outputs]`; `x` stays usable.
    ///
    /// @param bias shape `[outputs]`, or null for none
    V linear(V x, Weight weight, Weight bias);

    /// Returns each row normalized and scaled; `x` stays usable.
    ///
    /// @param bias shape `[d]`, or null where the norm has none
    V norm(V x, Norm norm, Weight weight, Weight bias);

    /// Returns `x` with each head turned by its position.
    V rope(V x, Rope rope, int heads);

    /// Returns the mix of values that each position's heads attend to, shape `[T, heads · d_h]`.
    ///
    /// @param layer which layer's keys and values are looked at and added to
    V attend(V q, V k, V v, AttentionShape shape, int layer);

    /// Returns the activation of a feed-forward layer.
    ///
    /// @param up what the activated gate is multiplied with, or null for a layer without a gate
    V activate(V gate, V up, Activation activation);

    /// Returns `a + b`; both stay usable.
    V add(V a, V b);

    /// Returns `x` times `factor`.
    V scale(V x, float factor);

    /// Says that `value` is the activation called `place`, and returns what the model goes on with: `value`,
    /// unless an observer replaced it.
    V at(String place, V value);
}
