package org.vitrina.kernel.page;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrina.show.Html;

/// Colours Java code by its lexical structure ([JLS 3](https://docs.oracle.com/javase/specs/jls/se25/html/jls-3.html)).
///
/// The text of the page stays the text of the code, character by character; code that is not Java is coloured
/// wrongly at worst. Unclosed comments and strings end where Java would report them, at the end of the code or
/// of the line.
public final class JavaHighlighter {
    /// Every alternative begins differently or is decided by its first two characters and repeats possessively,
    /// so that no text makes the match take longer than its length.
    private static final Pattern TOKEN = Pattern.compile("""
            (?<comment>//[^\\n]*+|/\\*(?:[^*]|\\*(?!/))*+(?:\\*/)?)\
            |(?<string>\"""(?:[^"\\\\]|\\\\[\\s\\S]|"(?!""))*+(?:\""")?|"(?:[^"\\\\\\n]|\\\\.)*+"?|'(?:[^'\\\\\\n]|\\\\.)*+'?)\
            |(?<number>(?:0[xX][0-9a-fA-F_.]++(?:[pP][+-]?[0-9]++)?|[0-9][0-9_]*+(?:\\.[0-9_]*+)?(?:[eE][+-]?[0-9_]++)?|\\.[0-9][0-9_]*+(?:[eE][+-]?[0-9]++)?)[fFdDlL]?)\
            |(?<annotation>@(?!interface\\b)[\\p{javaJavaIdentifierStart}][\\p{javaJavaIdentifierPart}.]*+)\
            |(?<word>[\\p{javaJavaIdentifierStart}][\\p{javaJavaIdentifierPart}]*+)\
            """);

    private static final Set<String> KEYWORDS = Set.of(
            ("abstract assert boolean break byte case catch char class const continue default do double else enum"
                            + " extends final finally float for goto if implements import instanceof int interface long"
                            + " native new package private protected public return short static strictfp super switch"
                            + " synchronized this throw throws transient try void volatile while true false null var"
                            + " yield record sealed permits non when module")
                    .split(" "));

    private JavaHighlighter() {}

    /// Returns `code` as HTML in which keywords, strings, numbers, comments and annotations are `span`s of the
    /// classes `k`, `s`, `n`, `c` and `a`.
    public static String html(String code) {
        var out = new StringBuilder(code.length() * 2);
        Matcher token = TOKEN.matcher(code);
        int at = 0;
        while (token.find()) {
            out.append(Html.escape(code.substring(at, token.start())));
            String text = Html.escape(token.group());
            String kind = kind(token);
            out.append(kind == null ? text : "<span class=\"" + kind + "\">" + text + "</span>");
            at = token.end();
        }
        return out.append(Html.escape(code.substring(at))).toString();
    }

    private static String kind(Matcher token) {
        if (token.group("comment") != null) {
            return "c";
        }
        if (token.group("string") != null) {
            return "s";
        }
        if (token.group("number") != null) {
            return "n";
        }
        if (token.group("annotation") != null) {
            return "a";
        }
        return KEYWORDS.contains(token.group()) ? "k" : null;
    }
}
