package org.vitrina.evaluate.junit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.vitrina.evaluate.Report;
import org.vitrina.evaluate.Report.Result;
import org.vitrina.evaluate.Report.Status;

/// Collects results and writes them behind the last test of the class that asks for it.
final class EvaluationReportExtension implements TestWatcher, BeforeEachCallback, AfterAllCallback {
    private final List<Result> results = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Long> began = new ConcurrentHashMap<>();

    @Override
    public void beforeEach(ExtensionContext context) {
        began.put(context.getUniqueId(), System.nanoTime());
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        add(context, Status.PASSED, "");
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        add(context, cause instanceof AssertionError ? Status.FAILED : Status.ERROR, told(cause));
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        add(context, Status.SKIPPED, told(cause));
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        add(context, Status.SKIPPED, reason.orElse(""));
    }

    private static String told(Throwable cause) {
        return cause instanceof AssertionError || cause.getMessage() != null
                ? String.valueOf(cause.getMessage())
                : cause.toString();
    }

    private void add(ExtensionContext context, Status status, String message) {
        Long from = began.remove(context.getUniqueId());
        double seconds = from == null ? 0 : (System.nanoTime() - from) / 1e9;
        String group = context.getTestClass().map(Class::getName).orElse("");
        results.add(new Result(group, name(context), status, seconds, message));
    }

    /// A run is named with the test that it is a run of.
    private static String name(ExtensionContext context) {
        String own = context.getDisplayName();
        return context.getParent()
                .filter(parent -> parent.getTestMethod().isPresent())
                .map(parent -> parent.getDisplayName() + ": " + own)
                .orElse(own);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        Class<?> test = context.getRequiredTestClass();
        EvaluationReport wanted = test.getAnnotation(EvaluationReport.class);
        if (wanted != null) {
            var report = new Report(context.getDisplayName(), List.copyOf(results));
            Path folder = Path.of(wanted.value());
            report.writeHtml(folder.resolve(test.getSimpleName() + ".html"));
            report.writeJunitXml(folder.resolve(test.getSimpleName() + ".xml"));
        }
    }
}
