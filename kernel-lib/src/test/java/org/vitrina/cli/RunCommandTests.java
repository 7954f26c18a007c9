package org.vitrina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.vitrina.kernel.notebook.Cell;
import org.vitrina.kernel.notebook.Notebook;
import org.vitrina.kernel.notebook.RunStop;
import picocli.CommandLine;

@DisplayName("vitrina run")
class RunCommandTests {
    @TempDir
    private Path home;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path lessons;
    private Path made;

    @BeforeEach
    void folders() throws IOException {
        lessons = Files.createDirectory(home.resolve("lessons"));
        made = home.resolve("made");
    }

    private Path notebook(String name, String... cells) throws IOException {
        var list = new java.util.ArrayList<Cell>();
        for (String cell : cells) {
            list.add(
                    cell.startsWith("#")
                            ? new Cell.Markdown("c" + list.size(), cell)
                            : new Cell.Code("c" + list.size(), cell));
        }
        Path file = lessons.resolve(name);
        Notebook.of(list).write(file);
        return file;
    }

    private int run(Object... arguments) {
        String[] words = List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
        return new CommandLine(new RunCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .execute(words);
    }

    @Nested
    @DisplayName("with lessons that run")
    class Good {
        @Test
        @DisplayName("exits with 0 and writes executed notebooks, pages that know each other, and the list")
        void all() throws IOException {
            notebook("02-b.ipynb", "# Second\n\n[back](01-a.ipynb)", "40 + 2");
            notebook("01-a.ipynb", "# First", "int x = 1;");
            Files.writeString(lessons.resolve("notes.txt"), "not a notebook");
            assertEquals(0, run(lessons, "--out", made), err.toString());
            assertTrue(
                    out.toString()
                            .matches(
                                    "(?s)✓ 01-a\\.ipynb  1 cell, .* s\n.*✓ 02-b\\.ipynb .*2 lessons\nopen .*index\\.html\n"),
                    out.toString());
            String page = Files.readString(made.resolve("02-b.html"));
            assertTrue(page.contains("<a href=\"01-a.html\">back</a>"));
            assertTrue(page.contains("<a rel=\"prev\" href=\"01-a.html\">← First</a>"));
            assertTrue(Files.readString(made.resolve("02-b.ipynb")).contains("\"42\""));
            assertTrue(Files.readString(made.resolve("index.html")).contains("<a href=\"01-a.html\">First</a>"));
            assertFalse(
                    Files.readString(lessons.resolve("02-b.ipynb")).contains("\"42\""), "the source stays as it is");
        }

        @Test
        @DisplayName("keeps in its list the lessons that ran another time")
        void oneByOne() throws IOException {
            Path first = notebook("01-a.ipynb", "# First");
            Path second = notebook("02-b.ipynb", "# Second");
            notebook("03-c.ipynb", "# Never run");
            assertEquals(0, run(first, "--out", made));
            assertEquals(0, run(second, "--out", made));
            String index = Files.readString(made.resolve("index.html"));
            assertTrue(index.contains("First") && index.contains("Second") && !index.contains("Never run"), index);
            assertTrue(Files.readString(made.resolve("02-b.html")).contains("rel=\"prev\" href=\"01-a.html\""));
        }
    }

    @Nested
    @DisplayName("that is interrupted")
    class Interrupted {
        private int interrupted(Object... arguments) throws Exception {
            var stop = new RunStop();
            var command = new CommandLine(new RunCommand(stop))
                    .setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(err, true))
                    .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
            String[] words = List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
            var code = CompletableFuture.supplyAsync(() -> command.execute(words));
            while (!Files.exists(home.resolve("begun"))) {
                Thread.sleep(20);
            }
            stop.stop();
            return code.get(60, TimeUnit.SECONDS);
        }

        @Test
        @DisplayName("writes what was done so far and says so in the notebook, on the page and with exit code 130")
        void writes() throws Exception {
            String begun = home.resolve("begun").toString().replace("\\", "\\\\");
            notebook(
                    "01-a.ipynb",
                    "40 + 2",
                    "System.out.println(\"half\"); Files.createFile(Path.of(\"" + begun + "\")); while (true) {}",
                    "3");
            notebook("02-b.ipynb", "4");
            assertEquals(130, interrupted(lessons, "--out", made), err.toString());
            var executed = Notebook.read(made.resolve("01-a.ipynb"));
            assertTrue(executed.json().contains("\"interrupted\": true"), executed.json());
            assertTrue(executed.json().contains("\"42\"") && executed.json().contains("half"), executed.json());
            assertEquals(null, ((Cell.Code) executed.cells().get(2)).executionCount());
            assertTrue(Files.readString(made.resolve("01-a.html")).contains("the cell was interrupted"));
            assertFalse(Files.exists(made.resolve("02-b.html")));
            assertTrue(out.toString().contains("✗ 01-a.ipynb  2 cells"), out.toString());
            assertTrue(out.toString().contains("s, interrupted\n"), out.toString());
            assertTrue(out.toString().contains("2 lessons, 1 failed, 1 not run"), out.toString());
        }

        @Test
        @DisplayName("does so at Ctrl-C, which the system tells a process by a signal")
        @DisabledOnOs(value = OS.WINDOWS, disabledReason = "kill sends no signals there")
        void signal() throws Exception {
            Path begun = home.resolve("begun");
            Path file =
                    notebook("01-a.ipynb", "6 * 7", "Files.createFile(Path.of(\"" + begun + "\")); while (true) {}");
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Vitrina.class.getName(),
                            "run",
                            file.toString(),
                            "--out",
                            made.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("said").toFile())
                    .start();
            try {
                while (!Files.exists(begun)) {
                    assertTrue(process.isAlive(), () -> said());
                    Thread.sleep(50);
                }
                new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                        .start()
                        .waitFor();
                assertTrue(process.waitFor(120, TimeUnit.SECONDS), () -> said());
                assertEquals(130, process.exitValue(), () -> said());
                String executed = Files.readString(made.resolve("01-a.ipynb"));
                assertTrue(executed.contains("\"42\"") && executed.contains("\"interrupted\": true"), executed);
            } finally {
                process.destroyForcibly();
            }
        }

