package org.vitrina.world;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Texts from Markov chains, each with a chain of its own: what comes next can only be learned from the text itself
/// ([Edelman et al. 2024](https://arxiv.org/abs/2402.11004)).
///
/// @param states how many different ids there are
/// @param length how many ids a text has
public record Chains(int states, int length) {
    public Chains {
        if (states < 2 || length < 2) {
            throw new IllegalArgumentException(
                    "a chain needs at least 2 states and 2 steps, but got " + states + " and " + length);
        }
    }

    /// A text with the chain that it was drawn from.
    ///
    /// @param transitions the probability of each state after each, shape `[states, states]`
    public record Chain(int[] ids, double[][] transitions) {}

    /// Returns the chain of this seed; each row of its transitions is drawn evenly from all distributions.
    public Chain of(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        double[][] transitions = new double[states][states];
        for (double[] row : transitions) {
            double sum = 0;
            for (int i = 0; i < states; i++) {
                // exponentials, divided by their sum, are a draw from the flat Dirichlet distribution
                row[i] = random.nextExponential();
                sum += row[i];
            }
            for (int i = 0; i < states; i++) row[i] /= sum;
        }
        int[] ids = new int[length];
        ids[0] = random.nextInt(states);
        for (int i = 1; i < length; i++) {
            double left = random.nextDouble();
            int next = 0;
            while (next < states - 1 && (left -= transitions[ids[i - 1]][next]) >= 0) next++;
            ids[i] = next;
        }
        return new Chain(ids, transitions);
    }

    /// Returns a text's states as small letters.
    public String text(int... ids) {
        if (states > 26) {
            throw new IllegalArgumentException(
                    "states are written as letters, so there can be 26, but there are " + states);
        }
        var text = new StringBuilder();
        for (int id : ids) text.append((char) ('a' + id));
        return text.toString();
    }
}
