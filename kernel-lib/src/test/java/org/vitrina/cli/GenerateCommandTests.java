package org.vitrina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrina.transformer.Model;

/// On a model of random numbers that PyTorch made; what it says means nothing, but it is the same each
/// time.
@DisplayName("vitrina generate")
class GenerateCommandTests {
    static final Path MODEL = Path.of("src", "test", "resources", "org", "vitrina", "transformer", "llama.gguf");

    @TempDir
    private Path folder;

    private final CapturedTerminal terminal = CapturedTerminal.redirected();

    private static List<String> call(String... more) {
        var call = new ArrayList<>(List.of("generate", "--model", MODEL.toString()));
        call.addAll(List.of(more));
        return call;
    }

    private int run(String... more) {
        return terminal.run(call(more).toArray(String[]::new));
    }

    private static JsonObject json(String... more) {
        var captured = CapturedTerminal.redirected();
        var call = call(more);
        call.add("--json");
        assertEquals(0, captured.run(call.toArray(String[]::new)), captured::err);
        return JsonParser.parseString(captured.out()).getAsJsonObject();
    }

    @Test
    @DisplayName("writes the text, and nothing else, to standard output")
    void text() {
        assertEquals(0, run("--prompt", "abc", "--seed", "3", "--max-tokens", "8"));
        String text = json("--prompt", "abc", "--seed", "3", "--max-tokens", "8")
                .get("text")
                .getAsString();
        assertEquals(SafeText.of(text) + "\n", terminal.out());
        assertTrue(
                terminal.err()
                        .matches(
                                "(?s)8 tokens; it has as many tokens as were asked for; read 3 tokens at .*; seed 3\n"),
                terminal.err());
    }

    @Test
    @DisplayName("gives the same text for the same seed, on any number of threads, and another for another")
    void seeds() {
        JsonObject one = json("--prompt", "abc", "--seed", "3", "--threads", "1");
        JsonObject two = json("--prompt", "abc", "--seed", "3", "--threads", "2");
        assertEquals(one.get("tokens"), two.get("tokens"));
        assertFalse(
                one.get("tokens").equals(json("--prompt", "abc", "--seed", "4").get("tokens")));
    }

    @Test
    @DisplayName("without a seed tells the one that it took")
    void tellsSeed() {
        JsonObject first = json("--prompt", "abc");
        JsonObject again = json("--prompt", "abc", "--seed", first.get("seed").getAsString());
        assertEquals(first.get("text"), again.get("text"));
    }

    @Test
    @DisplayName("in JSON gives each token the log-probability that the model gives it")
    void logProbabilities() throws IOException {
        JsonObject report = json("--prompt", "abc", "--seed", "5", "--max-tokens", "6", "--top-k", "20");
        JsonArray tokens = report.getAsJsonArray("tokens");
        assertEquals(6, tokens.size());
        try (Model model = Model.open(MODEL)) {
            var session = model.session();
            float[] logits = session.next(model.tokenizer().encode("abc"));
            for (var element : tokens) {
                JsonObject token = element.getAsJsonObject();
                int id = token.get("id").getAsInt();
                double sum = 0;
                for (float logit : logits) sum += Math.exp(logit);
                assertEquals(
                        logits[id] - Math.log(sum), token.get("logProbability").getAsDouble(), 1e-5);
                assertTrue(token.get("rank").getAsInt() <= 20);
                assertEquals(5, token.getAsJsonArray("alternatives").size());
                logits = session.next(id);
            }
        }
    }

