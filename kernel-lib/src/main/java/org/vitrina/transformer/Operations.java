package org.vitrina.transformer;

import java.util.ArrayList;
import java.util.List;
import org.vitrina.tensor.AttentionWatcher;
import org.vitrina.tensor.Tensor;

/// What a transformer is computed of. A value `V` stands for rows, one for each position: shape `[T, width]`.
///
/// The eager interpreter's `V` is a tensor, the tape's a variable with a gradient. An interpreter knows at
/// which position of a text the first row stands, and what was read before it.
///
/// **Who may be used again.** An operation may reuse the storage of an operand, unless its comment says that
/// the operand stays usable. [#add] ends a branch: of all that was computed since the last [#add], only the sum
/// is used afterwards.
///
/// @param <V> the value that flows through the model
public interface Operations<V> {
    /// Returns row `id` of `table` for each token, shape `[T, d]`.
    V embed(Weight table, int[] ids);

    /// Returns the row of `table` for each position of the next `count`, shape `[count, d]`: learned positions.
    V positions(Weight table, int count);

    /// Returns `x · Wᵀ + bias`, shape `[T, outputs]`; `x` stays usable.
    ///
    /// @param bias shape `[outputs]`, or null for none
    V linear(V x, Weight weight, Weight bias);

    /// Returns what [#linear] does for each weight; an interpreter may compute them together.
    ///
    /// @param biases one for each weight, or null for none
    default List<V> linears(V x, List<Weight> weights, List<Weight> biases) {
        var all = new ArrayList<V>();
        for (int i = 0; i < weights.size(); i++) {
            all.add(linear(x, weights.get(i), biases.get(i)));
        }
        return all;
    }

    /// Returns each row normalized and scaled; `x` stays usable.
    ///
    /// Where `weight` is shorter than a row, it is the weight of one head, and each head is normalized by
    /// itself.
    ///
    /// @param bias shape `[d]`, or null where the norm has none
    V norm(V x, Norm norm, Weight weight, Weight bias);

    /// Returns `x` with each head turned by its position.
    V rope(V x, Rope rope, int heads);

    /// Returns the mix of values that each position's heads attend to, shape `[T, heads · d_h]`.
    ///
    /// @param layer   which layer's keys and values are looked at and added to
    /// @param watcher is shown scores and pattern, shape `[heads, T, S]`; null for nobody
    V attend(V q, V k, V v, AttentionShape shape, int layer, AttentionWatcher watcher);

    /// Returns the activation of a feed-forward layer.
    ///
    /// @param up what the activated gate is multiplied with, or null for a layer without a gate
    V activate(V gate, V up, Activation activation);

    /// Returns `stream + branch`.
    V add(V stream, V branch);

    /// Returns `x` times `factor`.
    V scale(V x, float factor);

    /// Says that `value` is the activation called `place`, and returns what the model goes on with: `value`,
    /// unless an observer replaced it.
    default V at(String place, V value) {
        return value;
    }

    /// Returns the numbers of a value, to be looked at and not to be changed.
    Tensor numbers(V value);

    /// Returns a value of these numbers, which has no history.
    V constant(Tensor numbers);
}
