package org.vitrina.file;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.vitrina.quantize.Format;

/// Reads one safetensors file ([the format](https://github.com/huggingface/safetensors#format)): 8 bytes with the
/// length of a header, the header in JSON, then the weights, without gaps.
final class SafetensorsReader {
    static final long MOST_HEADER = 1 << 25;
    static final int MOST_TENSORS = 1 << 16;
    static final int MOST_AXES = 8;
    static final int LONGEST_STRING = 1 << 24;
    private static final String HEADER = "header";

    private final MemorySegment file;
    private final SequencedMap<String, Object> metadata = new LinkedHashMap<>();
    private final SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    private JsonScanner json;
    private boolean hasMetadata;

    /// A tensor as the header describes it.
    ///
    /// @param at   the byte of the file at which it does so
    /// @param from the first byte of its weights, counted from the end of the header; `to` the first after them
    private record Entry(String name, long at, Format format, List<Long> shape, long from, long to) {
        String where() {
            return "tensor " + ModelFileException.quoted(name);
        }
    }

    SafetensorsReader(MemorySegment file) {
        this.file = file;
    }

    SafetensorsHeader read() throws ModelFileException {
        var in = new SegmentCursor(file);
        long length = in.int64("length of the header");
        long fit = Math.min(MOST_HEADER, in.remaining());
        if (Long.compareUnsigned(length, fit) > 0) {
            throw new ModelFileException(
                    "length of the header",
                    0,
                    fit == MOST_HEADER
                            ? "at most %,d bytes, which is this library's limit".formatted(fit)
                            : "at most %,d bytes, as many as follow".formatted(fit),
                    SegmentCursor.grouped(length));
        }
        json = new JsonScanner(file.asSlice(8, length), 8, LONGEST_STRING);
        readHeader();
        long weights = 8 + length;
        checkPlaces(file.byteSize() - weights);
        var tensors = new LinkedHashMap<String, StoredTensor>();
        entries.forEach((name, entry) -> tensors.put(
                name,
                new StoredTensor(
                        name,
                        entry.format,
                        entry.shape,
                        file.asSlice(weights + entry.from, entry.to - entry.from)
                                .asReadOnly())));
        return new SafetensorsHeader(
                Collections.unmodifiableSequencedMap(metadata), Collections.unmodifiableSequencedMap(tensors));
    }

    private void readHeader() throws ModelFileException {
        json.expect('{', HEADER, "'{', the beginning of an object");
        if (!json.reads('}')) {
            do {
                long at = json.at();
                String name = json.string(HEADER);
                json.expect(':', HEADER, "a colon after a name");
                if (name.equals("__metadata__")) {
                    readMetadata(at);
                } else {
                    readEntry(name, at);
                }
            } while (json.more('}', HEADER));
        }
        json.expectEnd(HEADER);
    }

    private void readMetadata(long at) throws ModelFileException {
        if (hasMetadata) {
            throw new ModelFileException("'__metadata__'", at, "it once", "it again");
        }
        hasMetadata = true;
        json.expect('{', "'__metadata__'", "'{', the beginning of an object");
        if (json.reads('}')) {
            return;
        }
        do {
            long keyAt = json.at();
            String key = json.string("'__metadata__'");
            String where = "key " + ModelFileException.quoted(key);
            json.expect(':', where, "a colon after a name");
            if (metadata.size() == GgufReader.MOST_KEYS) {
                throw new ModelFileException(where, keyAt, "at most " + GgufReader.MOST_KEYS + " keys", "another");
            }
            if (metadata.put(key, json.string(where)) != null) {
                throw new ModelFileException(where, keyAt, "each key once", "it again");
            }
        } while (json.more('}', "'__metadata__'"));
    }

