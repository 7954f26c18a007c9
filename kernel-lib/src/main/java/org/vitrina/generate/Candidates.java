package org.vitrina.generate;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.vitrina.tensor.Kernels;

/// The tokens that may come next, with their logits and probabilities: what the steps of a chain work on.
///
/// At first it holds every token of the vocabulary, index and id being the same. Steps change logits and
/// cut tokens off. The probabilities are the softmax of the logits that are left, `p = exp(logit) / sum of
/// exp(logit)`, so that what was cut off is shared out among the rest. They are computed when they are
/// asked for, and nothing is sorted that need not be.
///
/// Exponentials have the same bits whatever the width of a machine's vectors, and sums are in double, in an
/// order that follows from the logits alone: equal logits give equal picks on every machine that has the
/// vector module.
public final class Candidates {
    private static final Kernels KERNELS = Kernels.best();

    /// How many are looked at first by who goes through them from the likeliest on, and how many times more
    /// next.
    private static final int FIRST_LOOK = 64;

    private static final int FURTHER_LOOK = 16;

    private float[] vocabulary = {};
    private int[] ids = {};
    private float[] logits = {};
    private int size;
    /// Whether this is the vocabulary, with the id of each token as its index.
    private boolean whole;
    /// Whether the likeliest stands first.
    private boolean sorted;

    /// `exp(logit - largest logit)`, where `weighed` says that they are up to date, their sum, and the
    /// entropy.
    private float[] weights = {};

    private boolean weighed;
    private Scale scale;
    private double entropy;

    /// What makes a probability of a logit.
    ///
    /// @param largest the largest logit
    /// @param total   the sum of `exp(logit - largest)`
    record Scale(double largest, double total) {
        double probability(double logit) {
            return StrictMath.exp(logit - largest) / total;
        }
    }

    Candidates() {}

    /// Holds all tokens of a vocabulary.
    ///
    /// @param logits shape `[V]`; not changed
    /// @throws IllegalArgumentException if there is none, if one is NaN or positive infinity, or if all are
    ///     negative infinity
    public Candidates(float... logits) {
        begin(logits);
    }

    /// Begins again with other logits, which are copied.
    void begin(float[] from) {
        if (from.length == 0) {
            throw new IllegalArgumentException(
                    "a logit for each token of the vocabulary is expected, but there is none");
        }
        if (vocabulary.length != from.length) {
            vocabulary = new float[from.length];
        }
        System.arraycopy(from, 0, vocabulary, 0, from.length);
        logits = vocabulary;
        size = from.length;
        whole = true;
        sorted = false;
        weighed = false;
        requireSound();
    }

    private void requireSound() {
        float largest = largest();
        if (largest == Float.NEGATIVE_INFINITY) {
            throw new IllegalArgumentException("no token can be picked, as all " + size
                    + " logits are negative infinity; was every token banned?");
        }
        // the largest is NaN if any is
        for (int i = 0; !(largest < Float.POSITIVE_INFINITY) && i < size; i++) {
            requireSound(i, logits[i]);
        }
    }

    private void requireSound(int index, float logit) {
        if (!(logit < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the logit of token " + id(index) + " is " + logit
                    + ", where a finite number or negative infinity is expected; something went wrong in the model or"
                    + " in a step before");
        }
    }

    /// Returns how many tokens are left.
    public int size() {
        return size;
    }

    /// Returns the id of the token at `index`.
    public int id(int index) {
        return whole ? checked(index) : ids[checked(index)];
    }

    /// Returns the logit of the token at `index`.
    public float logit(int index) {
        return logits[checked(index)];
    }

    /// Gives the token at `index` another logit; negative infinity makes it impossible.
    ///
    /// @throws IllegalArgumentException if `logit` is NaN or positive infinity
    public void logit(int index, double logit) {
        requireSound(checked(index), (float) logit);
        logits[index] = (float) logit;
        sorted = false;
        weighed = false;
    }

