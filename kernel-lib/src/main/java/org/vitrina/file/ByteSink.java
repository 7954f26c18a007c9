package org.vitrina.file;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// Collects little-endian values as bytes.
final class ByteSink {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    void int8(long value) {
        out.write((int) value);
    }

    void int16(long value) {
        int8(value);
        int8(value >> 8);
    }

    void int32(long value) {
        int16(value);
        int16(value >> 16);
    }

    void int64(long value) {
        int32(value);
        int32(value >> 32);
    }

    void string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int64(bytes.length);
        out.writeBytes(bytes);
    }

    void bytes(MemorySegment bytes) {
        out.writeBytes(bytes.toArray(ValueLayout.JAVA_BYTE));
    }

    int size() {
        return out.size();
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
