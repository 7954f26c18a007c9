package org.vitrina.autograd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntConsumer;
import org.vitrina.show.Figure;
import org.vitrina.show.Walk;
import org.vitrina.tensor.Pairing;
import org.vitrina.tensor.ShapeException;
import org.vitrina.tensor.Tensor;
import org.vitrina.tensor.Workers;

/// Records operations while they are computed, and walks back over them to find how a loss changes with every
/// parameter.
///
/// One tape serves many steps: [#reset] forgets the operations and keeps their memory, so that a training step
/// allocates nothing that the step before it had. A tape is for one thread; its operations use the workers.
///
/// Rows of a variable are positions; a batch of `B` sequences of `T` positions is `B · T` rows, one sequence
/// after the other.
///
/// {@snippet :
/// var tape = new Tape(Workers.ONE);
/// var x = tape.variable("x", 3);
/// var loss = tape.times(x, x);
/// tape.backward(loss);
/// x.gradient().get(0); // 6
/// }
public final class Tape {
    private final Workers workers;
    private final Buffers buffers = new Buffers();
    private final List<Operation> operations = new ArrayList<>();
    private final Set<Variable> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<float[]> inUse = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean remembering = true;
    private boolean walking;

    public Tape(Workers workers) {
        this.workers = Objects.requireNonNull(workers, "workers");
    }

    /// Returns a variable for a parameter; its gradient is added to the parameter's.
    public Variable parameter(Parameter parameter) {
        return new Variable(parameter);
    }

    /// Returns a variable that gets a gradient, of its own for this tape.
    public Variable variable(String label, float... numbers) {
        return new Variable(Tensor.of(numbers.clone(), numbers.length), true).labelled(label);
    }

    /// Returns a variable that gets no gradient.
    public Variable constant(Tensor value) {
        return new Variable(value, false);
    }

    /// Returns a variable that gets no gradient, with a name for walks.
    public Variable constant(String label, float... numbers) {
        return constant(Tensor.of(numbers.clone(), numbers.length)).labelled(label);
    }

    // ---- the transformer's operations

    /// Returns row `id` of `table` for each id: `[ids, d]` of `[V, d]`.
    public Variable embed(Variable table, int... ids) {
        return record(Embedding.forward(this, table, ids));
    }

    /// Returns `x · Wᵀ + bias`: `[N, out]` of `[N, in]`, `[out, in]` and `[out]`.
    ///
    /// @param bias may be null
    public Variable linear(Variable x, Variable weight, Variable bias) {
        return record(Linear.forward(this, x, weight, bias));
    }

    /// Returns what [#linear] does for each weight, computed together.
    ///
    /// @param biases one for each weight, or null
    public List<Variable> linears(Variable x, List<Variable> weights, List<Variable> biases) {
        List<Linear> layers = Linear.forward(this, x, weights, biases);
        record(new Linear.Together(layers));
        return layers.stream().map(Linear::output).toList();
    }

    /// Returns each row divided by its root mean square, times `weight`.
    public Variable rmsNorm(Variable x, Variable weight, float epsilon) {
        return record(RmsNorm.forward(this, x, weight, epsilon));
    }

    /// Returns each row with mean 0 and variance 1, times `weight`, plus `bias`.
    public Variable layerNorm(Variable x, Variable weight, Variable bias, float epsilon) {
        return record(LayerNorm.forward(this, x, weight, bias, epsilon));
    }

    /// Returns each head turned by the angles of its position.
    ///
    /// @param cos       for each position and pair, `[T, rotated / 2]`; `sin` likewise
    /// @param positions `T`, how many rows a sequence has
    public Variable rope(Variable x, Tensor cos, Tensor sin, int positions, int headWidth, Pairing pairing) {
        return record(Rotation.forward(this, x, cos, sin, positions, headWidth, pairing));
    }

    /// Returns what each position's heads mix from the values of the positions before it and its own:
    /// `[B · T, heads · d_h]`.
    public Variable attend(Variable q, Variable k, Variable v, Heads heads) {
        return record(Attend.forward(this, q, k, v, heads));
    }

    /// Returns `silu(gate) * up`.
    public Variable swiGlu(Variable gate, Variable up) {
        return record(Gate.swiGlu(this, gate, up));
    }

    /// Returns GELU in its tanh form.
    public Variable gelu(Variable x) {
        return record(Gate.gelu(this, x));
    }

    /// Returns `gelu(gate) * up`.
    public Variable geGlu(Variable gate, Variable up) {
        return times(gelu(gate), up);
    }

    /// Returns the mean of `-log p(target)` over the rows, each with its weight: one number.
    ///
    /// @param targets one id for each row
    /// @param weights how much each row counts, at least 0 and not all 0; null for all alike
    public Variable crossEntropy(Variable logits, int[] targets, float[] weights) {
        return record(CrossEntropy.forward(this, logits, targets, weights));
    }

    // ---- what feedback learns by

