package org.vitrina.transformer;

import java.util.List;
import java.util.stream.Stream;
import org.vitrina.tensor.KvCache;
import org.vitrina.tensor.Workers;

/// What the sessions of a model share.
///
/// @param packing makes the weights ready before the first token
/// @param storage how keys and values are kept
record Engine(Transformer transformer, Packing packing, Workers workers, KvCache.Storage storage) {
    /// Returns an empty cache for each layer.
    List<KvCache> caches() {
        AttentionShape heads = transformer.config().attention();
        return Stream.generate(() -> new KvCache(heads.kvHeads(), heads.width(), storage))
                .limit(transformer.config().layers())
                .toList();
    }

    Engine with(RopeScaling scaling) {
        return new Engine(transformer.with(scaling), packing, workers, storage);
    }

    Engine with(Workers workers) {
        return new Engine(transformer, packing, workers, storage);
    }

    Engine with(KvCache.Storage storage) {
        return new Engine(transformer, packing, workers, storage);
    }
}
