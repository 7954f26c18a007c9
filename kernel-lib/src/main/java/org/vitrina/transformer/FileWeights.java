package org.vitrina.transformer;

import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.vitrina.file.ModelFileException;
import org.vitrina.file.StoredTensor;
import org.vitrina.tensor.Matrix;

/// The parameters that a model file holds. None is read before it is used.
final class FileWeights implements WeightSource {
    private static final String FREQUENCIES = "rope_freqs.weight";

    private final Map<String, StoredTensor> tensors;
    private final Precision precision;
    private final SequencedSet<String> unused;
    private final List<StoredWeights> matrices = new ArrayList<>();

    FileWeights(Map<String, StoredTensor> tensors, Precision precision) {
        this.tensors = tensors;
        this.precision = precision;
        unused = new LinkedHashSet<>(tensors.keySet());
        unused.remove(FREQUENCIES);
    }

    /// {@inheritDoc}
    ///
    /// @throws UncheckedIOException if the file has no such tensor, with the [ModelFileException] that says so
    @Override
    public Weight weight(String name, int... shape) {
        try {
            StoredTensor tensor = tensors.get(name);
            return tensor == null && isPartOfFused(name) ? fused(name, shape) : weight(name, tensor, shape);
        } catch (ModelFileException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Weight weight(String name, StoredTensor tensor, int[] shape) throws ModelFileException {
        checkShape(name, tensor, shape);
        unused.remove(name);
        return weight(name, tensor, 0, shape);
    }

    /// GPT-2 keeps queries, keys and values in one matrix, one below the other.
    private Weight fused(String name, int[] shape) throws ModelFileException {
        String fused = name.replaceFirst("attn_[qkv]\\.", "attn_qkv.");
        int[] whole = shape.clone();
        whole[0] = Math.multiplyExact(3, shape[0]);
        StoredTensor tensor = tensors.get(fused);
        checkShape(fused, tensor, whole);
        unused.remove(fused);
        int part = "qkv".indexOf(name.charAt(name.indexOf(".attn_") + 6));
        return weight(
                name, tensor, (long) part * Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact), shape);
    }

    private boolean isPartOfFused(String name) {
        return name.matches("blk\\.\\d+\\.attn_[qkv]\\.(weight|bias)")
                && tensors.containsKey(name.replaceFirst("attn_[qkv]\\.", "attn_qkv."));
    }

    private Weight weight(String name, StoredTensor tensor, long from, int[] shape) {
        int columns = shape[shape.length - 1];
        int rows = shape.length == 1 ? 1 : shape[0];
        long start = tensor.format().bytes(from);
        MemorySegment data = tensor.data().asSlice(start, tensor.format().bytes((long) rows * columns));
        var matrix = new StoredWeights(tensor.format(), data, rows, columns, precision);
        if (shape.length == 2) matrices.add(matrix);
        return Weight.of(name, matrix, shape);
    }

    /// Returns the matrices that are multiplied; a table that is only looked up is none.
    List<StoredWeights> multiplied(Transformer transformer) {
        Matrix table = transformer.embedding().matrix();
        boolean tied = transformer.output() == transformer.embedding();
        return matrices.stream().filter(matrix -> tied || matrix != table).toList();
    }

    /// Refuses a file that holds more than was asked for: such a model computes something else.
    void checkAllUsed(String architecture) throws ModelFileException {
        if (!unused.isEmpty()) {
            throw new ModelFileException(
                    "tensor " + unused.getFirst().replaceAll("\\p{C}", "?"),
                    -1,
                    "only tensors that a " + architecture + " model computes with here",
                    unused.size() == 1 ? "this one" : "this one and " + (unused.size() - 1) + " more");
        }
    }

    /// Returns the numbers of a vector.
    static float[] vector(StoredTensor tensor, int length) throws ModelFileException {
        checkShape(tensor.name(), tensor, new int[] {length});
        float[] numbers = new float[length];
        tensor.format().decode(tensor.data(), 0, numbers, 0, length);
        return numbers;
    }

    private static void checkShape(String name, StoredTensor tensor, int[] shape) throws ModelFileException {
        List<Long> expected = Arrays.stream(shape).asLongStream().boxed().toList();
        if (tensor == null || !tensor.shape().equals(expected)) {
            throw new ModelFileException(
                    "tensor " + name,
                    -1,
                    "shape " + expected,
                    tensor == null ? "no tensor of this name" : "shape " + tensor.shape());
        }
    }
}
