package org.vitrina.tokenize;

import java.util.random.RandomGenerator;

/// Random texts full of what tokenizers stumble over.
final class RandomText {
    private static final String[] WORDS = {
        "the",
        "Hello",
        "WORLD",
        "camelCase",
        "HTTPServer",
        "straße",
        "niño",
        "NIÑO",
        "Ελλάδα",
        "Москва",
        "日本語",
        "한국어",
        "שלום",
        "مرحبا",
        "हिन्दी",
        "ไทย",
        "ǅungla",
        "ʰabc",
        "naïve",
        "ﬁn",
        "été",
        "İstanbul",
    };
    private static final String[] ENDINGS = {
        "'s", "'S", "'t", "'re", "'RE", "'Ve", "'m", "'ll", "'lL", "'d", "'ſ", "'", "''", "'x", "'r", "'l",
    };
    private static final String[] EMOJI = {
        "😀", "👩‍👧‍👦", "🏳️‍🌈", "🇪🇸🇩🇪", "👍🏽", "☺️", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "\u200D", "\uFE0F",
    };
    private static final String[] SIGNS = {
        "/", "//", "...", "!?", "=>", "{}", "\"", "-", "_", "€", "/\n", ".\r\n", ";\n\n", "`", "<|endoftext|>",
    };
    private static final String SPACES =
            "\t\n\u000B\f\r\u0085\u00A0\u1680\u2003\u2028\u2029\u202F\u205F\u3000\u001C\u180E\u200B";
    private static final String DIGITS = "0123456789٣७½Ⅷ²";

    private RandomText() {}

    /// Returns a text of up to `most` parts.
    static String of(RandomGenerator random, int most) {
        var text = new StringBuilder();
        int parts = random.nextInt(most + 1);
        for (int i = 0; i < parts; i++) {
            part(random, text);
        }
        return text.toString();
    }

    private static void part(RandomGenerator random, StringBuilder text) {
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> text.append(random.nextBoolean() ? " " : "").append(one(random, WORDS));
            case 3 -> text.append(one(random, ENDINGS));
            case 4 -> text.append(one(random, EMOJI));
            case 5 -> text.append(one(random, SIGNS));
            case 6 -> text.append(" ".repeat(random.nextInt(random.nextInt(10) == 0 ? 300 : 6)));
            case 7 -> text.repeat(SPACES.charAt(random.nextInt(SPACES.length())), 1 + random.nextInt(3));
            case 8 -> text.append(random.nextBoolean() ? "\n" : "\r\n").append(" ".repeat(random.nextInt(3)));
            case 9 -> digits(random, text);
            case 10 -> text.append((char) ('a' + random.nextInt(26)));
            case 11 -> text.append((char) ('A' + random.nextInt(26)));
            case 12 -> text.appendCodePoint(0x300 + random.nextInt(0x70));
            case 13 -> text.appendCodePoint(random.nextInt(0x3000));
            case 14 -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
            default -> {
                if (random.nextInt(4) == 0) {
                    text.append((char) (Character.MIN_SURROGATE + random.nextInt(0x800)));
                } else {
                    text.append((char) random.nextInt(0x80));
                }
            }
        }
    }

    private static void digits(RandomGenerator random, StringBuilder text) {
        for (int n = 1 + random.nextInt(7); n > 0; n--) {
            text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
    }

    private static String one(RandomGenerator random, String[] of) {
        return of[random.nextInt(of.length)];
    }
}
