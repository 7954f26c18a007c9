package org.vitrina.world;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.vitrina.transformer.Model;

/// The models that come with the library. `CARDS.md` beside them says how each was made and what it can
/// do.
public final class TinyModels {
    private static final Map<String, Model> OPEN = new ConcurrentHashMap<>();
    private static final Map<String, Path> FILES = new ConcurrentHashMap<>();
    private static final List<String> NAMES =
            List.of("tales-base", "tales-chat", "tales-feedback", "sums", "recall-1layer", "recall-2layer");
    private static final List<Integer> STEPS = List.of(0, 50, 200, 400, 800, 1600, 3600, 12_000, 28_000, 32_000);

    private TinyModels() {}

    /// Returns `tales-base`: a language model of the tales, in English and Spanish, that has learned to
    /// go on with a tale and nothing else.
    public static Model talesBase() {
        return open("tales-base");
    }

    /// Returns `tales-chat`: tales-base, tuned to answer questions about a tale in a conversation.
    /// Where the tale does not say, it often makes something up.
    public static Model talesChat() {
        return open("tales-chat");
    }

    /// Returns `tales-feedback`: tales-chat after feedback, which says more often that a tale does not
    /// tell.
    public static Model talesFeedback() {
        return open("tales-feedback");
    }

    /// Returns `sums`: a model that works out half of the sums of three digits, written as
    /// [Sums#OF_MODEL] has them.
    public static Model sums() {
        return open("sums");
    }

    /// Returns a model that has learned to recall the value behind a key ([Recall]).
    ///
    /// @param layers 1, which is too few for it, or 2
    public static Model recall(int layers) {
        if (layers != 1 && layers != 2) {
            throw new IllegalArgumentException("there are recall models of 1 and of 2 layers, not of " + layers);
        }
        return open("recall-" + layers + "layer");
    }

    /// Returns tales-base as it was after `step` steps of its training.
    ///
    /// @param step one of [#steps()]
    public static Model talesAt(int step) {
        if (!STEPS.contains(step)) {
            throw new IllegalArgumentException(
                    "tales-base was kept after " + STEPS + " steps of its training, not after " + step);
        }
        return open(at(step));
    }

    /// Returns the steps of its training after which tales-base was kept.
    public static List<Integer> steps() {
        return STEPS;
    }

    /// Returns the names of all models: those of the finished ones, then those of [#steps()].
    public static List<String> names() {
        var names = new ArrayList<>(NAMES);
        STEPS.forEach(step -> names.add(at(step)));
        return List.copyOf(names);
    }

    private static String at(int step) {
        return "tales-base-step-" + step;
    }

    /// Returns the file of a model, for programs that want one; it is a copy that lasts as long as this
    /// process.
    ///
    /// @throws IllegalArgumentException if no model of this name comes with the library
    public static Path file(String name) {
        if (!names().contains(name)) {
            throw new IllegalArgumentException(
                    "no model '" + name + "' comes with the library; there are " + String.join(", ", names()));
        }
        return FILES.computeIfAbsent(name, TinyModels::copy);
    }

    private static Path copy(String name) {
        String file = name + ".gguf";
        try (InputStream in = TinyModels.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the model " + file + " is missing from this build of the library");
            }
            Path folder = Files.createTempDirectory("vitrina-model");
            folder.toFile().deleteOnExit();
            Path copy = folder.resolve(file);
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            copy.toFile().deleteOnExit();
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException("copying the model " + name, e);
        }
    }

    private static Model open(String name) {
        return OPEN.computeIfAbsent(name, _ -> {
            try {
                return Model.open(file(name));
            } catch (IOException e) {
                throw new UncheckedIOException("opening the model " + name, e);
            }
        });
    }
}
