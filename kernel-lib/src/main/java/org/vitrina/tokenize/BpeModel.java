package org.vitrina.tokenize;

/// What turns a piece into tokens.
///
/// @param vocabulary  the tokens by the bytes that are looked for
/// @param symbols     what merging begins with
/// @param merges      what is merged
/// @param wholePieces whether a piece that is a token as a whole is that token, though merging may not reach it
/// @param end         1 more than the highest id; what the vocabulary holds from there on is for merging only
record BpeModel(Vocabulary vocabulary, Symbols symbols, Merges merges, boolean wholePieces, int end) {
    /// Returns the model whose tokens are made of bytes and numbered in the order of their merges.
    static BpeModel ranked(Vocabulary vocabulary, PairTable pairs) {
        return new BpeModel(vocabulary, Symbols.bytes(vocabulary), Merges.byId(pairs), true, vocabulary.end());
    }
}
