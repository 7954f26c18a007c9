package org.vitrina.show;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.Property;

@DisplayName("A text in a line of a report")
class VisibleTextTests {
    @Test
    @DisplayName("keeps its spaces and letters, and shows all that would steer a terminal")
    void line() {
        assertEquals("a jarrón  🏺 ", VisibleText.line("a jarrón  🏺 "));
        assertEquals("", VisibleText.line(""));
        assertEquals("↵ →⟨U+001B⟩[2J ⟨U+202E⟩x ◌\u0301", VisibleText.line("\n \t\u001B[2J \u202Ex \u0301"));
    }

    @Test
    @DisplayName("has no control or format character, whatever it was")
    void none() {
        Property.forRandom(500, random -> {
            String text = random.ints(random.nextInt(40), 0, 0x2FFF)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            long left = VisibleText.line(text)
                    .codePoints()
                    .filter(c -> Character.getType(c) == Character.CONTROL || c == 0x202E || c == 0x2028)
                    .count();
            assertEquals(0, left);
        });
    }
}
