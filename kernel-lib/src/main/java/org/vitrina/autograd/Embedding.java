package org.vitrina.autograd;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.vitrina.tensor.Tensor;

/// A row of a table for each id. Backwards, the gradient of each position is added to the row it came from: an
/// id that occurs often gathers more.
record Embedding(Variable table, int[] ids, Variable output) implements Operation {
    static Embedding forward(Tape tape, Variable table, int[] ids) {
        Tensor rows = table.value();
        int d = rows.columns();
        for (int id : ids) {
            Objects.checkIndex(id, rows.rows());
        }
        Tensor out = tape.room(ids.length, d);
        for (int i = 0; i < ids.length; i++) {
            System.arraycopy(rows.data(), rows.offset() + ids[i] * d, out.data(), i * d, d);
        }
        return new Embedding(table, ids.clone(), tape.result(out, table));
    }

    @Override
    public void backward(Tape tape) {
        boolean first = tape.isFirst(table);
        Tensor to = tape.gradientOf(table);
        Tensor from = output.gradient();
        int d = to.columns();
        if (first) {
            Arrays.fill(to.data(), to.offset(), to.offset() + to.size(), 0);
        }
        for (int i = 0; i < ids.length; i++) {
            int target = to.offset() + ids[i] * d;
            int source = from.offset() + i * d;
            for (int c = 0; c < d; c++) {
                to.data()[target + c] += from.data()[source + c];
            }
        }
    }

    @Override
    public String name() {
        return "embed";
    }

    @Override
    public List<Variable> inputs() {
        return List.of(table);
    }
}
