package org.vitrina.train;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.vitrina.autograd.Heads;
import org.vitrina.autograd.Parameter;
import org.vitrina.autograd.Tape;
import org.vitrina.autograd.Variable;
import org.vitrina.tensor.AttentionWatcher;
import org.vitrina.tensor.Tensor;
import org.vitrina.transformer.Activation;
import org.vitrina.transformer.AttentionShape;
import org.vitrina.transformer.Norm;
import org.vitrina.transformer.Operations;
import org.vitrina.transformer.Rope;
import org.vitrina.transformer.Weight;

/// Records the transformer on a tape: the interpreter that a model learns with.
///
/// Rows are the positions of `B` sequences of equal length, one after the other; each begins at position 0.
/// Where several texts stand in a sequence, none sees another. A rotary embedding tells distances, so that
/// it need not begin anew with each; learned positions do.
final class Taped implements Operations<Variable> {
    private final Tape tape;
    private final int positions;
    private final int[] begins;
    private final Map<String, Parameter> parameters;
    private final Map<String, Lora.Adapter> adapters;
    private final Map<Weight, Variable> variables = new IdentityHashMap<>();
    private final Map<Rope, Turn> turns;

    /// The angles of a rotary embedding, `[T, rotated / 2]`; they stay the same from step to step.
    record Turn(Tensor cos, Tensor sin) {}

    /// @param positions  `T`, how many rows belong to one text
    /// @param begins     where the text of each row begins in its sequence; null for one text in each
    /// @param parameters the numbers that are learned, by the weight's name; others stay as they are
    /// @param adapters   what is added to a weight, by its name
    /// @param turns      angles of earlier steps with the same `T`, kept up by this one
    Taped(
            Tape tape,
            int positions,
            int[] begins,
            Map<String, Parameter> parameters,
            Map<String, Lora.Adapter> adapters,
            Map<Rope, Turn> turns) {
        this.tape = tape;
        this.positions = positions;
        this.begins = begins;
        this.parameters = parameters;
        this.adapters = adapters;
        this.turns = turns;
    }

    @Override
    public Variable embed(Weight table, int[] ids) {
        return tape.embed(variable(table), ids);
    }

    @Override
    public Variable positions(Weight table, int count) {
        int[] ids = new int[count];
        for (int row = 0; row < count; row++) {
            ids[row] = row % positions - (begins == null ? 0 : begins[row]);
        }
        return tape.embed(variable(table), ids);
    }

    @Override
    public Variable linear(Variable x, Weight weight, Weight bias) {
        Variable y = tape.linear(x, variable(weight), bias == null ? null : variable(bias));
        Lora.Adapter adapter = adapters.get(weight.name());
        if (adapter == null) {
            return y;
        }
        Variable narrow = tape.linear(x, tape.parameter(adapter.down()), null);
        Variable wide = tape.linear(narrow, tape.parameter(adapter.up()), null);
        return tape.plus(y, tape.scale(wide, adapter.scale()));
    }

    @Override
    public List<Variable> linears(Variable x, List<Weight> weights, List<Weight> biases) {
        if (weights.stream().anyMatch(weight -> adapters.containsKey(weight.name()))) {
            return Operations.super.linears(x, weights, biases);
        }
        return tape.linears(
                x,
                weights.stream().map(this::variable).toList(),
                biases.stream()
                        .map(bias -> bias == null ? null : variable(bias))
                        .toList());
    }

    @Override
    public Variable norm(Variable x, Norm norm, Weight weight, Weight bias) {
        return switch (norm.kind()) {
            case RMS -> tape.rmsNorm(x, variable(weight), norm.epsilon());
            case LAYER -> tape.layerNorm(x, variable(weight), variable(bias), norm.epsilon());
        };
    }

    @Override
    public Variable rope(Variable x, Rope rope, int heads) {
        Turn turn = turns.computeIfAbsent(rope, this::turn);
        return tape.rope(x, turn.cos(), turn.sin(), positions, x.value().columns() / heads, rope.pairing());
    }

    private Turn turn(Rope rope) {
        double[] frequencies = rope.frequencies();
        Tensor cos = Tensor.zeros(positions, frequencies.length);
        Tensor sin = Tensor.zeros(positions, frequencies.length);
        for (int position = 0; position < positions; position++) {
            for (int i = 0; i < frequencies.length; i++) {
                double angle = position * frequencies[i];
                cos.data()[position * frequencies.length + i] = (float) (Math.cos(angle) * rope.magnitude());
                sin.data()[position * frequencies.length + i] = (float) (Math.sin(angle) * rope.magnitude());
            }
        }
        return new Turn(cos, sin);
    }

    @Override
    public Variable attend(
            Variable q, Variable k, Variable v, AttentionShape shape, int layer, AttentionWatcher watcher) {
        return tape.attend(
                q,
                k,
                v,
                new Heads(
                        positions,
                        shape.heads(),
                        shape.kvHeads(),
                        shape.width(),
                        shape.scale(),
                        shape.window(),
                        begins));
    }

    @Override
    public Variable activate(Variable gate, Variable up, Activation activation) {
        return switch (activation) {
            case SWIGLU -> tape.swiGlu(gate, up);
            case GEGLU -> tape.geGlu(gate, up);
            case GELU -> tape.gelu(gate);
        };
    }

    @Override
    public Variable add(Variable stream, Variable branch) {
        return tape.plus(stream, branch);
    }

    @Override
    public Variable scale(Variable x, float factor) {
        return tape.scale(x, factor);
    }

    @Override
    public Tensor numbers(Variable value) {
        return value.value();
    }

    @Override
    public Variable constant(Tensor numbers) {
        return tape.constant(numbers);
    }

    private Variable variable(Weight weight) {
        return variables.computeIfAbsent(weight, w -> {
            Parameter parameter = parameters.get(w.name());
            return parameter != null ? tape.parameter(parameter) : tape.constant(((LiveMatrix) w.matrix()).numbers());
        });
    }
}
