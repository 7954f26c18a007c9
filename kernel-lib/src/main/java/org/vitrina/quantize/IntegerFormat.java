package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.vitrina.show.Observer;
import org.vitrina.tensor.Matrix;
import org.vitrina.tensor.Tensor;

/// Plain integer quantization with any number of bits and any size of group: round to nearest.
///
/// Made to be played with: how much does a bit more save or lose, how much a smaller group? Each group has
/// a scale, and after it the codes of its weights, `bits` each, without a gap; so that [#bitsPerWeight()] is
/// what it really costs. The scale is a float of 16 bits. From 9 bits on it is one of 32, since a grid of that
/// many steps would miss its end by more than a step if its scale had only the 11 digits of a half.
///
/// - Symmetric: weight = scale × q, with q from `-(2^(bits-1) - 1)` to `2^(bits-1) - 1`; the weight
///   furthest from 0 becomes the last q. One code stays unused, and 0 stays 0. With two bits, that is -1, 0
///   and 1, and because the scale must reach the furthest weight, most others become 0: normal weights lose
///   more than with one bit.
/// - Symmetric with one bit: weight = ± scale, the scale being the mean distance from 0, which is what
///   makes the squared error smallest ([Rastegari et al. 2016, section
///   3.1](https://arxiv.org/abs/1603.05279)).
/// - Asymmetric: weight = scale × q + least, with q from 0 to `2^bits - 1`, and `least` kept like
///   the scale. With one bit, the two values are the mean less and plus the mean distance from the mean.
///
/// @param bits      how many bits a code has, 1 to 16
/// @param group     how many weights share a scale: 32, a row, a whole tensor
/// @param symmetric whether the grid is the same below 0 and above
public record IntegerFormat(int bits, int group, boolean symmetric) implements BlockFormat {
    /// More bits than a float of 16 bits has would not be fewer.
    private static final int MOST_BITS = 16;

