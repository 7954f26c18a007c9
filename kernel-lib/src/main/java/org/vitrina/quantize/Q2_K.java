package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrina.show.Observer;

/// 256 weights in 84 bytes: 16 parts of 16 weights, each with a scale and a depth of four bits; a code from
/// 0 to 3 for each weight, which is scale × code - depth; and two scales of 16 bits for the scales and the
/// depths.
///
/// The parts come first, a byte each, the scale in its low half. Then 64 bytes of codes: in each run of 128
/// weights, byte `i` of 32 holds the weights `i`, `i + 32`, `i + 64` and `i + 96`, in its lowest bits
/// first.
record Q2_K() implements CodedFormat {
    private static final int PART = 16;
    private static final int PARTS = Superblock.SIZE / PART;
    private static final int CODES = PARTS;
    private static final int SCALE = CODES + Superblock.SIZE / 4;
    private static final int DEPTH = SCALE + Short.BYTES;

    /// The greatest scale and depth of a part.
    private static final int FOUR_BITS = 15;

    private static final AffineFit FIT = new AffineFit(PART, 3, -0.5f, 0.1f, 15, true);

    @Override
    public String name() {
        return "Q2_K";
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
        return DEPTH + Short.BYTES;
    }

    @Override
    public void encodeBlock(float[] from, int at, MemorySegment blocks, long to, Observer watch) {
        int[] codes = new int[Superblock.SIZE];
        float[] scales = new float[PARTS];
        float[] depths = new float[PARTS];
        for (int part = 0; part < PARTS; part++) {
            int first = at + PART * part;
            var fitted = FIT.fit(from, first, importance(from, first), codes, PART * part, watch, part);
            scales[part] = fitted.scale();
            depths[part] = fitted.depth();
        }
        float greatestScale = Grid.greatestAboveZero(scales);
        float greatestDepth = Grid.greatestAboveZero(depths);
        int[] scaleCodes = fourBits(scales, greatestScale);
        int[] depthCodes = fourBits(depths, greatestDepth);
        for (int part = 0; part < PARTS; part++) {
            LittleEndian.putByte(blocks, to + part, scaleCodes[part] | depthCodes[part] << 4);
        }
        LittleEndian.putHalf(blocks, to + SCALE, greatestScale / FOUR_BITS);
        LittleEndian.putHalf(blocks, to + DEPTH, greatestDepth / FOUR_BITS);
        Watched.parts(watch, "scale", scales, greatestScale, FOUR_BITS, greatestScale / FOUR_BITS, scaleCodes);
        Watched.parts(watch, "depth", depths, greatestDepth, FOUR_BITS, greatestDepth / FOUR_BITS, depthCodes);
        float[] positions = roundToStored(from, at, blocks, to, codes);
        Watched.codes(watch, positions, codes, 0);
        Superblock.writePairsOfBits(codes, 0, blocks, to + CODES);
    }

    /// Weights count by their size.
    private static float[] importance(float[] from, int at) {
        float[] importance = new float[PART];
        for (int i = 0; i < PART; i++) {
            importance[i] = Math.abs(from[at + i]);
        }
        return importance;
    }

    private static int[] fourBits(float[] values, float greatest) {
        int[] codes = new int[PARTS];
        if (greatest > 0) {
            float perStep = FOUR_BITS / greatest;
            for (int part = 0; part < PARTS; part++) {
                codes[part] = Rounding.halfEven(perStep * values[part]) & 0xFF;
            }
        }
        return codes;
    }

    /// Rounds the weights anew, to the grid that was stored, and returns where they lie on it. Where its
    /// scale is 0, the codes stay.
    private static float[] roundToStored(float[] from, int at, MemorySegment blocks, long to, int[] codes) {
        float[] positions = new float[Superblock.SIZE];
        for (int part = 0; part < PARTS; part++) {
            float scale = scale(blocks, to, part);
            if (scale != 0) {
                float depth = depth(blocks, to, part);
                for (int i = PART * part; i < PART * (part + 1); i++) {
                    positions[i] = (from[at + i] + depth) / scale;
                    codes[i] = Rounding.halfEven(positions[i], 0, 3);
                }
            }
        }
        return positions;
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
        return 3;
    }

    @Override
    public boolean affine() {
        return true;
    }

    @Override
    public void read(MemorySegment blocks, long from, int[] codes, float[] scales, float[] minimums) {
        Superblock.addPairsOfBits(blocks, from + CODES, 0, codes);
        for (int part = 0; part < PARTS; part++) {
            scales[part] = scale(blocks, from, part);
            minimums[part] = -depth(blocks, from, part);
        }
    }

    private static float scale(MemorySegment blocks, long from, int part) {
        return LittleEndian.half(blocks, from + SCALE) * (LittleEndian.unsigned(blocks, from + part) & 15);
    }

    private static float depth(MemorySegment blocks, long from, int part) {
        return LittleEndian.half(blocks, from + DEPTH) * (LittleEndian.unsigned(blocks, from + part) >> 4);
    }

    @Override
    public BlockLayout layout() {
        return BlockLayout.of(
                partsLayout(),
                Superblock.pairsLayout(CODES),
                BlockLayout.half(SCALE, "scale of the scales", Superblock.SIZE),
                BlockLayout.half(DEPTH, "scale of the depths", Superblock.SIZE));
    }

    private static List<BlockLayout.Word> partsLayout() {
        return IntStream.range(0, PARTS)
                .mapToObj(part -> BlockLayout.octet(
                        part,
                        new BlockLayout.Field(4, 4, "depth " + part, PART * part, PART),
                        new BlockLayout.Field(0, 4, "scale " + part, PART * part, PART)))
                .toList();
    }
}
