package org.vitrina.kernel.page;

import java.util.regex.Pattern;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.vitrina.kernel.notebook.Cell;
import org.vitrina.kernel.notebook.Notebook;

/// What a list of lessons says about one.
///
/// @param page     file name of its page, such as `02-tokenization.html`
/// @param title    its first heading, or the file's name if it has none
/// @param summary  its first paragraph, without formatting; may be empty
/// @param language BCP 47 tag, from the notebook's metadata `vitrina.language`; `en` by default
public record Lesson(String page, String title, String summary, String language) {
    private static final Pattern LANGUAGE = Pattern.compile("[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*");

    /// Returns what the notebook with this file name says about itself.
    public static Lesson of(String fileName, Notebook notebook) {
        String name = fileName.replaceFirst("\\.ipynb$", "");
        String title = "";
        String summary = "";
        for (Cell cell : notebook.cells()) {
            if (!(cell instanceof Cell.Markdown)) {
                continue;
            }
            for (Node node = MarkdownHtml.parse(cell.source()).getFirstChild(); node != null; node = node.getNext()) {
                if (title.isEmpty() && node instanceof Heading heading) {
                    title = MarkdownHtml.text(heading).strip();
                } else if (summary.isEmpty() && node instanceof Paragraph paragraph) {
                    summary = MarkdownHtml.text(paragraph).strip();
                }
            }
            if (!title.isEmpty() && !summary.isEmpty()) {
                break;
            }
        }
        String language = notebook.text("vitrina", "language")
                .filter(tag -> LANGUAGE.matcher(tag).matches())
                .orElse("en");
        return new Lesson(name + ".html", title.isEmpty() ? name : title, summary, language);
    }
}
