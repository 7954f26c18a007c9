package org.vitrina.generate;

import java.util.List;

/// A token that was picked, and what it was picked from.
///
/// @param id           the token
/// @param probability  what the model gave it, before any step of the chain
/// @param chance       with what probability it was picked, after all steps
/// @param rank         its place in the model's order: 1 for the likeliest
/// @param entropy      how uncertain the model was, in bits, before any step
/// @param kept         how many tokens the chain left to pick from
/// @param alternatives the likeliest tokens that were passed over, the likeliest first
public record Choice(
        int id, double probability, double chance, int rank, double entropy, int kept, List<Alternative> alternatives) {
    private static final double LN_2 = StrictMath.log(2);

    /// A token that was not picked.
    ///
    /// @param probability what the model gave it
    /// @param chance      with what probability it would have been picked; 0 where the chain cut it off
    public record Alternative(int id, double probability, double chance) {}

    public Choice {
        alternatives = List.copyOf(alternatives);
    }

    /// Returns the natural logarithm of the probability that the model gave the token.
    public double logProbability() {
        return StrictMath.log(probability);
    }

    /// Returns how surprising the token was to the model, in bits: `-log2` of its probability. On average
    /// over what a model says this is its entropy.
    public double surprise() {
        return -StrictMath.log(probability) / LN_2;
    }
}
