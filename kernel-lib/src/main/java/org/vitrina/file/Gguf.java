package org.vitrina.file;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// The file format of llama.cpp ([GGUF](https://github.com/ggml-org/ggml/blob/master/docs/gguf.md)), versions 2
/// and 3, little-endian: metadata under keys, and tensors in any of ggml's number formats.
public final class Gguf {
    private Gguf() {}

    /// Opens a file: maps it and reads what stands before its weights. The weights are not copied; what of them
    /// is used, the operating system reads when it is used.
    ///
    /// @throws ModelFileException if the file is not whole and sound GGUF
    public static GgufFile open(Path file) throws IOException {
        MappedFile mapped = MappedFile.open(file);
        return mapped.read(bytes -> new GgufFile(mapped, new GgufReader(bytes).read()));
    }

    /// Returns a writer of a file of version 3, without keys and tensors yet.
    public static GgufWriter writer() {
        return new GgufWriter();
    }

    /// Checks a whole file that is in memory and returns what stands before its weights.
    static GgufHeader read(MemorySegment bytes) throws ModelFileException {
        return new GgufReader(bytes).read();
    }
}