    /// Returns `log p(target)` of each row of logits: `[N]` of `[N, V]`.
    ///
    /// @param logits  used by nothing else
    /// @param targets an id for each row, or -1 for a row that nobody asks about: it gives 0
    public Variable logProbabilities(Variable logits, int... targets) {
        return record(LogProbabilities.forward(this, logits, targets));
    }

    /// Returns `min(r A, clip(r, 1 - below, 1 + above) A)` for each token, where `r = exp(log p - old)`: the
    /// objective of PPO ([Schulman et al. 2017, equation 7](https://arxiv.org/abs/1707.06347)).
    ///
    /// @param logProbabilities shape `[N]`; `old` and `advantages` likewise
    public Variable clippedSurrogate(
            Variable logProbabilities, float[] old, float[] advantages, float below, float above) {
        return record(ClippedSurrogate.forward(this, logProbabilities, old, advantages, below, above));
    }

    /// Returns the weighted sum of each stretch of `length` numbers: `[N / length]` of any shape of `N` numbers.
    /// A weight of 0 takes a number out, whatever it is.
    public Variable weightedSums(Variable x, int length, float... weights) {
        return record(WeightedSums.forward(this, x, length, weights));
    }

    /// Returns the rows of `x` with these numbers, `[rows, d]` of `[N, d]`.
    public Variable rows(Variable x, int... rows) {
        return record(Embedding.forward(this, x, rows));
    }

    /// Returns `log(sigmoid(x))`, exact also where the sigmoid is nearly 0.
    public Variable logSigmoid(Variable x) {
        return record(Elementwise.of(this, x, Elementwise.Function.LOG_SIGMOID));
    }

    /// Returns `exp(x) - 1 - x`, which is never below 0: with `x = log q(token) - log p(token)` of tokens drawn
    /// from `p`, its mean is `KL(p, q)`, and it varies less than `-x` does
    /// ([Schulman 2020](http://joschu.net/blog/kl-approx.html), the estimator k3).
    public Variable k3(Variable x) {
        return record(Elementwise.of(this, x, Elementwise.Function.K3));
    }

    // ---- small operations

    /// Returns `a + b`, element by element.
    public Variable plus(Variable a, Variable b) {
        return record(Sum.forward(this, a, b));
    }

    /// Returns `a - b`, element by element.
    public Variable minus(Variable a, Variable b) {
        return record(Elementwise.minus(this, a, b));
    }

    /// Returns `a * b`, element by element.
    public Variable times(Variable a, Variable b) {
        return record(Elementwise.times(this, a, b));
    }

    /// Returns `factor * x`.
    public Variable scale(Variable x, float factor) {
        return record(Elementwise.scale(this, x, factor));
    }

    public Variable tanh(Variable x) {
        return record(Elementwise.of(this, x, Elementwise.Function.TANH));
    }

    public Variable exp(Variable x) {
        return record(Elementwise.of(this, x, Elementwise.Function.EXP));
    }

    /// Returns the natural logarithm.
    public Variable log(Variable x) {
        return record(Elementwise.of(this, x, Elementwise.Function.LOG));
    }

    public Variable relu(Variable x) {
        return record(Elementwise.of(this, x, Elementwise.Function.RELU));
    }

    /// Returns `1 / (1 + exp(-x))`.
    public Variable sigmoid(Variable x) {
        return record(Elementwise.of(this, x, Elementwise.Function.SIGMOID));
    }

    /// Returns `x * x`.
    public Variable square(Variable x) {
        return record(Elementwise.of(this, x, Elementwise.Function.SQUARE));
    }

    /// Returns the sum of all elements: one number.
    public Variable sum(Variable x) {
        return record(Total.forward(this, x, 1));
    }

    /// Returns the mean of all elements: one number.
    public Variable mean(Variable x) {
        return record(Total.forward(this, x, 1f / x.value().size()));
    }

    // ---- backwards

    /// Walks back from `loss` and adds, to every parameter and variable that it was computed of, how it changes
    /// with each of their numbers.
    ///
    /// @param loss one number
    public void backward(Variable loss) {
        backward(loss, null, null);
    }

    /// Walks back from `loss` like [#backward(Variable)] and returns what happened, forwards and back, step by
    /// step. Nothing of it is used again, so every value and gradient can still be read afterwards.
    public Walk<TapeStep> walk(Variable loss) {
        var steps = new ArrayList<TapeStep>();
        // one by one: a step says what one operation did
        List<Operation> alone = oneByOne();
        operations.clear();
        operations.addAll(alone);
        var expression = new Expression(operations);
        for (int i = 0; i < operations.size(); i++) {
            steps.add(TapeStep.computed(operations.get(i), expression, i + 1));
        }
        backward(loss, steps, expression);
        return Walk.of("Backpropagation", steps);
    }

