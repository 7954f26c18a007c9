package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import org.vitrina.show.Observer;

/// 32 weights in 18 bytes: a scale of 16 bits, then a code from 0 to 15 for each weight, which is
/// scale × (code - 8).
///
/// Byte `i` of the codes holds weight `i` in its low half and weight `i + 16` in its high half.
record Q4_0() implements CodedFormat {
    private static final int SIZE = 32;
    private static final int CODES = Short.BYTES;

    @Override
    public String name() {
        return "Q4_0";
    }

    @Override
    public String toString() {
        return name();
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
        // codes go from -8 to 7: the furthest weight becomes -8, and the scale has its sign turned
        float furthest = Grid.furthest(from, at, SIZE);
        float scale = furthest / -8;
        float[] positions = Grid.positions(from, at, SIZE, 0, scale);
        int[] codes = new int[SIZE];
        for (int i = 0; i < SIZE; i++) {
            codes[i] = Math.min(15, (byte) Rounding.truncate(positions[i] + 8.5f));
        }
        LittleEndian.putHalf(blocks, to, scale);
        Watched.symmetric(watch, from, at, SIZE, furthest, -8, scale);
        Watched.codes(watch, positions, codes, 8);
        Nibbles.write(codes, 0, SIZE, blocks, to + CODES);
    }

    @Override
    public int part() {
        return SIZE;
    }

    @Override
    public int least() {
        return -8;
    }

    @Override
    public int greatest() {
        return 7;
    }

    @Override
    public boolean affine() {
        return false;
    }

    @Override
    public void read(MemorySegment blocks, long from, int[] codes, float[] scales, float[] minimums) {
        scales[0] = LittleEndian.half(blocks, from);
        Nibbles.read(blocks, from + CODES, codes, 0, SIZE);
        for (int i = 0; i < SIZE; i++) {
            codes[i] -= 8;
        }
    }

    @Override
    public BlockLayout layout() {
        return BlockLayout.of(BlockLayout.half(0, "scale", SIZE), Nibbles.layout(CODES, 0, SIZE));
    }
}
