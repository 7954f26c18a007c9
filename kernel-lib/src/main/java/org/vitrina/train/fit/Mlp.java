package org.vitrina.train.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.vitrina.autograd.Parameter;
import org.vitrina.autograd.Tape;
import org.vitrina.autograd.Variable;
import org.vitrina.tensor.Tensor;
import org.vitrina.tensor.Workers;

/// A net of neurons in layers, a *multilayer perceptron*: each neuron multiplies what comes in with its
/// weights, adds a bias and bends the sum with tanh; those of the last layer do not bend
/// ([Rumelhart, Hinton and Williams 1986](https://doi.org/10.1038/323533a0)).
///
/// With no hidden layer and one output it is a single straight neuron: `w · x + b`.
public final class Mlp {
    private final List<Parameter> parameters;

    private Mlp(List<Parameter> parameters) {
        this.parameters = List.copyOf(parameters);
    }

    /// Returns a net that knows nothing yet: its numbers are drawn evenly from `-1 / sqrt(inputs)` to
    /// `1 / sqrt(inputs)` of each layer ([LeCun et al. 1998, section
    /// 4.6](https://doi.org/10.1007/3-540-49430-8_2), by its width).
    ///
    /// @param widths how many inputs there are, how many neurons each hidden layer has, how many outputs:
    ///     at least two numbers
    public static Mlp of(long seed, int... widths) {
        if (widths.length < 2 || Arrays.stream(widths).anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException("a net is given as how many inputs, neurons in each hidden layer and"
                    + " outputs, such as 2, 8, 1, but got " + Arrays.toString(widths));
        }
        var random = new SplittableRandom(seed);
        var parameters = new ArrayList<Parameter>();
        for (int layer = 1; layer < widths.length; layer++) {
            double most = 1 / Math.sqrt(widths[layer - 1]);
            parameters.add(drawn("layer." + layer + ".weight", random, most, widths[layer], widths[layer - 1]));
            parameters.add(drawn("layer." + layer + ".bias", random, most, widths[layer]));
        }
        return new Mlp(parameters);
    }

    /// Returns a single straight neuron of one input: `w · x + b`.
    public static Mlp neuron(double w, double b) {
        return new Mlp(List.of(
                new Parameter("w", Tensor.of(new float[] {(float) w}, 1, 1)),
                new Parameter("b", Tensor.of(new float[] {(float) b}, 1))));
    }

    private static Parameter drawn(String name, SplittableRandom random, double most, int... shape) {
        Tensor numbers = Tensor.zeros(shape);
        for (int i = 0; i < numbers.size(); i++) {
            numbers.data()[i] = (float) random.nextDouble(-most, most);
        }
        return new Parameter(name, numbers);
    }

    /// Records what comes out for each row of `x` on `tape`: `[n, outputs]` of `[n, inputs]`.
    public Variable outputs(Tape tape, Variable x) {
        Variable h = x;
        for (int i = 0; i < parameters.size(); i += 2) {
            h = tape.linear(i == 0 ? h : tape.tanh(h), tape.parameter(parameters.get(i)), bias(tape, i));
        }
        return h;
    }

    private Variable bias(Tape tape, int weight) {
        return tape.parameter(parameters.get(weight + 1));
    }

    /// Returns what comes out for each row of `inputs`, shape `[n, outputs]`.
    public Tensor outputs(Tensor inputs) {
        var tape = new Tape(Workers.ONE).remembering(false);
        return outputs(tape, tape.constant(inputs)).value().copy();
    }

    /// Returns the first number that comes out for these inputs.
    public double output(double... inputs) {
        Tensor row = Tensor.zeros(1, inputs.length);
        for (int i = 0; i < inputs.length; i++) {
            row.data()[i] = (float) inputs[i];
        }
        return outputs(row).data()[0];
    }

    /// Returns what is learned: the weights `[out, in]` and the biases `[out]` of each layer in turn.
    public List<Parameter> parameters() {
        return parameters;
    }

    /// Returns how many numbers are learned.
    public int size() {
        return parameters.stream()
                .mapToInt(parameter -> parameter.value().size())
                .sum();
    }

    /// Returns a net with a copy of the numbers as they are now.
    public Mlp copy() {
        return new Mlp(parameters.stream()
                .map(parameter ->
                        new Parameter(parameter.name(), parameter.value().copy()))
                .toList());
    }

    @Override
    public String toString() {
        String widths = parameters.stream()
                .filter(parameter -> parameter.value().shape().length == 1)
                .map(parameter -> " → " + parameter.value().size())
                .collect(Collectors.joining());
        return "a net " + parameters.getFirst().value().columns() + widths + " with " + size() + " parameters";
    }
}
