package org.vitrina.tokenize;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import org.vitrina.show.Progress;

/// Makes a vocabulary of published ranks.
final class RankVocabulary {
    /// Ids above this are taken for a mistake, before memory is set aside for them.
    static final int HIGHEST_ID = (1 << 22) - 1;

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
        return new BpeTokenizer(
                name, normalization, split, BpeModel.ranked(vocabulary, pairs(vocabulary)), null, specialTokens);
    }

    private static void add(Vocabulary vocabulary, byte[] bytes, int rank) {
        String token = "the token 0x" + HexFormat.of().formatHex(bytes, 0, Math.min(32, bytes.length));
        if (bytes.length == 0) {
            throw new IllegalArgumentException("the token with rank " + rank + " is empty; every token needs a byte");
        }
        if (bytes.length > Vocabulary.LONGEST_TOKEN || vocabulary.isFull()) {
            throw new IllegalArgumentException(token + " has " + bytes.length + " bytes, expected at most "
                    + Vocabulary.LONGEST_TOKEN + ", and " + Vocabulary.MOST_BYTES + " in all tokens together");
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
        var ids = new HashSet<Integer>();
        specialTokens.forEach((text, id) -> {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("the special token with id " + id + " is empty; it needs a text");
            }
            if (!isWellFormed(text)) {
                throw new IllegalArgumentException("the special token with id " + id
                        + " holds a surrogate without its partner, which is no character; it can never be found");
            }
            if (id < 0 || id > HIGHEST_ID) {
                throw new IllegalArgumentException(
                        "the special token '" + text + "' has id " + id + ", expected 0 to " + HIGHEST_ID);
            }
            if (vocabulary.has(id) || !ids.add(id)) {
                throw new IllegalArgumentException(
                        "the special token '" + text + "' has id " + id + ", which another token has as well");
            }
        });
    }

    /// Returns whether `text` has no surrogate without its partner.
    static boolean isWellFormed(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /// Returns all pairs of tokens whose bytes together are a token.
    private static PairTable pairs(Vocabulary vocabulary) {
        var pairs = new PairTable(4 * vocabulary.size());
        try (var task = Progress.task("reading a vocabulary", vocabulary.end())) {
            for (int id = 0; id < vocabulary.end(); id++) {
                if (vocabulary.has(id)) {
                    addPairs(vocabulary, id, pairs);
                }
                if (id % 1024 == 0) {
                    task.at(id);
                }
            }
        }
        return pairs;
    }

    private static void addPairs(Vocabulary vocabulary, int id, PairTable pairs) {
        byte[] bytes = vocabulary.bytes(id);
        for (int cut = 1; cut < bytes.length; cut++) {
            int left = vocabulary.find(bytes, 0, cut);
            int right = left == Vocabulary.NONE ? left : vocabulary.find(bytes, cut, bytes.length);
            if (right != Vocabulary.NONE) {
                pairs.put(left, right, id);
            }
        }
    }
}
