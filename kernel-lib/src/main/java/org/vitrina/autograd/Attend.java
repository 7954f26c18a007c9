package org.vitrina.autograd;

import java.util.List;
import org.vitrina.tensor.CausalHead;
import org.vitrina.tensor.ShapeException;
import org.vitrina.tensor.Strided;
import org.vitrina.tensor.Tensor;

/// Causal attention of every head of every sequence, with its derivative.
///
/// @param pattern what softmax made of the scores, kept for the way back: [CausalHead]'s rows for each head of
///     each sequence
record Attend(Variable q, Variable k, Variable v, Heads heads, Tensor pattern, Variable output) implements Operation {
    static Attend forward(Tape tape, Variable q, Variable k, Variable v, Heads heads) {
        check(q.value(), heads.heads(), heads);
        check(k.value(), heads.kvHeads(), heads);
        check(v.value(), heads.kvHeads(), heads);
        int positions = heads.positions();
        int sequences = q.value().rows() / positions;
        Tensor pattern = tape.room(sequences * heads.heads(), CausalHead.rows(positions), CausalHead.stride(positions));
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

    /// Computes one head of one sequence.
    private void mix(int index) {
        int sequence = index / heads.heads();
        int head = index % heads.heads();
        int kvHead = head / (heads.heads() / heads.kvHeads());
        head(sequence)
                .mix(
                        at(q.value(), sequence, head),
                        at(k.value(), sequence, kvHead),
                        at(v.value(), sequence, kvHead),
                        at(output.value(), sequence, head),
                        pattern.data(),
                        pattern(sequence, head));
    }

    private CausalHead head(int sequence) {
        return new CausalHead(
                heads.positions(), heads.width(), heads.scale(), position -> heads.firstSeen(sequence, position));
    }

    @Override
    public void backward(Tape tape) {
        Tensor dq = tape.gradientOf(requireFirst(tape, q));
        Tensor dk = tape.gradientOf(requireFirst(tape, k));
        Tensor dv = tape.gradientOf(requireFirst(tape, v));
        int sequences = q.value().rows() / heads.positions();
        // heads that share keys and values add to the same gradient, so one part computes them one after the other
        tape.workers().run(sequences * heads.kvHeads(), index -> {
            int group = heads.heads() / heads.kvHeads();
            int sequence = index / heads.kvHeads();
            int kvHead = index % heads.kvHeads();
            for (int i = 0; i < group; i++) {
                int head = kvHead * group + i;
                head(sequence)
                        .unmix(
                                at(q.value(), sequence, head),
                                at(k.value(), sequence, kvHead),
                                at(v.value(), sequence, kvHead),
                                pattern.data(),
                                pattern(sequence, head),
                                at(output.gradient(), sequence, head),
                                at(dq, sequence, head),
                                at(dk, sequence, kvHead),
                                at(dv, sequence, kvHead),
                                i > 0);
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

    /// Returns the rows of one head of one sequence.
    private Strided at(Tensor x, int sequence, int head) {
        int from = x.offset() + sequence * heads.positions() * x.columns() + head * heads.width();
        return new Strided(x.data(), from, x.columns());
    }

    private int pattern(int sequence, int head) {
        return (sequence * heads.heads() + head) * pattern.shape()[1] * pattern.shape()[2];
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
