package org.vitrina.feedback;

import java.util.Objects;
import java.util.function.Predicate;
import org.vitrina.tokenize.Tokenizer;

/// What a model is asked, with the truth about it where that is known.
///
/// @param text  the question as it is shown
/// @param ids   the tokens that the model reads: with what a chat template puts around the question
/// @param right says whether a text answers the question rightly
/// @param kind  what sort of question this is, for reports; may be empty
public record Prompt(String text, int[] ids, Predicate<String> right, String kind) {
    public Prompt {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(right, "right");
        Objects.requireNonNull(kind, "kind");
        if (ids.length == 0) {
            throw new IllegalArgumentException(
                    "a prompt needs at least one token to read, but '" + text + "' has none");
        }
        ids = ids.clone();
    }

    /// Returns a prompt that the model reads as it is written.
    public static Prompt of(Tokenizer tokenizer, String text, Predicate<String> right) {
        return new Prompt(text, tokenizer.encode(text), right, "");
    }

    /// Returns a prompt about which no truth is known: no answer is right.
    public static Prompt of(Tokenizer tokenizer, String text) {
        return of(tokenizer, text, _ -> false);
    }

    /// Returns this prompt as one of a sort.
    public Prompt ofKind(String kind) {
        return new Prompt(text, ids, right, kind);
    }

    /// Returns whether `answer` is right.
    public boolean isRight(String answer) {
        return right.test(answer);
    }

    @Override
    public String toString() {
        return text;
    }
}
