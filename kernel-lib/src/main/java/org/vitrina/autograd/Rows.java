package org.vitrina.autograd;

import java.util.Arrays;
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

    /// Adds what all parts sum up to the gradient of `to`, a vector; computes them also where it needs none.
    static void summing(Tape tape, Variable to, int rows, Part part) {
        int d = to.value().columns();
        int parts = (rows + PART - 1) / PART;
        Tensor sums = tape.room(parts, d);
        Arrays.fill(sums.data(), 0);
        tape.overRows(rows, PART, (from, until) -> part.run(from, until, sums.data(), from / PART * d));
        add(tape, sums, to);
    }

    /// Adds the rows of `sums` to the gradient of `to`, a vector, if it needs one.
    static void add(Tape tape, Tensor sums, Variable to) {
        if (!to.needsGradient()) {
            return;
        }
        boolean first = tape.isFirst(to);
        Tensor gradient = tape.gradientOf(to);
        int d = gradient.columns();
        if (first) {
            Arrays.fill(gradient.data(), gradient.offset(), gradient.offset() + d, 0);
        }
        for (int row = 0; row < sums.rows(); row++) {
            Kernels.best().addScaled(1, sums.data(), sums.offset() + row * d, gradient.data(), gradient.offset(), d);
        }
    }
}
