package org.vitrina.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("vitrina sweep")
class SweepCommandTests {
    @TempDir
    private Path folder;

    private Path text;
    private CapturedTerminal terminal;

    @BeforeEach
    void write() throws IOException {
        text = folder.resolve("text.txt");
        Files.writeString(text, "the cat sat on the mat. ".repeat(10));
        terminal = CapturedTerminal.redirected();
    }

    private int run(String... more) {
        var call = new ArrayList<>(
                List.of("sweep", "--model", GenerateCommandTests.MODEL.toString(), "--text", text.toString()));
        call.addAll(List.of(more));
        return terminal.run(call.toArray(String[]::new));
    }

    @Test
    @DisplayName("shows a row for each width, group, kind and format")
    void table() {
        assertEquals(0, run("--bits", "4,6-8", "--groups", "16,row", "--formats", "Q8_0,F16"), terminal::err);
        List<String> names =
                terminal.out().lines().skip(2).map(line -> line.split(" ")[0]).toList();
        assertEquals(
                List.of("as", "INT4_SYM_G16", "INT6_SYM_G16", "INT7_SYM_G16", "INT8_SYM_G16", "INT4_ASYM_G16"),
                names.subList(0, 6));
        assertEquals(List.of("INT8_ASYM_ROW", "Q8_0", "F16"), names.subList(16, 19));
        assertEquals(19, names.size());
    }

    @Test
    @DisplayName("writes table, charts and page, and goes on where it was: the same files, byte by byte")
    void resume() throws IOException {
        Path out = folder.resolve("new/out");
        String[] call = {"--bits", "2,4", "--groups", "16", "--formats", "none", "--out", out.toString()};
        assertEquals(0, run(call), terminal::err);
        byte[] csv = Files.readAllBytes(out.resolve("sweep.csv"));
        byte[] png = Files.readAllBytes(out.resolve("sweep-perplexity.png"));
        assertTrue(Files.readString(out.resolve("sweep.html")).contains("INT2_ASYM_G16"));

        // as if it had been stopped after two rows
        Path state = out.resolve("sweep.jsonl");
        List<String> lines = Files.readAllLines(state);
        assertEquals(6, lines.size());
        Files.write(state, lines.subList(0, 3));
        Files.delete(out.resolve("sweep.csv"));
        terminal = CapturedTerminal.redirected();
        assertEquals(2, run(call));
        assertTrue(terminal.err().contains("has the results of a sweep; --resume goes on with it"), terminal.err());

        var again = new ArrayList<>(List.of(call));
        again.add("--resume");
        assertEquals(0, run(again.toArray(String[]::new)), terminal::err);
        assertArrayEquals(csv, Files.readAllBytes(out.resolve("sweep.csv")));
        assertArrayEquals(png, Files.readAllBytes(out.resolve("sweep-perplexity.png")));
    }

    @Test
    @DisplayName("measures speed apart, and writes JSON")
    void json() {
        assertEquals(
                0, run("--bits", "none", "--formats", "F16", "--speed", "--json", "--threads", "1"), terminal::err);
        JsonObject report = JsonParser.parseString(terminal.out()).getAsJsonObject();
        assertEquals(2, report.getAsJsonArray("rows").size());
        JsonObject speed = report.getAsJsonArray("speeds").get(0).getAsJsonObject();
        assertEquals("F16", speed.get("format").getAsString());
        assertTrue(speed.get("decode").getAsDouble() > 0);
    }

    @Test
    @DisplayName("says what is wrong with a call")
    void wrong() {
        record Call(String expected, String... options) {}
        for (Call call : List.of(
                new Call("--bits go from 1 to 16, the smaller first, but are '0-4'", "--bits", "0-4"),
                new Call("--bits go from 1 to 16, the smaller first, but are '8-4'", "--bits", "8-4"),
                new Call("--bits is a list such as 1-16 or 2,4,8, but is 'four'", "--bits", "four"),
                new Call("--groups are numbers of weights, row or tensor, but one is 'x'", "--groups", "x"),
                new Call("a group has at least 1 weight", "--groups", "0"),
                new Call("there is no number format 'Q9'", "--formats", "Q9"),
                new Call("there is no evaluation 'none such'", "--by", "none such"),
                new Call("a window has 2 to 64 tokens", "--context", "65"),
                new Call("--tokens is at least 2, but is 1", "--tokens", "1"),
                new Call("--threads is at least 1, but is 0", "--threads", "0"),
                new Call("--resume needs --out DIR", "--resume"))) {
            terminal = CapturedTerminal.redirected();
            assertEquals(2, run(call.options()), call.expected());
            assertTrue(terminal.err().contains(call.expected()), terminal.err());
        }
    }
}
