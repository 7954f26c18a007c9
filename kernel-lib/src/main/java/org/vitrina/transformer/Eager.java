package org.vitrina.transformer;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.vitrina.tensor.Attention;
import org.vitrina.tensor.AttentionWatcher;
import org.vitrina.tensor.Kernels;
import org.vitrina.tensor.KvCache;
import org.vitrina.tensor.Tensor;
import org.vitrina.tensor.Workers;

/// Computes at once: the interpreter that runs a model.
///
/// It reads one text, the next tokens after those that its caches hold, one for each layer. Results lie in storage that
/// is used again:
/// each branch of the residual stream takes its own in turn, and [#add] gives all of it back.
class Eager implements Operations<Tensor> {
    private final Kernels kernels;
    final Workers workers;
    private final List<KvCache> caches;
    private final Map<Weight, float[]> vectors = new IdentityHashMap<>();
    private final Map<Rope, Angles> angles = new IdentityHashMap<>();
    final Scratch scratch = new Scratch();
    private Tensor stream = Tensor.zeros(1, 0);

    /// The position of the first row.
    private int position;

    Eager(Kernels kernels, Workers workers, List<KvCache> caches) {
        this.kernels = kernels;
        this.workers = workers;
        this.caches = List.copyOf(caches);
    }

    /// Says that the first of the next rows stands at `position`; what the caches hold from there on is forgotten.
    void at(int position) {
        this.position = position;
        scratch.clear();
    }

    /// Gives back what was computed since the last [#add].
    void forget() {
        scratch.clear();
    }

    /// Returns the position of row `row`.
    int positionOf(int row) {
        return position + row;
    }

    /// Returns the position behind the last of these rows.
    int reach(int rows) {
        return position + rows;
    }

    @Override
    public Tensor embed(Weight table, int[] ids) {
        stream = Scratch.fitting(stream, ids.length, table.matrix().columns());
        for (int t = 0; t < ids.length; t++) {
            table.matrix().row(ids[t], stream.data(), t * stream.columns());
        }
        return stream;
    }

    @Override
    public Tensor positions(Weight table, int count) {
        Tensor out = scratch.take(count, table.matrix().columns());
        for (int t = 0; t < count; t++) {
            table.matrix().row(positionOf(t), out.data(), t * out.columns());
        }
        return out;
    }

    @Override
    public Tensor linear(Tensor x, Weight weight, Weight bias) {
        int outputs = weight.matrix().rows();
        Tensor out = scratch.take(x.rows(), outputs);
        weight.matrix().multiply(x, out, workers);
        if (bias != null) {
            float[] b = vector(bias);
            each(
                    x.rows(),
                    t -> kernels.add(
                            out.data(),
                            out.offset() + t * outputs,
                            b,
                            0,
                            out.data(),
                            out.offset() + t * outputs,
                            outputs));
        }
        return out;
    }

    @Override
    public Tensor norm(Tensor x, Norm norm, Weight weight, Weight bias) {
        float[] w = vector(weight);
        float[] b = bias == null ? null : vector(bias);
        int n = w.length;
        int columns = x.columns();
        Tensor out = scratch.take(x.rows(), columns);
        each(x.rows(), t -> {
            for (int i = t * columns; i < (t + 1) * columns; i += n) {
                switch (norm.kind()) {
                    case RMS ->
                        kernels.rmsNorm(
                                x.data(), x.offset() + i, w, 0, norm.epsilon(), out.data(), out.offset() + i, n);
                    case LAYER ->
                        kernels.layerNorm(
                                x.data(), x.offset() + i, w, b, norm.epsilon(), out.data(), out.offset() + i, n);
                }
            }
        });
        return out;
    }

    @Override
    public Tensor rope(Tensor x, Rope rope, int heads) {
        Angles turned = angles.computeIfAbsent(rope, Angles::new);
        turned.reach(reach(x.rows()));
        int width = x.columns() / heads;
        each(x.rows(), t -> {
            for (int head = 0; head < heads; head++) {
                int at = x.offset() + t * x.columns() + head * width;
                turned.turn(kernels, x.data(), at, positionOf(t));
            }
        });
        return x;
    }

    @Override
    public Tensor attend(Tensor q, Tensor k, Tensor v, AttentionShape shape, int layer, AttentionWatcher watcher) {
        KvCache cache = caches.get(layer);
        cache.rewind(position);
        cache.append(k, v);
        Tensor z = scratch.take(q.rows(), q.columns());
        Attention.attend(q, cache, shape.heads(), shape.scale(), shape.window(), position, z, workers, watcher);
        return z;
    }

    @Override
    public Tensor activate(Tensor gate, Tensor up, Activation activation) {
        int n = gate.columns();
        float[] g = gate.data();
        each(gate.rows(), t -> {
            int at = gate.offset() + t * n;
            switch (activation) {
                case SWIGLU -> kernels.swiGlu(g, at, up.data(), up.offset() + t * n, g, at, n);
                case GEGLU -> kernels.geGlu(g, at, up.data(), up.offset() + t * n, g, at, n);
                case GELU -> kernels.gelu(g, at, g, at, n);
            }
        });
        return gate;
    }

    @Override
    public Tensor add(Tensor stream, Tensor branch) {
        int n = stream.columns();
        this.stream = Scratch.fitting(this.stream, stream.rows(), n);
        Tensor sum = this.stream;
        each(
                stream.rows(),
                t -> kernels.add(
                        stream.data(),
                        stream.offset() + t * n,
                        branch.data(),
                        branch.offset() + t * n,
                        sum.data(),
                        sum.offset() + t * n,
                        n));
        scratch.clear();
        return sum;
    }

    @Override
    public Tensor scale(Tensor x, float factor) {
        for (int i = x.offset(); i < x.offset() + x.size(); i++) {
            x.data()[i] *= factor;
        }
        return x;
    }

    @Override
    public Tensor numbers(Tensor value) {
        return value;
    }

    @Override
    public Tensor constant(Tensor numbers) {
        return numbers.copy();
    }

    /// Computes each row; one row is not worth waking anybody.
    private void each(int rows, IntConsumer row) {
        if (rows == 1) row.accept(0);
        else workers.run(rows, row);
    }

    private float[] vector(Weight weight) {
        return vectors.computeIfAbsent(weight, Weight::vector);
    }
}
