package org.vitrina.kernel.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vitrina.show.Progress;

@DisplayName("Running a notebook")
class NotebookRunnerTests {
    private static final String CHECK = "org.vitrina.lesson.Check.check(\"0.1\", %s)";

    @Test
    @DisplayName("executes its code cells in order in one evaluator, and keeps prints and results")
    void inOrder() throws IOException {
        NotebookRun run = run(code("int x = 20;"), text("prose"), code("System.out.println(\"x\"); x + 22"));
        assertEquals(List.of(), run.failures());
        assertEquals(2, run.cellsRun());
        var last = (Cell.Code) run.notebook().cells().getLast();
        assertEquals(2, last.executionCount());
        assertEquals(new CellOutput.Stream("stdout", "x\n"), last.outputs().get(0));
        var result = (CellOutput.Result) last.outputs().get(1);
        assertEquals("42", result.form("text/plain").orElseThrow());
        assertEquals(2, result.executionCount());
        NotebookTests.assertValid(run.notebook().json());
    }

    @Test
    @DisplayName("forgets the outputs of an earlier run, and skips empty cells and those tagged skip-execution")
    void fresh() {
        var stale = new Cell.Code(
                "old", "", new JsonObject(), 9, List.of(new CellOutput.Stream("stdout", "old")), new JsonObject());
        var kept = new Cell.Code(
                "kept",
                "neverDeclared",
                tags("skip-execution"),
                7,
                List.of(new CellOutput.Stream("stdout", "kept")),
                new JsonObject());
        NotebookRun run = run(stale, kept, code("1"));
        assertEquals(List.of(), outputs(run, 0));
        assertEquals("kept", ((CellOutput.Stream) outputs(run, 1).getFirst()).text());
        assertEquals(1, run.cellsRun());
    }

    @Nested
    @DisplayName("with a cell that fails")
    class Failing {
        @Test
        @DisplayName("stops there, names the cell and the error, and keeps what ran")
        void stops() {
            NotebookRun run =
                    run(text("x"), code("1 + 1"), code("throw new IllegalStateException(\"boom\");"), code("3"));
            NotebookRun.Failure failure = run.failure().orElseThrow();
            assertEquals(3, failure.number());
            assertTrue(
                    failure.message().contains("IllegalStateException")
                            && failure.message().contains("boom"),
                    failure.message());
            assertEquals(1, outputs(run, 1).size());
            assertTrue(outputs(run, 2).getLast() instanceof CellOutput.Error);
            assertEquals(List.of(), outputs(run, 3));
            assertEquals(null, ((Cell.Code) run.notebook().cells().get(3)).executionCount());
        }

        @Test
        @DisplayName("goes on where errors are allowed, and tells of each")
        void allowed() {
            NotebookRun run =
                    run(new RunOptions(Duration.ofSeconds(60), true), code("one error"), code("1"), code("two errors"));
            assertEquals(
                    List.of(1, 3),
                    run.failures().stream().map(NotebookRun.Failure::number).toList());
            assertEquals(3, run.cellsRun());
        }

        @Test
        @DisplayName("goes on where the cell's tag says that it raises an exception")
        void tagged() {
            var raises = new Cell.Code(
                    "r", "int[] a = {}; a[1]", tags("raises-exception"), null, List.of(), new JsonObject());
            NotebookRun run = run(raises, code("2"));
            assertEquals(List.of(), run.failures());
            assertTrue(outputs(run, 0).getLast() instanceof CellOutput.Error);
        }

        @Test
        @DisplayName("that never ends stops it when its time is over")
        void timeout() {
            NotebookRun run = run(new RunOptions(Duration.ofMillis(1500), false), code("while (true) {}"), code("1"));
            assertTrue(run.failure().orElseThrow().message().startsWith("TimeOut"), run.toString());
        }
    }

    @Nested
    @DisplayName("with solutions")
    class Solutions {
        @Test
        @DisplayName("runs their code at its place, without outputs, and asks that the exercise is then right")
        void right() {
            NotebookRun run = run(
                    code("Integer answer = null;\n" + CHECK.formatted("answer")),
                    solution("int total = 0;\nfor (int i = 1; i <= 100; i++) total += i;\nSystem.out.println(total);\n"
                            + CHECK.formatted("total")),
                    code("total"));
            assertEquals(List.of(), run.failures());
            assertEquals(1, run.solutions());
            assertEquals(0, run.exercisesRight());
            assertEquals(1, run.exercisesOpen());
            assertEquals(
                    "5050",
                    ((CellOutput.Result) outputs(run, 2).getFirst())
                            .form("text/plain")
                            .orElseThrow());
            assertTrue(
                    run.summary().startsWith("2 cells, 1 exercise (0 right, 1 open), 1 solution checked, "),
                    run.summary());
        }

