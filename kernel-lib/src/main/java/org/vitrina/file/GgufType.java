package org.vitrina.file;

/// The types that a value of GGUF metadata may have
/// ([GGUF, `gguf_metadata_value_type`](https://github.com/ggml-org/ggml/blob/master/docs/gguf.md)).
///
/// The order is the format's: a constant's ordinal is the number that stands in the file.
public enum GgufType {
    UINT8(1),
    INT8(1),
    UINT16(2),
    INT16(2),
    UINT32(4),
    INT32(4),
    FLOAT32(4),
    BOOL(1),
    STRING(8),
    ARRAY(12),
    UINT64(8),
    INT64(8),
    FLOAT64(8);

    private static final GgufType[] TYPES = values();

    private final int bytes;

    GgufType(int bytes) {
        this.bytes = bytes;
    }

    /// Returns the bytes that a value takes; the fewest, for a string and an array.
    int bytes() {
        return bytes;
    }

    /// Returns whether every value takes as many bytes as any other.
    boolean isFixed() {
        return this != STRING && this != ARRAY;
    }

    /// Returns the type that is written as `number`, or null if there is none.
    static GgufType of(int number) {
        return number >= 0 && number < TYPES.length ? TYPES[number] : null;
    }
}
