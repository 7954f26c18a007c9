package org.vitrina.tokenize;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.vitrina.show.VisibleText;

/// A token: its id and the bytes it stands for.
public record Token(int id, byte[] bytes) {
    /// Returns the token's text; bytes that are no whole character in UTF-8 stand there as `\xE2\x80`.
    public String text() {
        return textOf(bytes);
    }

    /// Returns `bytes` read as UTF-8; those that are no whole character stand there as `\xE2\x80`.
    public static String textOf(byte[] bytes) {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var in = ByteBuffer.wrap(bytes);
        // no more characters than bytes, so there is no overflow
        var chars = CharBuffer.allocate(bytes.length);
        var text = new StringBuilder();
        CoderResult result = decoder.decode(in, chars, true);
        while (result.isError()) {
            text.append(chars.flip());
            chars.clear();
            var broken = new byte[result.length()];
            in.get(broken);
            text.append(VisibleText.ofBytes(broken));
            result = decoder.decode(in, chars, true);
        }
        return text.append(chars.flip()).toString();
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
