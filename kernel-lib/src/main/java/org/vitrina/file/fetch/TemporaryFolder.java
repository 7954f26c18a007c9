package org.vitrina.file.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;

/// A folder that is removed with all that is in it.
record TemporaryFolder(Path path) implements AutoCloseable {
    /// Makes one in `parent`, so that what is made in it can be moved without copying.
    static TemporaryFolder in(Path parent) throws IOException {
        return new TemporaryFolder(
                Files.createDirectory(parent.toAbsolutePath().resolve("." + UUID.randomUUID() + ".tmp")));
    }

    /// Returns how large the largest file in it is.
    long largest() throws IOException {
        long largest = 0;
        try (var files = Files.walk(path)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (Files.isRegularFile(file)) {
                    largest = Math.max(largest, Files.size(file));
                }
            }
        }
        return largest;
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
