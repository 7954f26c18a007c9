package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Codes of 1 to 16 bits, one after the other without a gap: code `i` takes the bits from `i × bits`
/// on, counted from the lowest bit of the first byte.
final class BitPacking {
    private BitPacking() {}

    static int bytes(int count, int bits) {
        return Math.toIntExact(Math.ceilDiv((long) count * bits, Byte.SIZE));
    }

    static void write(int[] codes, int bits, MemorySegment blocks, long to) {
        long waiting = 0;
        int free = 0;
        for (int code : codes) {
            waiting |= (long) code << free;
            for (free += bits; free >= Byte.SIZE; free -= Byte.SIZE) {
                LittleEndian.putByte(blocks, to++, (int) waiting);
                waiting >>>= Byte.SIZE;
            }
        }
        if (free > 0) {
            LittleEndian.putByte(blocks, to, (int) waiting);
        }
    }

    static int read(MemorySegment blocks, long from, int bits, int index) {
        long bit = (long) index * bits;
        long at = from + bit / Byte.SIZE;
        int shift = (int) (bit % Byte.SIZE);
        int code = LittleEndian.unsigned(blocks, at) >> shift;
        for (int known = Byte.SIZE - shift; known < bits; known += Byte.SIZE) {
            code |= LittleEndian.unsigned(blocks, ++at) << known;
        }
        return code & (1 << bits) - 1;
    }

    static List<BlockLayout.Word> layout(int at, int bits, int count) {
        var words = new ArrayList<BlockLayout.Word>();
        for (int i = 0; i < bytes(count, bits); i++) {
            words.add(BlockLayout.octet(at + i, fields(i, bits, count)));
        }
        return words;
    }

    /// A code that begins in one byte and ends in the next has a field in both.
    private static BlockLayout.Field[] fields(int octet, int bits, int count) {
        var fields = new ArrayList<BlockLayout.Field>();
        for (int bit = 0; bit < Byte.SIZE; ) {
            int weight = (Byte.SIZE * octet + bit) / bits;
            int rest = weight < count ? (weight + 1) * bits - Byte.SIZE * octet - bit : Byte.SIZE;
            int taken = Math.min(rest, Byte.SIZE - bit);
            fields.addFirst(
                    weight < count
                            ? BlockLayout.code(bit, taken, weight)
                            : new BlockLayout.Field(bit, taken, "unused", 0, 0));
            bit += taken;
        }
        return fields.toArray(BlockLayout.Field[]::new);
    }
}
