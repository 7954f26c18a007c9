package org.vitrina.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrina.Property;

@DisplayName("A file of battles")
class BattleFileTests {
    @TempDir
    private Path folder;

    private Battles read(String text) throws IOException {
        return Battles.read(Files.writeString(folder.resolve("votes.jsonl"), text));
    }

    private String refused(String text) {
        return assertThrows(BattleFileException.class, () -> read(text)).getMessage();
    }

    @Test
    @DisplayName("gives back what was written, whatever characters are in it")
    void roundTrip() {
        Property.forRandom(200, random -> {
            var battles = new ArrayList<Battle>();
            for (int i = 0; i < random.nextInt(5); i++) {
                battles.add(new Battle(
                        i % 2 == 0 ? "" : "ballot-" + i,
                        Instant.ofEpochMilli(random.nextLong(2_000_000_000_000L)),
                        text(random, 8),
                        text(random, 60),
                        "m" + text(random, 10),
                        "n" + text(random, 10),
                        text(random, 60),
                        text(random, 60),
                        Outcome.values()[random.nextInt(4)]));
            }
            try {
                Path file = folder.resolve("round.jsonl");
                Battles.of(battles).write(file);
                assertEquals(battles, Battles.read(file).asList());
                assertEquals(battles.size(), Files.readAllLines(file).size());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static String text(java.util.random.RandomGenerator random, int most) {
        var text = new StringBuilder();
        for (int i = random.nextInt(most); i > 0; i--) {
            int c = random.nextInt(10) == 0 ? random.nextInt(0x11_0000) : random.nextInt(128);
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) text.appendCodePoint(c);
        }
        return text.toString();
    }

    @Test
    @DisplayName("may be one of Chatbot Arena's, whose names it uses")
    void chatbotArena() throws IOException {
        Battles battles = read("""
            {"question_id": "58210e39", "model_a": "chatglm-6b", "model_b": "koala-13b", "winner": "model_b", "judge": "arena_user_973", "conversation_a": [{"content": "Hi", "role": "user"}], "turn": 1, "anony": true, "language": "English", "tstamp": 1682351591.1322}

            {"model_a": "vicuna-13b", "model_b": "koala-13b", "winner": "tie (bothbad)"}
            """);
        assertEquals(2, battles.size());
        Battle first = battles.get(0);
        assertEquals("koala-13b", first.right());
        assertEquals(Outcome.RIGHT, first.outcome());
        assertEquals("arena_user_973", first.judge());
        assertEquals(Instant.ofEpochMilli(1682351591132L), first.at());
        assertEquals(Outcome.BOTH_BAD, battles.get(1).outcome());
    }

    @Test
    @DisplayName("is refused at its first bad line, with the line's number and what is wrong")
    void badLines() {
        String good = "{\"model_a\":\"a\",\"model_b\":\"b\",\"winner\":\"tie\"}\n";
        assertEquals(
                "votes.jsonl, line 2: a battle is a line of JSON, but this is none: '{\"model_a\":\"a\",'",
                refused(good + "{\"model_a\":\"a\",\n" + good));
        assertEquals(
                "votes.jsonl, line 1: \"winner\" is one of model_a, model_b, tie, both_bad, but is 'me'",
                refused(good.replace("tie", "me")));
        assertEquals(
                "votes.jsonl, line 3: \"model_b\" is missing",
                refused(good + good + "{\"model_a\":\"a\",\"winner\":\"tie\"}\n"));
        assertEquals("votes.jsonl, line 1: a battle is a JSON object, but this is '[1]'", refused("[1]\n"));
        assertEquals(
                "votes.jsonl, line 1: a battle is between two models, but on both sides is 'b', which says nothing"
                        + " about it",
                refused(good.replace("\"a\"", "\"b\"")));
        assertEquals(
                "votes.jsonl, line 1: \"tstamp\" is a number of seconds since 1970, but is '1e300'",
                refused(good.replace("}", ",\"tstamp\":1e300}")));
        assertEquals(
                "votes.jsonl, line 1: a battle is a line of JSON, but this is none:"
                        + " '{\"model_a\":\"a\",\"model_b\":\"b\",\"winner\":\"t…'",
                refused(good.strip() + " {}\n"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        a number for a name     | {"model_a":1,"model_b":"b","winner":"tie"}                   | "model_a" is a text, but is '1'
        an object for a text    | {"model_a":"a","model_b":"b","winner":"tie","prompt":{}}     | "prompt" is a text, but is '{}'
        an empty name           | {"model_a":" ","model_b":"b","winner":"tie"}                 | "model_a" is a model's name of 1 to 200 characters, but is ' '
        """)
    @DisplayName("is refused with values of the wrong kind")
    void wrongKinds(String name, String line, String message) {
        assertEquals("votes.jsonl, line 1: " + message, refused(line + "\n"));
    }

    @Test
    @DisplayName("is refused where a ballot was counted twice, with both lines")
    void twice() {
        String line = "{\"id\":\"x\",\"model_a\":\"a\",\"model_b\":\"b\",\"winner\":\"tie\"}\n";
        assertEquals(
                "votes.jsonl, line 3: this ballot was counted in line 1 already: a vote must not count twice",
                refused(line + line.replace("\"x\"", "\"y\"") + line));
    }

    @Test
    @DisplayName(
            "is refused without running out of memory or stack: endless lines, deep nesting, bytes that are no text")
    void hostile() throws IOException {
        assertTrue(refused("{\"x\":\"" + "y".repeat(2_000_000)).contains("line 1: it has more than"));
        assertEquals(
                "votes.jsonl, line 1: it is nested more than 32 deep, which no battle is",
                refused("{\"x\":" + "[".repeat(100_000)));
        Path file = folder.resolve("bytes.jsonl");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 10});
        assertTrue(assertThrows(BattleFileException.class, () -> Battles.read(file))
                .getMessage()
                .contains("it is not UTF-8"));
        Property.forRandom(500, random -> {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (random.nextBoolean()) {
                bytes = "{\"model_a\":\"a\",\"model_b\":\"b\",\"winner\":\"tie\",\"tstamp\":17}"
                        .getBytes(StandardCharsets.UTF_8);
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(32, 127);
            }
            byte[] content = bytes;
            try {
                Files.write(file, content);
                Battles.read(file);
            } catch (BattleFileException expected) {
                assertTrue(expected.getMessage().startsWith("bytes.jsonl, line "), expected.getMessage());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    @DisplayName("tells how often who won")
    void table() {
        Battles battles = Battles.of(
                Battle.of("a", "b", Outcome.LEFT),
                Battle.of("b", "a", Outcome.TIE),
                Battle.of("b", "a", Outcome.BOTH_BAD),
                Battle.of("a", "b", Outcome.RIGHT),
                Battle.of("c", "a", Outcome.RIGHT));
        var table = battles.table();
        assertEquals(List.of("a", "b", "c"), table.stringColumn("model").asList());
        assertEquals(2, table.intColumn("won").get(0));
        assertEquals(2, table.intColumn("tied").get(0));
        assertEquals(1, table.intColumn("lost").get(0));
        assertEquals("60.0", table.stringColumn("share won (%)").get(0));
    }
}
