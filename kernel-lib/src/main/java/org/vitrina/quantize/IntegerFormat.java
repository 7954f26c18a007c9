package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import org.vitrina.show.Observer;
import org.vitrina.tensor.Matrix;
import org.vitrina.tensor.Tensor;

/// Plain integer quantization with any number of bits and any size of group: round to nearest.
///
/// Made to be played with: how much does a bit more save or lose, how much a smaller group? Each group has
/// a scale, kept as a float of 16 bits, and after it the codes of its weights, `bits` each, without a gap;
/// so that [#bitsPerWeight()] is what it really costs.
///
/// - Symmetric: weight = scale × q, with q from `-(2^(bits-1) - 1)` to `2^(bits-1) - 1`; the weight
///   furthest from 0 becomes the last q. One code stays unused, and 0 stays 0. With two bits, that is -1, 0
///   and 1, and because the scale must reach the furthest weight, most others become 0: normal weights lose
///   more than with one bit.
/// - Symmetric with one bit: weight = ± scale, the scale being the mean distance from 0, which is what
///   makes the squared error smallest ([Rastegari et al. 2016, section
///   3.1](https://arxiv.org/abs/1603.05279)).
/// - Asymmetric: weight = scale × q + least, with q from 0 to `2^bits - 1`, and `least` kept in 16 bits as
///   well. With one bit, the two values are the mean less and plus the mean distance from the mean.
///
/// @param bits      how many bits a code has, 1 to 8
/// @param group     how many weights share a scale: 32, a row, a whole tensor
/// @param symmetric whether the grid is the same below 0 and above
public record IntegerFormat(int bits, int group, boolean symmetric) implements BlockFormat {
    private static final int LEAST = Short.BYTES;

    /// @throws IllegalArgumentException if `bits` is not 1 to 8, or `group` is less than 1 or too large for
    ///     an array
    public IntegerFormat {
        if (bits < 1 || bits > Byte.SIZE) {
            throw new IllegalArgumentException("an integer format has 1 to 8 bits, but got " + bits);
        }
        if (group < 1 || group > Integer.MAX_VALUE - 2 * Byte.SIZE) {
            throw new IllegalArgumentException("a group has at least 1 weight, and at most "
                    + (Integer.MAX_VALUE - 2 * Byte.SIZE) + ", but got " + group);
        }
    }

    /// Returns a format that gives each row of `weights` one scale.
    public static IntegerFormat perRow(int bits, boolean symmetric, Tensor weights) {
        return new IntegerFormat(bits, weights.columns(), symmetric);
    }

    /// Returns a format that gives all of `weights` one scale.
    public static IntegerFormat perTensor(int bits, boolean symmetric, Tensor weights) {
        return new IntegerFormat(bits, weights.size(), symmetric);
    }

    @Override
    public String name() {
        return "INT%d_%s_G%d".formatted(bits, symmetric ? "SYM" : "ASYM", group);
    }

    @Override
    public int blockSize() {
        return group;
    }

    @Override
    public int blockBytes() {
        return codesAt() + BitPacking.bytes(group, bits);
    }

    private int codesAt() {
        return symmetric ? LEAST : LEAST + Short.BYTES;
    }

    /// How many codes lie below 0 in the symmetric case.
    private int reach() {
        return (1 << bits - 1) - 1;
    }

    private int top() {
        return (1 << bits) - 1;
    }

    @Override
    public void encodeBlock(float[] from, int at, MemorySegment blocks, long to, Observer watch) {
        float zero =
                symmetric ? encodeSymmetric(from, at, blocks, to, watch) : encodeAffine(from, at, blocks, to, watch);
        float scale = LittleEndian.half(blocks, to);
        int added = symmetric ? reach() : 0;
        int most = symmetric ? Math.max(1, 2 * reach()) : top();
        float[] positions = new float[group];
        int[] codes = new int[group];
        for (int i = 0; i < group; i++) {
            // counted from the values that were stored, as those are the ones that will be read
            positions[i] = scale == 0 ? 0 : (from[at + i] - zero) / scale;
            codes[i] = symmetric && bits == 1
                    ? from[at + i] < 0 ? 0 : 1
                    : (int) Math.clamp(Math.rint(positions[i]) + added, 0, most);
        }
        BitPacking.write(codes, bits, blocks, to + codesAt());
        Watched.codes(watch, positions, codes, added);
    }

