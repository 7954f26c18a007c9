package org.vitrina.precision;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vitrina.quantize.Format;
import org.vitrina.quantize.Formats;
import org.vitrina.quantize.IntegerFormat;
import org.vitrina.quantize.QuantizationError;
import org.vitrina.quantize.QuantizedTensor;
import org.vitrina.show.Progress;
import org.vitrina.tensor.FloatMatrix;
import org.vitrina.tensor.Tensor;
import org.vitrina.transformer.LanguageModel;
import org.vitrina.transformer.Model;
import org.vitrina.transformer.Weight;

/// A model as it might be kept: what is done to its matrices, and to what flows through it.
///
/// Computing stays in 32 bits whatever the format, so that a comparison shows what the rounded
/// numbers lose and nothing else.
///
/// @param name       what tables call it
/// @param quantizer  what is done to matrices; empty if nothing
/// @param only       in the names of those matrices that it is done to, this is found
/// @param activations what is rounded on its way through the model
public record Candidate(
        String name, Optional<Quantizer> quantizer, Pattern only, List<RoundedActivations> activations) {
    /// Matches every name.
    private static final Pattern ALL = Pattern.compile("");

    private static final Pattern LAYER = Pattern.compile("^blk\\.(\\d+)\\.");

    public Candidate {
        activations = List.copyOf(activations);
    }

    /// Returns all matrices kept by `quantizer`.
    public static Candidate of(Quantizer quantizer) {
        return new Candidate(quantizer.name(), Optional.of(quantizer), ALL, List.of());
    }

    /// Returns all matrices rounded to the nearest values of `format`.
    public static Candidate of(Format format) {
        return of(Quantizer.of(format));
    }

    /// Returns the model as it is, in 32 bits.
    public static Candidate full() {
        return new Candidate("as it is", Optional.empty(), ALL, List.of());
    }

    /// Returns a candidate for each number of bits, each size of group, and both kinds of integers.
    public static List<Candidate> integers(List<Integer> bits, List<Integer> groups, boolean... symmetric) {
        var candidates = new ArrayList<Candidate>();
        for (int group : groups) {
            for (boolean kind : symmetric) {
                for (int width : bits) candidates.add(of(new IntegerFormat(width, group, kind)));
            }
        }
        return List.copyOf(candidates);
    }

    /// Returns a candidate for each format of GGUF files that gives `model` other numbers than one
    /// before it: where rows are no whole blocks of it, a format stands for another.
    public static List<Candidate> formats(Model model) {
        var seen = new LinkedHashSet<List<Format>>();
        return Formats.all().stream()
                .filter(format -> seen.add(matrices(model)
                        .map(weight -> Quantizer.of(format)
                                .quantize(
                                        weight.name(),
                                        Tensor.zeros(2, weight.shape().getLast()))
                                .format())
                        .toList()))
                .map(Candidate::of)
                .toList();
    }

    /// Returns a candidate for each kind of matrix, such as `ffn_down`, that quantizes this kind alone.
    public static List<Candidate> eachKind(Model model, Quantizer quantizer) {
        return matrices(model)
                .map(weight -> LAYER.matcher(weight.name()).replaceFirst("").replaceFirst("\\.weight$", ""))
                .distinct()
                .map(kind -> of(quantizer).only("(^|\\.)" + kind + "\\.weight$").called(kind))
                .toList();
    }

    /// Returns a candidate for each layer that quantizes its matrices alone.
    public static List<Candidate> eachLayer(Model model, Quantizer quantizer) {
        return Stream.iterate(0, layer -> layer < model.config().layers(), layer -> layer + 1)
                .map(layer -> of(quantizer).only("^blk\\." + layer + "\\.").called("layer " + layer))
                .toList();
    }

    private static Stream<Weight> matrices(Model model) {
        return model.transformer().weights().stream().filter(Candidate::isMatrix);
    }

    /// Vectors and learned positions are left alone, as llama.cpp leaves them.
    private static boolean isMatrix(Weight weight) {
        return weight.shape().size() == 2 && !weight.name().equals("position_embd.weight");
    }

    /// Returns this candidate with another name.
    public Candidate called(String other) {
        return new Candidate(other, quantizer, only, activations);
    }

    /// Returns this candidate, but only matrices are quantized in whose name the regular expression
    /// is found.
    public Candidate only(String regex) {
        return new Candidate(name, quantizer, Pattern.compile(regex), activations);
    }

    /// Returns this candidate, with activations rounded too.
    public Candidate and(RoundedActivations rounded) {
        return new Candidate(
                name + ", " + rounded.name(),
                quantizer,
                only,
                Stream.concat(activations.stream(), Stream.of(rounded)).toList());
    }

    /// Returns what tells this candidate from all others, whatever it is called.
    String key() {
        return quantizer.map(Quantizer::name).orElse("") + " | " + only + " | " + activations;
    }

    /// A model as a candidate has it.
    ///
    /// @param parameters how many numbers it has
    /// @param bytes      what they take; those that are not quantized 4 each
    /// @param error      what the quantized ones lose
    public record Treated(LanguageModel model, long parameters, long bytes, QuantizationError error) {
        /// Returns the bits that a parameter takes on average.
        public double bitsPerWeight() {
            return 8.0 * bytes / parameters;
        }
    }

    /// Returns `full` as this candidate has it.
    ///
    /// @throws IllegalArgumentException if no matrix has a name in which [#only()] is found
    public Treated treat(Model full) {
        Map<String, Weight> replaced = new HashMap<>();
        var matrices = new ArrayList<QuantizedTensor>();
        long parameters = 0;
        long bytes = 0;
        int done = 0;
        List<Weight> weights = full.transformer().weights();
        try (var task = Progress.task("rounding to " + name, weights.size())) {
            for (Weight weight : weights) {
                parameters += weight.size();
                if (quantizer.isPresent()
                        && isMatrix(weight)
                        && only.matcher(weight.name()).find()) {
                    QuantizedTensor matrix = quantizer.get().quantize(weight.name(), numbers(weight));
                    replaced.put(weight.name(), rounded(weight, matrix.after()));
                    matrices.add(matrix);
                    bytes += matrix.bytes();
                } else {
                    bytes += Float.BYTES * weight.size();
                }
                task.at(++done);
            }
        }
        if (quantizer.isPresent() && matrices.isEmpty()) {
            throw new IllegalArgumentException("no matrix of '" + full.name() + "' has a name in which '" + only
                    + "' is found; names are such as blk.0.ffn_down.weight");
        }
        Model model = replaced.isEmpty() ? full : withWeights(full, replaced);
        LanguageModel observed =
                activations.isEmpty() ? model : new RoundedModel(model, RoundedActivations.watcher(model, activations));
        return new Treated(observed, parameters, bytes, QuantizationError.of(matrices));
    }

    private Model withWeights(Model full, Map<String, Weight> replaced) {
        Map<String, Weight> all = new HashMap<>();
        full.transformer().weights().forEach(weight -> all.put(weight.name(), weight));
        all.putAll(replaced);
        return full.with(full.name() + ", " + name, (tensor, _) -> all.get(tensor));
    }

    /// Returns `model` with all its matrices in 32 bits, whatever its file has.
    public static Model in32Bits(Model model) {
        Map<String, Weight> all = new HashMap<>();
        for (Weight weight : model.transformer().weights()) {
            all.put(weight.name(), isMatrix(weight) ? rounded(weight, numbers(weight)) : weight);
        }
        return model.with(model.name(), (tensor, _) -> all.get(tensor));
    }

    private static Weight rounded(Weight weight, Tensor numbers) {
        return Weight.of(
                weight.name(),
                FloatMatrix.of(numbers),
                weight.shape().stream().mapToInt(Integer::intValue).toArray());
    }

    /// Returns the numbers of a parameter, shape `[rows, columns]`.
    static Tensor numbers(Weight weight) {
        int rows = weight.matrix().rows();
        int columns = weight.matrix().columns();
        Tensor numbers = Tensor.zeros(rows, columns);
        for (int row = 0; row < rows; row++) {
            weight.matrix().row(row, numbers.data(), row * columns);
        }
        return numbers;
    }
}
