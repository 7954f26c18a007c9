package org.vitrina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("vitrina train")
class TrainCommandTests {
    @TempDir
    private Path folder;

    private final CapturedTerminal terminal = CapturedTerminal.redirected();

    @BeforeEach
    void recipe() throws IOException {
        Files.writeString(folder.resolve("book.txt"), "the cat has a hat\n\nthe dog has a bell\n\n".repeat(100));
        Files.writeString(folder.resolve("small.json"), """
                {"name": "small", "about": "tells what animals have", "stage": "pretrain",
                 "model": {"context": 24, "width": 32, "layers": 1, "heads": 4, "hidden": 64},
                 "tokenizer": {"tokens": 300},
                 "data": {"source": "text", "file": "book.txt", "validation": 0.1},
                 "batch": {"rows": 4, "cut": "beginnings"},
                 "steps": 400, "schedule": {"peak": 0.01},
                 "checkpoints": {"every": 10, "samples": ["the dog"], "tokens": 8}}
                """);
    }

    private String[] arguments(String... more) {
        var all = new ArrayList<>(List.of(
                "train",
                folder.resolve("small.json").toString(),
                "--threads",
                "1",
                "--checkpoints",
                folder.resolve("kept").toString(),
                "--out",
                folder.resolve("small.gguf").toString()));
        all.addAll(Arrays.asList(more));
        return all.toArray(String[]::new);
    }

    @Test
    @DisplayName("shows what it learns from, how it gets better, what it writes, and where the model is")
    void text() {
        assertEquals(0, terminal.run(arguments("--steps", "20")), terminal.err());
        List<String> lines = terminal.out().lines().toList();
        assertEquals("small: pretrain, 20 steps on 1 thread", lines.getFirst());
        assertTrue(lines.get(1).startsWith("  181 documents, "), lines.get(1));
        assertTrue(lines.get(3).startsWith("step 0 of 20  validation loss "), lines.get(3));
        assertTrue(lines.get(5).matches("step 10 of 20  loss .*tokens/s.* to go"), lines.get(5));
        assertTrue(lines.get(6).startsWith("  the dog → "), lines.get(6));
        assertTrue(lines.getLast().startsWith("wrote " + folder.resolve("small.gguf")), lines.getLast());
        var info = CapturedTerminal.redirected();
        assertEquals(0, info.run("model", "info", folder.resolve("small.gguf").toString()));
    }

    @Test
    @DisplayName("killed without warning goes on from its last checkpoint to the losses of an unbroken run")
    void killed() throws Exception {
        List<JsonObject> lines = runAndStop(40, "KILL");
        assertTrue(lines.size() >= 40);
        var resumed = CapturedTerminal.redirected();
        assertEquals(0, resumed.run(arguments("--resume", "--json", "--steps", "60")), resumed.err());
        var unbroken = CapturedTerminal.redirected();
        assertEquals(
                0,
                unbroken.run(
                        "train",
                        folder.resolve("small.json").toString(),
                        "--json",
                        "--steps",
                        "60",
                        "--checkpoints",
                        folder.resolve("other").toString(),
                        "--out",
                        folder.resolve("other.gguf").toString()),
                unbroken.err());
        List<JsonObject> after =
                steps(resumed.out().lines().map(TrainCommandTests::parsed).toList());
        List<JsonObject> whole =
                steps(unbroken.out().lines().map(TrainCommandTests::parsed).toList());
        int from = after.getFirst().get("step").getAsInt();
        assertTrue(from > 1 && from % 10 == 1, "it goes on from a checkpoint, but its first step is " + from);
        assertEquals(losses(whole).subList(from - 1, 60), losses(after));
        assertEquals(losses(whole).subList(0, 30), losses(steps(lines)).subList(0, 30));
        assertEquals(
                -1,
                Files.mismatch(folder.resolve("small.gguf"), folder.resolve("other.gguf")),
                "both made the same model");
    }