    private void readEntry(String name, long at) throws ModelFileException {
        String where = "tensor " + ModelFileException.quoted(name);
        if (entries.size() == MOST_TENSORS) {
            throw new ModelFileException(where, at, "at most %,d tensors".formatted(MOST_TENSORS), "another");
        }
        String type = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        json.expect('{', where, "'{', the beginning of an object");
        do {
            long memberAt = json.at();
            String member = json.string(where);
            json.expect(':', where, "a colon after a name");
            boolean first = switch (member) {
                case "dtype" -> type == null;
                case "shape" -> shape == null;
                case "data_offsets" -> offsets == null;
                default ->
                    throw new ModelFileException(
                            where, memberAt, "dtype, shape or data_offsets", ModelFileException.quoted(member));
            };
            if (!first) {
                throw new ModelFileException(where, memberAt, "each member once", "'" + member + "' again");
            }
            switch (member) {
                case "dtype" -> type = json.string(where);
                case "shape" -> shape = numbers(where);
                default -> offsets = numbers(where);
            }
        } while (json.more('}', where));
        if (type == null || shape == null || offsets == null) {
            String missing = type == null ? "dtype" : shape == null ? "shape" : "data_offsets";
            throw new ModelFileException(where, at, "its " + missing, "none");
        }
        if (offsets.size() != 2 || offsets.getFirst() > offsets.getLast()) {
            throw new ModelFileException(
                    where, at, "data_offsets with a begin and an end that is not before it", offsets.toString());
        }
        var entry = new Entry(name, at, SafetensorsType.format(type), shape, offsets.getFirst(), offsets.getLast());
        checkSize(entry);
        if (entries.put(name, entry) != null) {
            throw new ModelFileException(where, at, "each name once", "it again");
        }
    }

    private List<Long> numbers(String where) throws ModelFileException {
        var numbers = new ArrayList<Long>();
        json.expect('[', where, "'[', the beginning of a list");
        if (!json.reads(']')) {
            do {
                if (numbers.size() == MOST_AXES) {
                    throw json.wrong(where, "at most " + MOST_AXES + " numbers");
                }
                numbers.add(json.whole(where));
            } while (json.more(']', where));
        }
        return numbers;
    }

    private static void checkSize(Entry entry) throws ModelFileException {
        long bits = 1;
        for (long length : entry.shape) {
            if (Math.multiplyHigh(bits, length) != 0 || bits * length < 0) {
                throw new ModelFileException(
                        entry.where(), entry.at, "fewer than 2^63 weights", "the shape " + entry.shape);
            }
            bits *= length;
        }
        if (!(entry.format instanceof ListedFormat listed) || listed.isKnown()) {
            long blocks = bits / entry.format.blockSize();
            boolean whole = bits % entry.format.blockSize() == 0
                    && Math.multiplyHigh(blocks, entry.format.blockBytes()) == 0
                    && blocks * entry.format.blockBytes() >= 0;
            long needed = whole ? blocks * entry.format.blockBytes() : -1;
            if (needed != entry.to - entry.from) {
                throw new ModelFileException(
                        entry.where(),
                        entry.at,
                        "%s for the shape %s in %s"
                                .formatted(
                                        whole ? "%,d bytes".formatted(needed) : "a whole number of bytes",
                                        entry.shape,
                                        entry.format.name()),
                        "data_offsets with %,d".formatted(entry.to - entry.from));
            }
        }
    }

    /// Checks that the tensors cover all bytes after the header, each byte once, as the format demands.
    private void checkPlaces(long weights) throws ModelFileException {
        var sorted = new ArrayList<>(entries.values());
        sorted.sort(Comparator.comparingLong(Entry::from).thenComparingLong(Entry::to));
        long end = 0;
        for (Entry entry : sorted) {
            if (entry.to > weights) {
                throw new ModelFileException(
                        entry.where(),
                        entry.at,
                        "its weights to end at %,d or before, where those of the file end".formatted(weights),
                        "the end %,d; was the file downloaded completely?".formatted(entry.to));
            }
            if (entry.from != end) {
                throw new ModelFileException(
                        entry.where(),
                        entry.at,
                        "its weights to begin at %,d, where the last ones end".formatted(end),
                        "the begin %,d, which leaves %s"
                                .formatted(entry.from, entry.from < end ? "an overlap" : "a gap"));
            }
            end = entry.to;
        }
        if (end != weights) {
            throw new ModelFileException(
                    "weights",
                    file.byteSize() - weights + end,
                    "the end of the file",
                    "%,d bytes more".formatted(weights - end));
        }
    }
}
