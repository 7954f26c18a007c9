package org.vitrina.generate;

import java.util.function.IntFunction;
import org.vitrina.tokenize.Token;
import org.vitrina.tokenize.Tokenizer;

/// Reads tokens, also the ids that have none: vocabularies are padded, and some leave gaps.
record TokenText(Tokenizer tokenizer) implements IntFunction<String> {
    @Override
    public String apply(int id) {
        byte[] bytes = bytes(id);
        return bytes.length == 0 ? "⟨" + id + "⟩" : Token.textOf(bytes);
    }

    /// Returns the bytes of a token, none for an id that has no token.
    byte[] bytes(int id) {
        if (id >= tokenizer.vocabularySize()) {
            return new byte[0];
        }
        try {
            return tokenizer.bytes(id);
        } catch (IllegalArgumentException gap) {
            return new byte[0];
        }
    }
}
