package org.vitrina.kernel.notebook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vitrina.kernel.CellError;
import org.vitrina.kernel.Evaluator;
import org.vitrina.kernel.Outcome;
import org.vitrina.lesson.Check;
import org.vitrina.lesson.Verdict;
import org.vitrina.show.Progress;

/// Runs notebooks on the kernel's evaluator, without Jupyter, sockets or Python.
///
/// Cells run in order, in one evaluator for the notebook. The run stops at the first cell that fails, unless
/// errors are allowed or the cell has the tag `raises-exception`; what ran so far is in the [NotebookRun]. Cells
/// with the tag `skip-execution` are left alone, as by nbclient.
///
/// Markdown cells with the tag `solution` are run too, at their place: each fence of Java code in turn, without
/// their outputs in the notebook. The last verdict that [Check] gives while a solution runs must be that it is
/// right, so that no exercise rots. What a solution declares stays declared, as if the reader had run it.
///
/// A JVM cannot change its working directory: relative paths in cells start from the folder that the JVM was
/// started in, not from the notebook's.
public final class NotebookRunner {
    private static final String RAISES = "raises-exception";
    private static final String SKIP = "skip-execution";
    private static final String MARK = "interrupted";

    private final Notebook notebook;
    private final RunOptions options;
    private final Evaluator evaluator;
    private final RunStop stop;
    private final OutputLog log = new OutputLog();
    private final Map<String, OutputLog.CellLog> logs = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final Map<String, Duration> times = new HashMap<>();
    private final Map<String, Verdict.Result> exercises = new LinkedHashMap<>();
    private final List<NotebookRun.Failure> failures = new ArrayList<>();
    private int solutions;

    private NotebookRunner(Notebook notebook, RunOptions options, Evaluator evaluator, RunStop stop) {
        this.notebook = notebook;
        this.options = options;
        this.evaluator = evaluator;
        this.stop = stop;
    }

    /// Runs a notebook, reporting each cell to [Progress#current()].
    ///
    /// @param name what the progress calls the notebook
    public static NotebookRun run(String name, Notebook notebook, RunOptions options) {
        return run(name, notebook, options, new RunStop());
    }

    /// Runs a notebook until it ends or is stopped; a notebook that was stopped says so in its metadata,
    /// `vitrina.interrupted`.
    public static NotebookRun run(String name, Notebook notebook, RunOptions options, RunStop stop) {
        long start = System.nanoTime();
        Check.forget();
        try (var evaluator = Evaluator.create();
                var task = Progress.task(name, notebook.cells().size())) {
            var runner = new NotebookRunner(notebook, options, evaluator, stop);
            stop.begins(evaluator);
            try {
                runner.runCells(task);
            } finally {
                stop.ends();
            }
            return runner.result(Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private void runCells(Progress.Task task) {
        for (int i = 0; i < notebook.cells().size(); i++) {
            Cell cell = notebook.cells().get(i);
            task.at(i, "cell " + (i + 1));
            if (stop.isAsked()) {
                if (failures.isEmpty()) {
                    fail(i + 1, cell, "Interrupted: the run was interrupted before this cell", List.of());
                }
                return;
            }
            boolean went = switch (cell) {
                case Cell.Code code -> runCode(i + 1, code);
                case Cell.Markdown text -> !text.tags().contains(Solution.TAG) || runSolution(i + 1, text);
                case Cell.Raw _ -> true;
            };
            if (!went && !options.allowErrors() || Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    private boolean runCode(int number, Cell.Code cell) {
        Set<String> tags = cell.tags();
        if (cell.source().isBlank() || tags.contains(SKIP)) {
            return true;
        }
        OutputLog.CellLog outputs = log.cell();
        logs.put(cell.id(), outputs);
        counts.put(cell.id(), counts.size() + 1);
        int before = Check.verdicts().size();
        long start = System.nanoTime();
        Outcome outcome = evaluator.evaluate(cell.source(), outputs, options.timeout());
        times.put(cell.id(), Duration.ofNanos(System.nanoTime() - start));
        verdictsSince(before).forEach(verdict -> exercises.put(verdict.exercise(), verdict.result()));
        return switch (outcome) {
            case Outcome.Finished _ -> true;
            case Outcome.Failed failed when tags.contains(RAISES) -> true;
            case Outcome.Failed failed -> {
                CellError error = failed.error();
                yield fail(number, cell, error.name() + ": " + error.message(), error.traceback());
            }
        };
    }

    private boolean runSolution(int number, Cell.Markdown cell) {
        int before = Check.verdicts().size();
        List<String> blocks = Solution.code(cell.source());
        if (blocks.isEmpty()) {
            return fail(
                    number, cell, "the solution holds no code; it needs a fence that begins with ```java", List.of());
        }
        OutputLog.CellLog unseen = new OutputLog().cell();
        for (String block : blocks) {
            if (evaluator.evaluate(block, unseen, options.timeout()) instanceof Outcome.Failed(CellError error)) {
                return fail(
                        number,
                        cell,
                        "the solution fails with " + error.name() + ": " + error.message(),
                        error.traceback());
            }
        }
        List<Verdict> verdicts = verdictsSince(before);
        if (verdicts.isEmpty()) {
            return fail(
                    number,
                    cell,
                    "the solution was not checked, so nobody knows whether it is right; end it with check(...)",
                    List.of());
        }
        if (!verdicts.getLast().isRight()) {
            return fail(
                    number,
                    cell,
                    "the solution is not right: " + verdicts.getLast().text(),
                    List.of());
        }
        solutions++;
        return true;
    }

    private static List<Verdict> verdictsSince(int before) {
        List<Verdict> all = Check.verdicts();
        // a cell may itself have made Check forget
        return all.subList(Math.min(before, all.size()), all.size());
    }

    private boolean fail(int number, Cell cell, String message, List<String> traceback) {
        failures.add(new NotebookRun.Failure(number, cell.id(), message, traceback));
        return false;
    }

    private NotebookRun result(Duration time) {
        List<Cell> cells = notebook.cells().stream().map(this::executed).toList();
        int right = (int) exercises.values().stream()
                .filter(result -> result == Verdict.Result.RIGHT)
                .count();
        return new NotebookRun(
                notebook.withCells(cells).with("vitrina", MARK, stop.isAsked()),
                counts.size(),
                right,
                exercises.size() - right,
                solutions,
                times,
                time,
                failures);
    }

    /// Returns a cell with what it gave out in this run, also what changed after it had ended.
    private Cell executed(Cell cell) {
        return switch (cell) {
            case Cell.Code code when code.tags().contains(SKIP) -> code;
            case Cell.Code code
            when counts.containsKey(code.id()) -> {
                Integer count = counts.get(code.id());
                yield code.executed(count, logs.get(code.id()).outputs(count));
            }
            case Cell.Code code -> code.executed(null, List.of());
            case Cell.Markdown _, Cell.Raw _ -> cell;
        };
    }
}
