package org.vitrina.tokenize;

/// The characters by which vocabularies made after GPT-2 write bytes: printable ones of Latin-1 stand for
/// themselves, the others, in order, for U+0100 on, so that a space is `Ġ` ([Radford et al. 2019, section
///
/// 2.2](https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf)
/// has the bytes, their published code the characters).
final class ByteAlphabet {
    private static final char[] CHARACTERS = new char[256];
    private static final short[] BYTES = new short[0x144];

    static {
        java.util.Arrays.fill(BYTES, (short) -1);
        char next = 0x100;
        for (int b = 0; b < 256; b++) {
            boolean itself = b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE;
            CHARACTERS[b] = itself ? (char) b : next++;
            BYTES[CHARACTERS[b]] = (short) b;
        }
    }

    private ByteAlphabet() {}

    /// Returns the bytes that `text` writes, or null where a character of it writes none.
    static byte[] bytes(String text) {
        var bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = text.charAt(i);
            if (c >= BYTES.length || BYTES[c] < 0) {
                return null;
            }
            bytes[i] = (byte) BYTES[c];
        }
        return bytes;
    }

    /// Returns the text that writes `bytes`.
    static String text(byte... bytes) {
        var text = new char[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            text[i] = CHARACTERS[bytes[i] & 0xFF];
        }
        return new String(text);
    }
}
