package org.vitrina.kernel.jupyter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrina.kernel.Inspection;
import org.vitrina.show.Html;
import org.vitrina.show.MimeBundle;

/// What is known about a name, as a page: signatures, and their Javadoc with its tags in a readable form.
final class Documentation {
    private static final int MOST_OVERLOADS = 12;
    private static final Pattern BLOCK_TAG =
            Pattern.compile("(?m)^\\s*@([a-zA-Z]+)\\b\\s*((?:(?!^\\s*@[a-zA-Z]).*(?:\\R|\\z)?)*)");
    private static final Pattern MARKUP = Pattern.compile("<[a-zA-Z/!]|\\{@|&[a-z]+;");

    private final boolean markdown;

    private Documentation(boolean markdown) {
        this.markdown = markdown;
    }

    static MimeBundle of(Inspection inspection) {
        var html = new StringBuilder("<div class=\"vitrina-doc\">");
        List<Inspection.Entry> entries = inspection.entries();
        for (Inspection.Entry entry : entries.subList(0, Math.min(entries.size(), MOST_OVERLOADS))) {
            html.append("<pre><code>").append(Html.escape(entry.signature())).append("</code></pre>");
            if (!entry.javadoc().isBlank()) {
                html.append(new Documentation(entry.markdown()).javadoc(entry.javadoc()));
            }
        }
        if (entries.size() > MOST_OVERLOADS) {
            html.append("<p>… and ").append(entries.size() - MOST_OVERLOADS).append(" more.</p>");
        }
        html.append("</div>");
        return MimeBundle.of(PlainText.of(html.toString())).withHtml(html.toString());
    }

    private String javadoc(String comment) {
        // The text comes with the space behind each line's star.
        String text = comment.stripIndent();
        Matcher tag = BLOCK_TAG.matcher(text);
        int bodyEnd = tag.find() ? tag.start() : text.length();
        var html = new StringBuilder(flowing(text.substring(0, bodyEnd)));
        var parameters = new ArrayList<String>();
        var others = new ArrayList<String>();
        tag.reset();
        while (tag.find()) {
            String body = tag.group(2).strip();
            switch (tag.group(1)) {
                case "param" -> parameters.add(named(body));
                case "return" -> others.add("<dt>Returns</dt><dd>" + line(body) + "</dd>");
                case "throws", "exception" -> others.add("<dt>Throws</dt><dd>" + named(body) + "</dd>");
                case "deprecated" -> others.add("<dt>Deprecated</dt><dd>" + line(body) + "</dd>");
                case "see" -> others.add("<dt>See</dt><dd>" + see(body) + "</dd>");
                case "since" -> others.add("<dt>Since</dt><dd>" + line(body) + "</dd>");
                case "apiNote", "implNote", "implSpec" -> others.add("<dt>Note</dt><dd>" + line(body) + "</dd>");
                // who wrote it and what tools do with it is of no help here
                default -> {}
            }
        }
        if (!parameters.isEmpty() || !others.isEmpty()) {
            html.append("<dl>");
            if (!parameters.isEmpty()) {
                html.append("<dt>Parameters</dt>");
                parameters.forEach(each -> html.append("<dd>").append(each).append("</dd>"));
            }
            others.forEach(html::append);
            html.append("</dl>");
        }
        return html.toString();
    }

    private String see(String body) {
        return body.startsWith("<") || body.startsWith("\"") ? flowing(body) : flowing("{@link " + body + "}");
    }

    private String named(String body) {
        String[] parts = body.split("\\s+", 2);
        return "<code>" + Html.escape(parts[0]) + "</code> " + (parts.length > 1 ? line(parts[1]) : "");
    }

    /// A comment is HTML with tags in braces, or Markdown; where that is not known, its text must tell.
    private String flowing(String text) {
        boolean html = MARKUP.matcher(text).find() || text.indexOf('`') < 0 && !text.contains("](");
        return html && !markdown ? JavadocHtml.of(text) : JavadocMarkdown.of(text);
    }

    /// What is said of a parameter is one line mostly, and needs no paragraph then.
    private String line(String text) {
        String html = flowing(text).strip();
        boolean one = html.startsWith("<p>") && html.indexOf("</p>") == html.length() - "</p>".length();
        return one ? html.substring("<p>".length(), html.length() - "</p>".length()) : html;
    }
}
