package org.vitrina.transformer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.vitrina.file.Gguf;
import org.vitrina.file.GgufTokenizer;
import org.vitrina.file.ModelFile;
import org.vitrina.file.ModelFileException;
import org.vitrina.tensor.Kernels;
import org.vitrina.tensor.KvCache;
import org.vitrina.tensor.Tensor;
import org.vitrina.tensor.Workers;
import org.vitrina.tokenize.Tokenizer;

/// A model ready to run: a transformer with its parameters and its tokenizer.
///
/// A model does not change; sessions of one model may run on several threads.
public final class Model implements LanguageModel, AutoCloseable {
    private final String name;
    private final Engine engine;
    private final Tokenizer tokenizer;
    private final ModelFile file;

    private Model(String name, Engine engine, Tokenizer tokenizer, ModelFile file) {
        this.name = Objects.requireNonNull(name, "name");
        this.engine = engine;
        this.tokenizer = Objects.requireNonNull(tokenizer, "tokenizer");
        this.file = file;
        if (tokenizer.vocabularySize() > config().vocabulary()) {
            throw new IllegalArgumentException("the tokenizer '" + tokenizer.name() + "' has "
                    + tokenizer.vocabularySize() + " tokens, but the model '" + name + "' knows only "
                    + config().vocabulary() + "; it needs a model made for it");
        }
    }

    private static Engine engine(Transformer transformer, Packing packing) {
        return new Engine(transformer, packing, Workers.all(), KvCache.Storage.F32);
    }

    /// Returns a model of these parts, which computes on all threads of the machine.
    public static Model of(String name, Transformer transformer, Tokenizer tokenizer) {
        return new Model(name, engine(transformer, Packing.NONE), tokenizer, null);
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
                    engine(transformer, new Packing(weights.multiplied(transformer))),
                    GgufTokenizer.of(opened.metadata()),
                    opened);
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
        return new Model(name, engine.with(workers), tokenizer, file);
    }

    /// Returns this model, its sessions keeping keys and values as `storage` says.
    public Model with(KvCache.Storage storage) {
        return new Model(name, engine.with(storage), tokenizer, file);
    }

    /// Returns this model with the same parameters, the angles of its positions changed as `scaling`
    /// says, to read further than it was trained to. It replaces a scaling that the model has.
    ///
    /// @throws IllegalArgumentException if the model's positions are learned, not rotary
    public Model with(RopeScaling scaling) {
        return new Model(name, engine.with(scaling), tokenizer, file);
    }

    /// Returns this model with other parameters, such as rounded ones; all else stays as it is.
    ///
    /// @param weights asked for each parameter once, as by [Transformer#of]
    public Model with(String name, WeightSource weights) {
        var other = new Engine(Transformer.of(config(), weights), Packing.NONE, engine.workers(), engine.storage());
        return new Model(name, other, tokenizer, file);
    }

    /// Returns what the model's file says about itself, or nothing for a model without a file.
    public SequencedMap<String, Object> metadata() {
        return file == null ? Collections.unmodifiableSequencedMap(new LinkedHashMap<>()) : file.metadata();
    }

    /// Reads and packs all weights now, which otherwise happens with the first token.
    public void load() {
        engine.packing().run(engine.workers());
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
        return transformer().config();
    }

    public Transformer transformer() {
        return engine.transformer();
    }

    @Override
    public Session session() {
        return session(null);
    }

    /// Returns a reading that begins with no token, each activation of which `watcher` may see and replace.
    ///
    /// @param watcher null for nobody, which is as fast as [#session()]
    public Session session(Watcher watcher) {
        return new ModelSession(engine, watcher);
    }

    /// Returns a reading of `texts` texts at once that all begin with no token.
    public BatchSession batch(int texts) {
        return new BatchSession(engine, texts);
    }

    /// Returns the logits that the model would give if its residual stream ended as `stream`, shape `[1, d]`.
    float[] unembed(Tensor stream) {
        return transformer()
                .unembed(new Eager(Kernels.best(), engine.workers(), List.of()), stream)
                .toArray();
    }

    /// Returns the logits, shape `[T, V]`, of a reading that begins before block `layer`.
    ///
    /// @param stream the residual stream there, shape `[T, d]`; not changed
    float[][] from(int layer, Tensor stream, Watcher watcher) {
        var ops = new Observed<>(
                new Eager(Kernels.best(), engine.workers(), engine.caches()), watcher, config().layers());
        Tensor last = transformer().through(ops, stream, layer).copy();
        return IntStream.range(0, last.rows())
                .mapToObj(t -> unembed(last.rows(t, t + 1)))
                .toArray(float[][]::new);
    }

    /// Reads `text`, as the model reads a whole text, and keeps what is computed at `places`.
    ///
    /// @param places names as [Watcher] lists them, in which `*` stands for anything; none means all of them
    /// @throws IllegalArgumentException if the model has no such place
    public Activations activations(String text, String... places) {
        return Activations.of(this, ids(text), places);
    }

    /// Reads `ids` and keeps what is computed at `places`.
    ///
    /// @throws IllegalArgumentException if the model has no such place
    public Activations activations(int[] ids, String... places) {
        return Activations.of(this, ids, places);
    }

    /// Returns `text` as the model reads the beginning of a text: with the token for a beginning, if it knows one.
    public int[] ids(String text) {
        int[] ids = IntStream.concat(
                        tokenizer.markers().before().stream().mapToInt(Integer::intValue),
                        Arrays.stream(tokenizer.encode(text)))
                .toArray();
        if (ids.length == 0) throw new IllegalArgumentException("an empty text has no token to read");
        return ids;
    }

    @Override
    public String toString() {
        return "%s (%s, %,d parameters)".formatted(name, config().architecture(), parameters());
    }

    /// Returns how many numbers were trained.
    public long parameters() {
        return transformer().weights().stream().mapToLong(Weight::size).sum();
    }
}
