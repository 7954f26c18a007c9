package org.vitrina.evaluate;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Which texts of a test stand in the training data: by sequences of words that both have. Thirteen words is what
/// GPT-3 used ([Brown and others 2020, appendix C](https://arxiv.org/abs/2005.14165)); case and marks do not matter.
///
/// It finds copies. A paraphrase or a translation has no thirteen words in common with its original.
public final class NgramOverlap {
    /// The usual length of a sequence.
    public static final int WORDS = 13;

    private final int n;
    private final Set<Long> known = new HashSet<>();

    private NgramOverlap(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("a sequence has at least 1 word, but n is " + n);
        }
        this.n = n;
    }

    /// Returns an index of all sequences of `n` words in the training data.
    public static NgramOverlap of(Collection<String> training, int n) {
        var overlap = new NgramOverlap(n);
        for (String text : training) {
            String[] words = words(text);
            for (int i = 0; i + n <= words.length; i++) {
                overlap.known.add(hash(words, i, n));
            }
        }
        return overlap;
    }

    /// Returns how many of the sequences of `text` stand in the training data.
    ///
    /// @throws IllegalArgumentException if the text has fewer than `n` words
    public Share overlap(String text) {
        String[] words = words(text);
        if (words.length < n) {
            throw new IllegalArgumentException(
                    "a text of at least " + n + " words is needed, but this one has " + words.length);
        }
        int hits = 0;
        for (int i = 0; i + n <= words.length; i++) {
            hits += known.contains(hash(words, i, n)) ? 1 : 0;
        }
        return new Share(hits, words.length - n + 1);
    }

    /// Returns whether any sequence of `text` stands in the training data: the usual rule for leaving a question
    /// out.
    public boolean isContaminated(String text) {
        return overlap(text).hits() > 0;
    }

    private static String[] words(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        return Arrays.stream(plain.split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .toArray(String[]::new);
    }

    /// Sixty-four bits of a sequence: among a billion of them, one in some 18 billion lookups is found by mistake.
    private static long hash(String[] words, int from, int n) {
        long hash = 0xcbf29ce484222325L;
        for (int i = from; i < from + n; i++) {
            for (int at = 0; at < words[i].length(); at++) {
                hash = (hash ^ words[i].charAt(at)) * 0x100000001b3L;
            }
            hash = (hash ^ ' ') * 0x100000001b3L;
        }
        hash ^= hash >>> 32;
        hash *= 0xd6e8feb86659fd93L;
        return hash ^ hash >>> 32;
    }
}
