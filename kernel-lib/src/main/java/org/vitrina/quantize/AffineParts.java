package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.vitrina.show.Observer;

/// Eight parts of 32 weights, each with a scale and a depth of six bits, and two scales of 16 bits for
/// those: what `Q4_K` and `Q5_K` have in common. A weight is scale × code - depth.
///
/// The 16 bytes hold the scale of the scales, the scale of the depths, and [SixBitScales].
final class AffineParts {
    static final int BYTES = 2 * Short.BYTES + SixBitScales.BYTES;
    private static final int DEPTH = Short.BYTES;
    private static final int PARTS = 2 * Short.BYTES;
    private static final int PART = Superblock.SIZE / SixBitScales.PARTS;

    /// The greatest number of six bits.
    private static final int SIX_BITS = 63;

    private AffineParts() {}

    /// Writes the scales for 256 weights and returns their codes.
    static int[] encode(AffineFit fit, float[] from, int at, MemorySegment blocks, long to, Observer watch) {
        int[] codes = new int[Superblock.SIZE];
        float[] scales = new float[SixBitScales.PARTS];
        float[] depths = new float[SixBitScales.PARTS];
        for (int part = 0; part < SixBitScales.PARTS; part++) {
            int first = at + PART * part;
            var fitted = fit.fit(from, first, importance(from, first), codes, PART * part, watch, part);
            scales[part] = fitted.scale();
            depths[part] = fitted.depth();
        }
        float greatestScale = Grid.greatestAboveZero(scales);
        float greatestDepth = Grid.greatestAboveZero(depths);
        int[] scaleCodes = sixBits(scales, greatestScale);
        int[] depthCodes = sixBits(depths, greatestDepth);
        LittleEndian.putHalf(blocks, to, greatestScale / SIX_BITS);
        LittleEndian.putHalf(blocks, to + DEPTH, greatestDepth / SIX_BITS);
        SixBitScales.write(scaleCodes, depthCodes, blocks, to + PARTS);
        Watched.parts(watch, "scale", scales, greatestScale, SIX_BITS, greatestScale / SIX_BITS, scaleCodes);
        Watched.parts(watch, "depth", depths, greatestDepth, SIX_BITS, greatestDepth / SIX_BITS, depthCodes);
        float[] positions = roundToStored(fit.top(), from, at, blocks, to, codes);
        Watched.codes(watch, positions, codes, 0);
        return codes;
    }

    /// Weights count by their size, and all by the size of their part besides.
    private static float[] importance(float[] from, int at) {
        float squares = 0;
        for (int i = 0; i < PART; i++) {
            squares += from[at + i] * from[at + i];
        }
        float size = (float) Math.sqrt(squares / PART);
        float[] importance = new float[PART];
        for (int i = 0; i < PART; i++) {
            importance[i] = size + Math.abs(from[at + i]);
        }
        return importance;
    }

    private static int[] sixBits(float[] values, float greatest) {
        float perStep = greatest > 0 ? SIX_BITS / greatest : 0;
        int[] codes = new int[values.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = Math.min(SIX_BITS, Rounding.halfEven(perStep * values[i]) & 0xFF);
        }
        return codes;
    }

    /// Rounds the weights anew, to the grid that was stored, and returns where they lie on it. Where its
    /// scale is 0, the codes stay.
    private static float[] roundToStored(int top, float[] from, int at, MemorySegment blocks, long to, int[] codes) {
        float[] positions = new float[Superblock.SIZE];
        for (int part = 0; part < SixBitScales.PARTS; part++) {
            float scale = scale(blocks, to, part);
            if (scale != 0) {
                float depth = depth(blocks, to, part);
                for (int i = PART * part; i < PART * (part + 1); i++) {
                    positions[i] = (from[at + i] + depth) / scale;
                    codes[i] = Rounding.halfEven(positions[i], 0, top);
                }
            }
        }
        return positions;
    }

    /// Reads the scale and the minimum of each part.
    static void readScales(MemorySegment blocks, long from, float[] scales, float[] minimums) {
        for (int part = 0; part < SixBitScales.PARTS; part++) {
            scales[part] = scale(blocks, from, part);
            minimums[part] = -depth(blocks, from, part);
        }
    }

    static List<BlockLayout.Word> layout() {
        return BlockLayout.of(
                        BlockLayout.half(0, "scale of the scales", Superblock.SIZE),
                        BlockLayout.half(DEPTH, "scale of the depths", Superblock.SIZE),
                        SixBitScales.layout(PARTS))
                .words();
    }

    private static float scale(MemorySegment blocks, long from, int part) {
        return LittleEndian.half(blocks, from) * SixBitScales.scale(blocks, from + PARTS, part);
    }

    private static float depth(MemorySegment blocks, long from, int part) {
        return LittleEndian.half(blocks, from + DEPTH) * SixBitScales.depth(blocks, from + PARTS, part);
    }
}
