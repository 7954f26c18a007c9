package org.vitrina.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.vitrina.evaluate.Report.Result;
import org.vitrina.evaluate.Report.Status;
import org.vitrina.show.Progress;

/// Tests that run without any framework: in a notebook, or in a `main`.
///
/// ```java
/// Suite.named("tales-chat")
///         .test("knows who has it", () -> assertThat(model).answers("…", "Ana."))
///         .test("is causal", () -> assertThat(model).isCausal("Once upon a time"))
///         .run()
/// ```
///
/// A suite does not change; adding a test returns another one.
public final class Suite {
    private final String name;
    private final String group;
    private final List<Test> tests;

    private record Test(String group, String name, Callable<Object> body) {}

    private Suite(String name, String group, List<Test> tests) {
        this.name = name;
        this.group = group;
        this.tests = List.copyOf(tests);
    }

    /// Returns a suite without tests.
    public static Suite named(String name) {
        return new Suite(Objects.requireNonNull(name, "name"), name, List.of());
    }

    /// Returns this suite, its further tests belonging to `group`.
    public Suite group(String group) {
        return new Suite(name, Objects.requireNonNull(group, "group"), tests);
    }

    /// Returns this suite with one more test, which passes unless it throws. What it returns is told in the
    /// report.
    public Suite test(String name, Callable<Object> body) {
        var more = new ArrayList<>(tests);
        more.add(new Test(group, Objects.requireNonNull(name, "name"), Objects.requireNonNull(body, "body")));
        return new Suite(this.name, group, more);
    }

    /// Returns this suite with a test for each case: it passes if the answer with seed 0 is right.
    public Suite cases(Answerer answerer, List<PromptCase> cases) {
        Suite more = this;
        for (PromptCase one : cases) {
            more = more.test(one.id(), () -> {
                ModelAssertions.assertThat(answerer).passes(one);
                return null;
            });
        }
        return more;
    }

    /// Runs all tests, one after the other. An interrupt ends the run.
    public Report run() {
        var results = new ArrayList<Result>();
        try (var task = Progress.task("testing", tests.size())) {
            for (Test test : tests) {
                results.add(run(test));
                task.at(results.size());
            }
        }
        return new Report(name, results);
    }

    private static Result run(Test test) {
        long from = System.nanoTime();
        Status status = Status.PASSED;
        String message;
        try {
            Object told = test.body().call();
            // an assertion is returned by those that are chained; it has nothing to tell
            boolean tells = told instanceof ShareAssert || told instanceof String || told instanceof Record;
            message = tells ? told.toString() : "";
        } catch (CancellationException e) {
            throw e;
        } catch (AssertionError e) {
            status = Status.FAILED;
            message = String.valueOf(e.getMessage());
        } catch (Exception e) {
            status = Status.ERROR;
            message = e.toString();
        }
        return new Result(test.group(), test.name(), status, (System.nanoTime() - from) / 1e9, message);
    }
}
