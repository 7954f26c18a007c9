package org.vitrina.file;

import java.nio.file.Path;
import java.util.Objects;
import java.util.SequencedMap;

/// An open GGUF file, made by [Gguf#open].
public final class GgufFile implements ModelFile {
    private final MappedFile file;
    private final GgufHeader header;

    GgufFile(MappedFile file, GgufHeader header) {
        this.file = file;
        this.header = header;
    }

    /// Returns where the file is.
    public Path path() {
        return file.file();
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
        return file.bytes().byteSize();
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
        return tensor.data().address() - file.bytes().address();
    }

    @Override
    public void close() {
        file.close();
    }

    @Override
    public String toString() {
        return "GGUF %d file %s, %s, %d tensors"
                .formatted(
                        version(),
                        ModelFileException.quoted(path().getFileName().toString()),
                        ReportText.bytes(size()),
                        tensors().size());
    }
}