    private int checked(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(
                    "there are " + size + " candidates, 0 to " + (size - 1) + ", but " + index + " was asked for");
        }
        return index;
    }

    /// Returns the index of the token with this id, or -1 if it is not there (any more).
    public int indexOf(int id) {
        if (whole) {
            return id >= 0 && id < size ? id : -1;
        }
        for (int i = 0; i < size; i++) {
            if (ids[i] == id) {
                return i;
            }
        }
        return -1;
    }

    /// Divides every logit by `temperature`, which is greater than 0.
    void divide(double temperature) {
        float divisor = (float) temperature;
        for (int i = 0; i < size; i++) {
            logits[i] /= divisor;
        }
        weighed = false;
        requireSound();
    }

    /// Returns the probability of the token at `index`.
    public double probability(int index) {
        weigh();
        return weights[checked(index)] / scale.total;
    }

    /// Returns how uncertain the choice is, in bits: the sum of `-p log2 p`. An entropy of H is as
    /// uncertain as a choice between `2^H` tokens that are equally likely.
    public double entropy() {
        weigh();
        return entropy;
    }

    /// Returns what makes probabilities of the logits as they are now.
    Scale scale() {
        weigh();
        return scale;
    }

    /// Returns the largest logit, NaN if any is.
    private float largest() {
        return KERNELS.max(logits, 0, size);
    }

    private void weigh() {
        if (weighed) {
            return;
        }
        if (weights.length < size) {
            weights = new float[size];
        }
        System.arraycopy(logits, 0, weights, 0, size);
        float largest = largest();
        KERNELS.exponentiate(weights, 0, size, largest);
        double sum = 0;
        double weighted = 0;
        // in blocks that are summed side by side, as a processor need not wait for one sum to begin another
        int i = 0;
        double sum1 = 0, sum2 = 0, sum3 = 0;
        double weighted1 = 0, weighted2 = 0, weighted3 = 0;
        for (; i <= size - 4; i += 4) {
            sum += weights[i];
            sum1 += weights[i + 1];
            sum2 += weights[i + 2];
            sum3 += weights[i + 3];
            weighted += information(i, largest);
            weighted1 += information(i + 1, largest);
            weighted2 += information(i + 2, largest);
            weighted3 += information(i + 3, largest);
        }
        for (; i < size; i++) {
            sum += weights[i];
            weighted += information(i, largest);
        }
        sum += sum1 + (sum2 + sum3);
        weighted += weighted1 + (weighted2 + weighted3);
        scale = new Scale(largest, sum);
        entropy = Math.max(0, (StrictMath.log(sum) - weighted / sum) / StrictMath.log(2));
        weighed = true;
    }

    /// Returns the weight times the logarithm that it came from.
    private double information(int i, float largest) {
        // where the weight is 0, the logit may be infinite
        return weights[i] == 0 ? 0 : weights[i] * (double) (logits[i] - largest);
    }

    /// Returns the indices of the `n` likeliest tokens, the likeliest first; of equal ones the lower id.
    public int[] likeliest(int n) {
        if (!sorted) {
            return Largest.indices(logits, size, n);
        }
        int[] first = new int[Math.min(n, size)];
        Arrays.setAll(first, i -> i);
        return first;
    }

    /// Keeps the `n` likeliest tokens, at least one.
    public void keepLikeliest(int n) {
        if (n < size) {
            keep(likeliest(Math.max(1, n)), true);
        }
    }

    /// Keeps the likeliest tokens, as few as have `mass` of the probability together.
    public void keepMass(double mass) {
        keep(smallestSet(mass, this::likeliest), true);
    }

    /// Keeps the tokens that come first by another order, as few as have `mass` of the probability
    /// together.
    ///
    /// @param order for each index a number; the largest comes first, and of equal ones the lower id
    public void keepMass(double mass, float[] order) {
        int[] indices = smallestSet(mass, n -> Largest.indices(order, size, n));
        Arrays.sort(indices);
        keep(indices, sorted);
    }

    /// Keeps the tokens with at least this probability; if none has it, the likeliest.
    public void keepAtLeast(double probability) {
        weigh();
        double least = probability * scale.total;
        keepIf(i -> weights[i] >= least);
    }

    /// Keeps the tokens whose index meets the condition; if none does, the likeliest.
    public void keepIf(IntPredicate condition) {
        int[] indices = new int[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (condition.test(i)) {
                indices[count++] = i;
            }
        }
        if (count < size) {
            keep(count == 0 ? likeliest(1) : Arrays.copyOf(indices, count), sorted);
        }
    }

    /// Keeps those at `indices`, which are in the order of ids or, where that is said, sorted.
    private void keep(int[] indices, boolean sortedNow) {
        int[] keptIds = new int[indices.length];
        float[] keptLogits = new float[indices.length];
        for (int i = 0; i < indices.length; i++) {
            keptIds[i] = id(indices[i]);
            keptLogits[i] = logits[indices[i]];
        }
        ids = keptIds;
        logits = keptLogits;
        size = indices.length;
        whole = false;
        sorted = sortedNow;
        weighed = false;
    }

    /// Returns the likeliest tokens, as few as have `mass` of the probability together, the likeliest
    /// first.
    private int[] smallestSet(double mass, IntFunction<int[]> first) {
        weigh();
        double goal = mass * scale.total;
        for (long look = FIRST_LOOK; ; look *= FURTHER_LOOK) {
            int[] indices = first.apply((int) Math.min(look, size));
            double sum = 0;
            for (int i = 0; i < indices.length; i++) {
                sum += weights[indices[i]];
                if (sum >= goal) {
                    return Arrays.copyOf(indices, i + 1);
                }
            }
            if (indices.length == size) {
                return indices;
            }
        }
    }

    /// Returns the index of the token in whose stretch `mark` falls when the probabilities are laid one
    /// after the other from 0 to 1, the likeliest first: the inverse of the cumulative distribution
    /// ([Devroye 1986, chapter III.2](https://luc.devroye.org/rnbookindex.html)).
    ///
    /// @param mark at least 0 and less than 1
    int at(double mark) {
        int[] upToIt = smallestSet(Math.nextUp(mark), this::likeliest);
        int last = upToIt.length - 1;
        // sums that were rounded differently may leave the mark beyond the last possible token
        while (weights[upToIt[last]] == 0) {
            last--;
        }
        return upToIt[last];
    }

    /// Returns a copy that does not follow this one.
    Candidates copy() {
        var copy = new Candidates();
        copy.ids = whole ? ids : Arrays.copyOf(ids, size);
        copy.logits = Arrays.copyOf(logits, size);
        copy.size = size;
        copy.whole = whole;
        copy.sorted = sorted;
        return copy;
    }
}
