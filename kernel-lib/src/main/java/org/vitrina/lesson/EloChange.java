package org.vitrina.lesson;

/// What a battle does to a rating, as exercise 16.2 asks for it.
@FunctionalInterface
public interface EloChange {
    /// Returns the rating after the battle.
    ///
    /// @param rating before the battle
    /// @param other  the opponent's rating before the battle
    /// @param score  1 for a victory, 0.5 for a tie, 0 for a defeat
    double of(double rating, double other, double score);
}
