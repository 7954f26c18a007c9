package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import org.vitrina.show.Observer;

/// 32 weights in 20 bytes: a scale and the least weight, 16 bits each, then a code from 0 to 15 for each
/// weight, which is scale × code + least.
///
/// Byte `i` of the codes holds weight `i` in its low half and weight `i + 16` in its high half.
record Q4_1() implements CodedFormat {
    private static final int SIZE = 32;
    private static final int LEAST = Short.BYTES;
    private static final int CODES = LEAST + Short.BYTES;

    @Override
    public String name() {
        return "Q4_1";
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
        float least = Grid.least(from, at, SIZE);
        float greatest = Grid.greatest(from, at, SIZE);
        float scale = (greatest - least) / 15;
        float[] positions = Grid.positions(from, at, SIZE, least, scale);
        int[] codes = new int[SIZE];
        for (int i = 0; i < SIZE; i++) {
            codes[i] = Math.min(15, (byte) Rounding.truncate(positions[i] + 0.5f));
        }
        LittleEndian.putHalf(blocks, to, scale);
        LittleEndian.putHalf(blocks, to + LEAST, least);
        Watched.affine(watch, least, greatest, 15, scale);
        Watched.codes(watch, positions, codes, 0);
        Nibbles.write(codes, 0, SIZE, blocks, to + CODES);
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
        return 15;
    }

    @Override
    public boolean affine() {
        return true;
    }

    @Override
    public void read(MemorySegment blocks, long from, int[] codes, float[] scales, float[] minimums) {
        scales[0] = LittleEndian.half(blocks, from);
        minimums[0] = LittleEndian.half(blocks, from + LEAST);
        Nibbles.read(blocks, from + CODES, codes, 0, SIZE);
    }

    @Override
    public BlockLayout layout() {
        return BlockLayout.of(
                BlockLayout.half(0, "scale", SIZE),
                BlockLayout.half(LEAST, "least", SIZE),
                Nibbles.layout(CODES, 0, SIZE));
    }
}
