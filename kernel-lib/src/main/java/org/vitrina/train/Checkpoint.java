package org.vitrina.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.vitrina.autograd.Parameter;
import org.vitrina.file.Gguf;
import org.vitrina.file.GgufType;
import org.vitrina.file.ModelFile;
import org.vitrina.file.ModelFileException;
import org.vitrina.file.NewTensor;
import org.vitrina.file.StoredTensor;
import org.vitrina.tensor.Tensor;

/// A training on disk: the parameters, the running means of the optimizer, and how far it is.
///
/// It is a GGUF file of 32-bit floats, so that any reader of these can look into it. It is written aside
/// and then moved: an interruption leaves the checkpoint before it.
public final class Checkpoint {
    private static final String STEP = "training.step";
    private static final String TOKENS = "training.tokens";
    private static final String SECONDS = "training.seconds";
    private static final String FIRST = "adam.first.";
    private static final String SECOND = "adam.second.";

    private static final String NOTE = "training.note.";

    private Checkpoint() {}

    /// How far a training was when it was written.
    ///
    /// @param step    how many steps were done
    /// @param tokens  how many tokens were learned from
    /// @param seconds how long it had computed
    public record Position(int step, long tokens, double seconds) {}

    /// Writes a checkpoint.
    ///
    /// @param notes texts that are kept beside it, by name
    public static void write(
            Path file, List<Parameter> parameters, AdamW optimizer, Position position, Map<String, String> notes)
            throws IOException {
        var writer = Gguf.writer()
                .text("general.architecture", "vitrina-training")
                .uint32(STEP, position.step())
                .value(TOKENS, GgufType.UINT64, position.tokens())
                .value(SECONDS, GgufType.FLOAT64, position.seconds());
        notes.forEach((name, text) -> writer.text(NOTE + name, text));
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            AdamW.Moments moments = optimizer.moments().get(i);
            writer.tensor(tensor(parameter.name(), parameter.value()))
                    .tensor(tensor(FIRST + parameter.name(), moments.first()))
                    .tensor(tensor(SECOND + parameter.name(), moments.second()));
        }
        writer.write(file);
    }

    /// Sets the parameters and the optimizer to what the file holds, and returns how far the training was.
    ///
    /// @throws ModelFileException if the file is no checkpoint of a training of these parameters; then
    ///     nothing has changed
    public static Position read(Path file, List<Parameter> parameters, AdamW optimizer) throws IOException {
        try (ModelFile opened = Gguf.open(file)) {
            var position = new Position(
                    Math.toIntExact(number(opened, STEP).longValue()),
                    number(opened, TOKENS).longValue(),
                    number(opened, SECONDS).doubleValue());
            for (Parameter parameter : parameters) {
                for (String prefix : List.of("", FIRST, SECOND)) {
                    check(opened, prefix + parameter.name(), parameter.value());
                }
            }
            for (int i = 0; i < parameters.size(); i++) {
                Parameter parameter = parameters.get(i);
                AdamW.Moments moments = optimizer.moments().get(i);
                copy(opened, parameter.name(), parameter.value());
                copy(opened, FIRST + parameter.name(), moments.first());
                copy(opened, SECOND + parameter.name(), moments.second());
            }
            return position;
        } catch (ModelFileException e) {
            throw e.in(file);
        }
    }

    /// Returns the texts that the checkpoint in `file` keeps beside it.
    ///
    /// @throws ModelFileException if the file is no checkpoint
    public static SequencedMap<String, String> notes(Path file) throws IOException {
        var notes = new LinkedHashMap<String, String>();
        try (ModelFile opened = Gguf.open(file)) {
            number(opened, STEP);
            opened.metadata().forEach((key, value) -> {
                if (key.startsWith(NOTE) && value instanceof String text) {
                    notes.put(key.substring(NOTE.length()), text);
                }
            });
        } catch (ModelFileException e) {
            throw e.in(file);
        }
        return notes;
    }

    private static NewTensor tensor(String name, Tensor numbers) {
        return NewTensor.of(
                name, Arrays.stream(numbers.shape()).mapToObj(Long::valueOf).toList(), numbers.toArray());
    }

    private static Number number(ModelFile file, String key) throws ModelFileException {
        if (file.metadata().get(key) instanceof Number number) {
            return number;
        }
        throw new ModelFileException(
                key,
                -1,
                "a number, as a checkpoint has it",
                "" + file.metadata().get(key));
    }

    private static void check(ModelFile file, String name, Tensor numbers) throws ModelFileException {
        StoredTensor stored = file.tensors().get(name);
        List<Long> shape =
                Arrays.stream(numbers.shape()).mapToObj(Long::valueOf).toList();
        if (stored == null || !stored.shape().equals(shape)) {
            throw new ModelFileException(
                    "tensor " + name,
                    -1,
                    "the shape " + shape + " of the model that is trained",
                    stored == null ? "no such tensor" : "" + stored.shape());
        }
    }

    private static void copy(ModelFile file, String name, Tensor to) {
        StoredTensor stored = file.tensors().get(name);
        stored.format().decode(stored.data(), 0, to.data(), to.offset(), to.size());
    }
}
