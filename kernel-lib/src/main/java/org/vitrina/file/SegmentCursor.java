package org.vitrina.file;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/// Reads a file's bytes one value after the other, little-endian, and never past the end.
final class SegmentCursor {
    static final ValueLayout.OfInt INT = JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment file;
    private long position;

    SegmentCursor(MemorySegment file) {
        this.file = file;
    }

    long position() {
        return position;
    }

    long remaining() {
        return file.byteSize() - position;
    }

    /// Checks that `bytes` more are there.
    void need(long bytes, String where) throws ModelFileException {
        if (bytes > remaining()) {
            throw new ModelFileException(
                    where,
                    position,
                    "%,d bytes".formatted(bytes),
                    "the end of the file after %,d".formatted(remaining()));
        }
    }

    int unsignedByte(String where) throws ModelFileException {
        need(1, where);
        return file.get(JAVA_BYTE, position++) & 0xFF;
    }

    int int32(String where) throws ModelFileException {
        need(4, where);
        int value = file.get(INT, position);
        position += 4;
        return value;
    }

    long int64(String where) throws ModelFileException {
        need(8, where);
        long value = file.get(LONG, position);
        position += 8;
        return value;
    }

    /// Reads how many of something follow, each of at least `each` bytes, so that the rest of the file could
    /// hold them.
    long count(String what, int each, long most, String where) throws ModelFileException {
        long at = position;
        long count = int64(where);
        long fit = Math.min(most, remaining() / each);
        if (Long.compareUnsigned(count, fit) > 0) {
            String why = fit == most
                    ? "at most %,d %s, which is this library's limit"
                    : "at most %,d %s, as many as the rest of the file can hold";
            throw new ModelFileException(where, at, why.formatted(fit, what), grouped(count));
        }
        return count;
    }

    /// Reads a string: its length in bytes, then UTF-8.
    String string(String where, int longest) throws ModelFileException {
        int length = (int) count("bytes of text", 1, longest, where);
        if (length == 0) {
            return "";
        }
        byte[] bytes = bytes(length);
        String text = new String(bytes, StandardCharsets.UTF_8);
        // what is no UTF-8 becomes U+FFFD; only then is it worth a second look
        if (text.indexOf('\uFFFD') >= 0) {
            checkUtf8(bytes, where);
        }
        return text;
    }

    private void checkUtf8(byte[] bytes, String where) throws ModelFileException {
        var in = ByteBuffer.wrap(bytes);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, CharBuffer.allocate(bytes.length), true);
        if (result.isError()) {
            throw new ModelFileException(
                    where,
                    position - bytes.length + in.position(),
                    "text in UTF-8",
                    "the byte 0x%02X, which cannot stand there".formatted(bytes[in.position()]));
        }
    }

    /// Reads bytes that were checked to be there.
    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        MemorySegment.copy(file, JAVA_BYTE, position, bytes, 0, length);
        position += length;
        return bytes;
    }

    static String grouped(long unsigned) {
        return unsigned >= 0 ? "%,d".formatted(unsigned) : Long.toUnsignedString(unsigned);
    }
}
