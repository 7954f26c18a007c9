package org.vitrina.train;

import java.util.Arrays;
import org.vitrina.show.Progress;
import org.vitrina.tokenize.Tokenizer;
import org.vitrina.transformer.LanguageModel;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// A language model that only counts: the probability of a token is how often it followed the last few
/// tokens in a text ([Shannon 1948, section 3](https://doi.org/10.1002/j.1538-7305.1948.tb01338.x)).
///
/// Long contexts are rare, so each length of context gives a little of its probability, [#DISCOUNT] of a
/// count for every different token, to the next shorter one, down to all tokens being equally likely:
/// interpolated absolute discounting ([Ney, Essen and Kneser
/// 1994](https://doi.org/10.1006/csla.1994.1001)).
///
/// ```text
/// p(w | context) = max(count(context w) - D, 0) / count(context)
///                + D * different(context) / count(context) * p(w | context without its first token)
/// ```
///
/// There is no table of contexts: the positions of the text are sorted by the tokens that follow, so that
/// the places where a context stands are neighbours.
public final class NgramModel implements LanguageModel {
    /// How much of each count goes to the shorter context; the paper's D.
    public static final double DISCOUNT = 0.75;

    private static final int MOST = 16;

    private final Tokenizer tokenizer;
    private final int order;
    private final int[] text;
    private final int[] sorted;
    private final double[] unigrams;

    private NgramModel(Tokenizer tokenizer, int order, int[] text) {
        this.tokenizer = tokenizer;
        this.order = order;
        this.text = text;
        sorted = sortedPositions(text, order, tokenizer.vocabularySize());
        unigrams = new double[tokenizer.vocabularySize()];
        Arrays.fill(unigrams, 1.0 / unigrams.length);
        refine(unigrams, 0, text.length, 0);
    }

    /// Returns the model that knows `text`.
    ///
    /// @param order how long the sequences are that it counts: 2 looks at one token to say the next, 3 at
    ///     two
    /// @throws IllegalArgumentException if `order` is not between 1 and 16, or the text has fewer tokens
    public static NgramModel count(Tokenizer tokenizer, String text, int order) {
        if (order < 1 || order > MOST) {
            throw new IllegalArgumentException(
                    "an n-gram model counts sequences of 1 to " + MOST + " tokens, but order is " + order);
        }
        int[] ids = tokenizer.encode(text);
        if (ids.length < order) {
            throw new IllegalArgumentException("there is nothing to count: the text has " + ids.length
                    + " tokens, and sequences of " + order + " are asked for");
        }
        return new NgramModel(tokenizer, order, ids);
    }

    /// Sorts the positions by the tokens from there on, by the last of `order` tokens first and by the
    /// first last, each time keeping the order of those that are equal. The end of the text comes before
    /// any token.
    private static int[] sortedPositions(int[] text, int order, int vocabulary) {
        int[] positions = new int[text.length];
        Arrays.setAll(positions, i -> i);
        int[] next = new int[text.length];
        try (var task = Progress.task("counting", order)) {
            for (int offset = order - 1; offset >= 0; offset--) {
                int[] starts = new int[vocabulary + 2];
                for (int position : positions) {
                    starts[key(text, position + offset) + 1]++;
                }
                Arrays.parallelPrefix(starts, Integer::sum);
                for (int position : positions) {
                    next[starts[key(text, position + offset)]++] = position;
                }
                int[] swap = positions;
                positions = next;
                next = swap;
                task.at(order - offset);
            }
        }
        return positions;
    }

    private static int key(int[] text, int position) {
        return position < text.length ? text[position] + 1 : 0;
    }

