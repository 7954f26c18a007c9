package org.vitrina.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// What tests of a model came to: a table in a notebook, a page that needs nothing else, and the XML that build
/// servers read.
///
/// @param name    of the suite
/// @param results in the order in which they came
public record Report(String name, List<Result> results) implements Showable {
    /// How a test ended.
    public enum Status {
        PASSED,
        /// What it asserts does not hold.
        FAILED,
        /// It could not be run to its end.
        ERROR,
        /// It was not run, or does not count by itself.
        SKIPPED
    }

    /// One test.
    ///
    /// @param group   what it belongs to, such as a class
    /// @param name    as it is shown
    /// @param seconds that it took
    /// @param message why it did not pass, or what was counted; may be empty
    public record Result(String group, String name, Status status, double seconds, String message) {}

    public Report {
        results = List.copyOf(results);
    }

    /// Returns how many tests ended so.
    public long count(Status status) {
        return results.stream().filter(result -> result.status() == status).count();
    }

    /// Returns whether nothing failed.
    public boolean isGreen() {
        return count(Status.FAILED) + count(Status.ERROR) == 0;
    }

    /// Returns how long all of it took, in seconds.
    public double seconds() {
        return results.stream().mapToDouble(Result::seconds).sum();
    }

    /// Returns a row for each test.
    public Table table() {
        return Table.create(summary())
                .addColumns(
                        StringColumn.create("group", results.stream().map(Result::group)),
                        StringColumn.create("test", results.stream().map(Result::name)),
                        StringColumn.create("result", results.stream().map(result -> mark(result.status()))),
                        StringColumn.create("message", results.stream().map(Result::message)),
                        DoubleColumn.create(
                                "seconds",
                                results.stream()
                                        .mapToDouble(result -> Math.round(100 * result.seconds()) / 100.0)
                                        .toArray()));
    }

    static String mark(Status status) {
        return switch (status) {
            case PASSED -> "✓ passed";
            case FAILED -> "✗ failed";
            case ERROR -> "! error";
            case SKIPPED -> "– skipped";
        };
    }

    String summary() {
        return String.format(
                Locale.ROOT,
                "%s: %d passed, %d failed, %d with an error, %d skipped, %.1f s",
                name,
                count(Status.PASSED),
                count(Status.FAILED),
                count(Status.ERROR),
                count(Status.SKIPPED),
                seconds());
    }

    /// Returns a page that needs no other file and no network.
    public String html() {
        return ReportPage.of(this);
    }

    /// Returns the report as build servers read it: the XML that Ant's JUnit task wrote, and many after it.
    public String junitXml() {
        return ReportXml.of(this);
    }

    /// Writes [#html] to a file: aside first, then to its place.
    public void writeHtml(Path file) throws IOException {
        write(file, html());
    }

    /// Writes [#junitXml] to a file: aside first, then to its place.
    public void writeJunitXml(Path file) throws IOException {
        write(file, junitXml());
    }

    private static void write(Path file, String text) throws IOException {
        Path whole = file.toAbsolutePath();
        Files.createDirectories(whole.getParent());
        Path aside = whole.resolveSibling(whole.getFileName() + ".part");
        Files.writeString(aside, text);
        Files.move(aside, whole, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Stack(new Figure.Note(summary()), new Figure.Data(table())).mime();
    }

    @Override
    public String toString() {
        return summary();
    }
}
