package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import org.vitrina.show.Observer;

/// 256 weights in 176 bytes: eight parts of 32 weights, each with a scale and a depth of six bits; two
/// scales of 16 bits for those; and a code from 0 to 31 for each weight, which is scale × code - depth.
///
/// After the scales come the highest bits of the codes, bit `j` of byte `i` of 32 for weight `i + 32 j`,
/// then the low halves as in `Q4_K`.
record Q5_K() implements CodedFormat {
    private static final int PART = 32;
    private static final int HIGH = AffineParts.BYTES;
    private static final int LOW = HIGH + Superblock.SIZE / 8;
    private static final AffineFit FIT = new AffineFit(PART, 31, -0.5f, 0.1f, 15, false);

    @Override
    public String name() {
        return "Q5_K";
    }

    @Override
    public String toString() {
        return name();
    }

    @Override
    public int blockSize() {
        return Superblock.SIZE;
    }

    @Override
    public int blockBytes() {
        return LOW + Superblock.SIZE / 2;
    }

    @Override
    public void encodeBlock(float[] from, int at, MemorySegment blocks, long to, Observer watch) {
        int[] codes = AffineParts.encode(FIT, from, at, blocks, to, watch);
        Superblock.writeBits(codes, 4, blocks, to + HIGH);
        Superblock.writeNibbles(codes, PART, blocks, to + LOW);
    }

    @Override
    public int part() {
        return PART;
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
        Superblock.readNibbles(blocks, from + LOW, PART, codes);
        Superblock.addBits(blocks, from + HIGH, 4, codes);
        AffineParts.readScales(blocks, from, scales, minimums);
    }

    @Override
    public BlockLayout layout() {
        return BlockLayout.of(AffineParts.layout(), Superblock.bitsLayout(HIGH), Superblock.nibblesLayout(LOW, PART));
    }
}
