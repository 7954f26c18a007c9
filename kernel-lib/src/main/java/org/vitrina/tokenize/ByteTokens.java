package org.vitrina.tokenize;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/// The tokens `<0x00>` to `<0xFF>` by which vocabularies of characters write the bytes of those that they lack.
final class ByteTokens {
    private ByteTokens() {}

    /// Returns the byte that a token of this text stands for, or -1.
    static int byteOf(String text) {
        return text.length() == 6
                        && text.startsWith("<0x")
                        && text.endsWith(">")
                        && isDigit(text.charAt(3))
                        && isDigit(text.charAt(4))
                ? HexFormat.fromHexDigits(text, 3, 5)
                : -1;
    }

    /// Vocabularies write upper-case digits; others are texts.
    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'F';
    }

    /// Returns the id of the token of each byte, or [Vocabulary#NONE] where it is not there.
    ///
    /// @param ids the ids of all tokens by their texts
    static int[] ids(Map<String, Integer> ids) {
        var ofByte = new int[256];
        Arrays.setAll(ofByte, b -> ids.getOrDefault("<0x%02X>".formatted(b), Vocabulary.NONE));
        return ofByte;
    }
}
