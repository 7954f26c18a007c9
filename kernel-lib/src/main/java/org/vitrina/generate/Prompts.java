package org.vitrina.generate;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.vitrina.tokenize.Markers;
import org.vitrina.transformer.LanguageModel;

/// Makes a prompt into the ids that a model reads.
final class Prompts {
    private Prompts() {}

    /// Returns the tokens that the model wants before a text, and those of `prompt`, read as plain text.
    ///
    /// @throws IllegalArgumentException if that is nothing at all
    static int[] ids(LanguageModel model, String prompt) {
        Markers markers = model.tokenizer().markers();
        int[] text = model.tokenizer().encode(prompt);
        IntStream before = markers.before().stream().mapToInt(Integer::intValue);
        if (text.length == 0 && markers.before().isEmpty()) {
            // an empty text begins somewhere, too
            before = markers.begin().stream();
        }
        int[] ids = IntStream.concat(before, Arrays.stream(text)).toArray();
        if (ids.length == 0) {
            throw new IllegalArgumentException("the prompt is empty, and " + model.name()
                    + " has no token for the beginning of a text; give it a word to go on from");
        }
        return ids;
    }
}
