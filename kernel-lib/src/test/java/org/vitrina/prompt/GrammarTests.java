package org.vitrina.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrina.Property;

/// The oracles are `java.util.regex` and Gson's strict reader.
@DisplayName("A grammar")
class GrammarTests {
    private static final Gson STRICT =
            new GsonBuilder().setStrictness(Strictness.STRICT).create();

    static JsonElement json(String text) {
        return STRICT.fromJson(text, JsonElement.class);
    }

    /// Returns a regular expression by lot, in the part of the language that is known.
    static String regex(RandomGenerator random, int depth) {
        String[] atoms = {
            "a",
            "b",
            "[ab]",
            "[^a]",
            ".",
            "\\d",
            "[0-3]",
            "ñ",
            "[a-ñ]",
            "漢",
            "\\w",
            "\\s",
            "😀",
            "[^\\d\\s]",
            "x1",
            "\\.",
            "[-a]"
        };
        int kind = depth == 0 ? 0 : random.nextInt(7);
        return switch (kind) {
            case 0, 1 -> atoms[random.nextInt(atoms.length)];
            case 2, 3 -> regex(random, depth - 1) + regex(random, depth - 1);
            case 4 -> "(" + regex(random, depth - 1) + "|" + regex(random, depth - 1) + ")";
            default -> {
                String[] times = {"*", "+", "?", "{2}", "{1,3}", "{0,2}", "{2,}", "*?", "{0}"};
                yield "(?:" + regex(random, depth - 1) + ")" + times[random.nextInt(times.length)];
            }
        };
    }

