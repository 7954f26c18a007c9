package org.vitrina.evaluate;

import java.util.List;
import org.vitrina.generate.Generator;
import org.vitrina.generate.Sampling;
import org.vitrina.transformer.LanguageModel;
import org.vitrina.transformer.Model;

/// Assertions about a model of this library: what it answers, and that it computes as a language model should.
/// Asked once, it gives its likeliest answer.
public final class ModelAssert extends AnswererAssert {
    private final LanguageModel model;

    ModelAssert(LanguageModel model) {
        super(Answerer.of(model));
        this.model = model;
    }

    /// Begins to ask one prompt several times, with answers that are drawn as `sampling` says.
    public Asked asked(String prompt, Sampling sampling) {
        return new Asked(Answerer.of(Generator.of(model).sampling(sampling)), prompt, 1, sampling.seed());
    }

    /// Expects that the likeliest text after `prompt` begins with `text`, whatever chat template there is.
    public ModelAssert continues(String prompt, String text) {
        int tokens = model.tokenizer().encode(text).length + 8;
        String said = Generator.of(model)
                .sampling(Sampling.greedy())
                .maxTokens(tokens)
                .alternatives(0)
                .text(prompt);
        if (!said.startsWith(text)) {
            throw new AssertionError(model.name() + " goes on after '" + prompt + "' with '" + said
                    + "', but was expected to begin with '" + text + "'");
        }
        return this;
    }

    /// Begins a comparison with a model that has the same tokens: the model before it was quantized or tuned.
    public AgreementAssert agreesWith(LanguageModel other) {
        return new AgreementAssert(model, other);
    }

    /// Expects that later tokens do not change what was said about earlier ones.
    public ModelAssert isCausal(String text) {
        return within(ModelProperties.causality(model, text));
    }

    /// Expects that reading token by token, over a cache of keys and values, gives the logits of reading all at
    /// once.
    public ModelAssert readsTheSameInPieces(String text) {
        return within(ModelProperties.cache(model, text));
    }

    /// Expects that going back and reading again gives the logits of reading for the first time.
    public ModelAssert forgetsWhatIsTakenBack(String text, String other) {
        return within(ModelProperties.rewind(model, text, other));
    }

    /// Expects that a text's logits do not depend on the texts that are read beside it.
    ///
    /// @throws IllegalArgumentException if the model does not read several texts at once
    public ModelAssert isBatchInvariant(String... texts) {
        if (!(model instanceof Model batches)) {
            throw new IllegalArgumentException(model.name() + " does not read several texts at once");
        }
        return within(ModelProperties.batch(batches, List.of(texts)));
    }

    /// Expects that texts come back whole from the tokenizer: `decode(encode(s)) = s`.
    public ModelAssert keepsTexts(String... texts) {
        for (String text : texts) {
            String back = model.tokenizer().decode(model.tokenizer().encode(text));
            if (!back.equals(text)) {
                throw new AssertionError("the tokenizer of " + model.name() + " makes '" + back + "' of '" + text
                        + "'; its normalization may do so, or bytes have no token");
            }
        }
        return this;
    }

    /// Expects what was recorded: ids and texts exactly, logits within a tolerance.
    public ModelAssert matches(Golden golden) {
        List<String> differences = golden.differences(model);
        if (!differences.isEmpty()) {
            throw new AssertionError(
                    model.name() + " is not as it was recorded:\n  " + String.join("\n  ", differences));
        }
        return this;
    }

    private ModelAssert within(Deviation deviation) {
        if (!deviation.isRounding()) {
            throw new AssertionError(model.name() + ": " + deviation);
        }
        return this;
    }
}
