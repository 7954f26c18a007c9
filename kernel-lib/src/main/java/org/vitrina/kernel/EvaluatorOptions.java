package org.vitrina.kernel;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// How an [Evaluator] is set up; start from [#defaults()] and change what differs.
///
/// @param classPath      what cells can use besides the class path of this process
/// @param defaultImports whether the library, Tablesaw, XChart and all of `java.base` are imported
/// @param timeout        the longest a cell may run where [Evaluator#evaluate] is told nothing else, or empty
///                       for no limit
/// @param outputLimit    the most characters that one cell may print; what is over is cut, with a note
/// @param grace          how long a cell that was told to stop may take before it is left behind
/// @param input          answers a cell that reads `System.in`, or empty where nobody can
public record EvaluatorOptions(
        List<Path> classPath,
        boolean defaultImports,
        Optional<Duration> timeout,
        int outputLimit,
        Duration grace,
        Optional<Function<InputRequest, String>> input) {

    /// What a cell wants to be told.
    ///
    /// @param prompt   what the cell printed last on the line it waits at, or the empty string
    /// @param password whether the answer should not be shown while it is typed
    public record InputRequest(String prompt, boolean password) {}

    public EvaluatorOptions {
        classPath = List.copyOf(classPath);
        Objects.requireNonNull(timeout);
        Objects.requireNonNull(input);
        if (outputLimit < 1_000) {
            throw new IllegalArgumentException(
                    "outputLimit must be at least 1000 characters, so that an error can be shown, but is "
                            + outputLimit);
        }
        if (grace.isNegative() || grace.isZero()) {
            throw new IllegalArgumentException("grace must be longer than nothing, but is " + grace);
        }
        timeout.ifPresent(EvaluatorOptions::checkTimeout);
    }

    /// Default imports, no time-out, a million characters of output for each cell, nobody to answer.
    public static EvaluatorOptions defaults() {
        return new EvaluatorOptions(
                List.of(), true, Optional.empty(), 1_000_000, Duration.ofSeconds(3), Optional.empty());
    }

    public EvaluatorOptions withClassPath(Path... more) {
        var paths = new ArrayList<>(classPath);
        paths.addAll(List.of(more));
        return new EvaluatorOptions(paths, defaultImports, timeout, outputLimit, grace, input);
    }

    public EvaluatorOptions withDefaultImports(boolean imported) {
        return new EvaluatorOptions(classPath, imported, timeout, outputLimit, grace, input);
    }

    public EvaluatorOptions withTimeout(Duration limit) {
        return new EvaluatorOptions(classPath, defaultImports, Optional.of(limit), outputLimit, grace, input);
    }

    public EvaluatorOptions withOutputLimit(int characters) {
        return new EvaluatorOptions(classPath, defaultImports, timeout, characters, grace, input);
    }

    public EvaluatorOptions withGrace(Duration longest) {
        return new EvaluatorOptions(classPath, defaultImports, timeout, outputLimit, longest, input);
    }

    public EvaluatorOptions withInput(Function<InputRequest, String> answer) {
        return new EvaluatorOptions(classPath, defaultImports, timeout, outputLimit, grace, Optional.of(answer));
    }

    static void checkTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("a time-out must be longer than nothing, but is " + timeout
                    + "; leave it out for a cell that may run as long as it likes");
        }
    }
}
