package org.vitrina.kernel.page;

/// The alphabets that TeX reaches by commands such as `\mathbf`, as Unicode's mathematical letters
/// ([UTR 25](https://www.unicode.org/reports/tr25/), section 2.2): browsers style letters no other way.
enum TexAlphabet {
    ITALIC(0, 0, 0),
    UPRIGHT(0, 0, 0),
    BOLD(0x1D400, 0x1D41A, 0x1D7CE),
    CALLIGRAPHIC(0x1D49C, 0x1D4B6, 0),
    FRAKTUR(0x1D504, 0x1D51E, 0),
    DOUBLE_STRUCK(0x1D538, 0x1D552, 0x1D7D8),
    SANS(0x1D5A0, 0x1D5BA, 0x1D7E2),
    MONOSPACE(0x1D670, 0x1D68A, 0x1D7F6);

    private static final int BOLD_SMALL_ALPHA = 0x1D6C2;
    private static final int BOLD_CAPITAL_ALPHA = 0x1D6A8;

    private final int capitalA;
    private final int smallA;
    private final int zero;

    TexAlphabet(int capitalA, int smallA, int zero) {
        this.capitalA = capitalA;
        this.smallA = smallA;
        this.zero = zero;
    }

    /// Returns the alphabet that a command chooses, or null if it chooses none.
    static TexAlphabet of(String command) {
        return switch (command) {
            case "mathit" -> ITALIC;
            case "mathrm", "mathup" -> UPRIGHT;
            case "mathbf", "boldsymbol", "bm" -> BOLD;
            case "mathcal", "mathscr" -> CALLIGRAPHIC;
            case "mathfrak" -> FRAKTUR;
            case "mathbb" -> DOUBLE_STRUCK;
            case "mathsf" -> SANS;
            case "mathtt" -> MONOSPACE;
            default -> null;
        };
    }

    /// Returns `text` in this alphabet; what the alphabet lacks stays as it is.
    String write(String text) {
        var out = new StringBuilder();
        text.codePoints().map(this::write).forEach(out::appendCodePoint);
        return out.toString();
    }

    private int write(int c) {
        if (capitalA == 0) {
            return c;
        }
        int letter = older(c);
        if (letter != 0) {
            return letter;
        }
        if (c >= 'A' && c <= 'Z') {
            return capitalA + c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return smallA + c - 'a';
        }
        if (zero != 0 && c >= '0' && c <= '9') {
            return zero + c - '0';
        }
        if (this == BOLD && c >= 'α' && c <= 'ω') {
            return BOLD_SMALL_ALPHA + c - 'α';
        }
        return this == BOLD && c >= 'Α' && c <= 'Ω' ? BOLD_CAPITAL_ALPHA + c - 'Α' : c;
    }

    /// Returns a letter that Unicode had before the mathematical block and that is missing there, or 0.
    private int older(int c) {
        String letters = switch (this) {
            case CALLIGRAPHIC -> "BℬEℰFℱHℋIℐLℒMℳRℛeℯgℊoℴ";
            case FRAKTUR -> "CℭHℌIℑRℜZℨ";
            case DOUBLE_STRUCK -> "CℂHℍNℕPℙQℚRℝZℤ";
            case ITALIC, UPRIGHT, BOLD, SANS, MONOSPACE -> "";
        };
        for (int i = 0; i < letters.length(); i += 2) {
            if (letters.charAt(i) == c) {
                return letters.charAt(i + 1);
            }
        }
        return 0;
    }
}
