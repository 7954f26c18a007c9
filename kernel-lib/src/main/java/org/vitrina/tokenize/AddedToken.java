package org.vitrina.tokenize;

/// A token that is looked for in a text before anything else is done to it; none is learned by merging.
///
/// The flags are those of Hugging Face's
/// [AddedToken](https://huggingface.co/docs/tokenizers/api/added-tokens).
///
/// @param text       what stands for it in a text
/// @param id         its id
/// @param special    whether it steers the model, such as `<|im_start|>`: then it is read as itself only where
///     the caller allows it. One that is not special is always read as itself
/// @param word       whether it counts only where no letter, digit or `_` stands before or behind it
/// @param stripLeft  whether it swallows the white space before it
/// @param stripRight whether it swallows the white space behind it
/// @param normalized whether it is looked for in the normalized text, normalized too, rather than in the text
///     as it is
public record AddedToken(
        String text, int id, boolean special, boolean word, boolean stripLeft, boolean stripRight, boolean normalized) {

    /// Returns a special token with no other flag.
    public static AddedToken special(String text, int id) {
        return new AddedToken(text, id, true, false, false, false, false);
    }

    /// Returns a token that is always read as itself, with no other flag.
    public static AddedToken plain(String text, int id) {
        return new AddedToken(text, id, false, false, false, false, false);
    }
}
