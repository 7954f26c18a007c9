package org.vitrina.kernel.page;

import org.vitrina.kernel.page.TexSymbols.Kind;

/// Cuts a formula into TeX's tokens: commands, characters, numbers. White space between them means nothing.
final class TexScanner {
    private final String tex;
    private int at;

    TexScanner(String tex) {
        this.tex = tex;
        skipSpace();
    }

    boolean atEnd() {
        return at >= tex.length();
    }

    boolean at(String token) {
        return !atEnd() && peek().equals(token);
    }

    boolean atAny(String... tokens) {
        for (String token : tokens) {
            if (at(token)) {
                return true;
            }
        }
        return false;
    }

    boolean atDigit() {
        return !atEnd() && isDigit(tex.charAt(at));
    }

    /// Returns whether the scripts of what comes belong below and above it.
    boolean atLimits() {
        if (atEnd() || tex.charAt(at) != '\\') {
            return false;
        }
        String name = peek().substring(1);
        TexSymbols.Symbol symbol = TexSymbols.of(name);
        return symbol == null
                ? name.equals("underbrace") || name.equals("overbrace") || name.equals("operatorname*")
                : symbol.kind() == Kind.LIMITS || symbol.kind() == Kind.FUNCTION_LIMITS;
    }

    /// Returns whether a group of nothing but letters, digits and spaces comes.
    boolean atPlainGroup() {
        int end = tex.indexOf('}', at);
        return at("{")
                && end > at + 1
                && tex.substring(at + 1, end).chars().allMatch(c -> Character.isLetterOrDigit(c) || c == ' ');
    }

    String next() {
        String token = peek();
        at += token.length();
        skipSpace();
        return token;
    }

    boolean skip(String token) {
        if (!at(token)) {
            return false;
        }
        next();
        return true;
    }

    void expect(String token) {
        if (!skip(token)) {
            throw new TexException(
                    "'" + token + "' is missing" + (atEnd() ? " at the end" : " before '" + peek() + "'"));
        }
    }

    String number() {
        int from = at;
        while (atDigit() || !atEnd() && at > from && tex.charAt(at) == '.' && isDigitAt(at + 1)) {
            at++;
        }
        String number = tex.substring(from, at);
        skipSpace();
        return number;
    }

    /// Reads a group in braces as text, white space included and escapes such as `\_` undone.
    String text() {
        if (atEnd() || tex.charAt(at) != '{') {
            throw new TexException("'{' is missing" + (atEnd() ? " at the end" : " before '" + peek() + "'"));
        }
        var text = new StringBuilder();
        int open = 1;
        for (at++; at < tex.length(); at++) {
            char c = tex.charAt(at);
            if (c == '\\' && at + 1 < tex.length() && !Character.isLetter(tex.charAt(at + 1))) {
                at++;
                text.append(tex.charAt(at));
                continue;
            }
            open += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (open == 0) {
                at++;
                skipSpace();
                return text.toString();
            }
            if (c != '{' && c != '}') {
                text.append(c);
            }
        }
        throw new TexException("'}' is missing at the end");
    }

    private String peek() {
        if (tex.charAt(at) != '\\') {
            return tex.substring(at, tex.offsetByCodePoints(at, 1));
        }
        int end = at + 1;
        while (end < tex.length() && isLetter(tex.charAt(end))) {
            end++;
        }
        if (end == at + 1) {
            return tex.substring(at, end < tex.length() ? tex.offsetByCodePoints(end, 1) : end);
        }
        boolean starred = end < tex.length() && tex.charAt(end) == '*' && tex.startsWith("\\operatorname", at);
        return tex.substring(at, starred ? end + 1 : end);
    }

    private void skipSpace() {
        while (at < tex.length() && Character.isWhitespace(tex.charAt(at))) {
            at++;
        }
    }

    private boolean isDigitAt(int index) {
        return index < tex.length() && isDigit(tex.charAt(index));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
