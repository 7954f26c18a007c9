package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import org.vitrina.show.Observer;
import org.vitrina.tensor.Matrix;
import org.vitrina.tensor.PackedMatrix;

/// Each weight is the upper half of a 32-bit float: sign, 8 bits of exponent, 7 of fraction (bfloat16),
/// rounded to the nearest, ties to even.
record BF16() implements BlockFormat {
    private static final int EXPONENT = 8;
    private static final int FRACTION = 7;

    /// The highest bit of the fraction, which makes a NaN a quiet one.
    private static final int QUIET = 0x40;

    static short bits(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            // rounding could carry a NaN into an infinity
            return (short) (bits >>> 16 | QUIET);
        }
        int even = bits >>> 16 & 1;
        return (short) (bits + 0x7FFF + even >>> 16);
    }

    static float value(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    @Override
    public String name() {
        return "BF16";
    }

    @Override
    public String toString() {
        return name();
    }

    @Override
    public int blockSize() {
        return 1;
    }

    @Override
    public int blockBytes() {
        return Short.BYTES;
    }

    @Override
    public void encodeBlock(float[] from, int at, MemorySegment blocks, long to, Observer watch) {
        int bits = bits(from[at]);
        blocks.set(LittleEndian.SHORT, to, (short) bits);
        float weight = from[at];
        watch.step(
                QuantizeStep.FloatRounded.NAME,
                () -> new QuantizeStep.FloatRounded(name(), weight, EXPONENT, FRACTION, bits));
    }

    @Override
    public void decodeBlock(MemorySegment blocks, long from, float[] to, int at) {
        to[at] = value(blocks.get(LittleEndian.SHORT, from));
    }

    @Override
    public BlockLayout layout() {
        return new BlockLayout(BlockLayout.real(0, EXPONENT, FRACTION, "", 1));
    }

    @Override
    public boolean keepsInfinities() {
        return true;
    }

    @Override
    public Matrix matrix(MemorySegment blocks, int rows, int columns) {
        return PackedMatrix.ofBrainHalves(LittleEndian.rows(blocks, rows, columns), rows, columns);
    }
}
