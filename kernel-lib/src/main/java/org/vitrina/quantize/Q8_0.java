package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;
import org.vitrina.show.Observer;

/// 32 weights in 34 bytes: a scale of 16 bits, then a signed byte for each weight, which is scale × byte.
record Q8_0() implements CodedFormat {
    private static final int SIZE = 32;
    private static final int CODES = Short.BYTES;

    @Override
    public String name() {
        return "Q8_0";
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
        return CODES + SIZE;
    }

    @Override
    public void encodeBlock(float[] from, int at, MemorySegment blocks, long to, Observer watch) {
        float furthest = Grid.furthest(from, at, SIZE);
        float scale = Math.abs(furthest) / 127;
        float[] positions = Grid.positions(from, at, SIZE, 0, scale);
        int[] codes = new int[SIZE];
        LittleEndian.putHalf(blocks, to, scale);
        for (int i = 0; i < SIZE; i++) {
            codes[i] = (byte) Rounding.halfAway(positions[i]);
            LittleEndian.putByte(blocks, to + CODES + i, codes[i]);
        }
        Watched.symmetric(watch, from, at, SIZE, Math.abs(furthest), 127, scale);
        Watched.codes(watch, positions, codes, 0);
    }

    @Override
    public int part() {
        return SIZE;
    }

    @Override
    public int least() {
        return -128;
    }

    @Override
    public int greatest() {
        return 127;
    }

    @Override
    public boolean affine() {
        return false;
    }

    @Override
    public void read(MemorySegment blocks, long from, int[] codes, float[] scales, float[] minimums) {
        scales[0] = LittleEndian.half(blocks, from);
        for (int i = 0; i < SIZE; i++) {
            codes[i] = blocks.get(ValueLayout.JAVA_BYTE, from + CODES + i);
        }
    }

    @Override
    public BlockLayout layout() {
        return BlockLayout.of(
                BlockLayout.half(0, "scale", SIZE),
                IntStream.range(0, SIZE)
                        .mapToObj(i -> BlockLayout.octet(CODES + i, BlockLayout.code(0, Byte.SIZE, i)))
                        .toList());
    }
}
