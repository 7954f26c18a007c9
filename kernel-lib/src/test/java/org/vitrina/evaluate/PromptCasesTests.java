package org.vitrina.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.Property.forRandom;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A file of cases")
class PromptCasesTests {
    private static final List<PromptCase> BOTH = List.of(
            new PromptCase("ball", "Ana has a \"ball\",\nWho?", List.of("Ana.", "Ana"), Match.PLAIN, "who"),
            new PromptCase("line 4", "Where?", List.of("garden"), Match.CONTAINS, ""));

    private static List<PromptCase> read(String name, String text) throws IOException {
        return PromptCases.read(name, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    @DisplayName("of JSON lines is read, with all that may be left out, whatever the order and the line ends")
    void jsonLines() throws IOException {
        assertEquals(BOTH, read("cases.jsonl", """
                {"id": "ball", "prompt": "Ana has a \\"ball\\",\\nWho?", "expected": ["Ana.", "Ana"], "kind": "who"}\r


                {"expected": "garden", "match": "contains", "prompt": "Where?"}
                """));
    }

    @Test
    @DisplayName("of comma-separated values is read, with quotes, line ends in cells and a mark at its beginning")
    void csv(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("cases.CSV");
        Files.writeString(
                file,
                "\uFEFFid,prompt,expected, expected ,kind,match\r\nball,\"Ana has a \"\"ball\"\",\nWho?\",Ana.,Ana,who,\r\n"
                        + ",Where?,garden,,,contains");
        assertEquals(BOTH, PromptCases.read(file));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"prompt\": \"a\", \"expected\": \"b\"} {} | cases.jsonl, line 1: ",
                "{\"prompt\": \"a\", \"expected\": \"b\", \"seed\": \"1\"} | cases.jsonl, line 1: 'seed' is not known; a case may have id, prompt, expected, match, kind",
                "{\"prompt\": \"a\", \"prompt\": \"b\"} | cases.jsonl, line 1: 'prompt' is there twice",
                "{\"prompt\": \"a\", \"expected\": 4} | cases.jsonl, line 1: a text in quotes is expected at $.expected, but there is NUMBER",
                "{\"prompt\": \"a\", \"expected\": [[\"b\"]]} | cases.jsonl, line 1: a text in quotes is expected at $.expected[0], but there is BEGIN_ARRAY",
                "{\"prompt\": \"a\" | cases.jsonl, line 1: the object is not complete",
                "{\"prompt\": \"a\"} | cases.jsonl, line 1: a case needs an id, a prompt and at least one expected answer",
                "{\"prompt\": \"a\", \"expected\": \"b\", \"match\": \"regex\"} | cases.jsonl, line 1: 'match' is exact, plain, contains or begins, but is 'regex'",
                "{\"prompt\": \"a\", \"expected\": \" \", \"match\": \"contains\"} | cases.jsonl, line 1: an empty text stands in every answer",
                "[1, 2] | cases.jsonl, line 1: "
            })
    @DisplayName("that is not as it should be is refused, with its line and what to do")
    void hostile(String text, String message) {
        var error = assertThrows(IllegalArgumentException.class, () -> read("cases.jsonl", text));
        assertTrue(error.getMessage().startsWith(message), error.getMessage());
    }

    @Test
    @DisplayName("of comma-separated values is refused where cells and columns differ, or a quote is never closed")
    void hostileCsv() {
        assertWrong("a.csv", "prompt,expected\na,b,c", "a.csv, line 2: there are 3 cells below 2 columns");
        assertWrong("a.csv", "prompt,expected\n\"a,b", "a.csv: line 2: a quote is opened and never closed");
        assertWrong("a.csv", "prompt,expected\n\"a\"x,b", "a.csv: line 2: a comma or the end of the line is expected");
        assertWrong("a.csv", "prompt,expected\na\"x,b", "a.csv: line 2: a cell that holds a quote is put in quotes");
        assertWrong("a.csv", "prompt,expected\nid,\"\n\"\nx,y,z", "a.csv, line 4: there are 3 cells");
        assertWrong("a.csv", "", "a.csv holds no case");
        assertWrong("a.txt", "x", "cases are read from .jsonl and .csv files, but this is 'a.txt'");
        assertWrong(
                "b.jsonl",
                "{\"id\":\"x\",\"prompt\":\"p\",\"expected\":\"e\"}\n".repeat(2),
                "b.jsonl, line 2: there is a case 'x' already");
    }

    @Test
    @DisplayName("is refused if it is too large, without being read to its end, or not UTF-8")
    void size() {
        var endless = new InputStream() {
            long read;

            @Override
            public int read() {
                read++;
                return 'x';
            }
        };
        var error = assertThrows(IllegalArgumentException.class, () -> PromptCases.read("big.csv", endless));
        assertEquals("big.csv is larger than 10 MB; split it into several files", error.getMessage());
        assertTrue(endless.read <= 10_000_001, "read " + endless.read);
        var latin = new ByteArrayInputStream(new byte[] {'a', (byte) 0xF1});
        assertThrows(IllegalArgumentException.class, () -> PromptCases.read("latin.csv", latin));
    }

    @Test
    @DisplayName("never ends in anything but cases or an IllegalArgumentException, whatever it holds")
    void random() {
        String alphabet = "{}[]\":,\\\n\r ab\"\",,id prompt expected";
        forRandom(3_000, random -> {
            var text = new StringBuilder(random.nextBoolean() ? "prompt,expected\n" : "");
            for (int i = random.nextInt(40); i > 0; i--)
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            try {
                read(random.nextBoolean() ? "x.csv" : "x.jsonl", text.toString());
            } catch (IllegalArgumentException _) {
                // refused, as it should be
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static void assertWrong(String name, String text, String message) {
        var error = assertThrows(IllegalArgumentException.class, () -> read(name, text));
        assertTrue(error.getMessage().startsWith(message), error.getMessage());
    }
}
