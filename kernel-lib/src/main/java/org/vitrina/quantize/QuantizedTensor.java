package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.vitrina.show.Walk;
import org.vitrina.tensor.ShapeException;
import org.vitrina.tensor.Tensor;
import tech.tablesaw.api.Table;

/// A tensor before it was quantized and after, and what was lost: over all, in each row (an output channel)
/// and in each block.
///
/// @param format how the weights were kept
/// @param before the weights as they were
/// @param after  the weights as they are read back; of the same shape
/// @param bytes  what they take in that format
public record QuantizedTensor(Format format, Tensor before, Tensor after, long bytes) {
    public QuantizedTensor {
        if (!Arrays.equals(before.shape(), after.shape())) {
            throw new ShapeException(
                    "quantized tensor", "before and after must have one shape", before.shape(), after.shape());
        }
    }

    /// Encodes `weights` and decodes them again.
    ///
    /// @throws IllegalArgumentException if the size is no whole number of blocks, or a weight is not finite
    ///     and the format cannot keep it
    public static QuantizedTensor of(Format format, Tensor weights) {
        float[] before = weights.toArray();
        byte[] blocks = new byte[Math.toIntExact(format.bytes(before.length))];
        format.encode(before, 0, before.length, MemorySegment.ofArray(blocks), 0);
        float[] after = new float[before.length];
        format.decode(MemorySegment.ofArray(blocks), 0, after, 0, after.length);
        return new QuantizedTensor(
                format, Tensor.of(before, weights.shape()), Tensor.of(after, weights.shape()), blocks.length);
    }

    /// Returns the bits that a weight takes, scales and all.
    public double bitsPerWeight() {
        return 8.0 * bytes / before.size();
    }

    /// Returns the error over all weights.
    public QuantizationError error() {
        return error(0, before.size());
    }

    /// Returns the error of each row: of the weights of each output.
    public List<QuantizationError> rowErrors() {
        return errors(before.columns());
    }

    /// Returns the error of each block of the format.
    public List<QuantizationError> blockErrors() {
        return errors(format.blockSize());
    }

    private List<QuantizationError> errors(int size) {
        return IntStream.range(0, size == 0 ? 0 : before.size() / size)
                .mapToObj(i -> error(i * size, size))
                .toList();
    }

    private QuantizationError error(int from, int count) {
        return QuantizationError.of(before.data(), before.offset() + from, after.data(), after.offset() + from, count);
    }

    /// Returns the errors of the rows as a table.
    public Table rowTable() {
        return ErrorTables.numbered(format.name() + ": error by row", "row", rowErrors());
    }

    /// Returns the errors of the blocks as a table.
    public Table blockTable() {
        return ErrorTables.numbered(format.name() + ": error by block", "block", blockErrors());
    }

    /// Returns what happened to one block on its way to bits and back.
    ///
    /// @param block counts blocks from 0
    public Walk<QuantizeStep> walk(int block) {
        int size = format.blockSize();
        int from = before.offset() + Objects.checkIndex(block, before.size() / size) * size;
        return format.walk(Arrays.copyOfRange(before.data(), from, from + size));
    }

    /// Returns how many weights are off by how much, as a line chart.
    public XYChart histogram() {
        return ErrorHistogram.of(this);
    }
}
