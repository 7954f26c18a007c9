package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import org.vitrina.show.Observer;

/// 256 weights in 144 bytes: eight parts of 32 weights, each with a scale and a depth of six bits; two
/// scales of 16 bits for those; and a code from 0 to 15 for each weight, which is scale × code - depth.
///
/// After the scales, in each run of 64 weights, byte `i` of 32 holds weight `i` in its low half and weight
/// `i + 32` in its high half.
record Q4_K() implements CodedFormat {
    private static final int PART = 32;
    private static final int CODES = AffineParts.BYTES;
    private static final AffineFit FIT = new AffineFit(PART, 15, -1, 0.1f, 20, false);

    @Override
    public String name() {
        return "Q4_K";
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
        return CODES + Superblock.SIZE / 2;
    }

    @Override
    public void encodeBlock(float[] from, int at, MemorySegment blocks, long to, Observer watch) {
        int[] codes = AffineParts.encode(FIT, from, at, blocks, to, watch);
        Superblock.writeNibbles(codes, PART, blocks, to + CODES);
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
        return 15;
    }

    @Override
    public boolean affine() {
        return true;
    }

    @Override
    public void read(MemorySegment blocks, long from, int[] codes, float[] scales, float[] minimums) {
        Superblock.readNibbles(blocks, from + CODES, PART, codes);
        AffineParts.readScales(blocks, from, scales, minimums);
    }

    @Override
    public BlockLayout layout() {
        return BlockLayout.of(AffineParts.layout(), Superblock.nibblesLayout(CODES, PART));
    }
}
