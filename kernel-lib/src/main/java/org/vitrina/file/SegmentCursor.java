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

    private static final int WINDOW = 1 << 16;

    private final MemorySegment file;
    private long position;
    /// The bytes from `windowFrom` on: a hundred thousand small reads of a segment take long before they are
    /// compiled.
    private byte[] window = new byte[0];

    private long windowFrom;

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

    int int32(String where) throws ModelFileException {
        need(4, where);
        return (int) littleEndian(4);
    }

    long int64(String where) throws ModelFileException {
        need(8, where);
        return littleEndian(8);
    }

    private long littleEndian(int bytes) {
        int at = inWindow(bytes);
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << 8 | window[at + i] & 0xFF;
        }
        return value;
    }

    /// Reads on by `bytes`, which are there and no more than the window holds, and returns where they begin in it.
    private int inWindow(int bytes) {
        if (position < windowFrom || position + bytes > windowFrom + window.length) {
            windowFrom = position;
            window = file.asSlice(position, Math.min(WINDOW, remaining())).toArray(JAVA_BYTE);
        }
        int at = (int) (position - windowFrom);
        position += bytes;
        return at;
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
        String text;
        if (length > WINDOW) {
            text = new String(bytes(length), StandardCharsets.UTF_8);
        } else {
            int at = inWindow(length);
            text = new String(window, at, length, StandardCharsets.UTF_8);
        }
        // what is no UTF-8 becomes U+FFFD; only then is it worth a second look
        if (text.indexOf('\uFFFD') >= 0) {
            checkUtf8(file.asSlice(position - length, length).toArray(JAVA_BYTE), where);
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