    @Test
    @DisplayName("takes every setting of the chain, in llama.cpp's order")
    void settings() {
        JsonObject report = json(
                "--prompt abc --temperature 0.7 --top-k 50 --top-p 0.9 --min-p 0.01 --typical 0.99 --repetition-penalty 1.1"
                        .concat(" --frequency-penalty 0.2 --presence-penalty 0.1 --penalty-window 16")
                        .concat(" --logit-bias 5=-Infinity --logit-bias 6=1.5 --max-tokens 2")
                        .split(" "));
        assertEquals(
                "[\"logit bias {5=-Infinity, 6=1.5}\",\"repetition penalty 1.1, frequency penalty 0.2, presence penalty 0.1\",\"top-k 50\","
                        + "\"typical 0.99\",\"top-p 0.9\",\"min-p 0.01\",\"temperature 0.7\"]",
                report.get("sampling").toString());
        assertEquals(
                "[\"temperature 0.8\",\"top-p 0.95\"]",
                json("--prompt", "abc", "--max-tokens", "1", "--temperature-first")
                        .get("sampling")
                        .toString());
        assertEquals(
                "[\"temperature 0\"]",
                json("--prompt", "abc", "--max-tokens", "1", "--greedy", "--top-p", "1")
                        .get("sampling")
                        .toString());
        assertEquals(
                "[\"temperature 0.8\",\"Mirostat tau 4, eta 0.2\"]",
                json("--prompt", "abc", "--max-tokens", "1", "--mirostat", "4", "--mirostat-eta", "0.2")
                        .get("sampling")
                        .toString());
    }

    @Test
    @DisplayName("with --json --stream writes a line for each token before the whole")
    void jsonLines() {
        assertEquals(0, run("--prompt", "abc", "--seed", "3", "--max-tokens", "4", "--json", "--stream"));
        List<String> lines = terminal.out().lines().toList();
        assertEquals(5, lines.size());
        JsonArray tokens =
                JsonParser.parseString(lines.getLast()).getAsJsonObject().getAsJsonArray("tokens");
        for (int i = 0; i < 4; i++)
            assertEquals(
                    tokens.get(i),
                    JsonParser.parseString(lines.get(i)).getAsJsonObject().get("token"));
    }

    @Test
    @DisplayName("with --show-probabilities writes a line for each token, then the text")
    void probabilities() {
        assertEquals(0, run("--prompt", "abc", "--seed", "3", "--max-tokens", "4", "--show-probabilities"));
        String streamed = terminal.out();
        List<String> lines = streamed.lines().toList();
        for (int i = 0; i < 4; i++)
            assertTrue(lines.get(i).matches(" *[0-9.]+ %  #\\d+ +\\S+ +\\S+ +[0-9.]+ %,.*"), lines.get(i));
        assertEquals("", lines.get(4));
        var whole = CapturedTerminal.redirected();
        whole.run(call("--prompt", "abc", "--seed", "3", "--max-tokens", "4", "--show-probabilities", "--no-stream")
                .toArray(String[]::new));
        assertEquals(streamed, whole.out());
    }

    @Test
    @DisplayName("ends before a stop text and before a stop token")
    void stops() {
        JsonArray tokens =
                json("--prompt", "abc", "--greedy", "--max-tokens", "6").getAsJsonArray("tokens");
        JsonObject third = tokens.get(2).getAsJsonObject();
        JsonObject byToken = json(
                "--prompt",
                "abc",
                "--greedy",
                "--max-tokens",
                "6",
                "--stop-token",
                third.get("id").getAsString());
        assertEquals("stop-token", byToken.get("end").getAsString());
        assertEquals(3, byToken.getAsJsonArray("tokens").size());
        String text = json("--prompt", "abc", "--seed", "3", "--max-tokens", "8")
                .get("text")
                .getAsString();
        JsonObject byText = json("--prompt", "abc", "--seed", "3", "--max-tokens", "8", "--stop", text.substring(2, 3));
        assertEquals("stop-string", byText.get("end").getAsString());
        assertEquals(text.substring(0, 2), byText.get("text").getAsString());
    }

    @Nested
    @DisplayName("takes its prompt")
    class Prompts {
        @Test
        @DisplayName("from standard input or a file, without the last line end")
        void input() throws IOException {
            Path file = Files.writeString(folder.resolve("prompt.txt"), "a\nb\r\n");
            JsonObject fromFile = json("--file", file.toString(), "--max-tokens", "1");
            assertEquals("a\nb", fromFile.get("prompt").getAsString());
            assertEquals(
                    0,
                    terminal.runOn("a\nb\n", call("--json", "--max-tokens", "1").toArray(String[]::new)));
            assertEquals(
                    "a\nb",
                    JsonParser.parseString(terminal.out())
                            .getAsJsonObject()
                            .get("prompt")
                            .getAsString());
        }

