package org.vitrina.transformer;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.vitrina.file.Gguf;
import org.vitrina.file.GgufFile;
import org.vitrina.file.GgufWriter;
import org.vitrina.file.ModelQuantizer;
import org.vitrina.file.NewTensor;
import org.vitrina.file.QuantizationPlan;
import org.vitrina.file.StoredTensor;
import org.vitrina.precision.Candidate;
import org.vitrina.precision.RoundedActivations;
import org.vitrina.quantize.Format;
import org.vitrina.quantize.Formats;
import org.vitrina.tensor.Workers;

/// What quantized models lose here and in llama.cpp, on the same tokens and the same files.
///
/// ```
/// java --add-modules jdk.incubator.vector -cp … org.vitrina.transformer.BesideLlamaCpp MODEL.gguf TEXT.txt TOKENS
/// ```
///
/// @param ids    the tokens, read in windows of [#WINDOW], each by itself
/// @param folder for the files, which are left there
record BesideLlamaCpp(Path model, int[] ids, Path folder) {
    private static final int WINDOW = 512;

    /// Writes the model in `format`.
    Path quantized(Format format) throws IOException {
        Path written = folder.resolve(format.name() + ".gguf");
        try (GgufFile stored = Gguf.open(model)) {
            ModelQuantizer.write(stored, QuantizationPlan.to(format), written, Workers.all());
        }
        return written;
    }

    /// Writes the weights of `from` in 32 bits.
    static Path decoded(Path from, Path to) throws IOException {
        try (GgufFile stored = Gguf.open(from)) {
            GgufWriter writer = Gguf.writer().metadata(stored);
            for (StoredTensor tensor : stored.tensors().values()) {
                float[] weights = new float[Math.toIntExact(tensor.size())];
                tensor.format().decode(tensor.data(), 0, weights, 0, weights.length);
                writer.tensor(NewTensor.of(tensor.name(), tensor.shape(), weights));
            }
            writer.write(to);
        }
        return to;
    }

    private List<int[]> windows() {
        return IntStream.iterate(0, from -> from + 1 < ids.length, from -> from + WINDOW)
                .mapToObj(from -> Arrays.copyOfRange(ids, from, Math.min(ids.length, from + WINDOW)))
                .toList();
    }

    /// Returns llama.cpp's negative log-probability of each token but the first of each window.
    double[] theirs(Path read) throws IOException {
        try (var peer = new LlamaCpp(read, "--context", Integer.toString(WINDOW))) {
            var all = DoubleStream.builder();
            for (int[] window : windows()) {
                var each = peer.ask(Map.of("op", "nll", "ids", window)).get("each");
                for (double nll : new Gson().fromJson(each, double[].class)) all.add(nll);
            }
            return all.build().toArray();
        }
    }

    /// Returns ours, all computed in 32 bits but for what `candidate` rounds.
    double[] ours(Path read, Candidate candidate) throws IOException {
        try (Model opened = Model.open(read, Precision.FULL)) {
            LanguageModel treated = candidate.treat(opened).model();
            var all = DoubleStream.builder();
            for (int[] window : windows()) {
                float[][] logits = treated.session().all(window);
                for (int t = 0; t + 1 < window.length; t++) all.add(Perplexity.nll(logits[t], window[t + 1]));
            }
            return all.build().toArray();
        }
    }

    /// Returns one perplexity divided by another.
    static double ratio(double[] nlls, double[] full) {
        return Math.exp(mean(difference(nlls, full)));
    }

    /// Returns the root of the mean squared difference of two readings, token by token.
    static double distance(double[] nlls, double[] full) {
        return Math.sqrt(
                Arrays.stream(difference(nlls, full)).map(x -> x * x).average().orElseThrow());
    }

    private static double[] difference(double[] one, double[] other) {
        return IntStream.range(0, one.length)
                .mapToDouble(i -> one[i] - other[i])
                .toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /// Prints perplexities and their ratios to the model in 32 bits, with the standard error of what lies between ours
    /// and llama.cpp's.
    public static void main(String[] arguments) throws IOException {
        Path model = Path.of(arguments[0]);
        int[] ids;
        try (Model opened = Model.open(model)) {
            ids = Arrays.copyOf(
                    opened.tokenizer().encode(Files.readString(Path.of(arguments[1]))), Integer.parseInt(arguments[2]));
        }
        var beside = new BesideLlamaCpp(model, ids, Files.createTempDirectory("beside"));
        Path whole = beside.quantized(Formats.F32);
        double[] mine = beside.ours(whole, Candidate.full());
        double[] its = beside.theirs(whole);
        System.out.printf("F32: ours %.5f, llama.cpp %.5f%n", Math.exp(mean(mine)), Math.exp(mean(its)));
        for (Format format : List.of(Formats.Q8_0, Formats.Q4_0)) {
            Path small = beside.quantized(format);
            Path decoded = decoded(small, beside.folder.resolve("decoded.gguf"));
            print(format + ", weights", beside.ours(small, Candidate.full()), mine, beside.theirs(decoded), its);
            Candidate rounded = Candidate.full().and(RoundedActivations.inputs(8));
            print(format + ", inputs", beside.ours(small, rounded), mine, beside.theirs(small), its);
        }
    }

    private static void print(String name, double[] ours, double[] mine, double[] theirs, double[] its) {
        System.out.printf(
                "%s: ours %.5f, llama.cpp %.5f, apart %.3f %% (standard error %.3f %%)%n",
                name,
                ratio(ours, mine),
                ratio(theirs, its),
                100 * (ratio(ours, mine) / ratio(theirs, its) - 1),
                100 * distance(ours, theirs) / Math.sqrt(ours.length));
    }
}
