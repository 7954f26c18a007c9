package org.vitrina.tokenize;

import java.io.ByteArrayOutputStream;
import java.util.List;

/// What can be said of several tokens together.
final class Tokens {
    private Tokens() {}

    /// Returns the text that the tokens make together; their bytes as `\xE2\x80` where they make none.
    static String text(List<Token> tokens) {
        var bytes = new ByteArrayOutputStream();
        tokens.forEach(token -> bytes.writeBytes(token.bytes()));
        return Token.textOf(bytes.toByteArray());
    }
}
