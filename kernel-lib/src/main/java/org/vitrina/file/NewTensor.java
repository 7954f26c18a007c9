package org.vitrina.file;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.vitrina.quantize.Format;
import org.vitrina.quantize.Formats;

/// A tensor that shall be written to a file.
///
/// @param name   its name in the file
/// @param format how its weights are kept
/// @param shape  the length of each axis, outermost first; empty for a single number
/// @param source gives its bytes when their turn comes, so that a file may be larger than the memory
public record NewTensor(String name, Format format, List<Long> shape, Source source) {
    /// Gives the bytes of a tensor, in one piece or in many.
    @FunctionalInterface
    public interface Source {
        /// Hands all bytes to `sink`, in order. It may be called more than once.
        void writeTo(Sink sink) throws IOException;
    }

    /// Takes the bytes of a tensor.
    @FunctionalInterface
    public interface Sink {
        /// Takes the next bytes; the segment may be used for others when this returns.
        void write(MemorySegment bytes) throws IOException;
    }

    /// @throws IllegalArgumentException if the shape has a negative axis, or rows that are no whole number of the
    ///     format's blocks, or if the format is one that nobody knows
    public NewTensor {
        shape = List.copyOf(shape);
        if (shape.stream().anyMatch(length -> length < 0)) {
            throw new IllegalArgumentException("tensor " + ModelFileException.quoted(name)
                    + ": no axis can have a negative length, but the shape is " + shape);
        }
        long row = shape.isEmpty() ? 1 : shape.getLast();
        if (format.blockSize() == 0) {
            throw new IllegalArgumentException("tensor %s: nobody knows how many bytes %s takes"
                    .formatted(ModelFileException.quoted(name), format.name()));
        }
        if (row % format.blockSize() != 0) {
            throw new IllegalArgumentException("tensor %s: %s keeps rows in blocks of %d weights, and its rows have %d"
                    .formatted(ModelFileException.quoted(name), format.name(), format.blockSize(), row));
        }
        bytes(format, shape);
    }

    /// Returns a tensor with the bytes of another, under the same name.
    public static NewTensor of(StoredTensor tensor) {
        return new NewTensor(tensor.name(), tensor.format(), tensor.shape(), sink -> sink.write(tensor.data()));
    }

    /// Returns a tensor of 32-bit floats.
    public static NewTensor of(String name, List<Long> shape, float[] weights) {
        var tensor = new NewTensor(name, Formats.F32, shape, sink -> {
            MemorySegment bytes = MemorySegment.ofArray(new byte[Math.multiplyExact(weights.length, Float.BYTES)]);
            Formats.F32.encode(weights, 0, weights.length, bytes, 0);
            sink.write(bytes);
        });
        if (tensor.size() != weights.length) {
            throw new IllegalArgumentException("tensor %s: the shape %s holds %d weights, but %d were given"
                    .formatted(ModelFileException.quoted(name), shape, tensor.size(), weights.length));
        }
        return tensor;
    }

    /// Returns the same tensor under another name.
    public NewTensor named(String other) {
        return new NewTensor(other, format, shape, source);
    }

    /// Returns how many weights there are.
    public long size() {
        return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    }

    /// Returns how many bytes they take.
    public long bytes() {
        return bytes(format, shape);
    }

    private static long bytes(Format format, List<Long> shape) {
        return format.bytes(shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact));
    }

    /// Writes the bytes to `file`, and checks that the source gives as many as it must.
    void writeTo(DraftFile file) throws IOException {
        long end = file.written() + bytes();
        source.writeTo(bytes -> {
            if (bytes.byteSize() > end - file.written()) {
                throw tooMany();
            }
            file.write(bytes);
        });
        if (file.written() != end) {
            throw new IllegalStateException("tensor %s: its source gave %,d bytes fewer than the %,d it must"
                    .formatted(ModelFileException.quoted(name), end - file.written(), bytes()));
        }
    }

    private IllegalStateException tooMany() {
        return new IllegalStateException("tensor %s: its source gave more than the %,d bytes it must"
                .formatted(ModelFileException.quoted(name), bytes()));
    }
}