        @Test
        @DisplayName("fails for one that is wrong, that throws, that checks nothing or that holds no code")
        void wrong() {
            assertTrue(message(solution(CHECK.formatted("5049"))).startsWith("the solution is not right: "));
            assertTrue(message(solution("int x = 1 / 0;")).startsWith("the solution fails with ArithmeticException: "));
            assertTrue(message(solution("1")).contains("end it with check(...)"));
            assertTrue(message(new Cell.Markdown("s", "none", tags("solution"), new JsonObject()))
                    .contains("```java"));
        }

        @Test
        @DisplayName("runs every fence of a solution in turn, and leaves other languages alone")
        void fences() {
            var cell = new Cell.Markdown(
                    "s",
                    "```java\nint half = 2525;\n```\n\n```text\nnot code\n```\n\n> ```java\n> "
                            + CHECK.formatted("2 * half") + "\n> ```\n",
                    tags("solution"),
                    new JsonObject());
            assertEquals(List.of(), run(cell).failures());
        }

        private String message(Cell cell) {
            return run(cell).failure().orElseThrow().message();
        }

        private Cell solution(String code) {
            return new Cell.Markdown(
                    "solution",
                    "<details><summary>Solution</summary>\n\n```java\n" + code + "\n```\n\n</details>",
                    tags("solution"),
                    new JsonObject());
        }
    }

    @Test
    @DisplayName("counts an exercise that the reader answered as right")
    void answered() {
        NotebookRun run = run(code(CHECK.formatted("1")), code(CHECK.formatted("5050")));
        assertEquals(1, run.exercisesRight());
        assertEquals(0, run.exercisesOpen());
    }

    @Test
    @DisplayName("reports each cell to the progress")
    void progress() throws Exception {
        var reports = new ArrayList<String>();
        Progress progress = (what, total) -> new Progress.Task(
                (done, note) -> reports.add(what + " " + done + "/" + total + " " + note), () -> reports.add("end"));
        Progress.with(
                progress,
                () -> NotebookRunner.run("it", Notebook.of(List.of(text("a"), code("1"))), RunOptions.defaults()));
        assertEquals(List.of("it 0/2 cell 1", "it 1/2 cell 2", "end"), reports);
    }

    @Test
    @DisplayName("refuses a time-out of nothing, with the default in the message")
    void noTime() {
        assertEquals(
                "a cell needs a time-out of more than 0 s, but got 0.0 s; the default is 600 s",
                assertThrows(IllegalArgumentException.class, () -> new RunOptions(Duration.ZERO, false))
                        .getMessage());
    }

    @Test
    @DisplayName("gives the same notebook for the same notebook")
    void same() {
        Cell[] cells = {
            code("import java.util.*;\nnew Random(7).nextInt()"), code("System.out.println(new int[0].length)")
        };
        assertEquals(run(cells).notebook().json(), run(cells).notebook().json());
        assertFalse(run(cells).notebook().json().contains("time"));
    }

    private int cells;

    private Cell code(String source) {
        return new Cell.Code("c" + cells++, source);
    }

    private Cell text(String source) {
        return new Cell.Markdown("c" + cells++, source);
    }

    private static JsonObject tags(String tag) {
        var metadata = new JsonObject();
        var tags = new JsonArray();
        tags.add(tag);
        metadata.add("tags", tags);
        return metadata;
    }

    private static List<CellOutput> outputs(NotebookRun run, int cell) {
        return ((Cell.Code) run.notebook().cells().get(cell)).outputs();
    }

    private static NotebookRun run(Cell... cells) {
        return run(new RunOptions(Duration.ofSeconds(60), false), cells);
    }

    private static NotebookRun run(RunOptions options, Cell... cells) {
        return NotebookRunner.run("test.ipynb", Notebook.of(List.of(cells)), options);
    }
}
