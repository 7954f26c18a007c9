package org.vitrina.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.Property.forRandom;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.kernel.CodeScan.Bracket;

@DisplayName("A look over source code")
class CodeScanTests {
    @Test
    @DisplayName("blanks comments and what is in quotes, and nothing else")
    void blanks() {
        assertEquals("a(\"  \"); ", CodeScan.of("a(\"{(\"); // }").code().substring(0, 9));
        assertEquals("x     y", CodeScan.of("x/*{*/y").code().substring(0, 7));
        assertEquals("\"   \"", CodeScan.of("\"\\\"{\"").code());
    }

    @Test
    @DisplayName("finds the brackets that are open, and the first that closes nothing")
    void brackets() {
        assertEquals(
                List.of(new Bracket('{', 1), new Bracket('(', 3)),
                CodeScan.of("f{g(").open());
        assertEquals(new Bracket(')', 1), CodeScan.of("{)").wrong().orElseThrow());
        assertTrue(CodeScan.of("f(a[\")\"], ')') { }").open().isEmpty());
    }

    @Test
    @DisplayName("knows which lines begin inside brackets, text blocks or comments")
    void inside() {
        assertEquals(List.of(false, true, false), CodeScan.of("f(\n1);\nx").inside());
        assertEquals(
                List.of(false, true, true), CodeScan.of("\"\"\"\na\n\"\"\"").inside());
    }

    @Test
    @DisplayName("ends for any text, and keeps its length and its lines")
    void anything() {
        String letters = "\"'\\/*%{}()[]\n a\uD83D";
        forRandom(2_000, random -> {
            String text = random.ints(random.nextInt(30), 0, letters.length())
                    .mapToObj(i -> letters.substring(i, i + 1))
                    .reduce("", String::concat);
            CodeScan scan = CodeScan.of(text);
            assertEquals(text.length(), scan.code().length(), text);
            assertEquals(
                    text.chars().filter(c -> c == '\n').count() + 1,
                    scan.inside().size(),
                    text);
        });
    }
}
