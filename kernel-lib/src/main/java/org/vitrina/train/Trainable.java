package org.vitrina.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
import org.vitrina.tensor.Kernels;
import org.vitrina.tensor.Tensor;
import org.vitrina.tokenize.Tokenizer;
import org.vitrina.transformer.Config;
import org.vitrina.transformer.Model;
import org.vitrina.transformer.Rope;
import org.vitrina.transformer.Transformer;
import org.vitrina.transformer.Weight;

/// A model that can learn: a transformer whose numbers are kept as 32-bit floats, all of them or some with
/// gradients.
public final class Trainable {
    private final Config config;
    private final Transformer transformer;
    private final SequencedMap<String, Tensor> numbers = new LinkedHashMap<>();
    private final SequencedMap<String, Parameter> learned = new LinkedHashMap<>();
    private final SequencedMap<String, Lora.Adapter> adapters;
    private final Map<Integer, Map<Rope, Taped.Turn>> turns = new HashMap<>();

    private Trainable(Config config, Begin begin, SequencedMap<String, Lora.Adapter> adapters) {
        this.config = config;
        this.adapters = adapters;
        transformer = Transformer.of(config, (name, shape) -> {
            Tensor begins = begin.numbers(name, shape);
            numbers.put(name, begins);
            return Weight.of(name, new LiveMatrix(begins), shape);
        });
    }

    @FunctionalInterface
    private interface Begin {
        Tensor numbers(String name, int... shape);
    }

    private static Trainable whole(Config config, Begin begin) {
        var model = new Trainable(config, begin, new LinkedHashMap<>());
        model.numbers.forEach((name, value) -> model.learned.put(name, new Parameter(name, value)));
        return model;
    }

