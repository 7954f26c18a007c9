package org.vitrina.file;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.List;

/// Metadata values as bytes: read where they take a fixed number of them, and written.
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

    /// Writes a value; a list must know what it holds, as a [MetadataList] does.
    ///
    /// @throws IllegalArgumentException if `value` is none of that type
    static void write(String key, GgufType type, Object value, ByteSink out) {
        switch (type) {
            case UINT8 -> out.int8(whole(key, type, value, 0, 8));
            case INT8 -> out.int8(whole(key, type, value, 1, 7));
            case UINT16 -> out.int16(whole(key, type, value, 0, 16));
            case INT16 -> out.int16(whole(key, type, value, 1, 15));
            case UINT32 -> out.int32(whole(key, type, value, 0, 32));
            case INT32 -> out.int32(whole(key, type, value, 1, 31));
            case UINT64 -> out.int64(whole(key, type, value, 0, 64));
            case INT64 -> out.int64(whole(key, type, value, 1, 63));
            case FLOAT32 ->
                out.int32(Float.floatToRawIntBits(number(key, type, value).floatValue()));
            case FLOAT64 ->
                out.int64(Double.doubleToRawLongBits(number(key, type, value).doubleValue()));
            case BOOL -> out.int8(as(Boolean.class, key, type, value) ? 1 : 0);
            case STRING -> out.string(as(String.class, key, type, value));
            case ARRAY -> writeList(key, as(MetadataList.class, key, type, value), out);
        }
    }

    private static void writeList(String key, MetadataList list, ByteSink out) {
        out.int32(list.element().ordinal());
        out.int64(list.size());
        if (list.element().isFixed()) {
            out.bytes(list.numbers());
        } else {
            list.forEach(element -> write(key, list.element(), element, out));
        }
    }

    /// Returns a list of `element` from any list of such values.
    static MetadataList list(String key, GgufType element, List<?> values) {
        if (values instanceof MetadataList list && list.element() == element) {
            return list;
        }
        if (!element.isFixed()) {
            values.forEach(value -> write(key, element, value, new ByteSink()));
            return MetadataList.of(element, List.copyOf(values));
        }
        var bytes = new ByteSink();
        values.forEach(value -> write(key, element, value, bytes));
        return MetadataList.ofNumbers(element, bytes.toBytes());
    }

    /// @param sign 1 if there is a bit for the sign
    /// @param bits how many others there are
    private static long whole(String key, GgufType type, Object value, int sign, int bits) {
        try {
            BigInteger number = new BigDecimal(number(key, type, value).toString()).toBigIntegerExact();
            boolean fits = number.bitLength() <= bits && (sign == 1 || number.signum() >= 0);
            if (fits) {
                return number.longValue();
            }
        } catch (ArithmeticException | NumberFormatException _) {
            // no whole number; said below
        }
        throw wrong(key, type, value);
    }

    private static Number number(String key, GgufType type, Object value) {
        return as(Number.class, key, type, value);
    }

    private static <T> T as(Class<T> wanted, String key, GgufType type, Object value) {
        if (!wanted.isInstance(value)) {
            throw wrong(key, type, value);
        }
        return wanted.cast(value);
    }

    private static IllegalArgumentException wrong(String key, GgufType type, Object value) {
        String found = value == null
                ? "null"
                : value.getClass().getSimpleName() + " " + ModelFileException.quoted(value.toString());
        return new IllegalArgumentException("key %s: a value of type %s is needed, but got %s"
                .formatted(ModelFileException.quoted(key), type, found));
    }
}
