package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import org.vitrina.show.Observer;

/// A format that says how one block is encoded and decoded; what is left is to go from block to block.
interface BlockFormat extends Format {
    /// Writes one block, the weights `from[at …]`, all finite, to byte `to` of `blocks`.
    ///
    /// @param watch is told what was done
    void encodeBlock(float[] from, int at, MemorySegment blocks, long to, Observer watch);

    /// Writes the weights of the block at byte `from` of `blocks` to `to[at …]`.
    void decodeBlock(MemorySegment blocks, long from, float[] to, int at);

    @Override
    default void encode(float[] from, int at, int count, MemorySegment blocks, long to) {
        bytes(count);
        requireFinite(from, at, count);
        for (int done = 0; done < count; done += blockSize(), to += blockBytes()) {
            encodeBlock(from, at + done, blocks, to, Observer.NONE);
        }
    }

    @Override
    default void decode(MemorySegment blocks, long from, float[] to, int at, int count) {
        bytes(count);
        for (int done = 0; done < count; done += blockSize(), from += blockBytes()) {
            decodeBlock(blocks, from, to, at + done);
        }
    }

    @Override
    default float dot(MemorySegment blocks, long from, float[] x, int at, int count) {
        bytes(count);
        float[] weights = new float[blockSize()];
        float sum = 0;
        for (int done = 0; done < count; done += blockSize(), from += blockBytes()) {
            decodeBlock(blocks, from, weights, 0);
            for (int i = 0; i < weights.length; i++) {
                sum += weights[i] * x[at + done + i];
            }
        }
        return sum;
    }

    private void requireFinite(float[] from, int at, int count) {
        for (int i = at; i < at + count; i++) {
            if (!Float.isFinite(from[i])) {
                throw new IllegalArgumentException(name() + " can keep finite weights only, but weight " + (i - at)
                        + " is " + from[i] + "; F32, F16 and BF16 keep infinities and NaN");
            }
        }
    }
}
