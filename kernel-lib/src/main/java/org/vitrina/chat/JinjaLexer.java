package org.vitrina.chat;

import java.util.ArrayList;
import java.util.List;
import org.vitrina.chat.JinjaToken.Kind;

/// Cuts a template into tokens as
/// [Jinja](https://jinja.palletsprojects.com/en/stable/templates/#whitespace-control)
/// does with `trim_blocks` and `lstrip_blocks`, which chat templates are written for: the line end behind
/// a tag
/// and the white space before one that begins its line do not count.
final class JinjaLexer {
    private static final String[] OPERATORS = {
        "==", "!=", "<=", ">=", "//", "**", "+", "-", "*", "/", "%", "~", "<", ">", "=", "(", ")", "[", "]", "{", "}",
        ",", ".", ":", "|",
    };

    private final String source;
    private final List<JinjaToken> tokens = new ArrayList<>();
    private int at;
    private int line = 1;

    private JinjaLexer(String source) {
        this.source = source;
    }

    static List<JinjaToken> tokens(String template) {
        String source = template.replace("\r\n", "\n").replace('\r', '\n');
        var lexer = new JinjaLexer(source.endsWith("\n") ? source.substring(0, source.length() - 1) : source);
        lexer.read();
        return lexer.tokens;
    }

    private void read() {
        while (at < source.length()) {
            int tag = nextTag();
            data(tag);
            if (tag == source.length()) {
                break;
            }
            moveTo(tag + 2);
            if (at < source.length() && "-+".indexOf(source.charAt(at)) >= 0) {
                at++;
            }
            switch (source.charAt(tag + 1)) {
                case '#' -> comment();
                case '%' -> code(Kind.BLOCK_BEGIN, "%}", Kind.BLOCK_END);
                default -> code(Kind.VARIABLE_BEGIN, "}}", Kind.VARIABLE_END);
            }
        }
        add(Kind.END, "");
    }

