package org.vitrina.autograd;

import java.util.Arrays;
import java.util.List;
import org.vitrina.tensor.Kernels;
import org.vitrina.tensor.MatMul;
import org.vitrina.tensor.ShapeException;
import org.vitrina.tensor.Strided;
import org.vitrina.tensor.Tensor;
import org.vitrina.tensor.Workers;

/// Causal attention of every head of every sequence, with its derivative.
///
/// Queries are taken in blocks, and a block is multiplied only with the keys up to its last position, so
/// that half of the work above the diagonal is never done. The pattern (what softmax made of the scores) is
/// kept for the way back.
///
/// @param pattern shape `[B · heads, T, T]`; what lies above the diagonal is not defined
record Attend(Variable q, Variable k, Variable v, Heads heads, Tensor pattern, Variable output) implements Operation {
    private static final int BLOCK = 32;

    static Attend forward(Tape tape, Variable q, Variable k, Variable v, Heads heads) {
        check(q.value(), heads.heads(), heads);
        check(k.value(), heads.kvHeads(), heads);
        check(v.value(), heads.kvHeads(), heads);
        int positions = heads.positions();
        int sequences = q.value().rows() / positions;
        Tensor pattern = tape.room(sequences * heads.heads(), positions, positions);
        Tensor out = tape.room(q.value().rows(), heads.heads() * heads.width());
        var attend = new Attend(q, k, v, heads, pattern, tape.result(out, q, k, v));
        tape.workers().run(sequences * heads.heads(), attend::mix);
        return attend;
    }

    private static void check(Tensor x, int heads, Heads layout) {
        if (x.columns() != heads * layout.width() || x.rows() % layout.positions() != 0) {
            throw new ShapeException(
                    "attend",
                    heads + " heads of width " + layout.width() + " and whole sequences of " + layout.positions()
                            + " positions are needed",
                    x.shape());
        }
    }

    /// Computes one head of one sequence: scores, mask, softmax, mix.
    private void mix(int index) {
        int positions = heads.positions();
        int width = heads.width();
        int sequence = index / heads.heads();
        int qFrom = start(q.value(), sequence, index % heads.heads());
        int kvHead = index % heads.heads() / (heads.heads() / heads.kvHeads());
        int kFrom = start(k.value(), sequence, kvHead);
        int vFrom = start(v.value(), sequence, kvHead);
        int oFrom = start(output.value(), sequence, index % heads.heads());
        int qStep = q.value().columns();
        int kStep = k.value().columns();
        float[] p = pattern.data();
        for (int from = 0; from < positions; from += BLOCK) {
            int to = Math.min(positions, from + BLOCK);
            int seen = heads.firstSeen(sequence, from);
            int rows = to - from;
            int columns = to - seen;
            int pFrom = (index * positions + from) * positions + seen;
            MatMul.multiply(
                    MatMul.Layout.NT,
                    rows,
                    columns,
                    width,
                    new Strided(q.value().data(), qFrom + from * qStep, qStep),
                    new Strided(k.value().data(), kFrom + seen * kStep, kStep),
                    new Strided(p, pFrom, positions),
                    false,
                    Workers.ONE);
            for (int row = 0; row < rows; row++) {
                int first = heads.firstSeen(sequence, from + row) - seen;
                int last = from + row - seen;
                int start = pFrom + row * positions;
                Arrays.fill(p, start, start + first, 0);
                for (int i = first; i <= last; i++) {
                    p[start + i] *= heads.scale();
                }
                Kernels.best().softmax(p, start + first, last - first + 1);
                Arrays.fill(p, start + last + 1, start + columns, 0);
            }
            MatMul.multiply(
                    MatMul.Layout.NN,
                    rows,
                    width,
                    columns,
                    new Strided(p, pFrom, positions),
                    new Strided(v.value().data(), vFrom + seen * kStep, kStep),
                    new Strided(output.value().data(), oFrom + from * qStep, qStep),
                    false,
                    Workers.ONE);
        }
    }

