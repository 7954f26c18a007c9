package org.vitrina.file;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.vitrina.quantize.Format;

/// How a tensor's weights are laid out anew on the way from one file to another.
sealed interface TensorLayout {
    /// Floats that are decoded at a time.
    int PIECE = 1 << 18;

    /// As they are.
    record Same() implements TensorLayout {}

    /// Each weight 1 larger: what Gemma adds when it norms, GGUF files have added.
    record PlusOne() implements TensorLayout {}

    /// Columns become rows: GPT-2 keeps inputs first.
    record Transposed() implements TensorLayout {}

    /// Rows in the order in which Llama's GGUF files keep queries and keys: the two numbers that a rotary embedding
    /// turns together, half a head apart, become neighbours.
    record Interleaved(int heads) implements TensorLayout {
        /// Returns which row becomes row `row`.
        long source(long row, long rows) {
            long head = rows / heads;
            long inHead = row % head;
            return row - inHead + inHead / 2 + (inHead % 2) * (head / 2);
        }
    }

    /// Returns `tensor`, laid out like this, with a new name and format.
    default NewTensor apply(StoredTensor tensor, String name, Format format) {
        List<Long> shape = this instanceof Transposed ? tensor.shape().reversed() : tensor.shape();
        boolean copies = this instanceof Same && tensor.format().equals(format);
        return new NewTensor(
                name, format, shape, copies ? sink -> sink.write(tensor.data()) : sink -> write(tensor, format, sink));
    }

    private void write(StoredTensor tensor, Format format, NewTensor.Sink sink) throws IOException {
        int columns =
                tensor.shape().isEmpty() ? 1 : Math.toIntExact(tensor.shape().getLast());
        long rows = tensor.size() / columns;
        switch (this) {
            case Transposed _ -> writeTransposed(tensor, format, sink, Math.toIntExact(rows), columns);
            case Same _, PlusOne _, Interleaved _ -> {
                // a vector's elements are its rows: they are laid out like the rows of a matrix
                boolean vector = this instanceof Interleaved && tensor.shape().size() == 1;
                writeRows(tensor, format, sink, vector ? columns : rows, vector ? 1 : columns);
            }
        }
    }

    private void writeRows(StoredTensor tensor, Format format, NewTensor.Sink sink, long rows, int columns)
            throws IOException {
        Format from = tensor.format();
        int some = Math.max(1, PIECE / columns);
        float[] weights = new float[Math.multiplyExact((int) Math.min(some, rows), columns)];
        MemorySegment bytes = MemorySegment.ofArray(new byte[Math.toIntExact(format.bytes(weights.length))]);
        for (long row = 0; row < rows; row += some) {
            int count = (int) Math.min(some, rows - row);
            for (int i = 0; i < count; i++) {
                long source = this instanceof Interleaved order ? order.source(row + i, rows) : row + i;
                from.decode(tensor.data(), from.bytes(source * columns), weights, i * columns, columns);
            }
            if (this instanceof PlusOne) {
                for (int i = 0; i < count * columns; i++) {
                    weights[i]++;
                }
            }
            format.encode(weights, 0, count * columns, bytes, 0);
            sink.write(bytes.asSlice(0, format.bytes((long) count * columns)));
        }
    }

    private static void writeTransposed(StoredTensor tensor, Format format, NewTensor.Sink sink, int rows, int columns)
            throws IOException {
        float[] weights = tensor.floats();
        float[] row = new float[rows];
        MemorySegment bytes = MemorySegment.ofArray(new byte[Math.toIntExact(format.bytes(rows))]);
        for (int column = 0; column < columns; column++) {
            for (int i = 0; i < rows; i++) {
                row[i] = weights[i * columns + column];
            }
            format.encode(row, 0, rows, bytes, 0);
            sink.write(bytes);
        }
    }
}
