package org.vitrina.train;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.vitrina.autograd.Parameter;
import org.vitrina.autograd.Tape;
import org.vitrina.autograd.Variable;
import org.vitrina.tensor.FloatMatrix;
import org.vitrina.tensor.Tensor;
import org.vitrina.tokenize.Tokenizer;
import org.vitrina.transformer.Config;
import org.vitrina.transformer.Model;
import org.vitrina.transformer.Rope;
import org.vitrina.transformer.Transformer;
import org.vitrina.transformer.Weight;

/// A model that can learn: a transformer whose parameters are kept as 32-bit floats and have gradients.
public final class Trainable {
    /// The deviation of the numbers that a matrix begins with, as in GPT-2.
    private static final double DEVIATION = 0.02;

    private final Config config;
    private final Transformer transformer;
    private final SequencedMap<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<Integer, Map<Rope, Taped.Turn>> turns = new HashMap<>();

    private Trainable(Config config, Begin begin) {
        this.config = config;
        transformer = Transformer.of(config, (name, shape) -> {
            Parameter parameter = parameters.computeIfAbsent(
                    name, _ -> new Parameter(name, Tensor.of(begin.numbers(name, shape), shape)));
            return Weight.of(name, new LiveMatrix(parameter.value()), shape);
        });
    }

    @FunctionalInterface
    private interface Begin {
        float[] numbers(String name, int... shape);
    }

    /// Returns a model that knows nothing yet.
    ///
    /// Matrices begin with numbers drawn from a normal distribution of deviation 0.02; those that write to the
    /// residual stream are smaller by `sqrt(2 L)`, so that the stream does not grow with the number of layers
    /// (Radford et al. 2019, "Language models are unsupervised multitask learners", section 2.3).
    /// Norms begin with 1 and biases with 0.
    ///
    /// @param seed the same seed gives the same numbers; each parameter's depend on its name alone
    public static Trainable random(Config config, long seed) {
        return new Trainable(config, (name, shape) -> {
            float[] numbers = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
            if (name.endsWith(".bias")) {
                return numbers;
            }
            if (shape.length == 1) {
                Arrays.fill(numbers, 1);
                return numbers;
            }
            boolean writes = name.endsWith("attn_output.weight") || name.endsWith("ffn_down.weight");
            double deviation = writes ? DEVIATION / Math.sqrt(2.0 * config.layers()) : DEVIATION;
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 0x9E3779B97F4A7C15L + name.hashCode());
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) (deviation * random.nextGaussian());
            }
            return numbers;
        });
    }

    /// Returns a model that goes on learning from what `model` knows; `model` itself does not change.
    public static Trainable of(Model model) {
        var weights = new HashMap<String, Weight>();
        model.transformer().weights().forEach(weight -> weights.put(weight.name(), weight));
        return new Trainable(model.config(), (name, shape) -> {
            var matrix = weights.get(name).matrix();
            float[] numbers = new float[matrix.rows() * matrix.columns()];
            for (int row = 0; row < matrix.rows(); row++) {
                matrix.row(row, numbers, row * matrix.columns());
            }
            return numbers;
        });
    }

    /// Records the loss of a batch on `tape` and returns it: the mean of `-log p` of the next ids, in nats.
    public Variable loss(Tape tape, Batch batch) {
        return tape.crossEntropy(logits(tape, batch.positions(), batch.inputs()), batch.targets(), batch.weights());
    }

    /// Records the logits after each id on `tape` and returns them, shape `[B · T, V]`.
    ///
    /// @param positions `T`, how many ids each text has
    /// @param ids       `B · T` ids, one text after the other
    public Variable logits(Tape tape, int positions, int... ids) {
        if (ids.length % positions != 0 || positions > config.context()) {
            throw new IllegalArgumentException("texts of " + positions + " ids are needed, at most " + config.context()
                    + " as the model was made for, but there are " + ids.length + " ids");
        }
        var angles = turns.computeIfAbsent(positions, _ -> new HashMap<>());
        return transformer.logits(new Taped(tape, positions, weight -> parameters.get(weight.name()), angles), ids);
    }

    public Config config() {
        return config;
    }

    /// Returns the transformer over the numbers as they are at each moment: it changes as they are learned.
    public Transformer transformer() {
        return transformer;
    }

    /// Returns the parameters, in the order in which they take part.
    public List<Parameter> parameters() {
        return List.copyOf(parameters.sequencedValues());
    }

    /// Returns the parameter of this name.
    ///
    /// @throws IllegalArgumentException if there is none
    public Parameter parameter(String name) {
        Parameter parameter = parameters.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException(
                    "the model has no parameter '" + name + "'; it has " + String.join(", ", parameters.keySet()));
        }
        return parameter;
    }

    /// Returns how many numbers are learned.
    public long size() {
        return parameters.sequencedValues().stream()
                .mapToLong(p -> p.value().size())
                .sum();
    }

    /// Returns a model with the numbers as they are now; learning on does not change it.
    public Model model(String name, Tokenizer tokenizer) {
        return Model.of(
                name,
                Transformer.of(
                        config,
                        (weight, shape) -> Weight.of(
                                weight,
                                FloatMatrix.of(parameters.get(weight).value().copy()),
                                shape)),
                tokenizer);
    }
}
