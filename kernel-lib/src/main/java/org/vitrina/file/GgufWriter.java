package org.vitrina.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Writes a GGUF file of version 3, made by [Gguf#writer]: first the keys, then the list of tensors, then their
/// bytes, each in the order in which they were given.
///
/// llama.cpp asks for each key in one type only; [GgufType] says which there are. Each method returns this
/// writer.
public final class GgufWriter {
    /// ggml keeps 64 bytes for a name, the zero at its end among them.
    private static final int LONGEST_NAME = GgufTensorReader.LONGEST_NAME - 1;

    private record Value(GgufType type, Object value) {}

    private final SequencedMap<String, Value> metadata = new LinkedHashMap<>();
    private final SequencedMap<String, NewTensor> tensors = new LinkedHashMap<>();

    GgufWriter() {}

    /// Sets `key` to a text.
    public GgufWriter text(String key, String value) {
        return value(key, GgufType.STRING, value);
    }

    /// Sets `key` to a whole number from 0 to 2³² - 1, the type of most sizes and counts.
    public GgufWriter uint32(String key, long value) {
        return value(key, GgufType.UINT32, value);
    }

    /// Sets `key` to a number in 32 bits.
    public GgufWriter float32(String key, double value) {
        return value(key, GgufType.FLOAT32, value);
    }

    /// Sets `key` to true or false.
    public GgufWriter bool(String key, boolean value) {
        return value(key, GgufType.BOOL, value);
    }

    /// Sets `key` to a list of texts.
    public GgufWriter texts(String key, List<String> values) {
        return list(key, GgufType.STRING, values);
    }

    /// Sets `key` to a list whose elements are all of one type. Lists in it come from another file's metadata.
    ///
    /// @throws IllegalArgumentException if a value is not of that type, or outside its range
    public GgufWriter list(String key, GgufType element, List<?> values) {
        return value(key, GgufType.ARRAY, GgufValues.list(key, element, values));
    }

    /// Sets `key` to a value of any type; where it was set before, the new value takes the old one's place.
    ///
    /// @param value a `String`, `Boolean` or `Number`, or a list from another file's metadata
    /// @throws IllegalArgumentException if the value is not of that type, or outside its range, or if the key is
    ///     empty or too long
    public GgufWriter value(String key, GgufType type, Object value) {
        int length = key.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > GgufReader.LONGEST_KEY) {
            throw new IllegalArgumentException("a key needs 1 to %,d bytes, but %s has %,d"
                    .formatted(GgufReader.LONGEST_KEY, ModelFileException.quoted(key), length));
        }
        if (type != GgufType.ARRAY) {
            GgufValues.write(key, type, value, new ByteSink());
        } else if (!(value instanceof MetadataList)) {
            throw new IllegalArgumentException("key %s: a list is set with list(key, type of its elements, values)"
                    .formatted(ModelFileException.quoted(key)));
        }
        metadata.put(key, new Value(type, value));
        return this;
    }

    /// Sets all keys of `file`, in the types that they have there.
    public GgufWriter metadata(GgufFile file) {
        file.metadata().forEach((key, value) -> value(key, file.type(key), value));
        return this;
    }

    /// Removes `key`, if it was set.
    public GgufWriter without(String key) {
        metadata.remove(key);
        return this;
    }

    /// Returns what is set so far, by key.
    Map<String, Object> values() {
        var values = new LinkedHashMap<String, Object>();
        metadata.forEach((key, value) -> values.put(key, value.value));
        return values;
    }

    /// Adds a tensor.
    ///
    /// @throws IllegalArgumentException if there is one of that name already, if it has no weights or more
    ///     than 4 axes, or if
    ///     GGUF has no number for its format
    public GgufWriter tensor(NewTensor tensor) {
        String where = "tensor " + ModelFileException.quoted(tensor.name());
        int length = tensor.name().getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "%s: a name needs 1 to %d bytes, but has %d".formatted(where, LONGEST_NAME, length));
        }
        if (tensor.shape().size() > GgufTensorReader.MOST_AXES) {
            throw new IllegalArgumentException("%s: GGUF has at most %d axes, but the shape is %s"
                    .formatted(where, GgufTensorReader.MOST_AXES, tensor.shape()));
        }
        if (tensor.size() == 0) {
            throw new IllegalArgumentException(
                    "%s: GGUF has no tensors without weights, but the shape is %s".formatted(where, tensor.shape()));
        }
        GgmlType.number(tensor.format());
        if (tensors.putIfAbsent(tensor.name(), tensor) != null) {
            throw new IllegalArgumentException(where + " was added already; each name stands once");
        }
        return this;
    }

    /// Adds a tensor of another file, byte by byte as it is there.
    public GgufWriter tensor(StoredTensor tensor) {
        return tensor(NewTensor.of(tensor));
    }

    /// Writes the file. It is written beside `file` and then takes its place, so that whatever goes wrong, `file`
    /// is either as it was or whole.
    public void write(Path file) throws IOException {
        int alignment = alignment();
        byte[] header = header(alignment);
        long bytes = header.length;
        for (NewTensor tensor : tensors.values()) {
            bytes += tensor.bytes();
        }
        try (var draft = new DraftFile(file, "writing " + file.getFileName(), bytes)) {
            draft.write(header);
            draft.pad(alignment);
            for (NewTensor tensor : tensors.values()) {
                tensor.writeTo(draft);
                draft.pad(alignment);
            }
            draft.keep();
        }
    }

    private int alignment() {
        Value set = metadata.get("general.alignment");
        if (set == null) {
            return GgufReader.DEFAULT_ALIGNMENT;
        }
        if (set.type == GgufType.UINT32) {
            long alignment = ((Number) set.value).longValue();
            if (Long.bitCount(alignment) == 1 && alignment <= 1 << 30) {
                return (int) alignment;
            }
        }
        throw new IllegalArgumentException(
                "general.alignment must be a power of two, of type UINT32, but is " + set.type + " " + set.value);
    }

    private byte[] header(int alignment) {
        var out = new ByteSink();
        out.int32(GgufReader.MAGIC);
        out.int32(3);
        out.int64(tensors.size());
        out.int64(metadata.size());
        metadata.forEach((key, value) -> {
            out.string(key);
            out.int32(value.type.ordinal());
            GgufValues.write(key, value.type, value.value, out);
        });
        long offset = 0;
        for (NewTensor tensor : tensors.values()) {
            out.string(tensor.name());
            out.int32(tensor.shape().size());
            tensor.shape().reversed().forEach(out::int64);
            out.int32(GgmlType.number(tensor.format()));
            out.int64(offset);
            offset += tensor.bytes() + (-tensor.bytes() & (alignment - 1));
        }
        return out.toBytes();
    }
}
