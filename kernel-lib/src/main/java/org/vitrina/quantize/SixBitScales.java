package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// The scales and depths of eight parts, six bits each, in twelve bytes.
///
/// The first four bytes hold the scales of parts 0 to 3, the next four their depths, in six bits each. The
/// last four hold the low halves of parts 4 to 7, scale and depth in one byte; their two high bits are
/// those that the first eight bytes leave free.
final class SixBitScales {
    static final int BYTES = 12;
    static final int PARTS = 8;
    private static final int HALF = PARTS / 2;

    private SixBitScales() {}

    static void write(int[] scales, int[] depths, MemorySegment blocks, long to) {
        for (int part = 0; part < HALF; part++) {
            int scale = scales[part + HALF];
            int depth = depths[part + HALF];
            LittleEndian.putByte(blocks, to + part, scales[part] | scale >> 4 << 6);
            LittleEndian.putByte(blocks, to + HALF + part, depths[part] | depth >> 4 << 6);
            LittleEndian.putByte(blocks, to + 2 * HALF + part, scale & 15 | (depth & 15) << 4);
        }
    }

    static int scale(MemorySegment blocks, long from, int part) {
        if (part < HALF) {
            return LittleEndian.unsigned(blocks, from + part) & 63;
        }
        int low = LittleEndian.unsigned(blocks, from + HALF + part) & 15;
        return low | LittleEndian.unsigned(blocks, from + part - HALF) >> 6 << 4;
    }

    static int depth(MemorySegment blocks, long from, int part) {
        if (part < HALF) {
            return LittleEndian.unsigned(blocks, from + HALF + part) & 63;
        }
        int low = LittleEndian.unsigned(blocks, from + HALF + part) >> 4;
        return low | LittleEndian.unsigned(blocks, from + part) >> 6 << 4;
    }

    static List<BlockLayout.Word> layout(int at) {
        var words = new ArrayList<BlockLayout.Word>();
        for (String what : List.of("scale ", "depth ")) {
            for (int part = 0; part < HALF; part++) {
                words.add(BlockLayout.octet(
                        at + words.size(), field(6, 2, what, part + HALF, " high"), field(0, 6, what, part, "")));
            }
        }
        for (int part = HALF; part < PARTS; part++) {
            words.add(BlockLayout.octet(
                    at + words.size(), field(4, 4, "depth ", part, " low"), field(0, 4, "scale ", part, " low")));
        }
        return words;
    }

    private static BlockLayout.Field field(int bit, int bits, String what, int part, String half) {
        int size = Superblock.SIZE / PARTS;
        return new BlockLayout.Field(bit, bits, what + part + half, part * size, size);
    }
}
