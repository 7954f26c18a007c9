package org.vitrina.file;

import java.lang.foreign.MemorySegment;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/// A list in a file's metadata that still knows how its elements are written, so that it can be written again
/// as it was. Numbers stay in their bytes and become objects when they are asked for.
final class MetadataList extends AbstractList<Object> implements RandomAccess {
    private final GgufType element;
    private final int size;
    private final MemorySegment numbers;
    private final List<?> others;

    private MetadataList(GgufType element, int size, MemorySegment numbers, List<?> others) {
        this.element = element;
        this.size = size;
        this.numbers = numbers;
        this.others = others;
    }

    /// Returns a list of values that all take equally many bytes.
    static MetadataList ofNumbers(GgufType element, byte[] bytes) {
        return new MetadataList(
                element,
                bytes.length / element.bytes(),
                MemorySegment.ofArray(bytes).asReadOnly(),
                List.of());
    }

    /// Returns a list of strings or of lists.
    static MetadataList of(GgufType element, List<?> values) {
        return new MetadataList(element, values.size(), MemorySegment.NULL, values);
    }

    GgufType element() {
        return element;
    }

    /// Returns the bytes of the elements, where each takes equally many.
    MemorySegment numbers() {
        return numbers;
    }

    @Override
    public Object get(int index) {
        Objects.checkIndex(index, size);
        return element.isFixed()
                ? GgufValues.read(element, numbers, (long) index * element.bytes())
                : others.get(index);
    }

    @Override
    public int size() {
        return size;
    }
}
