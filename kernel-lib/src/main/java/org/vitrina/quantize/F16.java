package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import org.vitrina.show.Observer;
import org.vitrina.tensor.FloatMatrix;
import org.vitrina.tensor.Matrix;
import org.vitrina.tensor.PackedMatrix;
import org.vitrina.tensor.Tensor;

/// Each weight is a float of 16 bits: sign, 5 bits of exponent, 10 of fraction (IEEE 754 binary16), rounded
/// to the nearest, ties to even. From 65520 on a weight becomes infinite.
record F16() implements BlockFormat {
    private static final int EXPONENT = 5;
    private static final int FRACTION = 10;

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
        to[at] = LittleEndian.half(blocks, from);
    }

    @Override
    public BlockLayout layout() {
        return new BlockLayout(BlockLayout.real(0, EXPONENT, FRACTION, "", 1));
    }

    @Override
    public boolean keepsInfinities() {
        return true;
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
