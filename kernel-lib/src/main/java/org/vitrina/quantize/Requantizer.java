package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import org.vitrina.tensor.Workers;

/// Takes weights from one format to another, a piece after the other, and measures what is lost on the way.
///
/// A piece is divided into parts that several threads work on. Parts and pieces are added up in their
/// order, so the error does not depend on the number of threads. One thread at a time may use it.
public final class Requantizer {
    /// Weights in a part: many enough that handing parts out costs nothing, and whole blocks of any format
    /// of a file.
    private static final int PART = 1 << 14;

    private final Format from;
    private final Format to;
    private final Workers workers;
    private final ErrorSums sums = new ErrorSums();
    private long done;

    /// @throws IllegalArgumentException if blocks of a format do not fit a part
    public Requantizer(Format from, Format to, Workers workers) {
        this.from = from;
        this.to = to;
        this.workers = workers;
        from.bytes(PART);
        to.bytes(PART);
    }

    /// Decodes `count` weights at the beginning of `blocks` and returns them encoded.
    ///
    /// @throws IllegalArgumentException if `count` is no whole number of blocks of both formats, or a
    ///     weight is not finite and the new format cannot keep it
    public byte[] encode(MemorySegment blocks, int count) {
        from.bytes(count);
        byte[] bytes = new byte[Math.toIntExact(to.bytes(count))];
        MemorySegment encoded = MemorySegment.ofArray(bytes);
        var partSums = new ErrorSums[Math.ceilDiv(count, PART)];
        workers.run(partSums.length, part -> {
            int first = part * PART;
            int size = Math.min(PART, count - first);
            float[] before = new float[size];
            float[] after = new float[size];
            from.decode(blocks, from.bytes(first), before, 0, size);
            requireFinite(before, done + first);
            to.encode(before, 0, size, encoded, to.bytes(first));
            to.decode(encoded, to.bytes(first), after, 0, size);
            partSums[part] = new ErrorSums();
            partSums[part].add(before, 0, after, 0, size);
        });
        for (ErrorSums part : partSums) {
            sums.add(part);
        }
        done += count;
        return bytes;
    }

    /// The format would say so too, but does not know how many weights came before.
    private void requireFinite(float[] weights, long first) {
        if (to instanceof BlockFormat format && format.keepsInfinities()) {
            return;
        }
        for (int i = 0; i < weights.length; i++) {
            if (!Float.isFinite(weights[i])) {
                throw new IllegalArgumentException("weight %,d is %s, and %s can keep finite weights only"
                        .formatted(first + i, weights[i], to.name()));
            }
        }
    }

    /// Returns what was lost in all pieces so far.
    public QuantizationError error() {
        return sums.error();
    }
}