        @Test
        @DisplayName("and writes it before the text with --echo")
        void echo() {
            assertEquals(0, run("--prompt", "abc", "--echo", "--seed", "3", "--max-tokens", "2"));
            assertTrue(terminal.out().startsWith("abc"), terminal.out());
        }
    }

    @Test
    @DisplayName("with --regex writes what the expression matches, whatever the model wants")
    void regex() {
        for (int seed = 0; seed < 5; seed++) {
            String text = json(
                            "--prompt", "abc", "--seed", "" + seed, "--regex", "(ab|[x-z]{2})+!", "--max-tokens", "9")
                    .get("text")
                    .getAsString();
            assertTrue(text.matches("(ab|[x-z]{2})+!"), text);
        }
    }

    @Test
    @DisplayName("with --json-schema writes JSON that the schema allows")
    void jsonSchema() throws IOException {
        Path schema = Files.writeString(
                folder.resolve("schema.json"),
                "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}},\"required\":[\"n\"]}");
        String text = json("--prompt", "abc", "--json-schema", schema.toString(), "--max-tokens", "14")
                .get("text")
                .getAsString();
        JsonParser.parseString(text).getAsJsonObject().get("n").getAsBigInteger();
    }

    @Test
    @DisplayName("with --beams writes the likeliest texts that it found, the best first")
    void beams() {
        JsonArray found =
                json("--prompt", "abc", "--beams", "3", "--max-tokens", "3").getAsJsonArray("found");
        assertEquals(3, found.size());
        for (int i = 1; i < 3; i++)
            assertTrue(found.get(i - 1).getAsJsonObject().get("score").getAsDouble()
                    >= found.get(i).getAsJsonObject().get("score").getAsDouble());
        assertEquals(0, run("--prompt", "abc", "--beams", "3", "--max-tokens", "3"));
        assertEquals(3, terminal.out().lines().count());
    }

    @Test
    @DisplayName("shows control characters as their code points, so that no model can steer the terminal")
    void escapes() {
        // 27 is the escape character's own token here
        assertEquals(0, run("--prompt", "abc", "--logit-bias", "27=100", "--max-tokens", "2"));
        assertEquals("⟨U+001B⟩⟨U+001B⟩\n", terminal.out());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "--prompt a --top-p 2; top-p is a probability greater than 0 and at most 1, but is 2.0; 2",
                "--prompt a --temperature -1; the temperature is 0, for the likeliest token alone; 2",
                "--prompt a --mirostat 5 --top-k 3; cannot be combined with top-k 3; 2",
                "--prompt a --max-tokens 0; a text of at least 1 token can be asked for; 2",
                "--prompt a --threads 0; --threads is the number of threads that compute, at least 1, but is 0; 2",
                "--prompt a --beams 0; a beam search has a width of at least 1; 2",
                "--prompt a --beams 2 --regex b; it cannot be held to a --regex; 2",
                "--prompt a --regex (b; this group is not closed; 2",
                "--prompt a --regex b --json-schema c; were both given; 2",
                "--prompt a --regex b --stop c; a stop string could cut a text off; 2",
                "--prompt a --file b; a --prompt and a --file were both given; 2",
                "--prompt a --json --show-probabilities; leave out --show-probabilities; 2",
                "--prompt a --logit-bias x=1; 'x' is not an int; 2",
                "--prompt a --allow-special <|nope|>; <|nope|>; 1",
                "--file nowhere.txt; there is no file nowhere.txt; 1"
            })
    @DisplayName("says in one line what is wrong with a call")
    void wrong(String options, String message, int code) {
        assertEquals(code, run(options.split(" ")), terminal::err);
        assertTrue(terminal.err().contains(message), terminal.err());
        assertFalse(terminal.err().contains("\tat "), "a stack trace");
    }

    @Test
    @DisplayName("says where a model may be got when there is none of that name")
    void noModel() {
        assertEquals(1, terminal.run("generate", "--model", "no-such-model", "--prompt", "a"));
        assertTrue(terminal.err().contains("there is no file 'no-such-model'"), terminal.err());
        assertTrue(terminal.err().contains("./vitrina model get"), terminal.err());
    }
}
