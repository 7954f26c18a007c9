package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrina.show.Observer;

/// 256 weights in 110 bytes: 16 parts of 16 weights, each with a signed scale of six bits; a code from -4
/// to 3 for each weight, which is scale × code; and a scale of 16 bits for the scales.
///
/// The highest bits of the codes come first, bit `j` of byte `i` of 32 for weight `i + 32 j`; then the two
/// low bits as in `Q2_K`, the scales in twelve bytes, and the scale of the scales. Codes and scales are
/// stored with 4 and 32 added.
record Q3_K() implements CodedFormat {
    private static final int PART = 16;
    private static final int PARTS = Superblock.SIZE / PART;
    private static final int LOW = Superblock.SIZE / 8;
    private static final int SCALES = LOW + Superblock.SIZE / 4;
    private static final int SCALE = SCALES + 12;

    /// How many codes, and how many scales, are negative.
    private static final int REACH = 4;

    private static final int SCALES_REACH = 32;

    private static final DescentFit FIT = new DescentFit(PART, REACH);

    @Override
    public String name() {
        return "Q3_K";
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
        writeScales(scales, blocks, to, watch);
        float[] positions = new float[Superblock.SIZE];
        for (int part = 0; part < PARTS; part++) {
            float scale = scale(blocks, to, part);
            if (scale != 0) {
                for (int i = PART * part; i < PART * (part + 1); i++) {
                    positions[i] = from[at + i] / scale;
                    codes[i] = Rounding.halfEven(positions[i], -REACH, REACH - 1);
                }
            }
        }
        int[] stored = Arrays.stream(codes).map(code -> code + REACH).toArray();
        Watched.codes(watch, positions, stored, REACH);
        Superblock.writeBits(stored, 2, blocks, to);
        Superblock.writePairsOfBits(stored, 0, blocks, to + LOW);
    }

    /// The eight low halves of the first scales lie in the low halves of eight bytes, those of the others
    /// in the high halves; the two high bits of all lie in the last four bytes.
    private static void writeScales(float[] scales, MemorySegment blocks, long to, Observer watch) {
        float furthest = Grid.furthest(scales, 0, PARTS);
        float perStep = furthest == 0 ? 0 : -SCALES_REACH / furthest;
        float step = furthest == 0 ? 0 : 1 / perStep;
        LittleEndian.putHalf(blocks, to + SCALE, step);
        byte[] bytes = new byte[12];
        int[] codes = new int[PARTS];
        for (int part = 0; part < PARTS && furthest != 0; part++) {
            int rounded = (byte) Rounding.halfEven(perStep * scales[part]);
            codes[part] = Math.clamp(rounded, -SCALES_REACH, SCALES_REACH - 1);
            int code = codes[part] + SCALES_REACH;
            bytes[part % 8] |= (byte) ((code & 15) << 4 * (part / 8));
            bytes[8 + part % 4] |= (byte) (code >> 4 << 2 * (part / 4));
        }
        MemorySegment.copy(bytes, 0, blocks, ValueLayout.JAVA_BYTE, to + SCALES, bytes.length);
        Watched.parts(watch, "scale", scales, furthest, -SCALES_REACH, step, codes);
    }

    private static float scale(MemorySegment blocks, long from, int part) {
        int low = LittleEndian.unsigned(blocks, from + SCALES + part % 8) >> 4 * (part / 8) & 15;
        int high = LittleEndian.unsigned(blocks, from + SCALES + 8 + part % 4) >> 2 * (part / 4) & 3;
        return LittleEndian.half(blocks, from + SCALE) * ((low | high << 4) - SCALES_REACH);
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
        Superblock.addBits(blocks, from, 2, codes);
        Superblock.addPairsOfBits(blocks, from + LOW, 0, codes);
        for (int i = 0; i < codes.length; i++) {
            codes[i] -= REACH;
        }
        for (int part = 0; part < PARTS; part++) {
            scales[part] = scale(blocks, from, part);
        }
    }

    @Override
    public BlockLayout layout() {
        return BlockLayout.of(
                Superblock.bitsLayout(0),
                Superblock.pairsLayout(LOW),
                scalesLayout(),
                BlockLayout.half(SCALE, "scale of the scales", Superblock.SIZE));
    }

    private static List<BlockLayout.Word> scalesLayout() {
        return IntStream.range(0, 12)
                .mapToObj(i -> i < 8
                        ? BlockLayout.octet(SCALES + i, scaleField(4, 4, i + 8, "low"), scaleField(0, 4, i, "low"))
                        : BlockLayout.octet(
                                SCALES + i,
                                scaleField(6, 2, i + 4, "high"),
                                scaleField(4, 2, i, "high"),
                                scaleField(2, 2, i - 4, "high"),
                                scaleField(0, 2, i - 8, "high")))
                .toList();
    }

    private static BlockLayout.Field scaleField(int bit, int bits, int part, String half) {
        return new BlockLayout.Field(bit, bits, "scale " + part + " " + half, PART * part, PART);
    }
}
