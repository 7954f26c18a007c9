package org.vitrina.kernel.jupyter;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Turns simple HTML into text for terminals.
final class PlainText {
    private static final Pattern PIECE =
            Pattern.compile("<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>|&(#?[a-zA-Z0-9]+);|[^<&]+|[<&]");
    private static final Map<String, String> ENTITIES = Map.ofEntries(
            Map.entry("lt", "<"),
            Map.entry("gt", ">"),
            Map.entry("amp", "&"),
            Map.entry("quot", "\""),
            Map.entry("apos", "'"),
            Map.entry("nbsp", " "),
            Map.entry("ndash", "–"),
            Map.entry("mdash", "—"),
            Map.entry("hellip", "…"),
            Map.entry("le", "≤"),
            Map.entry("ge", "≥"),
            Map.entry("ne", "≠"),
            Map.entry("times", "×"),
            Map.entry("pi", "π"),
            Map.entry("infin", "∞"));

    private final StringBuilder text = new StringBuilder();
    private int pre;

    private PlainText() {}

    static String of(String html) {
        var plain = new PlainText();
        Matcher piece = PIECE.matcher(html);
        while (piece.find()) {
            if (piece.group(2) != null) {
                plain.tag(piece.group(2).toLowerCase(), !piece.group(1).isEmpty());
            } else if (piece.group(3) != null) {
                plain.words(entity(piece.group(), piece.group(3)));
            } else {
                plain.words(piece.group());
            }
        }
        return plain.text.toString().strip();
    }

    private void tag(String name, boolean closes) {
        switch (name) {
            case "pre" -> {
                pre += closes ? -1 : 1;
                lines(2);
            }
            case "p", "ul", "ol", "dl", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6" -> lines(2);
            case "li" -> {
                if (!closes) {
                    lines(1);
                    text.append("- ");
                }
            }
            case "dd" -> {
                if (!closes) {
                    lines(1);
                    text.append("    ");
                }
            }
            case "br", "tr", "dt", "hr" -> lines(1);
            case "td", "th" -> text.append(closes ? " " : "");
            default -> {}
        }
    }

    /// Ends the line, and leaves `count - 1` empty ones, unless there are already.
    private void lines(int count) {
        while (pre == 0 && !text.isEmpty() && text.charAt(text.length() - 1) == ' ') {
            text.setLength(text.length() - 1);
        }
        int there = 0;
        while (there < text.length() && text.charAt(text.length() - 1 - there) == '\n') {
            there++;
        }
        if (!text.isEmpty()) {
            text.append("\n".repeat(Math.max(0, count - there)));
        }
    }

    private void words(String words) {
        if (pre > 0) {
            text.append(words);
            return;
        }
        String flowing = words.replaceAll("\\s+", " ");
        boolean atStart = text.isEmpty() || Character.isWhitespace(text.charAt(text.length() - 1));
        text.append(atStart ? flowing.stripLeading() : flowing);
    }

    private static String entity(String whole, String name) {
        if (name.startsWith("#")) {
            try {
                boolean hex = name.charAt(1) == 'x' || name.charAt(1) == 'X';
                return Character.toString(Integer.parseInt(name, hex ? 2 : 1, name.length(), hex ? 16 : 10));
            } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
                return whole;
            }
        }
        return ENTITIES.getOrDefault(name, whole);
    }
}
