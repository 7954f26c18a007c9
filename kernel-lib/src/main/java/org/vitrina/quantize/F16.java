package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import org.vitrina.tensor.FloatMatrix;
import org.vitrina.tensor.Matrix;
import org.vitrina.tensor.PackedMatrix;
import org.vitrina.tensor.Tensor;

/// Each weight is a float of 16 bits: sign, 5 bits of exponent, 10 of fraction (IEEE 754 binary16), rounded to
/// the nearest, ties to even. From 65520 on a weight becomes infinite.
record F16() implements Format {
    /// What every NaN becomes, the sign kept.
    private static final int NAN = 0x7E00;

    /// Returns the nearest binary16 number.
    static short bits(float value) {
        return Float.isNaN(value)
                ? (short) (Float.floatToRawIntBits(value) >>> 16 & 0x8000 | NAN)
                : Float.floatToFloat16(value);
    }

    @Override
    public String name() {
        return "F16";
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
            to[at + i] = LittleEndian.half(blocks, from + (long) Short.BYTES * i);
        }
    }

    @Override
    public void encode(float[] from, int at, int count, MemorySegment blocks, long to) {
        for (int i = 0; i < count; i++) {
            LittleEndian.putHalf(blocks, to + (long) Short.BYTES * i, from[at + i]);
        }
    }

    @Override
    public float dot(MemorySegment blocks, long from, float[] x, int at, int count) {
        float sum = 0;
        for (int i = 0; i < count; i++) {
            sum += LittleEndian.half(blocks, from + (long) Short.BYTES * i) * x[at + i];
        }
        return sum;
    }

    /// {@inheritDoc}
    ///
    /// The few matrices whose weights [PackedMatrix#ofHalves] cannot keep become floats.
    @Override
    public Matrix matrix(MemorySegment blocks, int rows, int columns) {
        return PackedMatrix.ofHalves(LittleEndian.rows(blocks, rows, columns), rows, columns)
                .orElseGet(() -> {
                    Tensor floats = Tensor.zeros(rows, columns);
                    decode(blocks, 0, floats.data(), 0, floats.size());
                    return FloatMatrix.of(floats);
                });
    }
}
