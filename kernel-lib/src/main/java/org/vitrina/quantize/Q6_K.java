package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.vitrina.show.Observer;

/// 256 weights in 210 bytes: a code from -32 to 31 for each weight; 16 parts of 16 weights, each with a
/// scale of a signed byte; and a scale of 16 bits for the scales. A weight is scale × code.
///
/// In each run of 128 weights, byte `i` of 64 holds the low half of weight `i` and, above it, that of
/// weight `i + 64`. Then come the two high bits as the codes of `Q2_K`, the scales, and the scale of the
/// scales. Codes are stored with 32 added.
record Q6_K() implements CodedFormat {
    private static final int PART = 16;
    private static final int PARTS = Superblock.SIZE / PART;
    private static final int NIBBLES = 64;
    private static final int HIGH = Superblock.SIZE / 2;
    private static final int SCALES = HIGH + Superblock.SIZE / 4;
    private static final int SCALE = SCALES + PARTS;

    /// How many codes are negative.
    private static final int REACH = 32;

    private static final LinearFit FIT = new LinearFit(PART, REACH);

    @Override
    public String name() {
        return "Q6_K";
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
        return SCALE + Short.BYTES;
    }

    @Override
    public void encodeBlock(float[] from, int at, MemorySegment blocks, long to, Observer watch) {
        int[] codes = new int[Superblock.SIZE];
        float[] scales = new float[PARTS];
        for (int part = 0; part < PARTS; part++) {
            scales[part] = FIT.fit(from, at + PART * part, codes, PART * part, watch, part);
        }
        float furthest = Grid.furthest(scales, 0, PARTS);
        if (Math.abs(furthest) < LinearFit.NOTHING) {
            blocks.asSlice(to, blockBytes()).fill((byte) 0);
            return;
        }
        float perStep = -128f / furthest;
        LittleEndian.putHalf(blocks, to + SCALE, 1 / perStep);
        int[] scaleCodes = new int[PARTS];
        float[] positions = new float[Superblock.SIZE];
        for (int part = 0; part < PARTS; part++) {
            scaleCodes[part] = (byte) Math.min(127, Rounding.halfEven(perStep * scales[part]));
            LittleEndian.putByte(blocks, to + SCALES + part, scaleCodes[part]);
            float scale = scale(blocks, to, part);
            if (scale != 0) {
                for (int i = PART * part; i < PART * (part + 1); i++) {
                    positions[i] = from[at + i] / scale;
                    codes[i] = Rounding.halfEven(positions[i], -REACH, REACH - 1);
                }
            }
        }
        int[] stored = Arrays.stream(codes).map(code -> code + REACH).toArray();
        Watched.parts(watch, "scale", scales, furthest, -128, 1 / perStep, scaleCodes);
        Watched.codes(watch, positions, stored, REACH);
        Superblock.writeNibbles(stored, NIBBLES, blocks, to);
        Superblock.writePairsOfBits(stored, 4, blocks, to + HIGH);
    }

    @Override
    public int part() {
        return PART;
    }

    @Override
    public int least() {
        return -REACH;
    }

    @Override
    public int greatest() {
        return REACH - 1;
    }

    @Override
    public boolean affine() {
        return false;
    }

    @Override
    public void read(MemorySegment blocks, long from, int[] codes, float[] scales, float[] minimums) {
        Superblock.readNibbles(blocks, from, NIBBLES, codes);
        Superblock.addPairsOfBits(blocks, from + HIGH, 4, codes);
        for (int i = 0; i < codes.length; i++) {
            codes[i] -= REACH;
        }
        for (int part = 0; part < PARTS; part++) {
            scales[part] = scale(blocks, from, part);
        }
    }

    private static float scale(MemorySegment blocks, long from, int part) {
        return LittleEndian.half(blocks, from + SCALE) * blocks.get(ValueLayout.JAVA_BYTE, from + SCALES + part);
    }

    @Override
    public BlockLayout layout() {
        return BlockLayout.of(
                Superblock.nibblesLayout(0, NIBBLES),
                Superblock.pairsLayout(HIGH),
                IntStream.range(0, PARTS)
                        .mapToObj(part -> BlockLayout.octet(
                                SCALES + part, new BlockLayout.Field(0, Byte.SIZE, "scale " + part, PART * part, PART)))
                        .toList(),
                BlockLayout.half(SCALE, "scale of the scales", Superblock.SIZE));
    }
}
