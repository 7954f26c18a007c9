package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import org.vitrina.show.Observer;

/// 32 weights in 22 bytes: a scale of 16 bits, then a code from 0 to 31 for each weight, which is
/// scale × (code - 16).
///
/// The highest bits of the codes stand together, bit `i` of 32 for weight `i`; then follow the low halves,
/// as in `Q4_0`.
record Q5_0() implements CodedFormat {
    private static final int SIZE = 32;
    private static final int HIGH = Short.BYTES;
    private static final int LOW = HIGH + Integer.BYTES;

    @Override
    public String name() {
        return "Q5_0";
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
        return LOW + SIZE / 2;
    }

    @Override
    public void encodeBlock(float[] from, int at, MemorySegment blocks, long to, Observer watch) {
        // codes go from -16 to 15: the furthest weight becomes -16, and the scale has its sign turned
        float furthest = Grid.furthest(from, at, SIZE);
        float scale = furthest / -16;
        float[] positions = Grid.positions(from, at, SIZE, 0, scale);
        int[] codes = new int[SIZE];
        for (int i = 0; i < SIZE; i++) {
            codes[i] = Math.min(31, (byte) Rounding.truncate(positions[i] + 16.5f));
        }
        LittleEndian.putHalf(blocks, to, scale);
        Watched.symmetric(watch, from, at, SIZE, furthest, -16, scale);
        Watched.codes(watch, positions, codes, 16);
        FifthBits.write(codes, blocks, to + HIGH);
        Nibbles.write(codes, 0, SIZE, blocks, to + LOW);
    }

    @Override
    public int part() {
        return SIZE;
    }

    @Override
    public int least() {
        return -16;
    }

    @Override
    public int greatest() {
        return 15;
    }

    @Override
    public boolean affine() {
        return false;
    }

    @Override
    public void read(MemorySegment blocks, long from, int[] codes, float[] scales, float[] minimums) {
        scales[0] = LittleEndian.half(blocks, from);
        Nibbles.read(blocks, from + LOW, codes, 0, SIZE);
        FifthBits.add(blocks, from + HIGH, codes);
        for (int i = 0; i < SIZE; i++) {
            codes[i] -= 16;
        }
    }

    @Override
    public BlockLayout layout() {
        return BlockLayout.of(BlockLayout.half(0, "scale", SIZE), FifthBits.layout(HIGH), Nibbles.layout(LOW, 0, SIZE));
    }
}
