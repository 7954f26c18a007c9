package org.vitrina.kernel.page;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrina.show.Html;

/// Lets a small part of the HTML in a cell's prose through and shows the rest as text.
///
/// A tag passes if its name and every attribute are on the list; a script, a style, an event attribute or an
/// address with `javascript:` never does. One of these serves one cell: what the cell opens and does not close is
/// closed by [#end], so that it cannot swallow the rest of the page.
final class SafeHtml {
    private static final Set<String> VOID = Set.of("br", "hr", "img", "wbr");
    private static final Set<String> EVERYWHERE = Set.of("lang", "dir", "title");
    private static final Map<String, Set<String>> TAGS = Map.ofEntries(
            Map.entry("details", Set.of("open")),
            Map.entry("img", Set.of("src", "alt", "width", "height")),
            Map.entry("a", Set.of("id", "name", "href")),
            Map.entry("td", Set.of("colspan", "rowspan", "align")),
            Map.entry("th", Set.of("colspan", "rowspan", "align")));
    private static final Set<String> PLAIN = Set.of(
            ("summary sub sup br hr wbr kbd b i u s em strong mark small q cite dfn abbr samp var ins del code pre"
                            + " p div span center blockquote ul ol li dl dt dd table thead tbody tr caption figure"
                            + " figcaption")
                    .split(" "));

    private static final Pattern TAG = Pattern.compile(
            "<!--(?:(?!-->)[\\s\\S])*+(?:-->)?|<(?<close>/?)(?<name>[a-zA-Z][a-zA-Z0-9]*+)(?<attributes>"
                    + "(?:\\s++[a-zA-Z_:][-a-zA-Z0-9_:.]*+(?:\\s*+=\\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\\s\"'=<>`]++))?)*+)"
                    + "\\s*+/?>");
    private static final Pattern ATTRIBUTE = Pattern.compile(
            "([a-zA-Z_:][-a-zA-Z0-9_:.]*+)(?:\\s*+=\\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\\s\"'=<>`]++)))?+");
    private static final Pattern ENTITY =
            Pattern.compile("&amp;(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z0-9]{1,31});");

    private final UnaryOperator<String> link;
    private final Images images;
    private final Deque<String> open = new ArrayDeque<>();

    /// @param link   returns the address that a link gets, or null if it must not be one
    /// @param images finds the pictures
    SafeHtml(UnaryOperator<String> link, Images images) {
        this.link = link;
        this.images = images;
    }

    /// Returns a piece of HTML as it may stand in the page.
    String pass(String html) {
        var out = new StringBuilder(html.length());
        Matcher tag = TAG.matcher(html);
        int at = 0;
        while (tag.find()) {
            out.append(text(html.substring(at, tag.start())));
            if (tag.group("name") != null) {
                out.append(tag(tag));
            }
            at = tag.end();
        }
        return out.append(text(html.substring(at))).toString();
    }

    /// Closes what is still open.
    String end() {
        var out = new StringBuilder();
        while (!open.isEmpty()) {
            out.append("</").append(open.pop()).append('>');
        }
        return out.toString();
    }

    private String tag(Matcher tag) {
        String name = tag.group("name").toLowerCase(Locale.ROOT);
        if (!tag.group("close").isEmpty()) {
            return close(name, tag);
        }
        String attributes = attributes(name, tag.group("attributes"));
        if (attributes == null) {
            return Html.escape(tag.group());
        }
        if (name.equals("img")) {
            return image(tag.group("attributes"), attributes);
        }
        if (!VOID.contains(name)) {
            open.push(name);
        }
        return "<" + name + attributes + ">";
    }

    /// Closes an element, and what was opened inside it; a tag that closes nothing is shown as text.
    private String close(String name, Matcher tag) {
        if (!open.contains(name)) {
            return Html.escape(tag.group());
        }
        var out = new StringBuilder();
        String closed;
        do {
            closed = open.pop();
            out.append("</").append(closed).append('>');
        } while (!closed.equals(name));
        return out.toString();
    }

    /// Returns the attributes as they are written, or null if the tag must not pass.
    private String attributes(String name, String attributes) {
        Set<String> own = TAGS.get(name);
        if (own == null && !PLAIN.contains(name)) {
            return null;
        }
        var out = new StringBuilder();
        Matcher attribute = ATTRIBUTE.matcher(attributes);
        while (attribute.find()) {
            String key = attribute.group(1).toLowerCase(Locale.ROOT);
            String value = value(attribute);
            if (!EVERYWHERE.contains(key) && (own == null || !own.contains(key))) {
                return null;
            }
            if (key.equals("href")) {
                value = link.apply(value);
                if (value == null) {
                    return null;
                }
            }
            if (!key.equals("src")) {
                out.append(' ')
                        .append(key)
                        .append("=\"")
                        .append(Html.escape(value))
                        .append('"');
            }
        }
        return out.toString();
    }

    private String image(String given, String attributes) {
        String source = "";
        String alt = "";
        Matcher attribute = ATTRIBUTE.matcher(given);
        while (attribute.find()) {
            switch (attribute.group(1).toLowerCase(Locale.ROOT)) {
                case "src" -> source = value(attribute);
                case "alt" -> alt = value(attribute);
                default -> {}
            }
        }
        return images.html(source, alt, attributes.contains(" alt=") ? attributes : attributes + " alt=\"\"");
    }

    private static String value(Matcher attribute) {
        for (int group = 2; group <= 4; group++) {
            if (attribute.group(group) != null) {
                return attribute
                        .group(group)
                        .replace("&quot;", "\"")
                        .replace("&#39;", "'")
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&amp;", "&");
            }
        }
        return "";
    }

    /// Returns text between tags: escaped, with character references such as `&eacute;` left to the browser.
    private static String text(String text) {
        return ENTITY.matcher(Html.escape(text)).replaceAll("&$1;");
    }
}
