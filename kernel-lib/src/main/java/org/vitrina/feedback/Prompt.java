package org.vitrina.feedback;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.vitrina.chat.ChatTemplate;
import org.vitrina.chat.Message;
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

    /// Returns a prompt that the model reads as it is written, with what its tokenizer puts before a text.
    public static Prompt of(Tokenizer tokenizer, String text, Predicate<String> right) {
        int[] ids = IntStream.concat(
                        tokenizer.markers().before().stream().mapToInt(Integer::intValue),
                        Arrays.stream(tokenizer.encode(text)))
                .toArray();
        return new Prompt(text, ids, right, "");
    }

    /// Returns a prompt that the model reads in the form of its chat template, up to where it is to answer.
    ///
    /// @param messages the last of them is what is shown
    public static Prompt of(
            ChatTemplate template, Tokenizer tokenizer, List<Message> messages, Predicate<String> right) {
        int[] ids = template.with(tokenizer).encode(messages, true, tokenizer).ids();
        return new Prompt(messages.getLast().content(), ids, right, "");
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
