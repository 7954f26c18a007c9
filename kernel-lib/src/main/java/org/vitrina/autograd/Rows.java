package org.vitrina.autograd;

import java.util.Arrays;
import java.util.List;
import org.vitrina.tensor.Kernels;
import org.vitrina.tensor.Tensor;

/// Sums over rows that do not depend on how many threads compute them: the rows are cut into parts of fixed size,
/// each part is summed by one thread, and the sums are added in order.
final class Rows {
    /// How many rows a part has.
    static final int PART = 64;

    private Rows() {}

    /// Computes one part and adds its share of the gradient to `sums`, from `sumsFrom`.
    interface Part {
        void run(int from, int to, float[] sums, int sumsFrom);
    }

    /// Adds what all parts sum up to the gradients of `to`, vectors of the same length, side by side in the sums;
    /// computes them also where none is needed.
    static void summing(Tape tape, List<Variable> to, int rows, Part part) {
        Sums sums = new Sums(tape, to, rows);
        tape.overRows(rows, PART, (from, until) -> part.run(from, until, sums.all.data(), sums.at(from)));
        sums.add(tape);
    }

    /// What the parts sum up.
    ///
    /// @param all shape `[parts, widths of the vectors together]`
    record Sums(List<Variable> to, int parts, Tensor all) {
        Sums(Tape tape, List<Variable> to, int rows) {
            int parts = Math.ceilDiv(rows, PART);
            int d = to.stream().mapToInt(vector -> vector.value().columns()).sum();
            this(to, parts, tape.room(parts, d));
            Arrays.fill(all.data(), 0);
        }

        /// Returns where the sums of the part are that begins with row `from`.
        int at(int from) {
            return from / PART * all.columns();
        }

        /// Adds the sums to the gradients of the vectors that need one.
        void add(Tape tape) {
            int from = 0;
            for (Variable vector : to) {
                if (vector.needsGradient()) {
                    Rows.add(tape, all, from, vector);
                }
                from += vector.value().columns();
            }
            tape.free(all.data());
        }
    }

    private static void add(Tape tape, Tensor sums, int from, Variable to) {
        boolean first = tape.isFirst(to);
        Tensor gradient = tape.gradientOf(to);
        int d = gradient.columns();
        if (first) {
            Arrays.fill(gradient.data(), gradient.offset(), gradient.offset() + d, 0);
        }
        for (int row = 0; row < sums.rows(); row++) {
            int at = sums.offset() + row * sums.columns() + from;
            Kernels.best().addScaled(1, sums.data(), at, gradient.data(), gradient.offset(), d);
        }
    }
}
