package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;

/// The highest bits of 32 codes of five bits, in four bytes: bit `i` belongs to code `i`.
final class FifthBits {
    private FifthBits() {}

    static void write(int[] codes, MemorySegment blocks, long to) {
        int bits = 0;
        for (int i = 0; i < Integer.SIZE; i++) {
            bits |= (codes[i] >> 4 & 1) << i;
        }
        blocks.set(LittleEndian.INT, to, bits);
    }

    /// Adds 16 to those codes whose bit is set.
    static void add(MemorySegment blocks, long from, int[] codes) {
        int bits = blocks.get(LittleEndian.INT, from);
        for (int i = 0; i < Integer.SIZE; i++) {
            codes[i] |= (bits >> i & 1) << 4;
        }
    }

    static List<BlockLayout.Word> layout(int at) {
        return IntStream.range(0, Integer.BYTES)
                .mapToObj(i -> BlockLayout.octet(
                        at + i,
                        IntStream.range(0, Byte.SIZE)
                                .map(bit -> Byte.SIZE - 1 - bit)
                                .mapToObj(bit -> BlockLayout.code(bit, 1, Byte.SIZE * i + bit))
                                .toArray(BlockLayout.Field[]::new)))
                .toList();
    }
}
