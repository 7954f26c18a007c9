package org.vitrina.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The cache of models")
class ModelCacheTests {
    @TempDir
    private Path folder;

    @Test
    @DisplayName("is where VITRINA_MODELS says, or else in the user's folder for caches")
    void places() {
        Path home = folder.resolve("home");
        assertEquals(
                home.resolve(".cache/vitrina/models"),
                ModelCache.of(Map.of(), home).folder());
        Path caches = folder.resolve("caches");
        assertEquals(
                caches.resolve("vitrina/models"),
                ModelCache.of(Map.of("XDG_CACHE_HOME", caches.toString()), home).folder());
        assertEquals(
                home.resolve(".cache/vitrina/models"),
                ModelCache.of(Map.of("XDG_CACHE_HOME", "relative"), home).folder());
        assertEquals(
                Path.of("/models"),
                ModelCache.of(Map.of("VITRINA_MODELS", "/models", "XDG_CACHE_HOME", caches.toString()), home)
                        .folder());
    }

    @Test
    @DisplayName("lists and finds models by the names of their files")
    void names() throws IOException {
        var cache = new ModelCache(folder.resolve("models"));
        assertEquals(List.of(), cache.names());
        Files.createDirectories(cache.folder());
        Path b = Files.createFile(cache.folder().resolve("b.gguf"));
        Files.createFile(cache.folder().resolve("a.gguf"));
        Files.createFile(cache.folder().resolve(".c.gguf"));
        Files.createFile(cache.folder().resolve("d.whl.part"));
        assertEquals(List.of("a", "b"), cache.names());
        assertEquals(Optional.of(b), cache.find("b"));
        assertEquals(Optional.of(b), cache.find("b.gguf"));
        assertEquals(Optional.empty(), cache.find("d"));
        assertEquals(Optional.empty(), cache.find("../models/b"));
        assertEquals(
                "a model's name has letters, digits, dots and dashes only, which '../b' has not",
                assertThrows(IllegalArgumentException.class, () -> cache.file("../b"))
                        .getMessage());
    }

    @Test
    @DisplayName("resolves a path or a name, and says what there is when it is neither")
    void resolve() throws IOException {
        var cache = new ModelCache(folder);
        assertEquals(
                "there is no file 'a', and no model of that name in " + folder
                        + ", which has none yet; ./vitrina model get lists what it can fetch",
                assertThrows(NoSuchModelException.class, () -> cache.resolve("a"))
                        .getMessage());
        Path a = Files.createFile(folder.resolve("a.gguf"));
        assertEquals(a, cache.resolve("a"));
        assertEquals(a, cache.resolve(a.toString()));
        assertEquals(folder, cache.resolve(folder.toString()));
        assertEquals(
                "there is no file '⟨U+001B⟩b', and no model of that name in " + folder
                        + ", which has a; ./vitrina model get lists what it can fetch",
                assertThrows(NoSuchModelException.class, () -> cache.resolve("\u001Bb"))
                        .getMessage());
    }
}
