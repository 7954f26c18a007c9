package org.vitrina.transformer;

import java.util.List;
import org.vitrina.tensor.Attention;
import org.vitrina.tensor.AttentionWatcher;
import org.vitrina.tensor.Kernels;
import org.vitrina.tensor.KvCache;
import org.vitrina.tensor.Tensor;
import org.vitrina.tensor.Workers;

/// Computes the next tokens of several texts at once: their rows go through each matrix together, and
/// each text's rows look at that text's cache alone.
final class EagerBatch extends Eager {
    private List<Part> parts = List.of();
    private int[] positions = {};
    private int reach;

    /// The rows of one text.
    ///
    /// @param caches of the text, one for each layer
    /// @param first  the position of its first row
    /// @param from   its first row
    /// @param to     the row behind its last
    record Part(List<KvCache> caches, int first, int from, int to) {}

    EagerBatch(Kernels kernels, Workers workers) {
        super(kernels, workers, List.of());
    }

    /// Says whose the next rows are.
    void at(List<Part> parts) {
        this.parts = parts;
        positions = new int[parts.getLast().to()];
        reach = 0;
        for (Part part : parts) {
            for (int row = part.from(); row < part.to(); row++) {
                positions[row] = part.first() + row - part.from();
            }
            reach = Math.max(reach, part.first() + part.to() - part.from());
        }
        forget();
    }

    @Override
    int positionOf(int row) {
        return positions[row];
    }

    @Override
    int reach(int rows) {
        return reach;
    }

    @Override
    public Tensor attend(Tensor q, Tensor k, Tensor v, AttentionShape shape, int layer, AttentionWatcher watcher) {
        Tensor z = scratch.take(q.rows(), q.columns());
        workers.run(parts.size(), i -> {
            Part part = parts.get(i);
            KvCache cache = part.caches().get(layer);
            cache.rewind(part.first());
            cache.append(k.rows(part.from(), part.to()), v.rows(part.from(), part.to()));
            Attention.attend(
                    q.rows(part.from(), part.to()),
                    cache,
                    shape.heads(),
                    shape.scale(),
                    shape.window(),
                    part.first(),
                    z.rows(part.from(), part.to()),
                    parts.size() == 1 ? workers : Workers.ONE,
                    watcher);
        });
        return z;
    }
}
