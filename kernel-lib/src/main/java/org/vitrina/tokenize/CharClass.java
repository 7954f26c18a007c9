package org.vitrina.tokenize;

/// The classes of characters that the split patterns tell apart, as bits; the categories are those of the
/// Unicode version of the running JDK (16.0 in JDK 25).
final class CharClass {
    /// `\p{Lu}` and `\p{Lt}`.
    static final int UPPER = 1;
    /// `\p{Ll}`.
    static final int LOWER = 2;
    /// `\p{Lm}` and `\p{Lo}`: letters without case.
    static final int CASELESS = 4;
    /// `\p{M}`.
    static final int MARK = 8;
    /// `\p{N}`.
    static final int NUMBER = 16;
    /// `\s`: the property White_Space.
    static final int SPACE = 32;
    /// `[\r\n]`; these are also [#SPACE].
    static final int NEWLINE = 64;

    static final int LETTER = UPPER | LOWER | CASELESS;

    private static final byte[] BASIC_PLANE = new byte[0x10000];

    static {
        for (int c = 0; c < BASIC_PLANE.length; c++) {
            BASIC_PLANE[c] = (byte) compute(c);
        }
    }

    private CharClass() {}

    static int of(int codePoint) {
        return codePoint < BASIC_PLANE.length ? BASIC_PLANE[codePoint] : compute(codePoint);
    }

    private static int compute(int c) {
        if (c == '\n' || c == '\r') {
            return SPACE | NEWLINE;
        }
        if (c >= '\t' && c <= '\r' || c == 0x85) {
            return SPACE;
        }
        return switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER, Character.TITLECASE_LETTER -> UPPER;
            case Character.LOWERCASE_LETTER -> LOWER;
            case Character.MODIFIER_LETTER, Character.OTHER_LETTER -> CASELESS;
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> MARK;
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> NUMBER;
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> SPACE;
            default -> 0;
        };
    }
}