    @Override
    public String name() {
        return order + "-gram";
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public int vocabularySize() {
        return unigrams.length;
    }

    /// Returns the largest number there is: what stood too far back does not matter to it, but may be read.
    @Override
    public int contextLength() {
        return Integer.MAX_VALUE;
    }

    /// Returns how many tokens it looks back, and one.
    public int order() {
        return order;
    }

    /// Returns how many tokens it has counted.
    public int size() {
        return text.length;
    }

    /// Returns the probability of each token after `context`, shape `[V]`.
    public double[] probabilities(int... context) {
        double[] p = unigrams.clone();
        for (int length = 1; length < order && length <= context.length; length++) {
            int[] last = Arrays.copyOfRange(context, context.length - length, context.length);
            int from = bound(last, false);
            int to = bound(last, true);
            if (from == to) {
                break;
            }
            refine(p, from, to, length);
        }
        return p;
    }

    /// Returns which share of the sequences of [#order] tokens in `text` stood in the text that it counted:
    /// of the others it has never seen how they go on.
    ///
    /// @throws IllegalArgumentException if `text` has fewer tokens
    public double known(String text) {
        int[] ids = tokenizer.encode(text);
        if (ids.length < order) {
            throw new IllegalArgumentException(
                    "a text of at least " + order + " tokens is needed, but it has " + ids.length);
        }
        int known = 0;
        for (int i = 0; i + order <= ids.length; i++) {
            int[] sequence = Arrays.copyOfRange(ids, i, i + order);
            known += bound(sequence, false) < bound(sequence, true) ? 1 : 0;
        }
        return known / (double) (ids.length - order + 1);
    }

    /// Returns what followed `context` in the text, what did so most often first. Columns: `token`, `id`,
    /// `count`, `share`, the part of the times that it did, and `probability`, what the model makes of it.
    ///
    /// @param context looked up as a whole; at most `order - 1` tokens
    /// @throws IllegalArgumentException if it is longer
    public Table followers(String context) {
        int[] ids = tokenizer.encode(context);
        if (ids.length >= order) {
            throw new IllegalArgumentException("a %d-gram model knows what follows %d tokens, but '%s' has %d"
                    .formatted(order, order - 1, context, ids.length));
        }
        int[] counts = new int[vocabularySize()];
        for (int i = bound(ids, false); i < bound(ids, true); i++) {
            if (sorted[i] + ids.length < text.length) {
                counts[text[sorted[i] + ids.length]]++;
            }
        }
        double[] probabilities = probabilities(ids);
        double total = Arrays.stream(counts).sum();
        var table = Table.create("what followed '" + context + "'")
                .addColumns(
                        StringColumn.create("token"),
                        IntColumn.create("id"),
                        IntColumn.create("count"),
                        DoubleColumn.create("share"),
                        DoubleColumn.create("probability"));
        for (int id = 0; id < counts.length; id++) {
            if (counts[id] > 0) {
                table.stringColumn(0).append(tokenizer.token(id).text());
                table.intColumn(1).append(id);
                table.intColumn(2).append(counts[id]);
                table.doubleColumn(3).append(counts[id] / total);
                table.doubleColumn(4).append(probabilities[id]);
            }
        }
        return table.sortDescendingOn("count");
    }

    /// Mixes what followed at the places `[from, to)`, all of one context of `length` tokens, into the
    /// probabilities that the shorter context gave.
    private void refine(double[] p, int from, int to, int length) {
        // the context may end the text, and then nothing follows it there
        int first = from < to && sorted[from] + length == text.length ? from + 1 : from;
        int count = to - first;
        if (count == 0) {
            return;
        }
        int different = 0;
        for (int i = first; i < to; i++) {
            different += i == first || follower(i, length) != follower(i - 1, length) ? 1 : 0;
        }
        double passedOn = DISCOUNT * different / count;
        for (int id = 0; id < p.length; id++) {
            p[id] *= passedOn;
        }
        for (int i = first; i < to; ) {
            int id = follower(i, length);
            int run = i;
            while (run < to && follower(run, length) == id) {
                run++;
            }
            p[id] += (run - i - DISCOUNT) / count;
            i = run;
        }
    }

    private int follower(int place, int length) {
        return text[sorted[place] + length];
    }

    /// Returns the first place whose text does not come before `context`, or, with `after`, the first that
    /// comes after all that begin with it.
    private int bound(int[] context, boolean after) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = low + high >>> 1;
            int order = compare(sorted[middle], context);
            if (order < 0 || after && order == 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int compare(int position, int[] context) {
        for (int i = 0; i < context.length; i++) {
            int order = Integer.compare(key(text, position + i), context[i] + 1);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    @Override
    public Session session() {
        return new Reading(new int[64], 0);
    }

    @Override
    public String toString() {
        return "%s model of %,d tokens, vocabulary of %,d".formatted(name(), text.length, vocabularySize());
    }

    /// All it has to remember is what it read.
    private final class Reading implements Session {
        private int[] read;
        private int size;

        Reading(int[] read, int size) {
            this.read = read;
            this.size = size;
        }

        @Override
        public int position() {
            return size;
        }

        @Override
        public float[] next(int... ids) {
            if (ids.length == 0) {
                throw new IllegalArgumentException("next: at least one id is expected, but there is none");
            }
            for (int id : ids) {
                read(id);
            }
            return logits();
        }

        @Override
        public float[][] all(int... ids) {
            return Arrays.stream(ids).mapToObj(id -> next(id)).toArray(float[][]::new);
        }

        private void read(int id) {
            if (id < 0 || id >= vocabularySize()) {
                throw new IllegalArgumentException(
                        "token " + id + " is not in the vocabulary; ids lie between 0 and " + (vocabularySize() - 1));
            }
            if (size == read.length) {
                read = Arrays.copyOf(read, 2 * size);
            }
            read[size++] = id;
        }

        private float[] logits() {
            double[] p = probabilities(Arrays.copyOfRange(read, Math.max(0, size - order + 1), size));
            var logits = new float[p.length];
            for (int id = 0; id < p.length; id++) {
                logits[id] = (float) StrictMath.log(p[id]);
            }
            return logits;
        }

        @Override
        public void rewind(int position) {
            if (position < 0 || position > size) {
                throw new IllegalArgumentException(
                        "rewind: " + size + " tokens were read, so position " + position + " cannot be gone back to");
            }
            size = position;
        }

        @Override
        public Session fork() {
            return new Reading(read.clone(), size);
        }
    }
}
