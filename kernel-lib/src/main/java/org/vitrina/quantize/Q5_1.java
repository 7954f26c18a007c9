package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import org.vitrina.show.Observer;

/// 32 weights in 24 bytes: a scale and the least weight, 16 bits each, then a code from 0 to 31 for each
/// weight, which is scale × code + least.
///
/// The highest bits of the codes stand together, bit `i` of 32 for weight `i`; then follow the low halves,
/// as in `Q4_1`.
record Q5_1() implements CodedFormat {
    private static final int SIZE = 32;
    private static final int LEAST = Short.BYTES;
    private static final int HIGH = LEAST + Short.BYTES;
    private static final int LOW = HIGH + Integer.BYTES;

    @Override
    public String name() {
        return "Q5_1";
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
        float least = Grid.least(from, at, SIZE);
        float greatest = Grid.greatest(from, at, SIZE);
        float scale = (greatest - least) / 31;
        float[] positions = Grid.positions(from, at, SIZE, least, scale);
        int[] codes = new int[SIZE];
        for (int i = 0; i < SIZE; i++) {
            codes[i] = Rounding.truncate(positions[i] + 0.5f) & 31;
        }
        LittleEndian.putHalf(blocks, to, scale);
        LittleEndian.putHalf(blocks, to + LEAST, least);
        Watched.affine(watch, least, greatest, 31, scale);
        Watched.codes(watch, positions, codes, 0);
        FifthBits.write(codes, blocks, to + HIGH);
        Nibbles.write(codes, 0, SIZE, blocks, to + LOW);
    }

    @Override
    public int part() {
        return SIZE;
    }

    @Override
    public int least() {
        return 0;
    }

    @Override
    public int greatest() {
        return 31;
    }

    @Override
    public boolean affine() {
        return true;
    }

    @Override
    public void read(MemorySegment blocks, long from, int[] codes, float[] scales, float[] minimums) {
        scales[0] = LittleEndian.half(blocks, from);
        minimums[0] = LittleEndian.half(blocks, from + LEAST);
        Nibbles.read(blocks, from + LOW, codes, 0, SIZE);
        FifthBits.add(blocks, from + HIGH, codes);
    }

    @Override
    public BlockLayout layout() {
        return BlockLayout.of(
                BlockLayout.half(0, "scale", SIZE),
                BlockLayout.half(LEAST, "least", SIZE),
                FifthBits.layout(HIGH),
                Nibbles.layout(LOW, 0, SIZE));
    }
}
