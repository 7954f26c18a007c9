package org.vitrina.kernel.jupyter;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrina.show.Html;

/// Turns the text of a Javadoc comment into HTML: its inline tags, and of its HTML what is harmless. All else
/// is shown as the text that it is.
final class JavadocHtml {
    private static final Set<String> ALLOWED = Set.of(
            "a",
            "b",
            "blockquote",
            "br",
            "caption",
            "cite",
            "code",
            "dd",
            "dfn",
            "dl",
            "dt",
            "em",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "i",
            "kbd",
            "li",
            "ol",
            "p",
            "pre",
            "q",
            "s",
            "samp",
            "small",
            "strong",
            "sub",
            "sup",
            "table",
            "tbody",
            "td",
            "tfoot",
            "th",
            "thead",
            "tr",
            "tt",
            "u",
            "ul",
            "var");

    /// Tags that say nothing without their attributes; they are left out.
    private static final Set<String> LEFT_OUT = Set.of("div", "span", "img", "center", "font");

    private static final Pattern TAG = Pattern.compile("<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\\s[^<>]*)?)/?>");
    private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);
    private static final Pattern ENTITY = Pattern.compile("&(?:[a-zA-Z][a-zA-Z0-9]*|#\\d+|#[xX][0-9a-fA-F]+);");
    private static final Pattern LINK = Pattern.compile("href\\s*=\\s*[\"']?(https?://[^\"'\\s>]+)");
    private static final Pattern INLINE = Pattern.compile("\\{@([a-zA-Z]+)");

    private final String text;
    private final StringBuilder html = new StringBuilder();

    private JavadocHtml(String text) {
        this.text = text;
    }

    static String of(String text) {
        return new JavadocHtml(text).convert();
    }

    private String convert() {
        Matcher inline = INLINE.matcher(text);
        Matcher comment = COMMENT.matcher(text);
        Matcher tag = TAG.matcher(text);
        Matcher entity = ENTITY.matcher(text);
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '{' && starts(inline, at)) {
                int end = closingBrace(at);
                inlineTag(inline.group(1), text.substring(inline.end(), end).strip());
                at = Math.min(end + 1, text.length());
            } else if (c == '<' && starts(comment, at)) {
                at = comment.end();
            } else if (c == '<' && starts(tag, at)) {
                htmlTag(tag);
                at = tag.end();
            } else if (c == '&' && starts(entity, at)) {
                html.append(entity.group());
                at = entity.end();
            } else {
                int end = at + 1;
                while (end < text.length() && "{<&".indexOf(text.charAt(end)) < 0) {
                    end++;
                }
                html.append(Html.escape(text.substring(at, end)));
                at = end;
            }
        }
        return html.toString();
    }

    private static boolean starts(Matcher matcher, int at) {
        return matcher.region(at, matcher.regionEnd()).lookingAt();
    }

    private int closingBrace(int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '{' -> depth++;
                case '}' -> depth--;
                default -> {}
            }
            if (depth == 0) {
                return i;
            }
        }
        return text.length();
    }

    private void inlineTag(String name, String body) {
        switch (name) {
            case "code", "snippet" -> code(name.equals("snippet") ? snippet(body) : body);
            case "literal" -> html.append(Html.escape(body));
            case "link" -> {
                String label = label(body);
                code(label.isEmpty() ? reference(body) : label);
            }
            case "linkplain" -> {
                String label = label(body);
                html.append(label.isEmpty() ? Html.escape(reference(body)) : of(label));
            }
            case "return" -> html.append("Returns ").append(of(body)).append('.');
            case "summary", "index", "systemProperty" -> html.append(of(body));
            // what they stand for is elsewhere
            case "inheritDoc", "docRoot" -> {}
            case "value" -> code(reference(body));
            default -> code(body);
        }
    }

    private void code(String body) {
        boolean block = body.contains("\n");
        html.append(block ? "<pre><code>" : "<code>")
                .append(Html.escape(body.strip()))
                .append(block ? "</code></pre>" : "</code>");
    }

    /// The text of an inline snippet stands behind its first colon; one that names a file has none.
    private static String snippet(String body) {
        int colon = body.indexOf(":\n");
        return colon < 0
                ? body.replaceFirst("^:", "")
                : body.substring(colon + 2).stripIndent();
    }

    /// Splits `Map#get(Object) label`: the reference ends at a space that is not within parentheses.
    private static int endOfReference(String body) {
        int depth = 0;
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            depth += c == '(' || c == '<' ? 1 : c == ')' || c == '>' ? -1 : 0;
            if (Character.isWhitespace(c) && depth <= 0) {
                return i;
            }
        }
        return body.length();
    }

    private static String label(String body) {
        return body.substring(endOfReference(body)).strip();
    }

    private static String reference(String body) {
        String name = body.substring(0, endOfReference(body)).replace('#', '.');
        return name.startsWith(".") ? name.substring(1) : name;
    }

    private void htmlTag(Matcher tag) {
        String name = tag.group(2).toLowerCase();
        if (ALLOWED.contains(name)) {
            html.append('<').append(tag.group(1)).append(name);
            Matcher link = LINK.matcher(tag.group(3));
            if (name.equals("a") && link.find()) {
                html.append(" href=\"").append(Html.escape(link.group(1))).append("\" rel=\"noopener\"");
            }
            html.append('>');
        } else if (!LEFT_OUT.contains(name)) {
            html.append(Html.escape(tag.group()));
        }
    }
}
