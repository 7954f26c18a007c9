package org.vitrina.tokenize;

import java.util.Arrays;

/// A buffer that is filled with the UTF-8 bytes of one piece after another.
///
/// A surrogate without its partner becomes `?`, as with [String#getBytes(java.nio.charset.Charset)].
final class Utf8Buffer {
    byte[] bytes = new byte[64];
    int length;

    void fill(String text, int from, int to) {
        int needed = Math.multiplyExact(3, to - from);
        if (bytes.length < needed) {
            bytes = new byte[Math.max(needed, 2 * bytes.length)];
        }
        int n = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes[n++] = (byte) c;
            } else if (c < 0x800) {
                bytes[n++] = (byte) (0xC0 | c >> 6);
                bytes[n++] = continuation(c);
            } else if (!Character.isSurrogate(c)) {
                bytes[n++] = (byte) (0xE0 | c >> 12);
                bytes[n++] = continuation(c >> 6);
                bytes[n++] = continuation(c);
            } else if (Character.isHighSurrogate(c) && i + 1 < to && Character.isLowSurrogate(text.charAt(i + 1))) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                bytes[n++] = (byte) (0xF0 | point >> 18);
                bytes[n++] = continuation(point >> 12);
                bytes[n++] = continuation(point >> 6);
                bytes[n++] = continuation(point);
            } else {
                bytes[n++] = '?';
            }
        }
        length = n;
    }

    /// Returns how many bytes the character has that begins with `first`.
    static int length(byte first) {
        return first >= 0 ? 1 : (first & 0xE0) == 0xC0 ? 2 : (first & 0xF0) == 0xE0 ? 3 : 4;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | bits & 0x3F);
    }
}
