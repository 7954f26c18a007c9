package org.vitrina.file;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.vitrina.quantize.Format;

/// Reads the list of tensors of a GGUF file, and finds the bytes of each.
final class GgufTensorReader {
    static final int LONGEST_NAME = 64;
    static final int MOST_AXES = 4;

    /// Bytes of the shortest entry: name of one letter, no axes, type, offset.
    private static final int SHORTEST = 8 + 1 + 4 + 4 + 8;

    private final MemorySegment file;
    private final SegmentCursor in;
    private final int alignment;
    private final Map<String, Format> formats = new LinkedHashMap<>();
    private final List<Place> places = new ArrayList<>();

    /// @param at     where the entry stands
    /// @param from   the first byte of the weights in the file, once that is known
    /// @param length their bytes
    private record Place(String name, Format format, List<Long> shape, long at, long from, long length) {
        String where() {
            return "tensor " + ModelFileException.quoted(name);
        }
    }

    GgufTensorReader(MemorySegment file, SegmentCursor in, int alignment) {
        this.file = file;
        this.in = in;
        this.alignment = alignment;
    }

    /// @param count   how many there are, as the file says
    /// @param countAt the byte at which it says so
    SequencedMap<String, StoredTensor> read(long count, long countAt) throws ModelFileException {
        long fit = Math.min(GgufReader.MOST_TENSORS, in.remaining() / SHORTEST);
        if (Long.compareUnsigned(count, fit) > 0) {
            throw new ModelFileException(
                    "number of tensors",
                    countAt,
                    "at most %,d, as many as %s"
                            .formatted(
                                    fit,
                                    fit == GgufReader.MOST_TENSORS
                                            ? "this library reads"
                                            : "the rest of the file can hold"),
                    SegmentCursor.grouped(count));
        }
        for (long i = 0; i < count; i++) {
            places.add(readEntry(i));
        }
        long data = in.position() + padding(in.position());
        var tensors = new LinkedHashMap<String, StoredTensor>();
        var placed = new ArrayList<Place>();
        for (Place place : places) {
            Place found = place(place, data);
            placed.add(found);
            MemorySegment bytes = file.asSlice(found.from, found.length).asReadOnly();
            StoredTensor tensor = new StoredTensor(found.name, found.format, found.shape, bytes);
            if (tensors.put(found.name, tensor) != null) {
                throw new ModelFileException(found.where(), found.at, "each name once", "it again");
            }
        }
        checkOverlaps(placed);
        return Collections.unmodifiableSequencedMap(tensors);
    }

    private long padding(long position) {
        return -position & (alignment - 1);
    }

    /// Reads an entry; `from` is still what the file says, counted from where the weights begin.
    private Place readEntry(long index) throws ModelFileException {
        long at = in.position();
        String name = in.string("name of tensor " + index, LONGEST_NAME);
        if (name.isEmpty()) {
            throw new ModelFileException("tensor " + index, at, "a name", "an empty one");
        }
        String where = "tensor " + ModelFileException.quoted(name);
        long axesAt = in.position();
        int axes = in.int32(where);
        if (Integer.compareUnsigned(axes, MOST_AXES) > 0) {
            throw new ModelFileException(
                    where, axesAt, "at most " + MOST_AXES + " axes", Integer.toUnsignedString(axes));
        }
        long shapeAt = in.position();
        long size = 1;
        var shape = new ArrayList<Long>(axes);
        for (int axis = 0; axis < axes; axis++) {
            long lengthAt = in.position();
            long length = in.int64(where);
            if (length <= 0) {
                throw new ModelFileException(where, lengthAt, "an axis of at least 1", SegmentCursor.grouped(length));
            }
            if (Math.multiplyHigh(size, length) != 0 || size * length < 0) {
                throw new ModelFileException(
                        where,
                        shapeAt,
                        "fewer than 2^63 weights",
                        "more, with an axis of " + SegmentCursor.grouped(length));
            }
            size *= length;
            shape.add(length);
        }
        long typeAt = in.position();
        Format format = format(in.int32(where));
        long row = shape.isEmpty() ? 1 : shape.getFirst();
        if (format.blockSize() > 0 && row % format.blockSize() != 0) {
            throw new ModelFileException(
                    where,
                    typeAt,
                    "rows of whole blocks of %d weights, as %s keeps them".formatted(format.blockSize(), format.name()),
                    "rows of %,d".formatted(row));
        }
        long offset = in.int64(where);
        long blocks = format.blockSize() == 0 ? 0 : size / format.blockSize();
        if (Math.multiplyHigh(blocks, format.blockBytes()) != 0 || blocks * format.blockBytes() < 0) {
            throw new ModelFileException(where, shapeAt, "fewer than 2^63 bytes", "more");
        }
        return new Place(name, format, shape.reversed(), at, offset, blocks * format.blockBytes());
    }

    /// One object for each type, however many tensors have it.
    private Format format(int number) {
        return formats.computeIfAbsent(Integer.toString(number), _ -> GgmlType.format(number));
    }

    private Place place(Place entry, long data) throws ModelFileException {
        if (entry.from < 0 || (entry.from & (alignment - 1)) != 0) {
            throw new ModelFileException(
                    entry.where(),
                    entry.at,
                    "an offset that is a multiple of the alignment, " + alignment,
                    SegmentCursor.grouped(entry.from));
        }
        long weights = Math.max(0, file.byteSize() - data);
        if (entry.from > weights || entry.length > weights - entry.from) {
            throw new ModelFileException(
                    entry.where(),
                    entry.at,
                    "its %,d bytes from offset %,d to be among the %,d bytes of weights"
                            .formatted(entry.length, entry.from, weights),
                    "the end of the file; was it downloaded completely?");
        }
        // a file without weights may end before the padding
        long from = Math.min(data + entry.from, file.byteSize());
        return new Place(entry.name, entry.format, entry.shape, entry.at, from, entry.length);
    }

    private static void checkOverlaps(List<Place> placed) throws ModelFileException {
        placed.sort(Comparator.comparingLong(Place::from).thenComparingLong(Place::length));
        long end = 0;
        Place before = null;
        for (Place place : placed) {
            if (place.from < end) {
                throw new ModelFileException(
                        place.where(),
                        place.at,
                        "weights of its own",
                        "bytes %,d to %,d, which belong to %s"
                                .formatted(place.from, Math.min(end, place.from + place.length), before.where()));
            }
            end = place.from + place.length;
            before = place;
        }
    }
}
