package org.vitrina.arena;

import java.util.Objects;
import java.util.function.ToDoubleFunction;

/// What models are asked in a contest, with the truth about it where that is known.
///
/// @param kind      what sort of task this is; may be empty
/// @param text      what is asked, or the beginning of a text
/// @param form      how a model reads it
/// @param maxTokens how long an answer may be
/// @param score     says how good an answer is, from 0 up; not a number where nobody knows
public record Challenge(String kind, String text, Form form, int maxTokens, ToDoubleFunction<String> score) {
    /// How a model reads a challenge.
    public enum Form {
        /// As what a person says in a conversation; a model without a chat template reads a line and
        /// answers with one.
        QUESTION,
        /// As a text that the model goes on with.
        BEGINNING
    }

    public Challenge {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(form, "form");
        Objects.requireNonNull(score, "score");
        if (text.isBlank() || maxTokens < 1) {
            throw new IllegalArgumentException(
                    "a challenge has a text, and room for at least 1 token of an answer, but got '" + text + "' and "
                            + maxTokens);
        }
    }

    /// Returns a question about whose answer no truth is known.
    public static Challenge open(String text, int maxTokens) {
        return new Challenge("", text, Form.QUESTION, maxTokens, _ -> Double.NaN);
    }
}