    @Test
    @DisplayName("interrupted keeps the state after its last step, says how to go on, and ends with 130")
    void interrupted() throws Exception {
        List<JsonObject> lines = runAndStop(14, "INT");
        String error = Files.readString(folder.resolve("err.txt"));
        assertTrue(error.contains("; the last state is kept in " + folder.resolve("kept") + ", and --resume"), error);
        assertEquals("130", Files.readString(folder.resolve("code.txt")));
        int last = steps(lines).getLast().get("step").getAsInt();
        var resumed = CapturedTerminal.redirected();
        assertEquals(0, resumed.run(arguments("--resume", "--json", "--steps", "60")), resumed.err());
        int first = steps(resumed.out().lines().map(TrainCommandTests::parsed).toList())
                .getFirst()
                .get("step")
                .getAsInt();
        assertEquals(last + 1, first, "no step is taken twice, and none is left out");
    }

    /// Runs the command in a process of its own, and stops it after so many steps.
    private List<JsonObject> runAndStop(int steps, String signal) throws Exception {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--add-modules",
                "jdk.incubator.vector",
                "-Xmx300m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Vitrina.class.getName()));
        command.addAll(List.of(arguments("--json", "--steps", "60")));
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("err.txt").toFile())
                .start();
        var lines = new ArrayList<JsonObject>();
        try (BufferedReader reader = process.inputReader()) {
            boolean stopped = false;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                // what was cut off in the middle of a line was never said
                if (line.endsWith("}")) lines.add(parsed(line));
                if (!stopped && steps(lines).size() == steps) {
                    stopped = true;
                    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                            .start()
                            .waitFor();
                }
            }
        }
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it did not end");
        Files.writeString(folder.resolve("code.txt"), "" + process.exitValue());
        return lines;
    }

    private static JsonObject parsed(String line) {
        return JsonParser.parseString(line).getAsJsonObject();
    }

    private static List<JsonObject> steps(List<JsonObject> lines) {
        return lines.stream()
                .filter(line -> line.get("event").getAsString().equals("step"))
                .toList();
    }

    private static List<Double> losses(List<JsonObject> steps) {
        return steps.stream().map(step -> step.get("loss").getAsDouble()).toList();
    }

    @Test
    @DisplayName("refuses to overwrite a model, or the checkpoint of another recipe")
    void overwrites() throws IOException {
        Files.writeString(folder.resolve("small.gguf"), "precious");
        assertEquals(1, terminal.run(arguments("--steps", "20")));
        assertTrue(terminal.err().contains("small.gguf is there already"), terminal.err());
        assertEquals("precious", Files.readString(folder.resolve("small.gguf")));
        Files.delete(folder.resolve("small.gguf"));
        assertEquals(0, CapturedTerminal.redirected().run(arguments("--steps", "20")));
        var other = CapturedTerminal.redirected();
        assertEquals(1, other.run(arguments("--steps", "30", "--resume")));
        assertTrue(other.err().contains("of another recipe: steps is 20 there and 30 here"), other.err());
    }

    @Test
    @DisplayName("says what is wrong with a call or a recipe in a line")
    void wrong() throws IOException {
        assertEquals(2, terminal.run(arguments("--steps", "0")));
        assertTrue(terminal.err().contains("--steps is the number of steps to take, at least 1, but is 0"));
        var unknown = CapturedTerminal.redirected();
        assertEquals(1, unknown.run("train", "no-such-recipe"));
        assertTrue(unknown.err().contains("there is no recipe 'no-such-recipe' and no such file"), unknown.err());
        Files.writeString(folder.resolve("small.json"), "{\"name\": \"small\", \"stpes\": 8}");
        var broken = CapturedTerminal.redirected();
        assertEquals(1, broken.run(arguments()));
        assertTrue(broken.err().contains("recipe small.json: "), broken.err());
        assertFalse(broken.err().contains("\tat "));
    }
}
