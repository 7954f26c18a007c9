package org.vitrina.generate;

import org.vitrina.transformer.LanguageModel;

/// Makes a prompt into the ids that a model reads.
final class Prompts {
    private Prompts() {}

    /// @throws IllegalArgumentException if there is nothing to read, or more than the model can hold
    static int[] ids(LanguageModel model, String prompt) {
        int[] ids = model.tokenizer().encode(prompt);
        if (ids.length == 0) {
            throw new IllegalArgumentException(
                    "the prompt is empty; " + model.name() + " needs at least one token to go on from");
        }
        return ids;
    }
}
