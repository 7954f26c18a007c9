package org.vitrina.file;

import java.lang.foreign.MemorySegment;
import org.vitrina.quantize.Format;
import org.vitrina.quantize.QuantizeStep;
import org.vitrina.show.Walk;
import org.vitrina.tensor.Matrix;

/// A number format that a file names and that this library does not compute with: its tensors can be listed
/// and copied, and are an error only when their weights are asked for.
///
/// @param blockSize  weights in a block, or 0 where not even that is known
/// @param blockBytes bytes of a block
record ListedFormat(String name, int blockSize, int blockBytes) implements Format {
    boolean isKnown() {
        return blockSize > 0;
    }

    @Override
    public long bytes(long count) {
        return isKnown() ? Format.super.bytes(count) : 0;
    }

    @Override
    public double bitsPerWeight() {
        return isKnown() ? Format.super.bitsPerWeight() : Double.NaN;
    }

    @Override
    public void decode(MemorySegment blocks, long from, float[] to, int at, int count) {
        throw unusable();
    }

    @Override
    public void encode(float[] from, int at, int count, MemorySegment blocks, long to) {
        throw unusable();
    }

    @Override
    public float dot(MemorySegment blocks, long from, float[] x, int at, int count) {
        throw unusable();
    }

    @Override
    public Matrix matrix(MemorySegment blocks, int rows, int columns) {
        throw unusable();
    }

    @Override
    public Walk<QuantizeStep> walk(float... weights) {
        throw unusable();
    }

    private UnsupportedOperationException unusable() {
        return new UnsupportedOperationException("weights in the format " + name
                + " can be listed but not computed with; use a file in another format, such as Q8_0 or Q4_K");
    }
}
