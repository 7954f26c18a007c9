package org.vitrina.tokenize;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.vitrina.show.Progress;

/// Makes merges of a vocabulary that has scores instead: any two neighbours that together are a token may be
/// merged, the token with the highest score first, as SentencePiece does with the BPE models that it trained
/// ([Kudo and Richardson 2018](https://aclanthology.org/D18-2012/)).
final class ScoredMerges {
    private final Vocabulary vocabulary;
    private final PairTable pairs;

    private ScoredMerges(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        pairs = new PairTable(2 * vocabulary.size());
    }

    /// Returns the merges. Characters that stand in tokens, but are none, get ids from the end of `vocabulary` on
    /// and are added to it.
    ///
    /// @param scores the score of each token by its id
    static Merges of(Vocabulary vocabulary, float[] scores) {
        var merges = new ScoredMerges(vocabulary);
        int end = vocabulary.end();
        for (int id = 0; id < end; id++) {
            if (vocabulary.has(id) && vocabulary.isFindable(id)) {
                merges.addCharacters(vocabulary.bytes(id));
            }
        }
        try (var task = Progress.task("reading a vocabulary", end)) {
            for (int id = 0; id < end; id++) {
                if (vocabulary.has(id) && vocabulary.isFindable(id)) {
                    merges.addPairs(id);
                }
                if (id % 1024 == 0) {
                    task.at(id);
                }
            }
        }
        return new Merges(merges.pairs, null, order(scores, end));
    }

    private void addCharacters(byte[] text) {
        for (int i = 0, next; i < text.length; i = next) {
            next = i + Utf8Buffer.length(text[i]);
            if (vocabulary.find(text, i, next) == Vocabulary.NONE) {
                vocabulary.add(vocabulary.end(), Arrays.copyOfRange(text, i, next));
            }
        }
    }

    private void addPairs(int id) {
        byte[] text = vocabulary.bytes(id);
        for (int cut = Utf8Buffer.length(text[0]); cut < text.length; cut += Utf8Buffer.length(text[cut])) {
            int left = vocabulary.find(text, 0, cut);
            int right = left == Vocabulary.NONE ? left : vocabulary.find(text, cut, text.length);
            if (right != Vocabulary.NONE) {
                pairs.put(left, right, id);
            }
        }
    }

    /// Returns the place of each token when they are sorted by score, the highest first; equals share a place.
    private static int[] order(float[] scores, int end) {
        int[] ids = IntStream.range(0, end)
                .boxed()
                .sorted((a, b) -> Float.compare(scores[b], scores[a]))
                .mapToInt(Integer::intValue)
                .toArray();
        var order = new int[end];
        for (int i = 1; i < end; i++) {
            order[ids[i]] = order[ids[i - 1]] + (scores[ids[i]] == scores[ids[i - 1]] ? 0 : 1);
        }
        return order;
    }
}
