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
        ofAscii = tokensOfBytes(vocabulary);
    }

    /// Returns symbols that are bytes, all of which have tokens or become none.
    static Symbols bytes(Vocabulary vocabulary) {
        return bytes(vocabulary, true, NONE, false);
    }

    /// Returns symbols that are bytes.
    ///
    /// @param dropsMissing whether a byte that the vocabulary lacks is left out before merging, so that its
    ///     neighbours meet; otherwise it is there until after merging, and becomes no token
    /// @param unknown      what stands for a byte that is to be left out, or NONE
    /// @param fusesUnknown whether several such in a row are one
    static Symbols bytes(Vocabulary vocabulary, boolean dropsMissing, int unknown, boolean fusesUnknown) {
        return new Symbols(vocabulary, false, dropsMissing, tokensOfBytes(vocabulary), unknown, fusesUnknown);
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

    private static int[] tokensOfBytes(Vocabulary vocabulary) {
        var ids = new int[256];
        Arrays.setAll(ids, b -> vocabulary.find(new byte[] {(byte) b}, 0, 1));
        return ids;
    }

    /// Adds to `out` what becomes of a symbol that is in the vocabulary for merging only: it is a character
    /// without a token of its own.
    void addBytes(int symbol, IntList out) {
        byte[] character = vocabulary.bytes(symbol);
        if (haveTokens(character, 0, character.length)) {
            for (byte b : character) {
                out.add(ofByte[b & 0xFF]);
            }
        } else if (unknown != NONE) {
            out.add(unknown);
        }
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
        boolean afterUnknown = false;
        for (int i = 0; i < length; i++) {
            int id = ofByte[piece[i] & 0xFF];
            boolean isUnknown = id == NONE && unknown != NONE;
            if (isUnknown) {
                id = unknown;
            }
            if (!(isUnknown && afterUnknown && fusesUnknown) && (id != NONE || !dropsMissing)) {
                ids[n++] = id;
            }
            afterUnknown = isUnknown;
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