        private String said() {
            try {
                return Files.readString(home.resolve("said"));
            } catch (IOException e) {
                return e.toString();
            }
        }

        @Test
        @DisplayName("marks nothing in a run that comes to its end, even of a notebook that was marked")
        void unmarked() throws IOException {
            Path file = notebook("01-a.ipynb", "1");
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replace("\n \"metadata\": {}", "\n \"metadata\": {\"vitrina\": {\"interrupted\": true}}"));
            assertTrue(Files.readString(file).contains("interrupted"));
            assertEquals(0, run(lessons, "--out", made), err.toString());
            assertFalse(Files.readString(made.resolve("01-a.ipynb")).contains("interrupted"));
        }
    }

    @Nested
    @DisplayName("with a lesson that fails")
    class Bad {
        @Test
        @DisplayName("exits with 1, says where and why, still writes its page, and runs the others")
        void fails() throws IOException {
            Path bad = notebook("01-bad.ipynb", "1 + 1", "throw new IllegalStateException(\"boom\");", "3");
            notebook("02-good.ipynb", "4");
            assertEquals(1, run(lessons, "--out", made));
            assertTrue(err.toString().startsWith(bad + ", cell 2: "), err.toString());
            assertTrue(err.toString().contains("boom"), err.toString());
            assertTrue(out.toString().contains("✗ 01-bad.ipynb"), out.toString());
            assertTrue(out.toString().contains("✓ 02-good.ipynb"), out.toString());
            assertTrue(out.toString().contains("2 lessons, 1 failed"), out.toString());
            assertTrue(Files.readString(made.resolve("01-bad.html")).contains("class=\"banner\""));
        }

        @Test
        @DisplayName("exits with 0 where errors are allowed, and tells of them")
        void allowed() throws IOException {
            Path bad = notebook("01-bad.ipynb", "throw new IllegalStateException(\"boom\");", "3");
            assertEquals(0, run(bad, "--out", made, "--allow-errors"));
            assertTrue(err.toString().contains("boom"));
            assertTrue(out.toString().contains("✓ 01-bad.ipynb  2 cells"), out.toString());
        }

        @Test
        @DisplayName("exits with 1 for a cell that takes longer than it may")
        void timeout() throws IOException {
            assertEquals(1, run(notebook("01.ipynb", "while (true) {}"), "--out", made, "--timeout", "1.5"));
            assertTrue(err.toString().contains("cell 1: TimeOut"), err.toString());
        }

        @Test
        @DisplayName("exits with 1 for a file that is no notebook, and runs the others")
        void broken() throws IOException {
            Path broken = Files.writeString(lessons.resolve("01.ipynb"), "{\"nbformat\": 3, \"worksheets\": []}");
            notebook("02.ipynb", "4");
            assertEquals(1, run(lessons, "--out", made));
            assertTrue(err.toString().startsWith("✗ " + broken + ": at $.nbformat: expected format 4"), err.toString());
            assertTrue(out.toString().contains("✓ 02.ipynb"), out.toString());
        }
    }

    @Nested
    @DisplayName("called wrongly exits with 2 and says")
    class Usage {
        @Test
        @DisplayName("which notebook there is not")
        void missing() {
            assertEquals(2, run(lessons.resolve("none.ipynb")));
            assertTrue(
                    err.toString().startsWith("there is no notebook " + lessons.resolve("none.ipynb")), err.toString());
        }

        @Test
        @DisplayName("that a folder holds none")
        void empty() {
            assertEquals(2, run(lessons));
            assertTrue(err.toString().contains("holds no notebook"), err.toString());
        }

        @Test
        @DisplayName("that the executed notebook would replace its source")
        void overSource() throws IOException {
            notebook("01.ipynb", "4");
            assertEquals(2, run(lessons, "--out", lessons));
            assertTrue(err.toString().contains("its executed copy would replace"), err.toString());
        }

        @Test
        @DisplayName("that two notebooks would get the same page")
        void twins() throws IOException {
            Path one = notebook("01.ipynb", "4");
            Path two =
                    Files.copy(one, Files.createDirectory(home.resolve("other")).resolve("01.ipynb"));
            assertEquals(2, run(one, two, "--out", made));
            assertTrue(err.toString().contains("would get the same page"), err.toString());
        }

        @Test
        @DisplayName("which time-outs there are")
        void timeouts() throws IOException {
            Path one = notebook("01.ipynb", "4");
            for (String time : List.of("0", "-1", "NaN", "1e300")) {
                assertEquals(2, run(one, "--out", made, "--timeout", time), time);
            }
            assertTrue(
                    err.toString().contains("--timeout must be more than 0 and at most 864000 seconds"),
                    err.toString());
        }
    }
}
