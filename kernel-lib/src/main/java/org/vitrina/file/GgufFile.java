package org.vitrina.file;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.SequencedMap;

/// An open GGUF file, made by [Gguf#open].
public final class GgufFile implements ModelFile {
    private final String name;
    private final MemorySegment bytes;
    private final Arena arena;
    private final GgufHeader header;

    GgufFile(String name, MemorySegment bytes, Arena arena, GgufHeader header) {
        this.name = name;
        this.bytes = bytes;
        this.arena = arena;
        this.header = header;
    }

    /// Returns the file's name, without its folder.
    public String name() {
        return name;
    }

    /// Returns the version of the format, 2 or 3.
    public int version() {
        return header.version();
    }

    /// Returns what number of bytes the place of every tensor is a multiple of.
    public int alignment() {
        return header.alignment();
    }

    /// Returns the bytes of the whole file.
    public long size() {
        return bytes.byteSize();
    }

    @Override
    public SequencedMap<String, Object> metadata() {
        return header.metadata();
    }

    @Override
    public SequencedMap<String, StoredTensor> tensors() {
        return header.tensors();
    }

    /// Returns the type that the file gives the value under `key`.
    ///
    /// @throws NullPointerException if there is no such key
    public GgufType type(String key) {
        return Objects.requireNonNull(header.types().get(key), key);
    }

    /// Returns the byte of the file at which the weights of `tensor` begin.
    public long offset(StoredTensor tensor) {
        return tensor.data().address() - bytes.address();
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    @Override
    public String toString() {
        return "GGUF file " + ModelFileException.quoted(name) + ", " + tensors().size() + " tensors";
    }
}
