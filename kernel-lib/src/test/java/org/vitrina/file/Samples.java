package org.vitrina.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files that `src/test/python/make_model_files.py` made, and files made byte by byte.
final class Samples {
    static final Path FOLDER = Path.of("src", "test", "resources", "org", "vitrina", "file");

    private Samples() {}

    static Path path(String name) {
        return FOLDER.resolve(name);
    }

    static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Puts the bytes of a file together, little-endian: an `Integer` takes 4, a `Long` 8, a `Byte` 1, a `String`
    /// its length and its UTF-8, a `byte[]` what is in it.
    static byte[] file(Object... parts) {
        int size = 1 << 17;
        for (Object part : parts) {
            size += part instanceof byte[] bytes ? bytes.length : 0;
        }
        var out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        for (Object part : parts) {
            switch (part) {
                case Integer number -> out.putInt(number);
                case Long number -> out.putLong(number);
                case Byte number -> out.put(number);
                case String text -> {
                    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                    out.putLong(bytes.length).put(bytes);
                }
                case byte[] bytes -> out.put(bytes);
                default -> throw new IllegalArgumentException("no part of a file: " + part);
            }
        }
        byte[] file = new byte[out.position()];
        out.flip().get(file);
        return file;
    }

    /// A GGUF file of version 3 up to its keys.
    static Object[] gguf(long tensors, long keys, Object... rest) {
        Object[] parts = new Object[rest.length + 4];
        parts[0] = GgufReader.MAGIC;
        parts[1] = 3;
        parts[2] = tensors;
        parts[3] = keys;
        System.arraycopy(rest, 0, parts, 4, rest.length);
        return parts;
    }

    static MemorySegment segment(byte[] file) {
        return MemorySegment.ofArray(file);
    }
}