    private float encodeSymmetric(float[] from, int at, MemorySegment blocks, long to, Observer watch) {
        if (bits == 1) {
            float scale = (float) meanDistance(from, at, 0);
            putHalf(blocks, to, "scale", scale);
            Watched.half(watch, "scale", () -> "the mean distance from 0", scale);
        } else {
            float furthest = Math.abs(Grid.furthest(from, at, group));
            float scale = furthest / reach();
            putHalf(blocks, to, "scale", scale);
            Watched.symmetric(watch, from, at, group, furthest, reach(), scale);
        }
        return 0;
    }

    private float encodeAffine(float[] from, int at, MemorySegment blocks, long to, Observer watch) {
        if (bits == 1) {
            double mean = 0;
            for (int i = 0; i < group; i++) {
                mean += from[at + i] / (double) group;
            }
            double distance = meanDistance(from, at, mean);
            putHalf(blocks, to, "scale", (float) (2 * distance));
            putHalf(blocks, to + LEAST, "least value", (float) (mean - distance));
            Watched.half(watch, "scale", () -> "twice the mean distance from the mean", (float) (2 * distance));
            Watched.half(watch, "least value", () -> "the mean less that distance", (float) (mean - distance));
        } else {
            float least = Grid.least(from, at, group);
            float greatest = Grid.greatest(from, at, group);
            float scale = (greatest - least) / top();
            putHalf(blocks, to, "scale", scale);
            putHalf(blocks, to + LEAST, "least value", least);
            Watched.affine(watch, least, greatest, top(), scale);
        }
        return LittleEndian.half(blocks, to + LEAST);
    }

    private double meanDistance(float[] from, int at, double mean) {
        double distance = 0;
        for (int i = 0; i < group; i++) {
            distance += Math.abs(from[at + i] - mean);
        }
        return distance / group;
    }

    private void putHalf(MemorySegment blocks, long at, String what, float value) {
        LittleEndian.putHalf(blocks, at, value);
        if (!Float.isFinite(LittleEndian.half(blocks, at))) {
            throw new IllegalArgumentException(
                    "%s keeps the %s of a group in 16 bits, which end at 65504, but it is %s; divide the weights by some number first"
                            .formatted(name(), what, Shown.number(value)));
        }
    }

    @Override
    public void decodeBlock(MemorySegment blocks, long from, float[] to, int at) {
        float scale = LittleEndian.half(blocks, from);
        float least = symmetric ? 0 : LittleEndian.half(blocks, from + LEAST);
        long codes = from + codesAt();
        for (int i = 0; i < group; i++) {
            int code = BitPacking.read(blocks, codes, bits, i);
            to[at + i] = symmetric && bits == 1
                    ? (2 * code - 1) * scale
                    : symmetric ? (code - reach()) * scale : code * scale + least;
        }
    }

    /// A group may reach over several rows; then the matrix keeps the decoded floats.
    @Override
    public Matrix matrix(MemorySegment blocks, int rows, int columns) {
        if (columns % group == 0) {
            return BlockFormat.super.matrix(blocks, rows, columns);
        }
        int count = Math.multiplyExact(rows, columns);
        float[] weights = new float[count];
        decode(blocks, 0, weights, 0, count);
        return Formats.F32.matrix(MemorySegment.ofArray(weights), rows, columns);
    }

    @Override
    public BlockLayout layout() {
        return symmetric
                ? BlockLayout.of(BlockLayout.half(0, "scale", group), BitPacking.layout(codesAt(), bits, group))
                : BlockLayout.of(
                        BlockLayout.half(0, "scale", group),
                        BlockLayout.half(LEAST, "least", group),
                        BitPacking.layout(codesAt(), bits, group));
    }
}