    /// @throws IllegalArgumentException if `bits` is not 1 to 16, or `group` is less than 1 or too large for
    ///     an array
    public IntegerFormat {
        if (bits < 1 || bits > MOST_BITS) {
            throw new IllegalArgumentException("an integer format has 1 to 16 bits, but got " + bits);
        }
        // a block's bytes must fit an array
        int most = (int) ((Integer.MAX_VALUE - 2L * Byte.SIZE) * Byte.SIZE / Math.max(Byte.SIZE, bits));
        if (group < 1 || group > most) {
            throw new IllegalArgumentException(
                    "a group has at least 1 weight, and at most " + most + ", but got " + group);
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
        return symmetric ? scaleBytes() : 2 * scaleBytes();
    }

    /// The bytes of a scale: with more codes than a float of 16 bits has digits, its rounding would cost more than
    /// the bits bring.
    private int scaleBytes() {
        return bits > Byte.SIZE ? Float.BYTES : Short.BYTES;
    }

    /// How many codes lie below 0 in the symmetric case.
    int reach() {
        return (1 << bits - 1) - 1;
    }

    /// The greatest code as it is written.
    int top() {
        return symmetric ? Math.max(1, 2 * reach()) : (1 << bits) - 1;
    }

    /// What is added to a rounded position so that no code is negative.
    int added() {
        return symmetric ? reach() : 0;
    }

    @Override
    public void encodeBlock(float[] from, int at, MemorySegment blocks, long to, Observer watch) {
        write(grid(from, at, watch), from, at, blocks, to, watch);
    }

    /// Returns the grid that just holds the weights `from[at …]` of a group.
    ///
    /// @throws IllegalArgumentException if 16 bits cannot hold its scale
    IntegerGrid grid(float[] from, int at, Observer watch) {
        return symmetric ? symmetricGrid(from, at, watch) : affineGrid(from, at, watch);
    }

    /// Returns the grid with this scale and zero, as they are read back when they have been written.
    IntegerGrid grid(float scale, float zero) {
        return new IntegerGrid(this, stored("scale", scale), symmetric ? 0 : stored("least value", zero));
    }

    /// Writes a group: the grid, and for each of the weights `from[at …]` its nearest code.
    void write(IntegerGrid grid, float[] from, int at, MemorySegment blocks, long to, Observer watch) {
        put(blocks, to, grid.scale());
        if (!symmetric) put(blocks, to + scaleBytes(), grid.zero());
        int[] codes = new int[group];
        for (int i = 0; i < group; i++) {
            codes[i] = grid.code(from[at + i]);
        }
        BitPacking.write(codes, bits, blocks, to + codesAt());
        watch.step(QuantizeStep.CodesRounded.NAME, () -> {
            float[] positions = new float[group];
            for (int i = 0; i < group; i++) {
                positions[i] = grid.position(from[at + i]);
            }
            return new QuantizeStep.CodesRounded(positions, codes, added());
        });
    }

    private IntegerGrid symmetricGrid(float[] from, int at, Observer watch) {
        float scale;
        if (bits == 1) {
            scale = (float) meanDistance(from, at, 0);
            tell(watch, "scale", () -> "the mean distance from 0", scale);
        } else {
            float furthest = Math.abs(Grid.furthest(from, at, group));
            scale = furthest / reach();
            watch.step(
                    QuantizeStep.FurthestFound.NAME,
                    () -> new QuantizeStep.FurthestFound(Arrays.copyOfRange(from, at, at + group), furthest, reach()));
            tell(watch, "scale", () -> Shown.number(furthest) + " / " + reach(), scale);
        }
        return grid(scale, 0);
    }

    private IntegerGrid affineGrid(float[] from, int at, Observer watch) {
        if (bits == 1) {
            double mean = 0;
            for (int i = 0; i < group; i++) {
                mean += from[at + i] / (double) group;
            }
            double distance = meanDistance(from, at, mean);
            tell(watch, "scale", () -> "twice the mean distance from the mean", (float) (2 * distance));
            tell(watch, "least value", () -> "the mean less that distance", (float) (mean - distance));
            return grid((float) (2 * distance), (float) (mean - distance));
        }
        float least = Grid.least(from, at, group);
        float greatest = Grid.greatest(from, at, group);
        float scale = (greatest - least) / top();
        watch.step(QuantizeStep.RangeFound.NAME, () -> new QuantizeStep.RangeFound(least, greatest, top()));
        tell(
                watch,
                "scale",
                () -> "(%s - %s) / %d".formatted(Shown.number(greatest), Shown.number(least), top()),
                scale);
        tell(watch, "least value", () -> "the least weight", least);
        return grid(scale, least);
    }

    private double meanDistance(float[] from, int at, double mean) {
        double distance = 0;
        for (int i = 0; i < group; i++) {
            distance += Math.abs(from[at + i] - mean);
        }
        return distance / group;
    }

    private void tell(Observer watch, String what, Supplier<String> how, float exact) {
        if (scaleBytes() == Short.BYTES) {
            Watched.half(watch, what, how, exact);
        } else {
            watch.step(
                    QuantizeStep.WideScaleStored.NAME, () -> new QuantizeStep.WideScaleStored(what, how.get(), exact));
        }
    }

    private float stored(String what, float value) {
        if (scaleBytes() == Float.BYTES) return value;
        float half = Float.float16ToFloat(F16.bits(value));
        if (!Float.isFinite(half)) {
            throw new IllegalArgumentException(
                    "%s keeps the %s of a group in 16 bits, which end at 65504, but it is %s; divide the weights by some number first"
                            .formatted(name(), what, Shown.number(value)));
        }
        return half;
    }

    private void put(MemorySegment blocks, long at, float value) {
        if (scaleBytes() == Float.BYTES) blocks.set(LittleEndian.FLOAT, at, value);
        else LittleEndian.putHalf(blocks, at, value);
    }

    private float get(MemorySegment blocks, long at) {
        return scaleBytes() == Float.BYTES ? blocks.get(LittleEndian.FLOAT, at) : LittleEndian.half(blocks, at);
    }

    @Override
    public void decodeBlock(MemorySegment blocks, long from, float[] to, int at) {
        var grid = new IntegerGrid(this, get(blocks, from), symmetric ? 0 : get(blocks, from + scaleBytes()));
        long codes = from + codesAt();
        for (int i = 0; i < group; i++) {
            to[at + i] = grid.value(BitPacking.read(blocks, codes, bits, i));
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
                ? BlockLayout.of(scaleLayout(0, "scale"), BitPacking.layout(codesAt(), bits, group))
                : BlockLayout.of(
                        scaleLayout(0, "scale"),
                        scaleLayout(scaleBytes(), "least"),
                        BitPacking.layout(codesAt(), bits, group));
    }

    private List<BlockLayout.Word> scaleLayout(int at, String label) {
        return scaleBytes() == Float.BYTES
                ? BlockLayout.real(at, 8, 23, label, group)
                : BlockLayout.half(at, label, group);
    }
}
