package org.vitrina.file;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Reads JSON that lies in memory, value by value, in the strict syntax of
/// [RFC 8259](https://www.rfc-editor.org/rfc/rfc8259), and knows at which byte each thing stands.
final class JsonScanner {
    static final int DEEPEST = 32;
    private static final int LONGEST_NUMBER = 64;

    private static final Pattern WORD = Pattern.compile("true|false|null|-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

    private final MemorySegment text;
    private final long from;
    private final int longest;
    private long position;

    /// @param from    the byte of the file at which `text` begins, for errors
    /// @param longest the most bytes that a string may have
    JsonScanner(MemorySegment text, long from, int longest) {
        this.text = text;
        this.from = from;
        this.longest = longest;
    }

    /// Returns the byte of the file at which the next value or sign begins.
    long at() {
        skipSpace();
        return from + position;
    }

    /// Returns the error that something else than `expected` stands where the scanner is.
    ModelFileException wrong(String where, String expected) {
        String found = position == text.byteSize() ? "the end of the text" : shown(peek());
        return new ModelFileException(where, from + position, expected, found);
    }

    private static String shown(int b) {
        return b > ' ' && b < 0x7F ? "'" + (char) b + "'" : "the byte 0x%02X".formatted(b);
    }

    private void skipSpace() {
        while (position < text.byteSize()) {
            int b = text.get(JAVA_BYTE, position);
            if (b != ' ' && b != '\n' && b != '\t' && b != '\r') {
                return;
            }
            position++;
        }
    }

    /// Returns the next byte without reading it, or -1 at the end.
    private int peek() {
        return position < text.byteSize() ? text.get(JAVA_BYTE, position) & 0xFF : -1;
    }

    /// Returns whether `sign` is next.
    boolean sees(char sign) {
        skipSpace();
        return peek() == sign;
    }

    /// Reads `sign` if it is next.
    boolean reads(char sign) {
        if (!sees(sign)) {
            return false;
        }
        position++;
        return true;
    }

    void expect(char sign, String where, String what) throws ModelFileException {
        if (!reads(sign)) {
            throw wrong(where, what);
        }
    }

    void expectEnd(String where) throws ModelFileException {
        skipSpace();
        if (position < text.byteSize()) {
            throw wrong(where, "nothing more");
        }
    }

    /// Reads on to the next member of an object or element of a list: a comma and true, or the closing sign and
    /// false.
    boolean more(char close, String where) throws ModelFileException {
        if (reads(close)) {
            return false;
        }
        expect(',', where, "a comma or '" + close + "'");
        return true;
    }

    /// Reads a whole number from 0 to 2⁶³ - 1.
    long whole(String where) throws ModelFileException {
        skipSpace();
        long start = position;
        long number = 0;
        while (peek() >= '0' && peek() <= '9') {
            int digit = peek() - '0';
            if (number > (Long.MAX_VALUE - digit) / 10) {
                position = start;
                throw new ModelFileException(where, from + start, "a number below 2^63", "a larger one");
            }
            number = 10 * number + digit;
            position++;
        }
        boolean zeroFirst = position - start > 1 && text.get(JAVA_BYTE, start) == '0';
        if (position == start || zeroFirst || peek() == '.' || peek() == 'e' || peek() == 'E') {
            position = start;
            throw wrong(where, "a whole number, 0 or more, written in digits");
        }
        return number;
    }

    String string(String where) throws ModelFileException {
        expect('"', where, "a text in quotes");
        long start = position;
        boolean escapes = false;
        while (peek() != '"') {
            if (peek() < ' ') {
                throw wrong(where, "the quote that ends a text");
            }
            if (peek() == '\\') {
                escapes = true;
                position++;
                if (peek() < ' ') {
                    throw wrong(where, "what follows a backslash");
                }
            }
            position++;
            if (position - start > longest) {
                throw new ModelFileException(
                        where, from + start, "a text of at most %,d bytes".formatted(longest), "a longer one");
            }
        }
        byte[] bytes = text.asSlice(start, position - start).toArray(JAVA_BYTE);
        position++;
        String string = decoded(bytes, start, where);
        return escapes ? unescaped(string, start, where) : string;
    }

    private String decoded(byte[] bytes, long start, String where) throws ModelFileException {
        String string = new String(bytes, StandardCharsets.UTF_8);
        if (string.indexOf('\uFFFD') >= 0) {
            var in = ByteBuffer.wrap(bytes);
            CoderResult result =
                    StandardCharsets.UTF_8.newDecoder().decode(in, CharBuffer.allocate(bytes.length), true);
            if (result.isError()) {
                throw new ModelFileException(
                        where,
                        from + start + in.position(),
                        "text in UTF-8",
                        "the byte 0x%02X, which cannot stand there".formatted(bytes[in.position()]));
            }
        }
        return string;
    }

    private String unescaped(String raw, long start, String where) throws ModelFileException {
        var out = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char escape = raw.charAt(++i);
            int plain = "\"\\/bfnrt".indexOf(escape);
            if (plain >= 0) {
                out.append("\"\\/\b\f\n\r\t".charAt(plain));
            } else if (escape == 'u' && isHex(raw, i + 1)) {
                out.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
                i += 4;
            } else {
                throw new ModelFileException(
                        where,
                        from + start + raw.substring(0, i - 1).getBytes(StandardCharsets.UTF_8).length,
                        "an escape of JSON",
                        "a backslash before " + shown(escape < 0x7F ? escape : '?'));
            }
        }
        for (int i = 0; i < out.length(); i++) {
            boolean pair = i + 1 < out.length() && Character.isSurrogatePair(out.charAt(i), out.charAt(i + 1));
            if (!pair && Character.isSurrogate(out.charAt(i))) {
                throw new ModelFileException(where, from + start, "whole characters", "half of a surrogate pair");
            }
            i += pair ? 1 : 0;
        }
        return out.toString();
    }

    private static boolean isHex(String raw, int at) {
        return at + 4 <= raw.length()
                && raw.substring(at, at + 4).chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x7F);
    }

    /// Reads any value and forgets it.
    void skip(String where) throws ModelFileException {
        skip(where, 0);
    }

    private void skip(String where, int depth) throws ModelFileException {
        skipSpace();
        if (depth > DEEPEST) {
            throw wrong(where, "values at most " + DEEPEST + " deep");
        }
        if (sees('"')) {
            string(where);
        } else if (reads('{')) {
            if (!reads('}')) {
                do {
                    string(where);
                    expect(':', where, "a colon after a name");
                    skip(where, depth + 1);
                } while (more('}', where));
            }
        } else if (reads('[')) {
            if (!reads(']')) {
                do {
                    skip(where, depth + 1);
                } while (more(']', where));
            }
        } else {
            skipWord(where);
        }
    }

    /// Reads a number, `true`, `false` or `null`.
    private void skipWord(String where) throws ModelFileException {
        long start = position;
        while (position - start < LONGEST_NUMBER && isWord(peek())) {
            position++;
        }
        String word = new String(text.asSlice(start, position - start).toArray(JAVA_BYTE), StandardCharsets.US_ASCII);
        if (!WORD.matcher(word).matches()) {
            position = start;
            throw wrong(where, "a value of JSON");
        }
    }

    private static boolean isWord(int b) {
        return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b == 'E' || b == '+' || b == '-' || b == '.';
    }
}