    /// Returns the operations recorded so far as a graph, with their values and with the gradients that are there;
    /// [#walk] keeps all of them, [#backward] forgets the operations.
    ///
    /// @throws IllegalStateException if more were recorded than can be drawn
    public Figure.Graph graph() {
        List<Operation> alone = oneByOne();
        return new Expression(alone)
                .graph("the tape", alone.size(), null)
                .orElseThrow(() -> new IllegalStateException("a graph of at most " + Expression.MOST_DRAWN
                        + " boxes can be drawn, but this tape has " + alone.size() + " operations"));
    }

    private List<Operation> oneByOne() {
        return operations.stream()
                .<Operation>flatMap(operation -> operation.parts().stream())
                .toList();
    }

    private void backward(Variable loss, List<TapeStep> steps, Expression expression) {
        if (loss.value().size() != 1) {
            throw new ShapeException(
                    "backward",
                    "a loss is one number; take the sum or the mean first",
                    loss.value().shape());
        }
        walking = steps != null;
        loss.gradient(Tensor.of(new float[] {1}, 1));
        if (steps != null) {
            steps.add(TapeStep.started(loss, expression));
        }
        for (Operation operation : operations.reversed()) {
            if (operation.parts().stream().anyMatch(Tape::reached)) {
                operation.backward(this);
                if (steps != null) {
                    steps.add(TapeStep.handedBack(operation, expression));
                }
            }
            if (steps == null) {
                operation.parts().forEach(this::release);
            }
        }
        if (steps == null) {
            operations.clear();
        }
    }

    private static boolean reached(Operation operation) {
        return operation.output().needsGradient() && operation.output().gradient() != null;
    }

    /// Keeps the value and the gradient of `x` readable after [#backward], until [#reset], and returns `x`.
    public Variable keep(Variable x) {
        kept.add(x);
        return x;
    }

    /// Forgets all operations; their memory is used by the next. Variables of this tape are not used again.
    public void reset() {
        operations.clear();
        kept.clear();
        inUse.forEach(buffers::giveBack);
        inUse.clear();
        buffers.nextStep();
    }

    /// Sets whether operations are remembered; without, only values are computed, and [#backward] has nothing to
    /// walk over. For measuring a loss without learning from it.
    public Tape remembering(boolean remembering) {
        this.remembering = remembering;
        return this;
    }

    /// Returns how many operations are recorded.
    public int size() {
        return operations.size();
    }

    /// Returns the bytes of all values and gradients that the tape has made room for.
    public long bytes() {
        return buffers.bytes();
    }

    public Workers workers() {
        return workers;
    }

    // ---- for the operations

    /// Returns room for a value; what it holds is not defined.
    Tensor room(int... shape) {
        int size = 1;
        for (int length : shape) {
            size = Math.multiplyExact(size, length);
        }
        float[] buffer = buffers.take(size);
        inUse.add(buffer);
        return Tensor.of(buffer, shape);
    }

    /// Returns a result that needs a gradient if one of the inputs does.
    Variable result(Tensor value, Variable... inputs) {
        boolean needs = false;
        for (Variable input : inputs) {
            needs |= input != null && input.needsGradient();
        }
        return new Variable(value, needs);
    }

    /// Returns the gradient of `x` to write to. If [#isFirst] was true before, it holds nothing yet and is
    /// overwritten; otherwise it is added to.
    Tensor gradientOf(Variable x) {
        if (x.gradient() == null) {
            x.gradient(room(x.value().shape()));
        }
        return x.gradient();
    }

    /// Returns whether nothing has been written to the gradient of `x` yet.
    boolean isFirst(Variable x) {
        return x.gradient() == null;
    }

    /// Returns whether an operation may give the memory of `x` away, because nobody reads it after it.
    boolean mayReuse(Variable x) {
        return !walking && !kept.contains(x);
    }

    /// Calls `range` for rows in parts of fixed size, so that results do not depend on the threads.
    void overRows(int rows, int partSize, RowRange range) {
        int parts = (rows + partSize - 1) / partSize;
        IntConsumer part = i -> range.run(i * partSize, Math.min(rows, (i + 1) * partSize));
        if (parts <= 1) {
            Workers.ONE.run(parts, part);
        } else {
            workers.run(parts, part);
        }
    }

    interface RowRange {
        void run(int from, int to);
    }

    private Variable record(Operation operation) {
        if (remembering) {
            operations.add(operation);
        }
        return operation.output();
    }

    private void release(Operation operation) {
        Variable output = operation.output();
        if (kept.contains(output)) {
            return;
        }
        var free = new HashSet<float[]>();
        if (output.gradient() != null) {
            free.add(output.gradient().data());
        }
        if (output.value().size() > 1) {
            free.add(output.value().data());
        }
        free.addAll(operation.kept());
        operation.inputs().stream().filter(Objects::nonNull).forEach(input -> {
            // a sum hands its own gradient on instead of copying it
            if (input.gradient() != null) {
                free.remove(input.gradient().data());
            }
        });
        free.forEach(this::free);
    }

    /// Gives the memory of a [#room] back before the tape is reset.
    void free(float[] buffer) {
        if (inUse.remove(buffer)) {
            buffers.giveBack(buffer);
        }
    }
}
