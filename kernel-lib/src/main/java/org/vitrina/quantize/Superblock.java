package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// What the formats with 256 weights a block have in common: how their codes are spread over bytes.
final class Superblock {
    /// Weights in a block.
    static final int SIZE = 256;

    private static final int RUN = 128;
    private static final int LANE = 32;

    private Superblock() {}

    /// Writes two bits of each code, those from `bit` on, to 64 bytes: in each run of 128 codes, byte `i`
    /// of 32 holds the codes `i`, `i + 32`, `i + 64` and `i + 96`, in its lowest bits first.
    static void writePairsOfBits(int[] codes, int bit, MemorySegment blocks, long to) {
        for (int run = 0; run < SIZE; run += RUN) {
            for (int i = run; i < run + LANE; i++) {
                int four = codes[i] >> bit & 3
                        | (codes[i + LANE] >> bit & 3) << 2
                        | (codes[i + 2 * LANE] >> bit & 3) << 4
                        | (codes[i + 3 * LANE] >> bit & 3) << 6;
                LittleEndian.putByte(blocks, to++, four);
            }
        }
    }

    /// Adds to each code its two bits, moved up to `bit`, as [#writePairsOfBits] has written them.
    static void addPairsOfBits(MemorySegment blocks, long from, int bit, int[] codes) {
        for (int run = 0; run < SIZE; run += RUN) {
            for (int i = run; i < run + LANE; i++) {
                int four = LittleEndian.unsigned(blocks, from++);
                for (int lane = 0; lane < 4; lane++) {
                    codes[i + LANE * lane] |= (four >> 2 * lane & 3) << bit;
                }
            }
        }
    }

    /// Writes one bit of each code to 32 bytes: bit `j` of byte `i` belongs to code `i + 32 j`.
    static void writeBits(int[] codes, int bit, MemorySegment blocks, long to) {
        for (int i = 0; i < LANE; i++) {
            int eight = 0;
            for (int lane = 0; lane < 8; lane++) {
                eight |= (codes[i + LANE * lane] >> bit & 1) << lane;
            }
            LittleEndian.putByte(blocks, to + i, eight);
        }
    }

    /// Adds to each code its bit, moved up to `bit`, as [#writeBits] has written them.
    static void addBits(MemorySegment blocks, long from, int bit, int[] codes) {
        for (int i = 0; i < LANE; i++) {
            int eight = LittleEndian.unsigned(blocks, from + i);
            for (int lane = 0; lane < 8; lane++) {
                codes[i + LANE * lane] |= (eight >> lane & 1) << bit;
            }
        }
    }

    /// Writes the low four bits of each code to 128 bytes: in each run of `2 n` codes, byte `i` of `n`
    /// holds code `i` in its low half and code `i + n` in its high half.
    static void writeNibbles(int[] codes, int n, MemorySegment blocks, long to) {
        for (int run = 0; run < SIZE; run += 2 * n) {
            Nibbles.write(codes, run, 2 * n, blocks, to + run / 2);
        }
    }

    /// Reads what [#writeNibbles] has written.
    static void readNibbles(MemorySegment blocks, long from, int n, int[] codes) {
        for (int run = 0; run < SIZE; run += 2 * n) {
            Nibbles.read(blocks, from + run / 2, codes, run, 2 * n);
        }
    }

    /// Returns what the bits mean that [#writePairsOfBits] writes.
    static List<BlockLayout.Word> pairsLayout(int at) {
        return IntStream.range(0, SIZE / 4)
                .mapToObj(i -> BlockLayout.octet(at + i, lanes(i / LANE * RUN + i % LANE, 4, 2)))
                .toList();
    }

    /// Returns what the bits mean that [#writeBits] writes.
    static List<BlockLayout.Word> bitsLayout(int at) {
        return IntStream.range(0, LANE)
                .mapToObj(i -> BlockLayout.octet(at + i, lanes(i, 8, 1)))
                .toList();
    }

    private static BlockLayout.Field[] lanes(int first, int lanes, int bits) {
        return IntStream.range(0, lanes)
                .map(i -> lanes - 1 - i)
                .mapToObj(lane -> BlockLayout.code(bits * lane, bits, first + LANE * lane))
                .toArray(BlockLayout.Field[]::new);
    }

    /// Returns what the bits mean that [#writeNibbles] writes.
    static List<BlockLayout.Word> nibblesLayout(int at, int n) {
        var words = new ArrayList<BlockLayout.Word>();
        for (int run = 0; run < SIZE; run += 2 * n) {
            words.addAll(Nibbles.layout(at + run / 2, run, 2 * n));
        }
        return words;
    }
}
