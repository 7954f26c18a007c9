package org.vitrina.tokenize;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.vitrina.show.VisibleText;

/// A token: its id and the bytes it stands for.
public record Token(int id, byte[] bytes) {
    /// Returns the token's text, or its bytes as `\xE2\x80` where they are not whole characters in UTF-8.
    public String text() {
        return textOf(bytes);
    }

    /// Returns `bytes` as text where they are valid UTF-8, otherwise as `\xE2\x80`.
    public static String textOf(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notWholeCharacters) {
            return VisibleText.ofBytes(bytes);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Token(int otherId, byte[] otherBytes)
                && id == otherId
                && Arrays.equals(bytes, otherBytes);
    }

    @Override
    public int hashCode() {
        return 31 * id + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return id + " '" + text() + "'";
    }
}
