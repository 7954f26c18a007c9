package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import org.vitrina.show.Observer;

/// 32 weights in 20 bytes: a scale and the least weight, 16 bits each, then a code from 0 to 15 for each
/// weight, which is scale × code + least.
///
/// Byte `i` of the codes holds weight `i` in its low half and weight `i + 16` in its high half.
record Q4_1() implements BlockFormat {
    private static final int SIZE = 32;
    private static final int CODES = 2 * Short.BYTES;

    @Override
    public String name() {
        return "Q4_1";
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
        float least = from[at];
        float greatest = from[at];
        for (int i = 1; i < SIZE; i++) {
            // not Math.min, to which -0 is less than 0
            least = from[at + i] < least ? from[at + i] : least;
            greatest = from[at + i] > greatest ? from[at + i] : greatest;
        }
        float scale = (greatest - least) / 15;
        float perScale = scale == 0 ? 0 : 1 / scale;
        LittleEndian.putHalf(blocks, to, scale);
        LittleEndian.putHalf(blocks, to + Short.BYTES, least);
        for (int i = 0; i < SIZE / 2; i++) {
            int low = code((from[at + i] - least) * perScale);
            int high = code((from[at + i + SIZE / 2] - least) * perScale);
            LittleEndian.putByte(blocks, to + CODES + i, low | high << 4);
        }
    }

    private static int code(float x) {
        return Math.min(15, (byte) Rounding.truncate(x + 0.5f));
    }

    @Override
    public void decodeBlock(MemorySegment blocks, long from, float[] to, int at) {
        float scale = LittleEndian.half(blocks, from);
        float least = LittleEndian.half(blocks, from + Short.BYTES);
        for (int i = 0; i < SIZE / 2; i++) {
            int codes = LittleEndian.unsigned(blocks, from + CODES + i);
            to[at + i] = (codes & 15) * scale + least;
            to[at + i + SIZE / 2] = (codes >> 4) * scale + least;
        }
    }
}
