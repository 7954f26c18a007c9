package org.vitrina.transformer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;
import org.vitrina.file.Gguf;
import org.vitrina.file.GgufTokenizer;
import org.vitrina.file.ModelFile;
import org.vitrina.file.ModelFileException;
import org.vitrina.tensor.Kernels;
import org.vitrina.tensor.KvCache;
import org.vitrina.tensor.Workers;
import org.vitrina.tokenize.Tokenizer;

/// A model ready to run: a transformer with its parameters and its tokenizer.
///
/// A model does not change; sessions of one model may run on several threads.
public final class Model implements LanguageModel, AutoCloseable {
    private final String name;
    private final Transformer transformer;
    private final Tokenizer tokenizer;
    private final Packing packing;
    private final ModelFile file;
    private final Workers workers;
    private final KvCache.Storage storage;

    private Model(
            String name,
            Transformer transformer,
            Tokenizer tokenizer,
            Packing packing,
            ModelFile file,
            Workers workers,
            KvCache.Storage storage) {
        this.name = Objects.requireNonNull(name, "name");
        this.transformer = Objects.requireNonNull(transformer, "transformer");
        this.tokenizer = Objects.requireNonNull(tokenizer, "tokenizer");
        this.packing = packing;
        this.file = file;
        this.workers = Objects.requireNonNull(workers, "workers");
        this.storage = Objects.requireNonNull(storage, "storage");
        if (tokenizer.vocabularySize() > transformer.config().vocabulary()) {
            throw new IllegalArgumentException("the tokenizer '" + tokenizer.name() + "' has "
                    + tokenizer.vocabularySize() + " tokens, but the model '" + name + "' knows only "
                    + transformer.config().vocabulary() + "; it needs a model made for it");
        }
    }

    /// Returns a model of these parts, which computes on all threads of the machine.
    public static Model of(String name, Transformer transformer, Tokenizer tokenizer) {
        return new Model(name, transformer, tokenizer, Packing.NONE, null, Workers.all(), KvCache.Storage.F32);
    }

    /// Returns a model that nobody has trained: it runs like any other, and what it says means nothing.
    ///
    /// @param seed the same seed gives the same parameters
    public static Model random(Config config, long seed, Tokenizer tokenizer) {
        return of(
                "random " + config.architecture() + " " + seed,
                Transformer.of(config, new RandomWeights(seed)),
                tokenizer);
    }

    /// Opens a GGUF file and computes with its weights as they are kept.
    ///
    /// @throws ModelFileException if the file is not sound, or holds a model that is not known here
    public static Model open(Path file) throws IOException {
        return open(file, Precision.STORED);
    }

    /// Opens a GGUF file: its weights are mapped, checked for their shapes, and not read before they are used.
    ///
    /// @throws ModelFileException if the file is not sound, or holds a model that is not known here
    public static Model open(Path file, Precision precision) throws IOException {
        ModelFile opened = Gguf.open(file);
        try {
            Config config = FileConfig.of(opened);
            var weights = new FileWeights(opened.tensors(), precision);
            Transformer transformer = Transformer.of(config, weights);
            weights.checkAllUsed(config.architecture());
            return new Model(
                    file.getFileName().toString().replaceFirst("\\.gguf$", ""),
                    transformer,
                    GgufTokenizer.of(opened.metadata()),
                    new Packing(weights.multiplied(transformer)),
                    opened,
                    Workers.all(),
                    KvCache.Storage.F32);
        } catch (UncheckedIOException e) {
            opened.close();
            throw e.getCause() instanceof ModelFileException wrong ? wrong.in(file) : e.getCause();
        } catch (ModelFileException e) {
            opened.close();
            throw e.in(file);
        } catch (IllegalArgumentException e) {
            opened.close();
            throw new ModelFileException("model", -1, "parts that fit together", e.getMessage()).in(file);
        }
    }

    /// Returns this model, computing on `workers`.
    public Model with(Workers workers) {
        return new Model(name, transformer, tokenizer, packing, file, workers, storage);
    }

    /// Returns this model, its sessions keeping keys and values as `storage` says.
    public Model with(KvCache.Storage storage) {
        return new Model(name, transformer, tokenizer, packing, file, workers, storage);
    }

    /// Returns what the model's file says about itself, or nothing for a model without a file.
    public SequencedMap<String, Object> metadata() {
        return file == null ? Collections.unmodifiableSequencedMap(new LinkedHashMap<>()) : file.metadata();
    }

    /// Reads and packs all weights now, which otherwise happens with the first token.
    public void load() {
        packing.run(workers);
    }

    /// Ends the mapping of the model's file. The model and all models made of it by `with` cannot be used any more.
    @Override
    public void close() {
        if (file != null) file.close();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public int vocabularySize() {
        return config().vocabulary();
    }

    @Override
    public int contextLength() {
        return config().context();
    }

    public Config config() {
        return transformer.config();
    }

    public Transformer transformer() {
        return transformer;
    }

    @Override
    public Session session() {
        return new ModelSession(transformer, packing, Kernels.best(), workers, storage);
    }

    @Override
    public String toString() {
        return "%s (%s, %,d parameters)".formatted(name, config().architecture(), parameters());
    }

    /// Returns how many numbers were trained.
    public long parameters() {
        return transformer.weights().stream().mapToLong(Weight::size).sum();
    }
}