    static String text(RandomGenerator random) {
        String[] pieces = {"a", "b", "1", "3", " ", "ñ", "é", "漢", "x1", "😀", ".", "\n", "_"};
        var text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) text.append(pieces[random.nextInt(pieces.length)]);
        return text.toString();
    }

    @Nested
    @DisplayName("of a regular expression")
    class Regex {
        @Test
        @DisplayName("allows what java.util.regex matches, for random expressions and texts")
        void agrees() {
            int[] matches = {0};
            Property.forRandom(400, random -> {
                String regex = regex(random, 4);
                var grammar = Grammar.regex(regex);
                var pattern = Pattern.compile(regex);
                for (int i = 0; i < 60; i++) {
                    String text = text(random);
                    boolean expected = pattern.matcher(text).matches();
                    if (expected) matches[0]++;
                    assertEquals(expected, grammar.allows(text), () -> regex + " on '" + text + "'");
                }
            });
            assertTrue(matches[0] > 1_000, "only " + matches[0] + " of the texts matched: the test tries too little");
        }

        @ParameterizedTest
        @ValueSource(strings = {".", "[^a]", "[ñ-漢]", "[\\u0780-\\u0820]", "[\\uD7F0-\\uE010]", "\\D", "[\\x00-\\x80]"})
        @DisplayName("allows the same characters as java.util.regex, of all that there are")
        void characters(String regex) {
            var grammar = Grammar.regex(regex.contains("uD7F0") ? "[\\uD7F0-\\uE010]" : regex);
            var pattern = Pattern.compile(regex);
            for (int c = 0; c <= Character.MAX_CODE_POINT; c += c < 0x11000 ? 1 : 97) {
                if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) continue;
                String text = Character.toString(c);
                assertEquals(pattern.matcher(text).matches(), grammar.allows(text), Integer.toHexString(c));
            }
        }

        @Test
        @DisplayName("knows which texts can still become one")
        void prefixes() {
            var year = Grammar.regex("(19|20)[0-9]{2}");
            assertTrue(year.canBecome("") && year.canBecome("20") && year.canBecome("1999"));
            assertFalse(year.canBecome("3") || year.canBecome("19999") || year.allows("199"));
            assertEquals(6, year.states(), "start, 1, 2, century, decade, year");
        }

        @Test
        @DisplayName("has the smallest automaton: (a|b)*abb has four states, the example of the textbooks")
        void smallest() {
            assertEquals(4, Grammar.regex("(a|b)*abb").states());
            assertEquals(1, Grammar.regex("(a*)*").states());
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '~',
                quoteCharacter = '`',
                value = {
                    "(a~character 1: this group is not closed",
                    "a)~character 2: ')' closes no group",
                    "[ab~character 1: this set of characters is not closed",
                    "(a)\\1~character 4: \\1 is not known",
                    "a(?=b)~of the groups that begin with (? only (?:x) is known",
                    "(?i)a~of the groups that begin with (? only (?:x) is known",
                    "\\bword~\\b is not known; known are \\d",
                    "\\p{L}~\\p is not known",
                    "a**~a repetition is repeated",
                    "a*+~possessive repetitions",
                    "*a~'*' has nothing before it to repeat; write \\*",
                    "a{3,2}~the least number of times, 3, is larger than the most, 2",
                    "a{1,5000}~a number of times is expected, 0 to 1000",
                    "a{x}~a number of times is expected",
                    "[z-a]~a range goes from one character to a later one",
                    "[a&&b]~sets inside of sets and && are not known",
                    "[a[b]]~sets inside of sets",
                    "a^b~'^' is known only as the expression's first",
                    "\\x4g~2 hexadecimal digits are expected",
                    "\\uD800~half a surrogate pair",
                    "[^\\d\\D]~allows no text at all",
                })
        @DisplayName("is refused with the place and a way out where it is not known")
        void refused(String regex, String message) {
            String said = assertThrows(GrammarException.class, () -> Grammar.regex(regex))
                    .getMessage();
            assertTrue(said.contains(message), said);
        }

        @Test
        @DisplayName("may begin with ^ and end with $, which say what holds anyway")
        void anchors() {
            assertTrue(Grammar.regex("^ab?$").allows("a"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "((((a{1000}){1000}){1000}){1000})",
                    "((((){1000}){1000}){1000}){1000}",
                    "(a|b)*a(a|b){40}",
                    "(.{1,900}x){1,900}"
                })
        @DisplayName("is refused before it takes much memory where it would need a huge automaton")
        void bounded(String regex) {
            String said = assertThrows(GrammarException.class, () -> Grammar.regex(regex))
                    .getMessage();
            assertTrue(said.contains("make its repetitions shorter"), said);
        }
    }

    @Nested
    @DisplayName("of JSON")
    class Json {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "[]",
                    "null",
                    "true",
                    "-0",
                    "0.5e-3",
                    "\"\"",
                    "\"a\\u00e9\\n\"",
                    "[1, 2,[3]]",
                    "{\"a\":{\"b\": [null, \"ñ\"]}, \"c\":1E9}",
                    "\"😀\""
                })
        @DisplayName("allows it")
        void allows(String text) {
            json(text);
            assertTrue(Grammar.json().allows(text));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "{",
                    "[1,]",
                    "{\"a\"}",
                    "{a:1}",
                    "01",
                    "1.",
                    ".5",
                    "+1",
                    "\"",
                    "\"\n\"",
                    "\"\\x\"",
                    "'a'",
                    "nul",
                    "True",
                    "[1 2]",
                    "NaN",
                    "{\"a\":1,}",
                    "\"\\ud800\""
                })
        @DisplayName("does not allow what is none")
        void refuses(String text) {
            assertFalse(Grammar.json().allows(text));
        }

        @Test
        @DisplayName("nests as deep as was said and no deeper")
        void depth() {
            assertTrue(Grammar.json(2).allows("[[1]]") && Grammar.json(2).allows("{\"a\":[{}]}") == false);
            assertFalse(Grammar.json(2).allows("[[[1]]]"));
            String said =
                    assertThrows(GrammarException.class, () -> Grammar.json(6)).getMessage();
            assertTrue(said.contains("0 to 5 deep"), said);
        }
    }

    @Nested
    @DisplayName("of a JSON schema")
    class Schema {
        private static final Grammar PERSON = Grammar.jsonSchema("""
                {"type": "object",
                 "properties": {
                   "name": {"type": "string", "minLength": 1, "maxLength": 20},
                   "age": {"type": "integer", "description": "in years"},
                   "city": {"enum": ["Paris", "Rome", null]},
                   "tags": {"type": "array", "items": {"type": "string", "pattern": "[a-z]+"}, "maxItems": 2}},
                 "required": ["age"]}
                """);

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"age\": 3}",
                    "{\"name\":\"Ana\", \"age\":30, \"city\": null, \"tags\": [\"a\",\"bc\"]}",
                    "{\"age\": 1, \"tags\": []}",
                    "{\"name\": \"\\\"\", \"age\": -1}"
                })
        @DisplayName("allows what it describes")
        void allows(String text) {
            json(text);
            assertTrue(PERSON.allows(text));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "{\"name\": \"Ana\"}",
                    "{\"name\": \"\", \"age\": 1}",
                    "{\"age\": 1.5}",
                    "{\"age\": 1, \"city\": \"Berlin\"}",
                    "{\"age\": 1, \"tags\": [\"a\", \"b\", \"c\"]}",
                    "{\"age\": 1, \"tags\": [\"A\"]}",
                    "{\"age\": 1, \"more\": 2}",
                    "{, \"age\": 1}",
                    "{\"age\": 1, }"
                })
        @DisplayName("does not allow anything else")
        void refuses(String text) {
            assertFalse(PERSON.allows(text));
        }

        @Test
        @DisplayName("lets any property be left out of which none is required")
        void optional() {
            var grammar = Grammar.jsonSchema(
                    "{\"type\":\"object\",\"properties\":{\"a\":{\"const\":1},\"b\":{\"const\":2},\"c\":{\"type\":\"null\"}}}");
            for (String text : List.of(
                    "{}",
                    "{\"a\":1}",
                    "{\"b\":2}",
                    "{\"c\":null}",
                    "{\"a\":1,\"c\":null}",
                    "{\"a\":1,\"b\":2,\"c\":null}")) {
                assertTrue(grammar.allows(text), text);
            }
            assertFalse(grammar.allows("{\"b\":2,\"a\":1}"), "the order is the schema's");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '~',
                quoteCharacter = '`',
                value = {
                    "[1]~at $: a schema is an object",
                    "{~the JSON schema is no JSON",
                    "{\"type\": \"int\"}~one of the types array, boolean, integer, null, number, object, string is expected",
                    "{\"type\": \"integer\", \"minimum\": 3}~at $: 'minimum' is not known here",
                    "{\"$ref\": \"#/a\"}~one of the types",
                    "{\"type\": \"array\"}~an array needs items",
                    "{\"type\": \"object\"}~an object needs properties",
                    "{\"type\": \"array\", \"items\": {\"type\": \"x\"}}~at $.items: one of the types",
                    "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"null\"}}, \"required\": [\"b\"]}~'b' is required",
                    "{\"type\": \"string\", \"pattern\": \".*\"}~must not allow quotes",
                    "{\"type\": \"string\", \"minLength\": 5, \"maxLength\": 2}~minLength, 5, is larger than maxLength, 2",
                    "{\"type\": \"string\", \"maxLength\": 1e9}~maxLength is a whole number from 0 to",
                    "{\"enum\": []}~enum is an array with at least one entry",
                })
        @DisplayName("is refused with the place in it where it is not known")
        void refused(String schema, String message) {
            String said = assertThrows(GrammarException.class, () -> Grammar.jsonSchema(schema))
                    .getMessage();
            assertTrue(said.contains(message), said);
        }
    }

    @Test
    @DisplayName("shows its automaton as a table")
    void table() {
        var table = Grammar.regex("ab*").table();
        assertEquals(2, table.rowCount());
        assertEquals("a → 1", table.stringColumn("reads").get(0));
        assertEquals("b → 1", table.stringColumn("reads").get(1));
    }

    @Test
    @DisplayName("of a choice allows just its texts, whatever marks they hold")
    void choice() {
        var grammar = Grammar.choice("a.b", "(", "");
        assertTrue(grammar.allows("a.b") && grammar.allows("(") && grammar.allows(""));
        assertFalse(grammar.allows("axb"));
        assertThrows(GrammarException.class, () -> Grammar.choice());
    }

    @Test
    @DisplayName("is a strict reader's JSON: what Gson refuses is none")
    void oracleIsStrict() {
        assertThrows(JsonParseException.class, () -> json("{a:1}"));
    }
}
