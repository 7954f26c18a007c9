package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import org.vitrina.tensor.Matrix;
import org.vitrina.tensor.PackedMatrix;

/// Each weight is the upper half of a 32-bit float: sign, 8 bits of exponent, 7 of fraction (bfloat16), rounded
/// to the nearest, ties to even.
record BF16() implements Format {
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
    public int blockSize() {
        return 1;
    }

    @Override
    public int blockBytes() {
        return Short.BYTES;
    }

    @Override
    public void decode(MemorySegment blocks, long from, float[] to, int at, int count) {
        for (int i = 0; i < count; i++) {
            to[at + i] = value(blocks.get(LittleEndian.SHORT, from + (long) Short.BYTES * i));
        }
    }

    @Override
    public void encode(float[] from, int at, int count, MemorySegment blocks, long to) {
        for (int i = 0; i < count; i++) {
            blocks.set(LittleEndian.SHORT, to + (long) Short.BYTES * i, bits(from[at + i]));
        }
    }

    @Override
    public float dot(MemorySegment blocks, long from, float[] x, int at, int count) {
        float sum = 0;
        for (int i = 0; i < count; i++) {
            sum += value(blocks.get(LittleEndian.SHORT, from + (long) Short.BYTES * i)) * x[at + i];
        }
        return sum;
    }

    @Override
    public Matrix matrix(MemorySegment blocks, int rows, int columns) {
        return PackedMatrix.ofBrainHalves(LittleEndian.rows(blocks, rows, columns), rows, columns);
    }
}
