package org.vitrina.world;

import java.nio.file.Path;
import java.util.List;
import org.vitrina.file.ShippedModels;

/// The files of [TinyModels], for every command that takes a model by its name.
public final class TinyModelFiles implements ShippedModels {
    @Override
    public List<String> names() {
        return TinyModels.names();
    }

    @Override
    public Path file(String name) {
        return TinyModels.file(name);
    }
}
