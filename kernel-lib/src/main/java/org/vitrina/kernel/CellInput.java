package org.vitrina.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.vitrina.kernel.EvaluatorOptions.InputRequest;

/// `System.in` of cells: each line is asked for when it is wanted.
final class CellInput extends InputStream {
    private final InputStream original;

    CellInput(InputStream original) {
        this.original = original;
    }

    /// Where the lines of one evaluator come from, and what of the last one was not read yet.
    static final class Source {
        private final Optional<Function<InputRequest, String>> answer;
        private byte[] bytes = new byte[0];
        private int next;

        Source(Optional<Function<InputRequest, String>> answer) {
            this.answer = answer;
        }

        private synchronized int read(Cell cell, byte[] target, int from, int length) {
            if (next == bytes.length) {
                String prompt = cell.output.takeQuestion();
                if (answer.isEmpty()) {
                    throw new IllegalStateException(
                            "this cell waits for input (System.in), but nobody can answer here; "
                                    + "run it in a notebook, or give the value in the code");
                }
                String line = answer.get().apply(new InputRequest(prompt, false));
                if (line == null) {
                    return -1;
                }
                bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
                next = 0;
            }
            int count = Math.min(length, bytes.length - next);
            System.arraycopy(bytes, next, target, from, count);
            next += count;
            return count;
        }

        private synchronized int available() {
            return bytes.length - next;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, target.length);
        Cell cell = Cell.current();
        if (cell == null) {
            return original.read(target, from, length);
        }
        return length == 0 ? 0 : cell.input.read(cell, target, from, length);
    }

    @Override
    public int available() throws IOException {
        Cell cell = Cell.current();
        return cell == null ? original.available() : cell.input.available();
    }
}
