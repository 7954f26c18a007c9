package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;

/// Two codes of four bits in each byte: byte `i` holds code `i` in its low half and code `i + n` in its
/// high half, where `n` bytes hold `2 n` codes.
final class Nibbles {
    private Nibbles() {}

    /// Writes the low four bits of the codes `codes[at …]` to `count / 2` bytes.
    static void write(int[] codes, int at, int count, MemorySegment blocks, long to) {
        int half = count / 2;
        for (int i = 0; i < half; i++) {
            LittleEndian.putByte(blocks, to + i, codes[at + i] & 15 | codes[at + i + half] << 4);
        }
    }

    /// Reads `count` codes, 0 to 15, from `count / 2` bytes.
    static void read(MemorySegment blocks, long from, int[] codes, int at, int count) {
        int half = count / 2;
        for (int i = 0; i < half; i++) {
            int both = LittleEndian.unsigned(blocks, from + i);
            codes[at + i] = both & 15;
            codes[at + i + half] = both >> 4;
        }
    }

    /// Returns what the bits of `count / 2` bytes from `at` on mean, the first code being that of weight
    /// `first`.
    static List<BlockLayout.Word> layout(int at, int first, int count) {
        int half = count / 2;
        return IntStream.range(0, half)
                .mapToObj(i -> BlockLayout.octet(
                        at + i, BlockLayout.code(4, 4, first + i + half), BlockLayout.code(0, 4, first + i)))
                .toList();
    }
}
