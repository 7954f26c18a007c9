package org.vitrina.generate;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.vitrina.tokenize.Markers;
import org.vitrina.transformer.LanguageModel;

/// Makes a prompt into the ids that a model reads.
final class Prompts {
    private Prompts() {}

    /// Returns the tokens that the model wants before a text, and those of `prompt`.
    ///
    /// @param allowedSpecial the special tokens that are read as such where their texts stand
    /// @throws IllegalArgumentException if that is nothing at all
    static int[] ids(LanguageModel model, String prompt, Set<String> allowedSpecial) {
        Markers markers = model.tokenizer().markers();
        int[] text = model.tokenizer().encode(prompt, allowedSpecial);
        int[] before = numbers(markers.before());
        if (before.length == 0 && text.length == 0) {
            // an empty text begins somewhere, too
            before = markers.begin().stream().toArray();
        }
        int written = Math.min(before.length, text.length);
        boolean isWritten = Arrays.equals(before, 0, before.length, text, 0, written);
        int[] ids = isWritten ? text : concatenated(before, text);
        if (ids.length == 0) {
            throw new IllegalArgumentException("the prompt is empty, and " + model.name()
                    + " has no token for the beginning of a text; give it a word to go on from");
        }
        return ids;
    }

    private static int[] numbers(List<Integer> ids) {
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] concatenated(int[] one, int[] other) {
        return IntStream.concat(Arrays.stream(one), Arrays.stream(other)).toArray();
    }
}
