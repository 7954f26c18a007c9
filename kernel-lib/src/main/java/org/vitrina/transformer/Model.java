package org.vitrina.transformer;

import java.util.Objects;
import org.vitrina.tensor.Kernels;
import org.vitrina.tensor.Workers;
import org.vitrina.tokenize.Tokenizer;

/// A model ready to run: a transformer with its parameters and its tokenizer.
///
/// A model does not change; sessions of one model may run on several threads.
public final class Model implements LanguageModel {
    private final String name;
    private final Transformer transformer;
    private final Tokenizer tokenizer;
    private final Workers workers;

    private Model(String name, Transformer transformer, Tokenizer tokenizer, Workers workers) {
        this.name = Objects.requireNonNull(name, "name");
        this.transformer = Objects.requireNonNull(transformer, "transformer");
        this.tokenizer = Objects.requireNonNull(tokenizer, "tokenizer");
        this.workers = Objects.requireNonNull(workers, "workers");
        if (tokenizer.vocabularySize() > transformer.config().vocabulary()) {
            throw new IllegalArgumentException("the tokenizer '" + tokenizer.name() + "' has "
                    + tokenizer.vocabularySize() + " tokens, but the model '" + name + "' knows only "
                    + transformer.config().vocabulary() + "; it needs a model made for it");
        }
    }

    /// Returns a model of these parts, which computes on all threads of the machine.
    public static Model of(String name, Transformer transformer, Tokenizer tokenizer) {
        return new Model(name, transformer, tokenizer, Workers.all());
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

    /// Returns this model, computing on `workers`.
    public Model with(Workers workers) {
        return new Model(name, transformer, tokenizer, workers);
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
        return new ModelSession(transformer, Kernels.best(), workers);
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
