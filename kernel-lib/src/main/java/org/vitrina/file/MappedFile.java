package org.vitrina.file;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file's bytes as memory, until the arena is closed.
record MappedFile(Path file, Arena arena, MemorySegment bytes) {
    /// Reads a mapped file.
    interface Reader<R> {
        R read(MemorySegment bytes) throws IOException;
    }

    static MappedFile open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new ModelFileException("model", -1, "a file", "the folder " + file);
        }
        // threads of a computation share the mapping
        Arena arena = Arena.ofShared();
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size == 0) {
                throw new ModelFileException("file", 0, "a model", "no byte").in(file);
            }
            return new MappedFile(file, arena, channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena));
        } catch (Throwable e) {
            arena.close();
            throw e;
        }
    }

    /// Returns what `reader` makes of the bytes. Where it fails, the mapping ends, and what it says is wrong gets
    /// the file's name.
    <R> R read(Reader<R> reader) throws IOException {
        try {
            return reader.read(bytes);
        } catch (ModelFileException e) {
            arena.close();
            throw e.in(file);
        } catch (Throwable e) {
            arena.close();
            throw e;
        }
    }

    /// Ends the mapping, if it has not ended yet.
    void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
