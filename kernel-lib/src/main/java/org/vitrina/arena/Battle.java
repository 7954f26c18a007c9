package org.vitrina.arena;

import java.time.Instant;
import java.util.Objects;

/// Two answers to one prompt, and which of them somebody liked better.
///
/// @param id          of the ballot it was voted on; empty where there was none
/// @param at          when it was voted
/// @param judge       who voted; empty where that is not known
/// @param prompt      what both were asked
/// @param left        the model that answered on the left
/// @param right       the model that answered on the right
/// @param leftAnswer  what the left one said
/// @param rightAnswer what the right one said
/// @param outcome     which was better
public record Battle(
        String id,
        Instant at,
        String judge,
        String prompt,
        String left,
        String right,
        String leftAnswer,
        String rightAnswer,
        Outcome outcome) {

    /// @throws IllegalArgumentException if a model has no name, or both sides are the same model
    public Battle {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(judge, "judge");
        Objects.requireNonNull(prompt, "prompt");
        Objects.requireNonNull(leftAnswer, "leftAnswer");
        Objects.requireNonNull(rightAnswer, "rightAnswer");
        Objects.requireNonNull(outcome, "outcome");
        if (left.isBlank() || right.isBlank()) {
            throw new IllegalArgumentException("both models of a battle need a name");
        }
        if (left.equals(right)) {
            throw new IllegalArgumentException(
                    "a battle is between two models, but on both sides is '" + left + "', which says nothing about it");
        }
    }

    /// Returns a battle of which only the outcome is known.
    public static Battle of(String left, String right, Outcome outcome) {
        return new Battle("", Instant.EPOCH, "", "", left, right, "", "", outcome);
    }

    /// Returns whether a model is one of the two.
    public boolean has(String model) {
        return left.equals(model) || right.equals(model);
    }
}
