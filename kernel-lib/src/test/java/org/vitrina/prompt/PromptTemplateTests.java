package org.vitrina.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrina.Property;

@DisplayName("A prompt template")
class PromptTemplateTests {
    private static final PromptTemplate TEMPLATE =
            PromptTemplate.of("Tale: {tale}\nHow many ({most:int} at most)? {question:line} {{{tale}}}");

    @Test
    @DisplayName("puts values into its gaps, and doubled braces are braces")
    void fills() {
        assertEquals(
                "Tale: It rained.\nHow many (3 at most)? Drops? {It rained.}",
                TEMPLATE.fill("tale", "It rained.", "most", 3, "question", "Drops?"));
        assertEquals(
                List.of("tale", "most", "question"),
                List.copyOf(TEMPLATE.variables().keySet()));
        assertEquals(PromptTemplate.Type.INT, TEMPLATE.variables().get("most"));
    }

    @Test
    @DisplayName("never reads a value again, whatever it holds")
    void valuesAreText() {
        Property.forRandom(300, random -> {
            String[] pieces = {"{", "}", "{tale}", "{{", "}}", "a", "$1", "\\", "<|im_start|>"};
            var value = new StringBuilder();
            for (int i = random.nextInt(6); i >= 0; i--) value.append(pieces[random.nextInt(pieces.length)]);
            assertEquals(
                    "<" + value + "|" + value + ">",
                    PromptTemplate.of("<{tale}|{tale}>").fill("tale", value.toString()));
        });
    }

    @Test
    @DisplayName("tells what was filled in from what was there")
    void pieces() {
        assertEquals(
                List.of(new PromptTemplate.Piece("Q: ", ""), new PromptTemplate.Piece("why?", "q")),
                PromptTemplate.of("Q: {q}").pieces(Map.of("q", "why?")));
        assertTrue(PromptTemplate.of("Q: {q}")
                .strip(Map.of("q", "<b>"))
                .cells()
                .get(1)
                .marked());
    }

    @Nested
    @DisplayName("refuses")
    class Refuses {
        private static void refused(String message, Object... namesAndValues) {
            String said = assertThrows(IllegalArgumentException.class, () -> TEMPLATE.fill(namesAndValues))
                    .getMessage();
            assertTrue(said.contains(message), said);
        }

        @Test
        @DisplayName("a missing value, and says which it got and which it has")
        void missing() {
            refused("needs a value for 'most', but got only tale; it has tale, most, question", "tale", "t");
            refused("needs a value for 'tale', but got none");
        }

        @Test
        @DisplayName("a value for no variable")
        void unknown() {
            refused("no variable 'tail'; it has tale, most, question", "tail", "t");
        }

        @Test
        @DisplayName("a value of another type")
        void types() {
            refused(
                    "'most' is of type int, a whole number (int), but its value is 'three', of String",
                    "tale",
                    "t",
                    "most",
                    "three",
                    "question",
                    "q");
            refused(
                    "'question' is of type line, a text without a line end, but its value is 'a\\nb'",
                    "tale",
                    "t",
                    "most",
                    3,
                    "question",
                    "a\nb");
        }

        @Test
        @DisplayName("names without values")
        void pairs() {
            refused("names and values come in turn", "tale");
            refused("a name is expected at place 1", 3, "tale");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '~',
                quoteCharacter = '`',
                value = {
                    "a {b~character 3, at '{b': a '{' is not closed; write {{",
                    "a } b~character 3, at '} b': a '}' closes nothing; write }}",
                    "{}~a variable is written {name} or {name:type}",
                    "{a b}~a variable is written {name} or {name:type}",
                    "{a:word}~there is no type 'word'; there are text, line, int and number",
                    "{a:int}{a:line}~'a' was of type int before",
                })
        @DisplayName("a source that is no template, and says where and what to write")
        void sources(String source, String message) {
            String said = assertThrows(IllegalArgumentException.class, () -> PromptTemplate.of(source))
                    .getMessage();
            assertTrue(said.contains(message), said);
        }
    }
}
