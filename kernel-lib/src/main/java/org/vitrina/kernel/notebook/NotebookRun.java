package org.vitrina.kernel.notebook;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What came of running a notebook.
///
/// @param notebook       the notebook with its new outputs; cells that did not run have none
/// @param cellsRun       how many code cells ran, failing ones included
/// @param exercisesRight exercises that the reader's own cells answered rightly
/// @param exercisesOpen  exercises that they left open or answered otherwise
/// @param solutions      how many solutions ran and were right
/// @param times          how long each code cell ran, by the cell's id
/// @param time           how long everything took
/// @param failures       what failed and was not expected to, in order; the run stopped at the last one unless
///     errors were allowed
public record NotebookRun(
        Notebook notebook,
        int cellsRun,
        int exercisesRight,
        int exercisesOpen,
        int solutions,
        Map<String, Duration> times,
        Duration time,
        List<Failure> failures) {
    public NotebookRun {
        times = Map.copyOf(times);
        failures = List.copyOf(failures);
    }

    /// A cell that failed.
    ///
    /// @param number    the cell's place among all cells of the notebook, counted from 1
    /// @param id        the cell's id
    /// @param message   one line: what failed and why
    /// @param traceback the whole account with ANSI colours, line by line; may be empty
    public record Failure(int number, String id, String message, List<String> traceback) {
        public Failure {
            traceback = List.copyOf(traceback);
        }
    }

    /// Returns the first failure, if there is one.
    public Optional<Failure> failure() {
        return failures.stream().findFirst();
    }

    /// Whether the run was stopped before its end.
    public boolean interrupted() {
        return notebook.has("vitrina", "interrupted");
    }

    /// Returns the run in one line: cells, exercises, seconds.
    public String summary() {
        var line = new StringBuilder(count(cellsRun, "cell"));
        if (exercisesRight + exercisesOpen > 0) {
            line.append(", ").append(count(exercisesRight + exercisesOpen, "exercise"));
            line.append(" (%d right, %d open)".formatted(exercisesRight, exercisesOpen));
        }
        if (solutions > 0) {
            line.append(", ").append(count(solutions, "solution")).append(" checked");
        }
        return line.append(", %.1f s".formatted(time.toMillis() / 1000.0)).toString();
    }

    private static String count(int n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }
}
