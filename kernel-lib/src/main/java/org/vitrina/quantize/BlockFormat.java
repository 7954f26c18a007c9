package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import org.vitrina.show.Observer;
import org.vitrina.show.Walk;

/// A format that says how one block is encoded and decoded; what is left is to go from block to block.
interface BlockFormat extends Format {
    /// Writes one block, the weights `from[at …]`, all finite, to byte `to` of `blocks`.
    ///
    /// @param watch is told what was done
    void encodeBlock(float[] from, int at, MemorySegment blocks, long to, Observer watch);

    /// Writes the weights of the block at byte `from` of `blocks` to `to[at …]`.
    void decodeBlock(MemorySegment blocks, long from, float[] to, int at);

    /// Returns what each bit of a block means.
    BlockLayout layout();

    /// Returns whether infinities and NaN can be encoded: where each weight stands alone, they can.
    default boolean keepsInfinities() {
        return false;
    }

    @Override
    default void encode(float[] from, int at, int count, MemorySegment blocks, long to) {
        bytes(count);
        if (!keepsInfinities()) {
            requireFinite(from, at, count);
        }
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

    @Override
    default Walk<QuantizeStep> walk(float... weights) {
        if (weights.length != blockSize()) {
            throw new IllegalArgumentException("a block of " + name() + " holds " + blockSize() + " weights, but got "
                    + weights.length + "; walk over a range that long");
        }
        if (!keepsInfinities()) {
            requireFinite(weights, 0, weights.length);
        }
        byte[] bytes = new byte[blockBytes()];
        float[] decoded = new float[weights.length];
        var seen = Walk.recorder();
        seen.accept(new QuantizeStep.WeightsTaken(name(), weights.clone()));
        encodeBlock(weights, 0, MemorySegment.ofArray(bytes), 0, seen);
        seen.accept(new QuantizeStep.BytesPacked(name(), weights.length, bytes, layout()));
        decodeBlock(MemorySegment.ofArray(bytes), 0, decoded, 0);
        seen.accept(new QuantizeStep.BlockDecoded(decoded));
        seen.accept(new QuantizeStep.ErrorMeasured(weights.clone(), decoded, QuantizationError.of(weights, decoded)));
        return seen.walk("One block as " + name(), QuantizeStep.class);
    }

    /// @throws IllegalArgumentException if one of `count` weights is infinite or NaN
    default void requireFinite(float[] from, int at, int count) {
        for (int i = at; i < at + count; i++) {
            if (!Float.isFinite(from[i])) {
                throw new IllegalArgumentException(name() + " can keep finite weights only, but weight " + (i - at)
                        + " is " + from[i] + "; F32, F16 and BF16 keep infinities and NaN");
            }
        }
    }
}
