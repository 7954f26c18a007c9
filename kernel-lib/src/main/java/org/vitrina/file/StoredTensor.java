package org.vitrina.file;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.vitrina.quantize.Format;

/// A tensor as a file keeps it.
///
/// @param name   its name in the file
/// @param format how its weights are kept
/// @param shape  the length of each axis, outermost first (GGUF itself lists them innermost first)
/// @param data   its bytes, read-only and exactly as many as `format` needs
public record StoredTensor(String name, Format format, List<Long> shape, MemorySegment data) {
    public StoredTensor {
        shape = List.copyOf(shape);
    }

    /// Returns how many weights there are.
    public long size() {
        return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    }
}
