package org.vitrina.tokenize;

import java.util.List;
import java.util.Objects;

/// How a tokenizer is trained.
///
/// @param name          what it is called in tables and charts
/// @param normalization what is done to every text first
/// @param split         how a text is cut into pieces
/// @param specialTokens texts that stand for themselves, such as `<|end|>`; they get the ids after all
///     others
/// @param minimumCount  how often a pair must occur to be merged; training ends early when none does
public record BpeOptions(
        String name, Normalization normalization, SplitPattern split, List<String> specialTokens, long minimumCount) {

    /// No normalization, GPT-2's split pattern, no special tokens, pairs that occur at least twice.
    public static final BpeOptions DEFAULT =
            new BpeOptions("our own", Normalization.NONE, SplitPattern.GPT2, List.of(), 2);

    /// @throws IllegalArgumentException if a special token is empty or given twice, or `minimumCount` is
    ///     below 1
    public BpeOptions {
        Objects.requireNonNull(name, "a tokenizer needs a name");
        Objects.requireNonNull(normalization, "for no normalization give Normalization.NONE");
        Objects.requireNonNull(split, "for no splitting give SplitPattern.NONE");
        specialTokens = List.copyOf(specialTokens);
        for (int i = 0; i < specialTokens.size(); i++) {
            String token = specialTokens.get(i);
            if (token.isEmpty()) {
                throw new IllegalArgumentException(
                        "special token " + i + " is empty; it needs a text, such as <|end|>");
            }
            if (!RankVocabulary.isWellFormed(token)) {
                throw new IllegalArgumentException(
                        "special token " + i + " holds a surrogate without its partner, which is no character");
            }
            if (specialTokens.indexOf(token) != i) {
                throw new IllegalArgumentException("the special token '" + token + "' is given twice");
            }
        }
        if (minimumCount < 1) {
            throw new IllegalArgumentException(
                    "minimumCount must be at least 1, but is " + minimumCount + "; 2 is usual");
        }
    }

    public BpeOptions withName(String name) {
        return new BpeOptions(name, normalization, split, specialTokens, minimumCount);
    }

    public BpeOptions withNormalization(Normalization normalization) {
        return new BpeOptions(name, normalization, split, specialTokens, minimumCount);
    }

    public BpeOptions withNormalization(NormalizationRule... rules) {
        return withNormalization(Normalization.of(rules));
    }

    public BpeOptions withSplit(SplitPattern split) {
        return new BpeOptions(name, normalization, split, specialTokens, minimumCount);
    }

    public BpeOptions withSpecialTokens(String... specialTokens) {
        return new BpeOptions(name, normalization, split, List.of(specialTokens), minimumCount);
    }

    public BpeOptions withMinimumCount(long minimumCount) {
        return new BpeOptions(name, normalization, split, specialTokens, minimumCount);
    }
}
