package org.vitrina.file;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.vitrina.file.QuantizationPlan.Choice;
import org.vitrina.file.QuantizationResult.TensorResult;
import org.vitrina.quantize.Format;
import org.vitrina.quantize.Formats;
import org.vitrina.quantize.QuantizationError;
import org.vitrina.quantize.Requantizer;
import org.vitrina.tensor.Workers;

/// Writes a GGUF file with its matrices in another format, and measures what that loses.
public final class ModelQuantizer {
    /// Weights that are encoded at once; whole blocks of every format.
    private static final int PIECE = 1 << 22;

    /// What `general.file_type` says of a file whose matrices are all in one format, of the mixes of K
    /// formats the smallest (`llama_ftype` in
    /// [llama.h](https://github.com/ggml-org/llama.cpp/blob/master/include/llama.h)).
    private static final Map<Format, Integer> FILE_TYPES = Map.ofEntries(
            Map.entry(Formats.F32, 0),
            Map.entry(Formats.F16, 1),
            Map.entry(Formats.Q4_0, 2),
            Map.entry(Formats.Q4_1, 3),
            Map.entry(Formats.Q8_0, 7),
            Map.entry(Formats.Q5_0, 8),
            Map.entry(Formats.Q5_1, 9),
            Map.entry(Formats.Q2_K, 10),
            Map.entry(Formats.Q3_K, 11),
            Map.entry(Formats.Q4_K, 14),
            Map.entry(Formats.Q5_K, 16),
            Map.entry(Formats.Q6_K, 18),
            Map.entry(Formats.BF16, 32));

    /// The version of ggml's block formats that are written here.
    private static final int QUANTIZATION_VERSION = 2;

    private ModelQuantizer() {}

    /// Quantizes `file` as `plan` says and writes it to `out`, aside first, so that `out` is either as it
    /// was or whole. Says how far it is to [org.vitrina.show.Progress].
    ///
    /// @param workers threads that share the work; the result does not depend on how many there are
    /// @throws ModelFileException if a tensor that shall be quantized is in a format that cannot be read
    ///     here, or has a weight that is not finite
    /// @throws IllegalArgumentException if `out` is the file itself
    public static QuantizationResult write(GgufFile file, QuantizationPlan plan, Path out, Workers workers)
            throws IOException {
        if (Files.exists(out) && Files.isSameFile(out, file.path())) {
            throw new IllegalArgumentException(
                    out + " is the file that is read; write the quantized model to another place");
        }
        GgufWriter writer = Gguf.writer()
                .metadata(file)
                .uint32("general.quantization_version", QUANTIZATION_VERSION)
                .uint32("general.file_type", FILE_TYPES.get(plan.format()));
        var results = new ArrayList<TensorResult>();
        for (StoredTensor tensor : file.tensors().values()) {
            Choice choice = plan.choose(tensor);
            boolean copied = choice.format().equals(tensor.format());
            if (!copied && Formats.all().stream().noneMatch(tensor.format()::equals)) {
                throw new ModelFileException(
                        "tensor " + ModelFileException.quoted(tensor.name()),
                        file.offset(tensor),
                        "weights in a format that can be read",
                        tensor.format().name());
            }
            int index = results.size();
            var nothingLost = new QuantizationError(tensor.size(), 0, 0, Double.POSITIVE_INFINITY, 1);
            results.add(new TensorResult(
                    tensor.name(), tensor.shape(), tensor.format(), choice.format(), choice.why(), nothingLost));
            if (copied) {
                writer.tensor(tensor);
            } else {
                writer.tensor(new NewTensor(tensor.name(), choice.format(), tensor.shape(), sink -> {
                    QuantizationError error = quantize(file, tensor, choice.format(), workers, sink);
                    results.set(index, withError(results.get(index), error));
                }));
            }
        }
        writer.write(out);
        return new QuantizationResult(plan.format(), results, file.size(), Files.size(out));
    }

    private static TensorResult withError(TensorResult result, QuantizationError error) {
        return new TensorResult(result.name(), result.shape(), result.from(), result.to(), result.why(), error);
    }

    private static QuantizationError quantize(
            GgufFile file, StoredTensor tensor, Format format, Workers workers, NewTensor.Sink sink)
            throws IOException {
        var quantizer = new Requantizer(tensor.format(), format, workers);
        for (long at = 0; at < tensor.size(); at += PIECE) {
            int count = (int) Math.min(PIECE, tensor.size() - at);
            byte[] bytes;
            try {
                bytes = quantizer.encode(tensor.data().asSlice(tensor.format().bytes(at)), count);
            } catch (IllegalArgumentException e) {
                throw new ModelFileException(
                        "tensor " + ModelFileException.quoted(tensor.name()),
                        file.offset(tensor),
                        "finite weights",
                        e.getMessage());
            }
            sink.write(MemorySegment.ofArray(bytes));
        }
        return quantizer.error();
    }
}
