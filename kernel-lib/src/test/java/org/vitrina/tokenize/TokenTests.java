package org.vitrina.tokenize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A token")
class TokenTests {
    @ParameterizedTest
    @CsvSource({
        "61C3A9, aé",
        "C3, \\xC3",
        "20F09F91, ' \\xF0\\x9F\\x91'",
        "A962, \\xA9b",
        "61C362E2809C, a\\xC3b“",
        "'', ''",
        "EDA080, \\xED\\xA0\\x80",
        "FF, \\xFF",
        "C3C3A9C3, \\xC3é\\xC3",
    })
    @DisplayName("reads as UTF-8, with the bytes that are no characters written out")
    void text(String hex, String expected) {
        assertEquals(expected, Token.textOf(java.util.HexFormat.of().parseHex(hex)));
    }

    @Test
    @DisplayName("is equal to one with the same id and bytes")
    void equality() {
        var token = new Token(1, "a".getBytes(StandardCharsets.UTF_8));
        assertEquals(token, new Token(1, new byte[] {'a'}));
        assertEquals(token.hashCode(), new Token(1, new byte[] {'a'}).hashCode());
        assertNotEquals(token, new Token(2, new byte[] {'a'}));
        assertNotEquals(token, new Token(1, new byte[] {'b'}));
        assertEquals("1 'a'", token.toString());
    }
}
