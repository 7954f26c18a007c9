package org.vitrina.file;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Reads what stands before the weights of a GGUF file
/// ([the format](https://github.com/ggml-org/ggml/blob/master/docs/gguf.md)).
///
/// Every count and length is held against the bytes that are left before anything is made for it, and what may
/// be many small objects has a limit of its own, so that a file cannot take much more memory than its size.
final class GgufReader {
    static final int MAGIC = 0x46554747;
    static final int DEFAULT_ALIGNMENT = 32;
    static final int LONGEST_KEY = 65_535;
    static final int LONGEST_STRING = 1 << 24;
    static final int MOST_KEYS = 1 << 16;
    static final int MOST_TENSORS = 1 << 17;
    /// Strings and lists inside lists, of the whole file; the largest vocabularies have less than a million.
    static final int MOST_OBJECTS = 1 << 21;
    /// As how many strings a list counts, as it takes more memory.
    static final int LIST_WEIGHT = 4;
    /// Bytes of all keys and values together.
    static final long MOST_METADATA = 1 << 26;
    /// Lists in lists in lists; real files have lists of plain values only.
    static final int DEEPEST = 4;

    private static final String ALIGNMENT = "general.alignment";

    private final MemorySegment file;
    private final SegmentCursor in;
    private final SequencedMap<String, Object> metadata = new LinkedHashMap<>();
    private final Map<String, GgufType> types = new LinkedHashMap<>();
    private int objects;

    GgufReader(MemorySegment file) {
        this.file = file;
        in = new SegmentCursor(file);
    }

    GgufHeader read() throws ModelFileException {
        int version = version();
        long tensorsAt = in.position();
        // both counts stand before the keys; how many tensors fit is only known behind them
        long tensors = in.int64("number of tensors");
        long keys = in.count("keys", 13, MOST_KEYS, "number of keys");
        long from = in.position();
        for (long i = 0; i < keys; i++) {
            readKey(i);
            if (in.position() - from > MOST_METADATA) {
                throw new ModelFileException(
                        "metadata", in.position(), "at most %,d bytes of it".formatted(MOST_METADATA), "more");
            }
        }
        int alignment = alignment();
        return new GgufHeader(
                version,
                alignment,
                Collections.unmodifiableSequencedMap(metadata),
                Collections.unmodifiableMap(types),
                new GgufTensorReader(file, in, alignment).read(tensors, tensorsAt));
    }

    private int version() throws ModelFileException {
        int magic = in.int32("magic number");
        if (magic != MAGIC) {
            throw new ModelFileException(
                    "magic number", 0, "the letters GGUF", "the bytes %08X".formatted(Integer.reverseBytes(magic)));
        }
        int version = in.int32("version");
        if (version == 2 || version == 3) {
            return version;
        }
        int swapped = Integer.reverseBytes(version);
        if (swapped >= 1 && swapped <= 3) {
            throw new ModelFileException(
                    "version",
                    4,
                    "a little-endian file",
                    "version " + swapped + " in big-endian order; gguf-convert-endian of the Python package gguf"
                            + " turns such a file round");
        }
        throw new ModelFileException(
                "version",
                4,
                "2 or 3",
                Integer.toUnsignedString(version)
                        + (version == 1 ? ", which is older than this library reads; convert the model again" : ""));
    }

    private void readKey(long index) throws ModelFileException {
        long at = in.position();
        String key = in.string("key " + index, LONGEST_KEY);
        String where = "key " + ModelFileException.quoted(key);
        if (key.isEmpty()) {
            throw new ModelFileException("key " + index, at, "a name", "an empty one");
        }
        if (metadata.containsKey(key)) {
            throw new ModelFileException(where, at, "each key once", "it again");
        }
        GgufType type = type(where);
        types.put(key, type);
        metadata.put(key, value(type, where, 1));
    }

    private GgufType type(String where) throws ModelFileException {
        long at = in.position();
        int number = in.int32(where);
        GgufType type = GgufType.of(number);
        if (type == null) {
            throw new ModelFileException(
                    where, at, "a type of value from 0 to 12", "type " + Integer.toUnsignedString(number));
        }
        return type;
    }

    private Object value(GgufType type, String where, int depth) throws ModelFileException {
        return switch (type) {
            case STRING -> in.string(where, LONGEST_STRING);
            case ARRAY -> list(where, depth);
            default -> {
                in.need(type.bytes(), where);
                long at = in.position();
                byte[] bytes = in.bytes(type.bytes());
                checkBooleans(type, bytes, where, at);
                yield GgufValues.read(type, MemorySegment.ofArray(bytes), 0);
            }
        };
    }

    private MetadataList list(String where, int depth) throws ModelFileException {
        if (depth > DEEPEST) {
            throw new ModelFileException(
                    where, in.position(), "lists at most " + DEEPEST + " deep", "another list inside");
        }
        GgufType element = type(where);
        long at = in.position();
        int weight = element == GgufType.ARRAY ? LIST_WEIGHT : 1;
        long most = element.isFixed() ? Integer.MAX_VALUE / element.bytes() : (MOST_OBJECTS - objects) / weight;
        int count = (int) in.count("elements", element.bytes(), most, where);
        if (element.isFixed()) {
            byte[] bytes = in.bytes(count * element.bytes());
            checkBooleans(element, bytes, where, at + 8);
            return MetadataList.ofNumbers(element, bytes);
        }
        objects += count * weight;
        List<Object> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(value(element, where, depth + 1));
        }
        return MetadataList.of(element, Collections.unmodifiableList(values));
    }

    private static void checkBooleans(GgufType type, byte[] bytes, String where, long at) throws ModelFileException {
        if (type != GgufType.BOOL) {
            return;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != 0 && bytes[i] != 1) {
                throw new ModelFileException(where, at + i, "0 or 1 for false or true", "" + (bytes[i] & 0xFF));
            }
        }
    }

    private int alignment() throws ModelFileException {
        Object value = metadata.get(ALIGNMENT);
        if (value == null) {
            return DEFAULT_ALIGNMENT;
        }
        if (types.get(ALIGNMENT) == GgufType.UINT32) {
            long alignment = (Long) value;
            if (Long.bitCount(alignment) == 1 && alignment <= 1 << 30) {
                return (int) alignment;
            }
        }
        throw new ModelFileException(
                "key '" + ALIGNMENT + "'",
                -1,
                "a power of two, of type UINT32",
                types.get(ALIGNMENT) + " " + ModelFileException.quoted(value.toString()));
    }
}
