package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import org.vitrina.show.Walk;
import org.vitrina.tensor.Arithmetic;
import org.vitrina.tensor.Matrix;

/// A number format: how blocks of weights are kept as bytes.
///
/// Offsets and counts are in whole blocks: a count is a multiple of [#blockSize()] and an offset points to
/// the first byte of a block. Bytes are little-endian. Ranges are checked by the segment and the arrays.
public interface Format {
    /// Returns the name as GGUF spells it, such as `Q4_0`.
    String name();

    /// Returns how many weights form a block; 1 where each stands alone.
    int blockSize();

    /// Returns the bytes that a block takes.
    int blockBytes();

    /// Returns the bits per weight, scales and all.
    default double bitsPerWeight() {
        return 8.0 * blockBytes() / blockSize();
    }

    /// Returns the bytes that `count` weights take.
    ///
    /// @throws IllegalArgumentException if `count` is negative or not a whole number of blocks
    default long bytes(long count) {
        if (count < 0 || count % blockSize() != 0) {
            throw new IllegalArgumentException(
                    name() + " keeps weights in blocks of " + blockSize() + ", which " + count + " is no multiple of");
        }
        return Math.multiplyExact(count / blockSize(), (long) blockBytes());
    }

    /// Writes `count` weights, read from the blocks at byte `from` of `blocks`, to `to[at …]`.
    void decode(MemorySegment blocks, long from, float[] to, int at, int count);

    /// Writes `count` weights `from[at …]` as blocks to byte `to` of `blocks`.
    ///
    /// @throws IllegalArgumentException if a weight is infinite or NaN and the format cannot keep it
    void encode(float[] from, int at, int count, MemorySegment blocks, long to);

    /// Returns the sum of weight × `x` over `count` weights: the definition that the packed products are
    /// tested against.
    float dot(MemorySegment blocks, long from, float[] x, int at, int count);

    /// Encodes one block and decodes it again, and returns what happened on the way.
    ///
    /// @param weights as many as a block holds
    /// @throws IllegalArgumentException if there are more or fewer
    /// @throws UnsupportedOperationException if the format tells nothing about itself; all of [Formats#all]
    ///     and [IntegerFormat] do
    default Walk<QuantizeStep> walk(float... weights) {
        throw new UnsupportedOperationException(name() + " does not tell what it does with a block");
    }

    /// Returns the weights at the beginning of `blocks` as a matrix that multiplies, packed for this
    /// machine.
    ///
    /// The matrix is a copy and outlives `blocks`.
    ///
    /// @param blocks `rows` rows of `columns` weights in this format
    default Matrix matrix(MemorySegment blocks, int rows, int columns) {
        return StoredMatrix.of(this, blocks, rows, columns);
    }

    /// Returns the weights as [#matrix(MemorySegment, int, int)] does.
    ///
    /// @param arithmetic how a row of inputs is multiplied, where the format leaves a choice
    default Matrix matrix(MemorySegment blocks, int rows, int columns, Arithmetic arithmetic) {
        return matrix(blocks, rows, columns);
    }
}
