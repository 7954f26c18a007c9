package org.vitrina.file;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.vitrina.quantize.Format;

/// A tensor as a file keeps it.
///
/// @param name   its name in the file
/// @param format how its weights are kept; of a format that this library cannot compute with, name and size
///     are known and its methods say so, and of one that nobody knows [Format#blockSize()] is 0
/// @param shape  the length of each axis, outermost first (GGUF itself lists them innermost first); empty for
///     a single number
/// @param data   its bytes, read-only and exactly as many as `format` needs
public record StoredTensor(String name, Format format, List<Long> shape, MemorySegment data) {
    public StoredTensor {
        shape = List.copyOf(shape);
    }

    /// Returns how many weights there are.
    public long size() {
        return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    }

    /// Returns all weights as floats, row after row.
    ///
    /// @throws UnsupportedOperationException if the weights are in a format that can only be listed
    /// @throws ArithmeticException if there are more than an array can hold
    public float[] floats() {
        int size = Math.toIntExact(size());
        float[] floats = new float[size];
        format.decode(data, 0, floats, 0, size);
        return floats;
    }
}
