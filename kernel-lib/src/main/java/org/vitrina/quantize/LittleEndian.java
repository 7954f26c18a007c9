package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.vitrina.tensor.HalfRows;

/// Reads and writes the numbers of a block, wherever it lies.
final class LittleEndian {
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    /// Returns the byte at `at`, 0 to 255.
    static int unsigned(MemorySegment bytes, long at) {
        return bytes.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
    }

    static void putByte(MemorySegment bytes, long at, int value) {
        bytes.set(ValueLayout.JAVA_BYTE, at, (byte) value);
    }

    static float half(MemorySegment bytes, long at) {
        return Float.float16ToFloat(bytes.get(SHORT, at));
    }

    static void putHalf(MemorySegment bytes, long at, float value) {
        bytes.set(SHORT, at, F16.bits(value));
    }

    /// Returns `rows` rows of `columns` numbers of 16 bits.
    ///
    /// @throws IndexOutOfBoundsException if there are fewer
    static HalfRows rows(MemorySegment bytes, int rows, int columns) {
        MemorySegment all = bytes.asSlice(0, Math.multiplyExact((long) rows * columns, Short.BYTES));
        return (row, to, at) -> MemorySegment.copy(all, SHORT, (long) row * columns * Short.BYTES, to, at, columns);
    }
}
