package org.vitrina.file;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteOrder;

/// Metadata values that take a fixed number of bytes, as objects and as bytes.
final class GgufValues {
    private static final ValueLayout.OfShort SHORT = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private GgufValues() {}

    static Object read(GgufType type, MemorySegment bytes, long at) {
        return switch (type) {
            case UINT8 -> bytes.get(JAVA_BYTE, at) & 0xFF;
            case INT8 -> (int) bytes.get(JAVA_BYTE, at);
            case UINT16 -> bytes.get(SHORT, at) & 0xFFFF;
            case INT16 -> (int) bytes.get(SHORT, at);
            case UINT32 -> Integer.toUnsignedLong(bytes.get(SegmentCursor.INT, at));
            case INT32 -> bytes.get(SegmentCursor.INT, at);
            case FLOAT32 -> Float.intBitsToFloat(bytes.get(SegmentCursor.INT, at));
            case BOOL -> bytes.get(JAVA_BYTE, at) != 0;
            case UINT64 -> unsigned(bytes.get(SegmentCursor.LONG, at));
            case INT64 -> bytes.get(SegmentCursor.LONG, at);
            case FLOAT64 -> Double.longBitsToDouble(bytes.get(SegmentCursor.LONG, at));
            case STRING, ARRAY -> throw new IllegalArgumentException(type + " takes no fixed number of bytes");
        };
    }

    private static Number unsigned(long bits) {
        return bits >= 0 ? (Number) bits : new BigInteger(Long.toUnsignedString(bits));
    }
}
