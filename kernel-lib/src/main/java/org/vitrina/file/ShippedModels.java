package org.vitrina.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/// Models that come with a library. It is found by the service loader: the library names its class in
/// `META-INF/services/org.vitrina.file.ShippedModels`, and then every command takes such a model by its
/// name.
public interface ShippedModels {
    /// Returns the names of the models, in the order in which they are listed.
    List<String> names();

    /// Returns the GGUF file of one of [#names()].
    ///
    /// @throws IllegalArgumentException if there is no such model
    Path file(String name) throws IOException;

    /// Returns the models of all libraries that are there.
    static List<ShippedModels> all() {
        return ServiceLoader.load(ShippedModels.class, ShippedModels.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /// Returns the names of the models of all libraries.
    static List<String> allNames() {
        return all().stream().flatMap(models -> models.names().stream()).toList();
    }

    /// Returns the file of the model `name`, if a library brings one.
    static Optional<Path> find(String name) throws IOException {
        for (ShippedModels models : all()) {
            if (models.names().contains(name)) {
                return Optional.of(models.file(name));
            }
        }
        return Optional.empty();
    }
}
