package org.vitrina.tokenize;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/// Makes a vocabulary of published ranks.
final class RankVocabulary {
    /// Ids above this are taken for a mistake, before memory is set aside for them.
    static final int HIGHEST_ID = (1 << 24) - 1;

    private RankVocabulary() {}

    static BpeTokenizer tokenizer(
            String name,
            Normalization normalization,
            Map<byte[], Integer> ranks,
            SplitPattern split,
            Map<String, Integer> specialTokens) {
        var vocabulary = new Vocabulary(ranks.size());
        ranks.forEach((bytes, rank) -> add(vocabulary, bytes, rank));
        for (int b = 0; b < 256; b++) {
            if (vocabulary.find(new byte[] {(byte) b}, 0, 1) == Vocabulary.NONE) {
                throw new IllegalArgumentException(
                        "the ranks of '%s' lack a token for the single byte 0x%02X; ".formatted(name, b)
                                + "all 256 bytes need one, so that any text can be encoded");
            }
        }
        checkSpecial(vocabulary, specialTokens);
        return new BpeTokenizer(name, normalization, split, vocabulary, pairs(vocabulary), null, specialTokens);
    }

    private static void add(Vocabulary vocabulary, byte[] bytes, int rank) {
        String token = "the token 0x" + HexFormat.of().formatHex(bytes, 0, Math.min(32, bytes.length));
        if (bytes.length == 0) {
            throw new IllegalArgumentException("the token with rank " + rank + " is empty; every token needs a byte");
        }
        if (rank < 0 || rank > HIGHEST_ID) {
            throw new IllegalArgumentException(token + " has rank " + rank + ", expected 0 to " + HIGHEST_ID);
        }
        if (vocabulary.has(rank)) {
            throw new IllegalArgumentException(token + " has rank " + rank + ", which 0x"
                    + HexFormat.of().formatHex(vocabulary.bytes(rank)) + " has as well; every token needs its own");
        }
        int other = vocabulary.find(bytes, 0, bytes.length);
        if (other != Vocabulary.NONE) {
            throw new IllegalArgumentException(token + " has two ranks, " + other + " and " + rank + ", expected one");
        }
        vocabulary.add(rank, bytes);
    }

    static void checkSpecial(Vocabulary vocabulary, Map<String, Integer> specialTokens) {
        int[] ids = specialTokens.values().stream().mapToInt(id -> id).sorted().toArray();
        specialTokens.forEach((text, id) -> {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("the special token with id " + id + " is empty; it needs a text");
            }
            if (id < 0 || id > HIGHEST_ID) {
                throw new IllegalArgumentException(
                        "the special token '" + text + "' has id " + id + ", expected 0 to " + HIGHEST_ID);
            }
            if (vocabulary.has(id)
                    || Arrays.stream(ids).filter(other -> other == id).count() > 1) {
                throw new IllegalArgumentException(
                        "the special token '" + text + "' has id " + id + ", which another token has as well");
            }
        });
    }

    /// Returns all pairs of tokens whose bytes together are a token.
    private static PairTable pairs(Vocabulary vocabulary) {
        var pairs = new PairTable(4 * vocabulary.size());
        for (int id = 0; id < vocabulary.end(); id++) {
            if (!vocabulary.has(id)) {
                continue;
            }
            byte[] bytes = vocabulary.bytes(id);
            for (int cut = 1; cut < bytes.length; cut++) {
                int left = vocabulary.find(bytes, 0, cut);
                int right = left == Vocabulary.NONE ? left : vocabulary.find(bytes, cut, bytes.length);
                if (right != Vocabulary.NONE) {
                    pairs.put(left, right, id);
                }
            }
        }
        return pairs;
    }
}