    private int nextTag() {
        for (int i = at; i + 1 < source.length(); i++) {
            if (source.charAt(i) == '{' && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return source.length();
    }

    /// Takes the text up to the tag at `tag`.
    private void data(int tag) {
        int end = tag;
        char sign = tag + 2 < source.length() ? source.charAt(tag + 2) : ' ';
        if (tag < source.length() && sign == '-') {
            while (end > at && Traced.isSpace(source.charAt(end - 1))) {
                end--;
            }
        } else if (tag < source.length() && sign != '+' && source.charAt(tag + 1) != '{') {
            int lineStart = end;
            while (lineStart > at
                    && Traced.isSpace(source.charAt(lineStart - 1))
                    && source.charAt(lineStart - 1) != '\n') {
                lineStart--;
            }
            if (lineStart == 0 || source.charAt(lineStart - 1) == '\n') {
                end = lineStart;
            }
        }
        if (end > at) {
            add(Kind.DATA, source.substring(at, end));
        }
        moveTo(tag);
    }

    private void comment() {
        int end = source.indexOf("#}", at);
        if (end < 0) {
            throw wrong("a comment '{#' without its '#}'");
        }
        boolean strips = end > at && source.charAt(end - 1) == '-';
        boolean keeps = end > at && source.charAt(end - 1) == '+';
        moveTo(end + 2);
        afterTag(strips, !keeps);
    }

    private void code(Kind begin, String closing, Kind end) {
        add(begin, "");
        int open = 0;
        while (true) {
            while (at < source.length() && Traced.isSpace(source.charAt(at))) {
                moveTo(at + 1);
            }
            if (at == source.length()) {
                throw wrong("a tag without its '" + closing + "'");
            }
            char sign = source.charAt(at);
            boolean signed =
                    (sign == '-' || sign == '+' && end == Kind.BLOCK_END) && source.startsWith(closing, at + 1);
            if (open == 0 && (signed || source.startsWith(closing, at))) {
                moveTo(at + (signed ? 3 : 2));
                add(end, "");
                afterTag(signed && sign == '-', end == Kind.BLOCK_END && !(signed && sign == '+'));
                return;
            }
            char c = source.charAt(at);
            if (c == '\'' || c == '"') {
                string(c);
            } else if (Character.isDigit(c)) {
                number();
            } else if (Character.isJavaIdentifierStart(c) && c != '$') {
                int from = at;
                while (at < source.length()
                        && Character.isJavaIdentifierPart(source.charAt(at))
                        && source.charAt(at) != '$') {
                    at++;
                }
                add(Kind.NAME, source.substring(from, at));
            } else {
                open += operator();
            }
        }
    }

    /// Returns 1 for an opening bracket, -1 for a closing one.
    private int operator() {
        for (String operator : OPERATORS) {
            if (source.startsWith(operator, at)) {
                add(Kind.OPERATOR, operator);
                at += operator.length();
                return "([{".contains(operator) ? 1 : ")]}".contains(operator) ? -1 : 0;
            }
        }
        throw wrong("'" + source.charAt(at) + "', which begins nothing in an expression");
    }

    private void number() {
        int from = at;
        while (at < source.length() && Character.isDigit(source.charAt(at))) {
            at++;
        }
        boolean isFloat =
                at + 1 < source.length() && source.charAt(at) == '.' && Character.isDigit(source.charAt(at + 1));
        if (isFloat) {
            at++;
            while (at < source.length() && Character.isDigit(source.charAt(at))) {
                at++;
            }
        }
        if (at - from > 15) {
            throw wrong("a number of more than 15 digits");
        }
        add(isFloat ? Kind.FLOAT : Kind.INTEGER, source.substring(from, at));
    }

    private void string(char quote) {
        int first = line;
        var text = new StringBuilder();
        for (at++; at < source.length() && source.charAt(at) != quote; moveTo(at + 1)) {
            char c = source.charAt(at);
            if (c == '\\' && at + 1 < source.length()) {
                moveTo(at + 1);
                escape(text);
            } else {
                text.append(c);
            }
        }
        if (at == source.length()) {
            throw new ChatTemplateException(first, "a text begins here and does not end");
        }
        at++;
        tokens.add(new JinjaToken(Kind.STRING, text.toString(), first));
    }

    private void escape(StringBuilder text) {
        char c = source.charAt(at);
        switch (c) {
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 'r' -> text.append('\r');
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'a' -> text.append('\u0007');
            case 'v' -> text.append('\u000B');
            case '\n' -> {} // a line goes on
            case '\\', '\'', '"' -> text.append(c);
            case 'x' -> code(text, 2);
            case 'u' -> code(text, 4);
            case '0', '1', '2', '3', '4', '5', '6', '7', 'N', 'U' -> throw wrong("'\\" + c + "' in a text");
            default -> text.append('\\').append(c);
        }
    }

    private void code(StringBuilder text, int digits) {
        int end = at + 1 + digits;
        if (end > source.length() || !source.substring(at + 1, end).matches("[0-9a-fA-F]+")) {
            throw wrong("'\\" + source.charAt(at) + "' in a text without its " + digits + " digits");
        }
        text.append((char) Integer.parseInt(source.substring(at + 1, end), 16));
        at = end - 1;
    }

    private void afterTag(boolean strips, boolean trimsLineEnd) {
        if (strips) {
            while (at < source.length() && Traced.isSpace(source.charAt(at))) {
                moveTo(at + 1);
            }
        } else if (trimsLineEnd && source.startsWith("\n", at)) {
            moveTo(at + 1);
        }
    }

    private void moveTo(int end) {
        for (; at < end; at++) {
            if (source.charAt(at) == '\n') {
                line++;
            }
        }
    }

    private void add(Kind kind, String text) {
        tokens.add(new JinjaToken(kind, text, line));
    }

    private ChatTemplateException wrong(String what) {
        return new ChatTemplateException(line, "there is " + what);
    }
}
