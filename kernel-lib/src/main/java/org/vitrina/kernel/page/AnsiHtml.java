package org.vitrina.kernel.page;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrina.show.Html;

/// Turns terminal text into HTML: colours and weights by ANSI escapes become spans
/// ([ECMA-48](https://ecma-international.org/publications-and-standards/standards/ecma-48/), SGR), other escapes
/// are dropped, and a line that was rewritten after a carriage return shows what stood there last.
public final class AnsiHtml {
    private static final Pattern ESCAPE = Pattern.compile(
            "\u001B\\[([0-9;:]*+)m|\u001B\\[[0-?]*+[ -/]*+[@-~]?|\u001B\\][^\u0007\u001B]*+(?:\u0007|\u001B\\\\)?|\u001B[^\\[\\]]?");

    private boolean bold;
    private boolean faint;
    private boolean italic;
    private boolean underlined;
    private boolean inverse;
    private String colour = "";
    private String background = "";

    private AnsiHtml() {}

    /// Returns `text` as HTML for a `pre` element.
    public static String html(String text) {
        return new AnsiHtml().convert(lastRewrites(text));
    }

    /// Returns `text` without escapes and rewritten lines.
    public static String plain(String text) {
        return ESCAPE.matcher(lastRewrites(text)).replaceAll("");
    }

    private static String lastRewrites(String text) {
        if (text.indexOf('\r') < 0) {
            return text;
        }
        var out = new StringBuilder(text.length());
        for (String line : text.replace("\r\n", "\n").split("(?<=\n)")) {
            String end = line.endsWith("\n") ? "\n" : "";
            String body = line.substring(0, line.length() - end.length());
            while (body.endsWith("\r")) {
                body = body.substring(0, body.length() - 1);
            }
            out.append(body, body.lastIndexOf('\r') + 1, body.length()).append(end);
        }
        return out.toString();
    }

    private String convert(String text) {
        var out = new StringBuilder(text.length() + 64);
        Matcher escape = ESCAPE.matcher(text);
        int at = 0;
        while (escape.find()) {
            append(out, text.substring(at, escape.start()));
            if (escape.group(1) != null) {
                apply(escape.group(1));
            }
            at = escape.end();
        }
        append(out, text.substring(at));
        return out.toString();
    }

    private void append(StringBuilder out, String text) {
        if (text.isEmpty()) {
            return;
        }
        List<String> classes = classes();
        String styles = styles();
        if (classes.isEmpty() && styles.isEmpty()) {
            out.append(Html.escape(text));
            return;
        }
        out.append("<span");
        if (!classes.isEmpty()) {
            out.append(" class=\"").append(String.join(" ", classes)).append('"');
        }
        if (!styles.isEmpty()) {
            out.append(" style=\"").append(styles).append('"');
        }
        out.append('>').append(Html.escape(text)).append("</span>");
    }

    private List<String> classes() {
        var classes = new ArrayList<String>();
        if (bold) {
            classes.add("bold");
        }
        if (faint) {
            classes.add("faint");
        }
        if (italic) {
            classes.add("italic");
        }
        if (underlined) {
            classes.add("underlined");
        }
        if (inverse) {
            classes.add("inverse");
        }
        if (colour.startsWith("ansi")) {
            classes.add(colour);
        }
        if (background.startsWith("ansi")) {
            classes.add(background);
        }
        return classes;
    }

    private String styles() {
        String styles = colour.startsWith("rgb") ? "color:" + colour : "";
        return background.startsWith("rgb")
                ? styles + (styles.isEmpty() ? "" : ";") + "background:" + background
                : styles;
    }

    private void apply(String codes) {
        String[] words = codes.split("[;:]");
        for (int i = 0; i < words.length; i++) {
            int code = number(words[i]);
            switch (code) {
                case 0 -> {
                    bold = faint = italic = underlined = inverse = false;
                    colour = background = "";
                }
                case 1 -> bold = true;
                case 2 -> faint = true;
                case 3 -> italic = true;
                case 4 -> underlined = true;
                case 7 -> inverse = true;
                case 22 -> bold = faint = false;
                case 23 -> italic = false;
                case 24 -> underlined = false;
                case 27 -> inverse = false;
                case 39 -> colour = "";
                case 49 -> background = "";
                case 38, 48 -> {
                    int used = i + 1 < words.length && number(words[i + 1]) == 5 ? 2 : 4;
                    String chosen = chosen(words, i + 1);
                    if (code == 38) {
                        colour = chosen;
                    } else {
                        background = chosen;
                    }
                    i += used;
                }
                default -> named(code);
            }
        }
    }

    private void named(int code) {
        if (code >= 30 && code <= 37 || code >= 90 && code <= 97) {
            colour = "ansi" + code;
        } else if (code >= 40 && code <= 47 || code >= 100 && code <= 107) {
            background = "ansi" + code;
        }
    }

    /// Returns a colour given as `5;n`, one of 256, or as `2;r;g;b`.
    private static String chosen(String[] words, int at) {
        if (at + 1 < words.length && number(words[at]) == 5) {
            return Ansi256.css(number(words[at + 1]));
        }
        if (at + 3 < words.length && number(words[at]) == 2) {
            return "rgb(%d,%d,%d)".formatted(byteOf(words[at + 1]), byteOf(words[at + 2]), byteOf(words[at + 3]));
        }
        return "";
    }

    private static int byteOf(String word) {
        return Math.clamp(number(word), 0, 255);
    }

    private static int number(String word) {
        return word.isEmpty() ? 0 : word.length() > 3 ? -1 : Integer.parseInt(word);
    }

    /// The palette of 256 colours: 16 named ones, a cube of 6 x 6 x 6, 24 greys.
    private static final class Ansi256 {
        static String css(int n) {
            if (n < 0 || n > 255) {
                return "";
            }
            if (n < 16) {
                return "ansi" + (n < 8 ? 30 + n : 82 + n);
            }
            if (n < 232) {
                int cube = n - 16;
                return "rgb(%d,%d,%d)".formatted(level(cube / 36), level(cube / 6 % 6), level(cube % 6));
            }
            int grey = 8 + 10 * (n - 232);
            return "rgb(%d,%d,%d)".formatted(grey, grey, grey);
        }

        private static int level(int step) {
            return step == 0 ? 0 : 55 + 40 * step;
        }
    }
}
