package org.vitrina.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The folder in which models are kept that were fetched, one file `NAME.gguf` each.
///
/// @param folder where they are; need not be there yet
public record ModelCache(Path folder) {
    private static final String SUFFIX = ".gguf";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    /// Returns the user's cache: the folder that the property `vitrina.models` or the environment's
    /// `VITRINA_MODELS` names, or else `${XDG_CACHE_HOME:-~/.cache}/vitrina/models`
    /// ([XDG base directories](https://specifications.freedesktop.org/basedir-spec/latest/)).
    public static ModelCache ofUser() {
        String chosen = System.getProperty("vitrina.models", "");
        return chosen.isEmpty()
                ? of(System.getenv(), Path.of(System.getProperty("user.home")))
                : new ModelCache(Path.of(chosen));
    }

    static ModelCache of(Map<String, String> environment, Path home) {
        String chosen = environment.getOrDefault("VITRINA_MODELS", "");
        if (!chosen.isEmpty()) {
            return new ModelCache(Path.of(chosen));
        }
        String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
        // by its rules, a path that is not absolute counts as not set
        Path folder = !caches.isEmpty() && Path.of(caches).isAbsolute() ? Path.of(caches) : home.resolve(".cache");
        return new ModelCache(folder.resolve("vitrina").resolve("models"));
    }

    /// Returns where the model `name` is kept, whether it is there or not.
    ///
    /// @throws IllegalArgumentException if that is no name, but a path, for example
    public Path file(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a model's name has letters, digits, dots and dashes only, which %s has not"
                            .formatted(ModelFileException.quoted(name)));
        }
        return folder.resolve(name.endsWith(SUFFIX) ? name : name + SUFFIX);
    }

    /// Returns the file of the model `name`, if it is there.
    public Optional<Path> find(String name) {
        return NAME.matcher(name).matches() ? Optional.of(file(name)).filter(Files::isRegularFile) : Optional.empty();
    }

    /// Returns the names of the models that are there, sorted.
    public List<String> names() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(SUFFIX) && !file.startsWith("."))
                    .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        }
    }

    /// Returns the file or folder that is meant: one at that path, or else the model of that name in this
    /// cache, or else the one that comes with a library ([ShippedModels]).
    ///
    /// @throws NoSuchModelException if there is neither; the message says what there is, and how to get
    ///     more
    public Path resolve(String nameOrPath) throws IOException {
        Path path = Path.of(nameOrPath);
        if (Files.exists(path)) {
            return path;
        }
        Optional<Path> cached = find(nameOrPath);
        if (cached.isPresent()) {
            return cached.get();
        }
        Optional<Path> shipped = ShippedModels.find(nameOrPath);
        if (shipped.isPresent()) {
            return shipped.get();
        }
        List<String> names = names();
        throw new NoSuchModelException(
                "there is no file %s, and no model of that name in %s, which has %s; ./vitrina model get lists what it can fetch"
                        .formatted(
                                ModelFileException.quoted(nameOrPath),
                                folder,
                                names.isEmpty() ? "none yet" : String.join(", ", names)));
    }
}
