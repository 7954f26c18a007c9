package org.vitrina.transformer;

import java.util.Comparator;
import java.util.List;
import org.vitrina.show.Progress;
import org.vitrina.tensor.Workers;

/// Packs a model's matrices for this machine, before the first token.
final class Packing {
    static final Packing NONE = new Packing(List.of());

    private final List<StoredWeights> matrices;
    private volatile boolean done;

    /// @param matrices what is multiplied
    Packing(List<StoredWeights> matrices) {
        // the largest first, as threads then end together
        this.matrices = matrices.stream()
                .sorted(Comparator.comparingLong(StoredWeights::bytes).reversed())
                .toList();
        done = matrices.isEmpty();
    }

    /// Packs what is not yet packed. An interrupt stops it between two groups; what is packed stays so.
    void run(Workers workers) {
        if (done) return;
        int group = 2 * workers.threads();
        try (var task = Progress.task("packing weights", matrices.size())) {
            for (int from = 0; from < matrices.size(); from += group) {
                int first = from;
                int count = Math.min(group, matrices.size() - first);
                workers.run(count, i -> matrices.get(first + i).packed());
                task.at(first + count);
            }
        }
        done = true;
    }
}
