package org.vitrina.tokenize;

import java.util.Arrays;

/// What the merging of a piece begins with: a token for each of its bytes, or for each of its characters.
final class Symbols {
    static final int NONE = Vocabulary.NONE;

    private final Vocabulary vocabulary;
    private final boolean characters;
    private final boolean dropsMissing;
    private final int[] ofByte;
    private final int[] ofAscii;
    private final int unknown;
    private final boolean fusesUnknown;

    private Symbols(
            Vocabulary vocabulary,
            boolean characters,
            boolean dropsMissing,
            int[] ofByte,
            int unknown,
            boolean fusesUnknown) {
        this.vocabulary = vocabulary;
        this.characters = characters;
        this.dropsMissing = dropsMissing;
        this.ofByte = ofByte;
        this.unknown = unknown;
        this.fusesUnknown = fusesUnknown;
        ofAscii = bytes(vocabulary);
    }

    /// Returns symbols that are bytes. One that the vocabulary lacks becomes no token.
    ///
    /// @param dropsMissing whether such a byte is left out before merging, so that its neighbours meet
    static Symbols bytes(Vocabulary vocabulary, boolean dropsMissing) {
        return new Symbols(vocabulary, false, dropsMissing, bytes(vocabulary), NONE, false);
    }

    /// Returns symbols that are characters (code points).
    ///
    /// @param ofByte       the tokens that stand for the bytes of characters that the vocabulary lacks, or null
    /// @param unknown      what stands for a character that is neither there nor has bytes that are, or NONE:
    ///     it is left out
    /// @param fusesUnknown whether several such in a row are one
    static Symbols characters(Vocabulary vocabulary, int[] ofByte, int unknown, boolean fusesUnknown) {
        return new Symbols(vocabulary, true, true, ofByte, unknown, fusesUnknown);
    }

    private static int[] bytes(Vocabulary vocabulary) {
        var ids = new int[256];
        Arrays.setAll(ids, b -> vocabulary.find(new byte[] {(byte) b}, 0, 1));
        return ids;
    }

    boolean areCharacters() {
        return characters;
    }

    /// Writes the symbols of the first `length` bytes of `piece`, which are UTF-8, to `ids` and returns how many
    /// there are, at most `length`.
    int of(byte[] piece, int length, int[] ids) {
        return characters ? characters(piece, length, ids) : bytes(piece, length, ids);
    }

    private int bytes(byte[] piece, int length, int[] ids) {
        int n = 0;
        for (int i = 0; i < length; i++) {
            int id = ofByte[piece[i] & 0xFF];
            if (id != NONE || !dropsMissing) {
                ids[n++] = id;
            }
        }
        return n;
    }

    private int characters(byte[] piece, int length, int[] ids) {
        int n = 0;
        boolean afterUnknown = false;
        for (int i = 0, next; i < length; i = next) {
            next = i + Utf8Buffer.length(piece[i]);
            int id = piece[i] >= 0 ? ofAscii[piece[i]] : vocabulary.find(piece, i, next);
            boolean isUnknown = false;
            if (id != NONE) {
                ids[n++] = id;
            } else if (haveTokens(piece, i, next)) {
                for (int b = i; b < next; b++) {
                    ids[n++] = ofByte[piece[b] & 0xFF];
                }
            } else if (unknown != NONE) {
                isUnknown = true;
                if (!(afterUnknown && fusesUnknown)) {
                    ids[n++] = unknown;
                }
            }
            afterUnknown = isUnknown;
        }
        return n;
    }

    private boolean haveTokens(byte[] piece, int from, int to) {
        if (ofByte == null) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (ofByte[piece[i] & 0xFF] == NONE) {
                return false;
            }
        }
        return true;
    }
}
