package org.vitrina.corpus;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The corpora")
class CorpusTests {
    private static byte[] resource(String file) throws IOException {
        try (var bytes = Corpus.class.getResourceAsStream(file)) {
            return bytes.readAllBytes();
        }
    }

    @Nested
    @DisplayName("are the files that their card describes:")
    class Files {
        private final String card;

        Files() throws IOException {
            card = new String(resource("CARDS.md"), StandardCharsets.UTF_8);
        }

        /// Returns the cells of the card's row `row`: English, Spanish.
        private List<String> row(String row) {
            String line = card.lines()
                    .filter(l -> l.startsWith("| " + row + " |"))
                    .findFirst()
                    .orElseThrow();
            return Pattern.compile("\\|")
                    .splitAsStream(line)
                    .skip(2)
                    .map(String::strip)
                    .toList();
        }

        @ParameterizedTest(name = "{0}")
        @CsvSource({"english.txt, 0", "spanish.txt, 1"})
        @DisplayName("size and SHA-256 are the ones in the card")
        void hash(String file, int column) throws IOException, NoSuchAlgorithmException {
            byte[] bytes = resource(file);
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            assertEquals(row("SHA-256").get(column), "`" + hash + "`");
            assertEquals(row("bytes").get(column), "%,d".formatted(bytes.length));
        }

        @ParameterizedTest
        @ValueSource(strings = {"english.txt", "spanish.txt"})
        @DisplayName("valid UTF-8, with no byte order mark, carriage return or tab")
        void utf8(String file) throws IOException {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(resource(file)))
                    .toString();
            assertTrue(text.chars().noneMatch(c -> c == '\uFEFF' || c == '\r' || c == '\t'));
        }
    }

    static List<Corpus> corpora() {
        return Corpus.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpora")
    @DisplayName("are in NFC, with letters and ordinary punctuation only: no markup, no verse numbers")
    void clean(Corpus corpus) {
        assertTrue(Normalizer.isNormalized(corpus.text(), Normalizer.Form.NFC));
        String odd = corpus.text()
                .codePoints()
                .filter(c -> !Character.isAlphabetic(c) && " \n.,;:?!¿¡()-—'‘’“”".indexOf(c) < 0)
                .distinct()
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        assertEquals("", odd);
        assertFalse(corpus.text().contains("  "), "two spaces in a row");
        assertTrue(corpus.text().endsWith("\n") && !corpus.text().endsWith("\n\n"));
    }

    @Nested
    @DisplayName("say the same line by line:")
    class Aligned {
        private final String[] english = Corpus.english().text().split("\n", -1);
        private final String[] spanish = Corpus.spanish().text().split("\n", -1);

        @Test
        @DisplayName("26,085 verses in 998 chapters each, their chapters ending at the same lines")
        void chapters() {
            assertEquals(english.length, spanish.length);
            assertEquals(26_085, Corpus.english().lines().size());
            assertEquals(26_085, Corpus.spanish().lines().size());
            int[] ends = IntStream.range(0, english.length)
                    .filter(i -> english[i].isEmpty())
                    .toArray();
            assertEquals(998, ends.length);
            assertAll(IntStream.of(ends).mapToObj(i -> () -> assertEquals("", spanish[i], "line " + (i + 1))));
        }

        @ParameterizedTest(name = "{0} / {1}")
        @CsvSource(
                delimiter = '|',
                value = {
                    "In the beginning, God created the heavens and the earth. | EN el principio crió Dios los cielos y la tierra.",
                    "God said, “Let there be light,” and there was light. | Y dijo Dios: Sea la luz: y fué la luz.",
                    "A Psalm by David. Yahweh is my shepherd; I shall lack nothing. | JEHOVÁ es mi pastor",
                    "In the beginning was the Word | EN el principio era el Verbo",
                    "For God so loved the world, that he gave his only born Son | Porque de tal manera amó Dios al mundo",
                    "You shall not murder. | No matarás.",
                })
        @DisplayName("well-known verses are on the same line")
        void known(String inEnglish, String inSpanish) {
            long together = IntStream.range(0, english.length)
                    .filter(i -> english[i].contains(inEnglish) && spanish[i].contains(inSpanish))
                    .count();
            assertTrue(together >= 1);
        }

        @ParameterizedTest(name = "{0} / {1}: {2} % of the lines or more")
        @CsvSource({
            "Moses, Moisés, 97",
            "Joshua, Josué, 97",
            "Jerusalem, Jerusalem, 97",
            "Peter, Pedro, 97",
            "Egypt, Egipto, 97"
        })
        @DisplayName("a name stands on the same lines in both, as it would not if lines had slipped")
        void names(String inEnglish, String inSpanish, int percent) {
            Function<String[], List<Integer>> lines = text -> IntStream.range(0, text.length)
                    .filter(i -> text[i].contains(text == english ? inEnglish : inSpanish))
                    .boxed()
                    .toList();
            List<Integer> ours = lines.apply(english), theirs = lines.apply(spanish);
            long shared = ours.stream().filter(theirs::contains).count();
            double share = 100.0 * shared / Math.min(ours.size(), theirs.size());
            assertTrue(
                    share >= percent,
                    () -> "%d and %d lines, %d of them shared: %.1f %%"
                            .formatted(ours.size(), theirs.size(), shared, share));
        }
    }

    @Nested
    @DisplayName("give an excerpt")
    class Excerpts {
        private final Corpus corpus = new Corpus("Two", "en", "this test", "any", "one\ntwo\n");

        @ParameterizedTest(name = "{0} characters: {1} lines")
        @CsvSource({"4, 1", "7, 1", "8, 2", "100, 2"})
        @DisplayName("of as many whole lines as fit")
        void wholeLines(int characters, int lines) {
            assertEquals(
                    List.of("one", "two").subList(0, lines),
                    corpus.excerpt(characters).lines());
        }

        @ParameterizedTest
        @ValueSource(ints = {3, 0, -1})
        @DisplayName("or say that not even the first line fits")
        void tooShort(int characters) {
            var error = assertThrows(IllegalArgumentException.class, () -> corpus.excerpt(characters));
            assertEquals(
                    "excerpt: the first line of 'Two' has 4 characters with its line end, but at most " + characters
                            + " were asked for",
                    error.getMessage());
        }
    }
}
