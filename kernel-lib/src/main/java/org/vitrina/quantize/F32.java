package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import org.vitrina.show.Observer;
import org.vitrina.tensor.FloatMatrix;
import org.vitrina.tensor.Matrix;

/// Each weight is a float of 32 bits: sign, 8 bits of exponent, 23 of fraction (IEEE 754 binary32).
record F32() implements BlockFormat {
    private static final int EXPONENT = 8;
    private static final int FRACTION = 23;

    @Override
    public String name() {
        return "F32";
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
        return Float.BYTES;
    }

    @Override
    public void encodeBlock(float[] from, int at, MemorySegment blocks, long to, Observer watch) {
        int bits = Float.floatToRawIntBits(from[at]);
        blocks.set(LittleEndian.INT, to, bits);
        float weight = from[at];
        watch.step(
                QuantizeStep.FloatRounded.NAME,
                () -> new QuantizeStep.FloatRounded(name(), weight, EXPONENT, FRACTION, bits));
    }

    @Override
    public void decodeBlock(MemorySegment blocks, long from, float[] to, int at) {
        to[at] = blocks.get(LittleEndian.FLOAT, from);
    }

    @Override
    public BlockLayout layout() {
        return new BlockLayout(BlockLayout.real(0, EXPONENT, FRACTION, "", 1));
    }

    @Override
    public void decode(MemorySegment blocks, long from, float[] to, int at, int count) {
        MemorySegment.copy(blocks, LittleEndian.FLOAT, from, to, at, count);
    }

    @Override
    public void encode(float[] from, int at, int count, MemorySegment blocks, long to) {
        MemorySegment.copy(from, at, blocks, LittleEndian.FLOAT, to, count);
    }

    @Override
    public Matrix matrix(MemorySegment blocks, int rows, int columns) {
        return FloatMatrix.of(blocks, rows, columns);
    }
}
