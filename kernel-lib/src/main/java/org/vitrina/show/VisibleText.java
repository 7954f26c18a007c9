package org.vitrina.show;

import java.util.HexFormat;

/// Makes visible what a reader would otherwise not see: spaces, line ends, control characters, lone
/// accents.
public final class VisibleText {
    private VisibleText() {}

    /// Returns `text` with spaces as `·`, line feeds as `↵`, tabs as `→`, other white space, control,
    /// format and unassigned characters as `⟨U+200B⟩`, and a combining mark that opens the text placed on a
    /// dotted circle.
    public static String of(String text) {
        var out = new StringBuilder(text.length() + 8);
        int[] points = text.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            int c = points[i];
            switch (c) {
                case ' ' -> out.append('·');
                case '\n' -> out.append('↵');
                case '\t' -> out.append('→');
                default -> {
                    if (i == 0 && isMark(c)) {
                        out.append('◌');
                    }
                    if (isHidden(c, i > 0)) {
                        out.append("⟨U+")
                                .append(HexFormat.of().withUpperCase().toHexDigits(c, c > 0xFFFF ? 6 : 4))
                                .append('⟩');
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        }
        return out.toString();
    }

    /// Returns `text` for a line of a terminal or of a report: spaces stay, and all else that [#of] makes visible,
    /// what could steer the terminal or break the line above all, is visible.
    public static String line(String text) {
        var out = new StringBuilder(text.length() + 8);
        int from = 0;
        for (int space = text.indexOf(' '); space >= 0; space = text.indexOf(' ', from)) {
            out.append(of(text.substring(from, space))).append(' ');
            from = space + 1;
        }
        return out.append(of(text.substring(from))).toString();
    }

    /// Returns the bytes as `\xE2\x80`, for a token that is not a whole character.
    public static String ofBytes(byte[] bytes) {
        var out = new StringBuilder(4 * bytes.length);
        for (byte b : bytes) {
            out.append("\\x").append(HexFormat.of().withUpperCase().toHexDigits(b));
        }
        return out.toString();
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    private static boolean isHidden(int c, boolean afterAnother) {
        // a joiner or a variation selector inside an emoji is what makes it one picture: leave it there
        boolean joins = c == 0x200D || c >= 0xFE00 && c <= 0xFE0F || c >= 0xE0020 && c <= 0xE007F;
        if (joins) {
            return !afterAnother;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
