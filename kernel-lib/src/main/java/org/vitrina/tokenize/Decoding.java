package org.vitrina.tokenize;

/// How tokens become text again.
///
/// @param tokens           the bytes that each token stands for in a text
/// @param stripsFirstSpace whether a text begins without the space that was put before it
record Decoding(Vocabulary tokens, boolean stripsFirstSpace) {
    /// Returns the decoding of tokens that stand for the bytes they are found by.
    static Decoding of(Vocabulary tokens) {
        return new Decoding(tokens, false);
    }

    /// Returns the whole text of tokens that together are `text`.
    String whole(String text) {
        return stripsFirstSpace && text.startsWith(" ") ? text.substring(1) : text;
    }
}
