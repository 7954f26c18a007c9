package org.vitrina.transformer;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.vitrina.tensor.AttentionWatcher;
import org.vitrina.tensor.ShapeException;
import org.vitrina.tensor.Tensor;

/// Any interpreter, with somebody watching.
///
/// What nobody watches goes straight through. What the watcher leaves as it is, goes on as it was computed, so that
/// watching changes no bit.
///
/// @param <V> the value that flows through the model
public final class Observed<V> implements Operations<V> {
    private final Operations<V> inner;
    private final Watcher watcher;
    private final Places[] layers;
    private final Map<String, Boolean> watched = new HashMap<>();

    /// @param layers how many blocks the model has
    public Observed(Operations<V> inner, Watcher watcher, int layers) {
        this.inner = Objects.requireNonNull(inner, "inner");
        this.watcher = Objects.requireNonNull(watcher, "watcher");
        this.layers = IntStream.range(0, layers).mapToObj(Places::of).toArray(Places[]::new);
    }

    @Override
    public V at(String place, V value) {
        V given = inner.at(place, value);
        if (!watches(place)) return given;
        Tensor now = inner.numbers(given);
        Tensor next = see(place, now);
        return next == now ? given : inner.constant(next);
    }

    @Override
    public V attend(V q, V k, V v, AttentionShape shape, int layer, AttentionWatcher other) {
        Places places = layers[layer];
        if (!watches(places.scores()) && !watches(places.pattern())) {
            return inner.attend(q, k, v, shape, layer, other);
        }
        return inner.attend(q, k, v, shape, layer, new AttentionWatcher() {
            @Override
            public Tensor scores(Tensor scores) {
                Tensor given = other == null ? scores : other.scores(scores);
                return watches(places.scores()) ? see(places.scores(), given) : given;
            }

            @Override
            public Tensor pattern(Tensor pattern) {
                Tensor given = other == null ? pattern : other.pattern(pattern);
                return watches(places.pattern()) ? see(places.pattern(), given) : given;
            }
        });
    }

    private boolean watches(String place) {
        return watched.computeIfAbsent(place, watcher::watches);
    }

    /// Returns `now` itself if the watcher left it as it is.
    private Tensor see(String place, Tensor now) {
        Tensor next = watcher.see(place, now.copy());
        if (next == null || !Arrays.equals(next.shape(), now.shape())) {
            throw new ShapeException(
                    place,
                    "a watcher returns a tensor of the shape that it was given",
                    now.shape(),
                    next == null ? new int[0] : next.shape());
        }
        return next.equals(now) ? now : next;
    }

    @Override
    public V embed(Weight table, int[] ids) {
        return inner.embed(table, ids);
    }

    @Override
    public V positions(Weight table, int count) {
        return inner.positions(table, count);
    }

    @Override
    public V linear(V x, Weight weight, Weight bias) {
        return inner.linear(x, weight, bias);
    }

    @Override
    public List<V> linears(V x, List<Weight> weights, List<Weight> biases) {
        return inner.linears(x, weights, biases);
    }

    @Override
    public V norm(V x, Norm norm, Weight weight, Weight bias) {
        return inner.norm(x, norm, weight, bias);
    }

    @Override
    public V rope(V x, Rope rope, int heads) {
        return inner.rope(x, rope, heads);
    }

    @Override
    public V activate(V gate, V up, Activation activation) {
        return inner.activate(gate, up, activation);
    }

    @Override
    public V add(V stream, V branch) {
        return inner.add(stream, branch);
    }

    @Override
    public V scale(V x, float factor) {
        return inner.scale(x, factor);
    }

    @Override
    public Tensor numbers(V value) {
        return inner.numbers(value);
    }

    @Override
    public V constant(Tensor numbers) {
        return inner.constant(numbers);
    }
}
