package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import org.vitrina.show.Observer;

/// 32 weights in 18 bytes: a scale of 16 bits, then a code from 0 to 15 for each weight, which is
/// scale × (code - 8).
///
/// Byte `i` of the codes holds weight `i` in its low half and weight `i + 16` in its high half.
record Q4_0() implements BlockFormat {
    private static final int SIZE = 32;
    private static final int CODES = Short.BYTES;

    @Override
    public String name() {
        return "Q4_0";
    }

    @Override
    public int blockSize() {
        return SIZE;
    }

    @Override
    public int blockBytes() {
        return CODES + SIZE / 2;
    }

    @Override
    public void encodeBlock(float[] from, int at, MemorySegment blocks, long to, Observer watch) {
        float furthest = 0;
        for (int i = 0; i < SIZE; i++) {
            if (Math.abs(from[at + i]) > Math.abs(furthest)) {
                furthest = from[at + i];
            }
        }
        // codes reach from -8 to 7, so the weight furthest from 0 becomes -8, and the scale has its sign turned
        float scale = furthest / -8;
        float perScale = scale == 0 ? 0 : 1 / scale;
        LittleEndian.putHalf(blocks, to, scale);
        for (int i = 0; i < SIZE / 2; i++) {
            int low = code(from[at + i] * perScale);
            int high = code(from[at + i + SIZE / 2] * perScale);
            LittleEndian.putByte(blocks, to + CODES + i, low | high << 4);
        }
    }

    private static int code(float x) {
        return Math.min(15, (byte) Rounding.truncate(x + 8.5f));
    }

    @Override
    public void decodeBlock(MemorySegment blocks, long from, float[] to, int at) {
        float scale = LittleEndian.half(blocks, from);
        for (int i = 0; i < SIZE / 2; i++) {
            int codes = LittleEndian.unsigned(blocks, from + CODES + i);
            to[at + i] = ((codes & 15) - 8) * scale;
            to[at + i + SIZE / 2] = ((codes >> 4) - 8) * scale;
        }
    }
}
