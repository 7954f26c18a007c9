package org.vitrina.world;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGeneratorFactory;

/// Multi-query associative recall: keys with their values, then some of the keys again, each to be
/// followed by its value ([Arora et al. 2024, section 3](https://arxiv.org/abs/2312.04927)). A model
/// with one attention layer cannot do it reliably; with two it can, by an induction head or, as ours, by a
/// variant of one ([RecallHeads]).
///
/// @param pairs   how many keys with values come first
/// @param queries how often a key is asked for: each once, then each again, and so on
/// @param keys    how many different keys there are; values are as many
public record Recall(int pairs, int queries, int keys) {
    public Recall {
        if (pairs < 1 || queries < 1 || keys < pairs) {
            throw new IllegalArgumentException(
                    "recall needs at least one pair, one query, and at least as many keys as pairs, but got " + pairs
                            + ", " + queries + " and " + keys);
        }
    }

    /// Keys are written as small letters, so that there are at most as many.
    private static final int LETTERS = 26;

    /// A row of ids. Keys are `[0, keys)`, values `[keys, 2 keys)`.
    ///
    /// @param ids     keys and values in turn, first the pairs, then the queries with their answers
    /// @param answers the positions in `ids` that are to be predicted
    public record Row(int[] ids, List<Integer> answers) {}

    /// Returns ids as they are written in a text: a small letter for a key, a capital one for a value.
    ///
    /// @throws IllegalArgumentException if there are more keys than letters
    public String text(int... ids) {
        if (keys > LETTERS) {
            throw new IllegalArgumentException(
                    "keys and values are written as letters, so there can be " + LETTERS + ", but there are " + keys);
        }
        var text = new StringBuilder();
        for (int id : ids) text.append((char) (id < keys ? 'a' + id : 'A' + id - keys));
        return text.toString();
    }

    /// Returns how many different ids there are.
    public int vocabulary() {
        return 2 * keys;
    }

    /// Returns how many ids a row has.
    public int length() {
        return 2 * (pairs + queries);
    }

    /// Returns the row of this seed.
    public Row of(long seed) {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<Integer> chosen = new ArrayList<>();
        for (int key = 0; key < keys; key++) chosen.add(key);
        Collections.shuffle(chosen, Random.from(random));
        chosen = new ArrayList<>(chosen.subList(0, pairs));
        int[] value = new int[keys];
        int[] ids = new int[length()];
        int at = 0;
        for (int key : chosen) {
            value[key] = keys + random.nextInt(keys);
            ids[at++] = key;
            ids[at++] = value[key];
        }
        var answers = new ArrayList<Integer>();
        while (answers.size() < queries) {
            Collections.shuffle(chosen, Random.from(random));
            for (int key : chosen.subList(0, Math.min(pairs, queries - answers.size()))) {
                ids[at++] = key;
                answers.add(at);
                ids[at++] = value[key];
            }
        }
        return new Row(ids, List.copyOf(answers));
    }
}
