package org.vitrina.kernel.page;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.vitrina.kernel.notebook.Cell;
import org.vitrina.kernel.notebook.CellOutput;
import org.vitrina.kernel.notebook.NotebookRun;
import org.vitrina.show.Html;

/// An executed notebook as one HTML file that holds all it needs.
///
/// The page loads nothing: its policy forbids every request, pictures and styles are inside, formulas are MathML.
/// It is readable with scripts off and on paper. The outputs must come from our own run, since their HTML stands
/// in the page as it is; the notebook's prose is not trusted ([SafeHtml]).
///
/// @param lesson   title and language
/// @param run      the executed notebook and how it went
/// @param folder   the notebook's folder, where its pictures are
/// @param previous the lesson before this one
/// @param next     the lesson after this one
public record NotebookPage(
        Lesson lesson, NotebookRun run, Path folder, Optional<Lesson> previous, Optional<Lesson> next) {
    private static final Duration WORTH_TELLING = Duration.ofMillis(500);
    private static final Pattern MAGIC = Pattern.compile("(?m)^%[^\\n]*");
    private static final String END_OF_TITLE = "</h1>";
    private static final Set<String> HIDDEN_INPUT = Set.of("hide-input", "remove-input");

    /// Returns the page.
    public String html() {
        PageWords words = PageWords.in(lesson.language());
        var headings = new Headings();
        var body = new StringBuilder();
        for (Cell cell : run.notebook().cells()) {
            if (!cell.tags().contains("remove-cell")) {
                body.append(cell(cell, headings, words));
            }
        }
        String top = banner(words) + contents(headings, words);
        int title = body.indexOf(END_OF_TITLE);
        body.insert(title < 0 ? 0 : title + END_OF_TITLE.length(), top);
        return PageFrame.html(
                lesson.language(), lesson.title(), navigation(words) + "<main>\n" + body + footer(words) + "</main>\n");
    }

    private String cell(Cell cell, Headings headings, PageWords words) {
        var markdown = new MarkdownHtml(headings, new Images(folder, cell.attachments()));
        return switch (cell) {
            case Cell.Markdown text ->
                "<section class=\"prose%s\"%s>\n%s</section>\n"
                        .formatted(failed(cell) ? " failed" : "", id(cell), markdown.html(text.source()));
            case Cell.Raw _ -> "";
            case Cell.Code code when code.source().isBlank() && code.outputs().isEmpty() -> "";
            case Cell.Code code -> code(code, new OutputHtml(words, markdown), words);
        };
    }

    private String code(Cell.Code cell, OutputHtml outputs, PageWords words) {
        var out =
                new StringBuilder("<section class=\"cell" + (failed(cell) ? " failed" : "") + "\"" + id(cell) + ">\n");
        if (cell.tags().stream().noneMatch(HIDDEN_INPUT::contains)) {
            out.append("<div class=\"source\"><pre class=\"code\" tabindex=\"0\"><code>")
                    .append(source(cell.source().stripTrailing()))
                    .append("</code></pre><span class=\"count\">")
                    .append(note(cell, words))
                    .append("</span></div>\n");
        }
        if (!cell.tags().contains("remove-output")) {
            for (CellOutput output : cell.outputs()) {
                out.append(outputs.html(output)).append('\n');
            }
        }
        return out.append("</section>\n").toString();
    }

    private String note(Cell.Code cell, PageWords words) {
        if (cell.executionCount() == null) {
            return words.notRun();
        }
        Duration time = run.times().getOrDefault(cell.id(), Duration.ZERO);
        return "[" + cell.executionCount() + "]"
                + (time.compareTo(WORTH_TELLING) < 0 ? "" : " " + seconds(time) + " " + words.seconds());
    }

    /// Returns code with its Java coloured; a cell magic makes the whole cell something else than Java.
    private static String source(String code) {
        if (code.stripLeading().startsWith("%%")) {
            return "<span class=\"m\">" + Html.escape(code) + "</span>";
        }
        var out = new StringBuilder();
        var magic = MAGIC.matcher(code);
        int at = 0;
        while (magic.find()) {
            out.append(JavaHighlighter.html(code.substring(at, magic.start())))
                    .append("<span class=\"m\">")
                    .append(Html.escape(magic.group()))
                    .append("</span>");
            at = magic.end();
        }
        return out.append(JavaHighlighter.html(code.substring(at))).toString();
    }

    private boolean failed(Cell cell) {
        return run.failures().stream().anyMatch(failure -> failure.id().equals(cell.id()));
    }

    private static String id(Cell cell) {
        return " id=\"cell-" + Html.escape(cell.id()) + "\"";
    }

    private String banner(PageWords words) {
        return run.failure()
                .map(failure ->
                        "<p class=\"banner\" role=\"alert\"><strong>%s</strong> <a href=\"#cell-%s\">[%d]</a> %s</p>\n"
                                .formatted(
                                        words.stopped(),
                                        Html.escape(failure.id()),
                                        failure.number(),
                                        Html.escape(AnsiHtml.plain(failure.message()))))
                .orElse("");
    }

    private String navigation(PageWords words) {
        return "<nav class=\"lessons\" aria-label=\"" + words.lessons() + "\">"
                + previous.map(to -> link(to, "rel=\"prev\"", "← " + Html.escape(to.title())))
                        .orElse("<span></span>")
                + "<a href=\"index.html\">" + words.lessons() + "</a>"
                + next.map(to -> link(to, "rel=\"next\"", Html.escape(to.title()) + " →"))
                        .orElse("<span></span>")
                + "</nav>\n";
    }

    private static String link(Lesson to, String relation, String text) {
        return "<a %s href=\"%s\">%s</a>".formatted(relation, Html.escape(to.page()), text);
    }

    private static String contents(Headings headings, PageWords words) {
        var list = new StringBuilder();
        for (Headings.Heading heading : headings.all()) {
            if (heading.level() == 2 || heading.level() == 3) {
                list.append("<li class=\"level%d\"><a href=\"#%s\">%s</a></li>\n"
                        .formatted(heading.level(), Html.escape(heading.anchor()), Html.escape(heading.text())));
            }
        }
        return list.isEmpty()
                ? ""
                : "<nav class=\"contents\" aria-label=\"%s\"><p>%s</p><ul>\n%s</ul></nav>\n"
                        .formatted(words.contents(), words.contents(), list);
    }

    private String footer(PageWords words) {
        return "<footer><p>%s %s %s</p>%s</footer>\n"
                .formatted(words.ran(), seconds(run.time()), words.seconds(), navigation(words));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
    }
}
