package org.vitrina.world;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.vitrina.transformer.Model;

/// The models that come with the library. `CARDS.md` beside them says how each was made and what it can do.
public final class TinyModels {
    private static final Map<String, Model> OPEN = new ConcurrentHashMap<>();

    private TinyModels() {}

    /// Returns `tales-base`: a language model of the tales, in English and Spanish, that has learned to go on with a
    /// tale and nothing else.
    public static Model talesBase() {
        return open("tales-base");
    }

    /// Returns the file of a model, for programs that want one; it is a copy that lasts as long as this process.
    ///
    /// @throws IllegalArgumentException if no model of this name comes with the library
    public static Path file(String name) {
        String file = name + ".gguf";
        try (InputStream in = name.matches("[a-z0-9-]+") ? TinyModels.class.getResourceAsStream(file) : null) {
            if (in == null) {
                throw new IllegalArgumentException("no model '" + name + "' comes with the library");
            }
            Path folder = Files.createTempDirectory("vitrina-model");
            folder.toFile().deleteOnExit();
            Path copy = folder.resolve(file);
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            copy.toFile().deleteOnExit();
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException("copying the model " + name, e);
        }
    }

    private static Model open(String name) {
        return OPEN.computeIfAbsent(name, _ -> {
            try {
                return Model.open(file(name));
            } catch (IOException e) {
                throw new UncheckedIOException("opening the model " + name, e);
            }
        });
    }
}
