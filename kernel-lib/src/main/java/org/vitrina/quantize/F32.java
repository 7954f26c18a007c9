package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import org.vitrina.tensor.FloatMatrix;
import org.vitrina.tensor.Matrix;

/// Each weight is a float of 32 bits: sign, 8 bits of exponent, 23 of fraction (IEEE 754 binary32).
record F32() implements Format {
    @Override
    public String name() {
        return "F32";
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
    public void decode(MemorySegment blocks, long from, float[] to, int at, int count) {
        MemorySegment.copy(blocks, LittleEndian.FLOAT, from, to, at, count);
    }

    @Override
    public void encode(float[] from, int at, int count, MemorySegment blocks, long to) {
        MemorySegment.copy(from, at, blocks, LittleEndian.FLOAT, to, count);
    }

    @Override
    public float dot(MemorySegment blocks, long from, float[] x, int at, int count) {
        float sum = 0;
        for (int i = 0; i < count; i++) {
            sum += blocks.get(LittleEndian.FLOAT, from + (long) Float.BYTES * i) * x[at + i];
        }
        return sum;
    }

    @Override
    public Matrix matrix(MemorySegment blocks, int rows, int columns) {
        return FloatMatrix.of(blocks, rows, columns);
    }
}
