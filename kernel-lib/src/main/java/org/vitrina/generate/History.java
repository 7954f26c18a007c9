package org.vitrina.generate;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/// What was read and picked before, as far as steps ask for it.
public final class History {
    private static final double LN_2 = StrictMath.log(2);

    private int[] ids = new int[64];
    private int size;
    private final int context;
    private int picks;
    private double surprise;

    History(int... context) {
        for (int id : context) {
            add(id);
        }
        this.context = size;
    }

    /// Adds a token that was given and not picked.
    void add(int id) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, 2 * size);
        }
        ids[size++] = id;
    }

    /// Adds a token that was picked.
    ///
    /// @param probability what it had when it was picked, after all steps
    void picked(int id, double probability) {
        add(id);
        picks++;
        surprise -= StrictMath.log(probability) / LN_2;
    }

    /// Returns how many tokens there are, those of the prompt included.
    public int size() {
        return size;
    }

    /// Returns how many of them were picked.
    public int picks() {
        return picks;
    }

    /// Returns the tokens after the context that the sampler began with: what has been said so far.
    public int[] said() {
        return Arrays.copyOfRange(ids, context, size);
    }

    /// Returns the sum of their surprises in bits, each `-log2 p` with the probability that the token had
    /// when it was picked.
    public double surprise() {
        return surprise;
    }

    /// Returns how often each id stands among the last `window` tokens, by id.
    ///
    /// @param window 0 for none, -1 for all
    public SortedMap<Integer, Integer> counts(int window) {
        var counts = new TreeMap<Integer, Integer>();
        int from = window < 0 ? 0 : Math.max(0, size - window);
        for (int i = from; i < size; i++) {
            counts.merge(ids[i], 1, Integer::sum);
        }
        return counts;
    }
}
