package org.vitrina.kernel.jupyter;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/// Turns the text of a Javadoc comment in Markdown ([JEP 467](https://openjdk.org/jeps/467)) into HTML. References to
/// other names become code, as there is nothing here to go to; HTML in it is shown as text.
final class JavadocMarkdown {
    private static final List<Extension> TABLES = List.of(TablesExtension.create());
    private static final Pattern LINK = Pattern.compile("\\[([^\\[\\]\\n]+)\\](?:\\[([^\\[\\]\\n]*)\\])?(?!\\()");
    private static final Pattern REFERENCE =
            Pattern.compile("#\\w+(?:\\([^()]*\\))?|(?:\\w+\\.)*[A-Z]\\w*(?:\\.\\w+)*(?:#\\w+)?(?:\\([^()]*\\))?");
    private static final Pattern PACKAGE = Pattern.compile("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])");

    private final String text;
    private final StringBuilder markdown = new StringBuilder();

    private JavadocMarkdown(String text) {
        this.text = text;
    }

    static String of(String text) {
        return HtmlRenderer.builder()
                .extensions(TABLES)
                .escapeHtml(true)
                .sanitizeUrls(true)
                .build()
                .render(Parser.builder().extensions(TABLES).build().parse(new JavadocMarkdown(text).plain()));
    }

    /// Returns the text with what only Javadoc knows in Markdown's words.
    private String plain() {
        Matcher link = LINK.matcher(text);
        for (int i = 0; i < text.length(); ) {
            if (text.charAt(i) == '`') {
                i = code(i);
            } else if (text.startsWith("{@", i)) {
                i = tag(i);
            } else if (text.charAt(i) == '[' && link.region(i, text.length()).lookingAt()) {
                i = link(link);
            } else {
                markdown.append(text.charAt(i++));
            }
        }
        return markdown.toString();
    }

    /// Copies code from its first backtick to its last.
    private int code(int from) {
        int ticks = from;
        while (ticks < text.length() && text.charAt(ticks) == '`') {
            ticks++;
        }
        int end = text.indexOf(text.substring(from, ticks), ticks);
        int next = end < 0 ? ticks : end + (ticks - from);
        markdown.append(text, from, next);
        return next;
    }

    private int link(Matcher link) {
        String label = link.group(1);
        String target = link.group(2);
        if (target == null
                ? REFERENCE.matcher(label).matches()
                : REFERENCE.matcher(target).matches()) {
            boolean named = target == null || REFERENCE.matcher(label).matches();
            markdown.append(named ? "`" + shortened(label) + "`" : label);
        } else {
            markdown.append(link.group());
        }
        return link.end();
    }

    private static String shortened(String reference) {
        String own = reference.startsWith("#") ? reference.substring(1) : reference;
        return PACKAGE.matcher(own).replaceAll("").replace('#', '.');
    }

    /// Writes a tag in braces, such as `{@code x}`, and returns where the text goes on.
    private int tag(int from) {
        int end = closing(from);
        if (end < 0) {
            markdown.append("{@");
            return from + 2;
        }
        String[] parts = text.substring(from + 2, end).split("\\s+", 2);
        String body = parts.length > 1 ? parts[1] : "";
        switch (parts[0]) {
            case "snippet" -> snippet(body);
            case "link", "linkplain" -> {
                String[] words = body.strip().split("\\s+(?![^()]*\\))", 2);
                markdown.append(words.length > 1 ? words[1] : "`" + shortened(words[0]) + "`");
            }
            case "code", "literal", "value" -> markdown.append('`').append(body).append('`');
            default -> markdown.append(body);
        }
        return end + 1;
    }

    /// Code that stands in the comment is shown; code that stands elsewhere is not here.
    private void snippet(String body) {
        int colon = body.indexOf(':');
        int line = body.indexOf('\n');
        if (colon >= 0 && line > colon) {
            markdown.append("\n```\n")
                    .append(body.substring(line + 1).stripTrailing().stripIndent())
                    .append("\n```\n");
        }
    }

    private int closing(int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