    @Override
    public void backward(Tape tape) {
        Tensor dq = tape.gradientOf(requireFirst(tape, q));
        Tensor dk = tape.gradientOf(requireFirst(tape, k));
        Tensor dv = tape.gradientOf(requireFirst(tape, v));
        Arrays.fill(dk.data(), dk.offset(), dk.offset() + dk.size(), 0);
        Arrays.fill(dv.data(), dv.offset(), dv.offset() + dv.size(), 0);
        int sequences = q.value().rows() / heads.positions();
        // heads that share keys and values add to the same gradient, so one part computes them one after the other
        tape.workers().run(sequences * heads.kvHeads(), index -> {
            int group = heads.heads() / heads.kvHeads();
            float[] scratch = new float[BLOCK * heads.positions()];
            for (int i = 0; i < group; i++) {
                int head = index % heads.kvHeads() * group + i;
                unmix(index / heads.kvHeads(), head, scratch, dq, dk, dv);
            }
        });
    }

    /// The queries, keys and values are made for this operation alone, so nothing else adds to their
    /// gradients.
    private static Variable requireFirst(Tape tape, Variable x) {
        if (!tape.isFirst(x)) {
            throw new IllegalStateException("what attention reads may be used by nothing after it");
        }
        return x;
    }

    /// Hands the gradient of one head of one sequence back. With `P` the pattern: `dV = Pᵀ dO`,
    /// `dP = dO Vᵀ`, `dS = P ∘ (dP - rowsum(dP ∘ P))`, `dQ = dS K`, `dK = dSᵀ Q`.
    private void unmix(int sequence, int head, float[] ds, Tensor dq, Tensor dk, Tensor dv) {
        int positions = heads.positions();
        int width = heads.width();
        int kvHead = head / (heads.heads() / heads.kvHeads());
        int qFrom = start(q.value(), sequence, head);
        int dqFrom = start(dq, sequence, head);
        int doFrom = start(output.gradient(), sequence, head);
        int kFrom = start(k.value(), sequence, kvHead);
        int dkFrom = start(dk, sequence, kvHead);
        int vFrom = start(v.value(), sequence, kvHead);
        int dvFrom = start(dv, sequence, kvHead);
        int qStep = q.value().columns();
        int kStep = k.value().columns();
        float[] p = pattern.data();
        for (int from = 0; from < positions; from += BLOCK) {
            int to = Math.min(positions, from + BLOCK);
            int seen = heads.firstSeen(sequence, from);
            int rows = to - from;
            int columns = to - seen;
            int pFrom = ((sequence * heads.heads() + head) * positions + from) * positions + seen;
            MatMul.multiply(
                    MatMul.Layout.TN,
                    columns,
                    width,
                    rows,
                    new Strided(p, pFrom, positions),
                    new Strided(output.gradient().data(), doFrom + from * qStep, qStep),
                    new Strided(dv.data(), dvFrom + seen * kStep, kStep),
                    true,
                    Workers.ONE);
            MatMul.multiply(
                    MatMul.Layout.NT,
                    rows,
                    columns,
                    width,
                    new Strided(output.gradient().data(), doFrom + from * qStep, qStep),
                    new Strided(v.value().data(), vFrom + seen * kStep, kStep),
                    new Strided(ds, 0, columns),
                    false,
                    Workers.ONE);
            for (int row = 0; row < rows; row++) {
                int pRow = pFrom + row * positions;
                float sum = Kernels.best().dot(p, pRow, ds, row * columns, columns);
                for (int i = 0; i < columns; i++) {
                    ds[row * columns + i] = p[pRow + i] * (ds[row * columns + i] - sum) * heads.scale();
                }
            }
            MatMul.multiply(
                    MatMul.Layout.NN,
                    rows,
                    width,
                    columns,
                    new Strided(ds, 0, columns),
                    new Strided(k.value().data(), kFrom + seen * kStep, kStep),
                    new Strided(dq.data(), dqFrom + from * qStep, qStep),
                    false,
                    Workers.ONE);
            MatMul.multiply(
                    MatMul.Layout.TN,
                    columns,
                    width,
                    rows,
                    new Strided(ds, 0, columns),
                    new Strided(q.value().data(), qFrom + from * qStep, qStep),
                    new Strided(dk.data(), dkFrom + seen * kStep, kStep),
                    true,
                    Workers.ONE);
        }
    }

    private int start(Tensor x, int sequence, int head) {
        return x.offset() + sequence * heads.positions() * x.columns() + head * heads.width();
    }

    @Override
    public String name() {
        return "attend";
    }

    @Override
    public List<Variable> inputs() {
        return List.of(q, k, v);
    }

    @Override
    public List<float[]> kept() {
        return List.of(pattern.data());
    }
}
