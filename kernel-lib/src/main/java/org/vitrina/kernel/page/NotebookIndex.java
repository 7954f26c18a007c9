package org.vitrina.kernel.page;

import java.util.List;
import java.util.Optional;
import org.vitrina.kernel.notebook.NotebookRun;
import org.vitrina.show.Html;

/// The page that lists all lessons, what each is about and how its run went.
public final class NotebookIndex {
    private NotebookIndex() {}

    /// A lesson in the list.
    ///
    /// @param run how it went, or empty if it was not run this time
    public record Entry(Lesson lesson, Optional<NotebookRun> run) {}

    /// Returns the page, in the language that most lessons share with the first one.
    ///
    /// @param title   heads the page
    /// @param entries the lessons in their order
    public static String html(String title, List<Entry> entries) {
        String language = entries.isEmpty() ? "en" : entries.getFirst().lesson().language();
        var list = new StringBuilder();
        entries.forEach(entry -> list.append(entry(entry, language)));
        return PageFrame.html(
                language,
                title,
                "<main class=\"index\">\n<h1>" + Html.escape(title) + "</h1>\n<ol class=\"index\">\n" + list
                        + "</ol>\n</main>\n");
    }

    private static String entry(Entry entry, String language) {
        Lesson lesson = entry.lesson();
        String own = lesson.language().equals(language) ? "" : " lang=\"" + Html.escape(lesson.language()) + "\"";
        String summary = lesson.summary().isEmpty() ? "" : "<p>" + Html.escape(lesson.summary()) + "</p>\n";
        return "<li%s><h2><a href=\"%s\">%s</a></h2>\n%s%s</li>\n"
                .formatted(
                        own,
                        Html.escape(lesson.page()),
                        Html.escape(lesson.title()),
                        summary,
                        entry.run().map(NotebookIndex::status).orElse(""));
    }

    private static String status(NotebookRun run) {
        return run.failure()
                .map(failure -> "<p class=\"status bad\">✗ cell %d: %s</p>"
                        .formatted(failure.number(), Html.escape(AnsiHtml.plain(failure.message()))))
                .orElseGet(() -> "<p class=\"status\">✓ " + Html.escape(run.summary()) + "</p>");
    }
}