    /// Returns a model that knows nothing yet.
    ///
    /// Matrices begin with numbers drawn from a normal distribution of deviation `1 / sqrt(n)`, where
    /// `n` is how many numbers a row of theirs meets, so that what comes out is as large as what went
    /// in ([LeCun et al. 1998, section 4.6](https://doi.org/10.1007/3-540-49430-8_2)). With GPT-2's
    /// 0.02, made for a width of 768, models as narrow as ours begin with attention so flat that they
    /// need twice as many steps before they use it. Matrices that write to the residual stream are
    /// smaller by `sqrt(2 L)`, so that the stream does not grow with the number of layers (Radford et
    /// al. 2019, "Language models are unsupervised multitask learners", section 2.3). Norms begin with
    /// 1 and biases with 0.
    ///
    /// @param seed the same seed gives the same numbers; each parameter's depend on its name alone
    public static Trainable random(Config config, long seed) {
        return whole(config, (name, shape) -> {
            Tensor tensor = Tensor.zeros(shape);
            if (name.endsWith(".bias")) {
                return tensor;
            }
            if (shape.length == 1) {
                Arrays.fill(tensor.data(), 1);
                return tensor;
            }
            boolean writes = name.endsWith("attn_output.weight") || name.endsWith("ffn_down.weight");
            double deviation = 1 / Math.sqrt(writes ? 2.0 * config.layers() * shape[1] : shape[1]);
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 0x9E3779B97F4A7C15L + name.hashCode());
            for (int i = 0; i < tensor.size(); i++) {
                tensor.data()[i] = (float) (deviation * random.nextGaussian());
            }
            return tensor;
        });
    }

    /// Returns a model that goes on learning from what `model` knows; `model` itself does not change.
    public static Trainable of(Model model) {
        var weights = new HashMap<String, Weight>();
        model.transformer().weights().forEach(weight -> weights.put(weight.name(), weight));
        return whole(model.config(), (name, shape) -> {
            var matrix = weights.get(name).matrix();
            Tensor tensor = Tensor.zeros(shape);
            for (int row = 0; row < matrix.rows(); row++) {
                matrix.row(row, tensor.data(), row * matrix.columns());
            }
            return tensor;
        });
    }

    /// Returns a model that knows what this one does, and has room for more tokens: the embedding, and the
    /// output matrix where there is one, get further rows, which know nothing yet.
    ///
    /// @param vocabulary how many tokens it shall have, at least those of this one
    /// @param seed       for the numbers that the rows begin with: those of [#random]
    public Trainable withVocabulary(int vocabulary, long seed) {
        if (vocabulary < config.vocabulary()) {
            throw new IllegalArgumentException("a vocabulary may become larger, but this model has "
                    + config.vocabulary() + " tokens and " + vocabulary + " were asked for");
        }
        Config larger = config.withVocabulary(vocabulary);
        Trainable begin = random(larger, seed);
        return whole(larger, (name, _) -> {
            Tensor known = value(name);
            Tensor all = begin.value(name);
            System.arraycopy(known.data(), known.offset(), all.data(), all.offset(), known.size());
            return all;
        });
    }

    /// Returns the ids of the tokens that the model has never read, as far as their numbers tell: their
    /// rows of the embedding all point the same way. No layer behind the embedding can tell such tokens
    /// apart.
    public int[] unread() {
        return UnreadTokens.ids(numbers.get(Lora.EMBEDDING));
    }

    /// Returns a model that knows what this one does, in which the tokens that were never read are no
    /// longer alike: they have random numbers, as if they were new.
    ///
    /// @param seed for these numbers
    public Trainable withUnreadRenewed(long seed) {
        Trainable copy = merged();
        UnreadTokens.renew(copy.numbers(Lora.EMBEDDING), unread(), seed);
        return copy;
    }

    /// Returns this model with adapters: they learn, and what it knows stays as it is, in the same
    /// memory; but for the embedding, if the settings have it learn, of which this makes a copy.
    ///
    /// @param seed for the numbers that adapters begin with
    public Trainable withLora(Lora.Settings settings, long seed) {
        var added = Lora.adapters(numbers, settings, seed);
        var model = new Trainable(
                config, (name, _) -> settings.learns(name) ? numbers.get(name).copy() : numbers.get(name), added);
        model.numbers.forEach((name, value) -> {
            if (settings.learns(name)) model.learned.put(name, new Parameter(name, value));
        });
        added.sequencedValues().forEach(adapter -> {
            model.learned.put(adapter.down().name(), adapter.down());
            model.learned.put(adapter.up().name(), adapter.up());
        });
        return model;
    }

    /// Returns a model with a copy of all numbers, what adapters learned added to them; it has no adapters,
    /// and all of it learns.
    public Trainable merged() {
        return whole(config, (name, _) -> value(name));
    }

    /// Records the loss of a batch on `tape` and returns it: the mean of `-log p` of the next ids, in nats.
    public Variable loss(Tape tape, Batch batch) {
        return tape.crossEntropy(logits(tape, batch), batch.targets(), batch.weights());
    }

    /// Records the logits after each id of a batch on `tape` and returns them, shape `[B · T, V]`.
    Variable logits(Tape tape, Batch batch) {
        return logits(tape, batch.positions(), batch.begins(), batch.inputs());
    }

    /// Records the logits after each id on `tape` and returns them, shape `[B · T, V]`.
    ///
    /// @param positions `T`, how many ids each text has
    /// @param ids       `B · T` ids, one text after the other
    public Variable logits(Tape tape, int positions, int... ids) {
        return logits(tape, positions, null, ids);
    }

    /// Records the residual stream behind the last block on `tape` and returns it, shape `[B · T, d]`:
    /// what the model makes of each text up to each id, for a head other than that of the next token.
    ///
    /// @param positions `T`, how many ids each text has
    /// @param ids       `B · T` ids, one text after the other
    public Variable residual(Tape tape, int positions, int... ids) {
        return transformer.read(taped(tape, positions, null, ids), ids);
    }

    private Variable logits(Tape tape, int positions, int[] begins, int[] ids) {
        return transformer.logits(taped(tape, positions, begins, ids), ids);
    }

    private Taped taped(Tape tape, int positions, int[] begins, int[] ids) {
        if (positions < 1 || ids.length % positions != 0 || positions > config.context()) {
            throw new IllegalArgumentException("texts of equal length are needed, of at most " + config.context()
                    + " ids as the model was made for, but there are " + ids.length + " ids for texts of "
                    + positions);
        }
        var angles = turns.computeIfAbsent(positions, _ -> new HashMap<>());
        return new Taped(tape, positions, begins, learned, adapters, angles);
    }

    public Config config() {
        return config;
    }

    /// Returns what is learned, in the order in which it takes part.
    public List<Parameter> parameters() {
        return List.copyOf(learned.sequencedValues());
    }

    /// Returns the adapters, by the name of the weight beside which each stands.
    public SequencedMap<String, Lora.Adapter> adapters() {
        return Collections.unmodifiableSequencedMap(adapters);
    }

    /// Returns how many numbers are learned.
    public long size() {
        return learned.sequencedValues().stream()
                .mapToLong(parameter -> parameter.value().size())
                .sum();
    }

    /// Returns a copy of the numbers of the weight of this name, with what an adapter adds to them.
    ///
    /// @throws IllegalArgumentException if there is none
    public Tensor value(String name) {
        Tensor value = numbers.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "the model has no weight '" + name + "'; it has " + String.join(", ", numbers.keySet()));
        }
        Tensor copy = value.copy();
        Lora.Adapter adapter = adapters.get(name);
        if (adapter != null) {
            Kernels.best().addScaled(1, adapter.product().data(), 0, copy.data(), 0, copy.size());
        }
        return copy;
    }

    /// Returns whether a weight itself learns.
    boolean learns(String name) {
        return learned.containsKey(name);
    }

    /// Returns the numbers of a weight themselves, without what an adapter adds.
    Tensor numbers(String name) {
        return numbers.get(name);
    }

    /// Returns the names of all weights, in the order in which they take part.
    public List<String> names() {
        return new ArrayList<>(numbers.keySet());
    }

    /// Returns a model with the numbers as they are now; learning on does not change it.
    public Model model(String name, Tokenizer tokenizer) {
        return Model.of(
                name,
                Transformer.of(config, (weight, shape) -> Weight.of(weight, FloatMatrix.of(value(weight)), shape)),
                tokenizer);
    }
}
