package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import org.vitrina.show.Observer;

/// 32 weights in 24 bytes: a scale and the least weight, 16 bits each, then a code from 0 to 31 for each
/// weight, which is scale × code + least.
///
/// The highest bits of the codes stand together, bit `i` of 32 for weight `i`; then follow the low halves, as in
/// `Q4_1`.
record Q5_1() implements BlockFormat {
    private static final int SIZE = 32;
    private static final int LEAST = Short.BYTES;
    private static final int HIGH = LEAST + Short.BYTES;
    private static final int LOW = HIGH + Integer.BYTES;

    @Override
    public String name() {
        return "Q5_1";
    }

    @Override
    public int blockSize() {
        return SIZE;
    }

    @Override
    public int blockBytes() {
        return LOW + SIZE / 2;
    }

    @Override
    public void encodeBlock(float[] from, int at, MemorySegment blocks, long to, Observer watch) {
        float least = Grid.least(from, at, SIZE);
        float scale = (Grid.greatest(from, at, SIZE) - least) / 31;
        float[] positions = Grid.positions(from, at, SIZE, least, scale);
        int[] codes = new int[SIZE];
        for (int i = 0; i < SIZE; i++) {
            codes[i] = Rounding.truncate(positions[i] + 0.5f) & 31;
        }
        LittleEndian.putHalf(blocks, to, scale);
        LittleEndian.putHalf(blocks, to + LEAST, least);
        FifthBits.write(codes, blocks, to + HIGH);
        Nibbles.write(codes, 0, SIZE, blocks, to + LOW);
    }

    @Override
    public void decodeBlock(MemorySegment blocks, long from, float[] to, int at) {
        float scale = LittleEndian.half(blocks, from);
        float least = LittleEndian.half(blocks, from + LEAST);
        int[] codes = new int[SIZE];
        Nibbles.read(blocks, from + LOW, codes, 0, SIZE);
        FifthBits.add(blocks, from + HIGH, codes);
        for (int i = 0; i < SIZE; i++) {
            to[at + i] = codes[i] * scale + least;
        }
    }
}
