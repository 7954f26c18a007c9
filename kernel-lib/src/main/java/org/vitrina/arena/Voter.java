package org.vitrina.arena;

import java.util.random.RandomGenerator;

/// Who says which of two answers is better.
@FunctionalInterface
public interface Voter {
    /// Returns the verdict.
    ///
    /// @param random for voters who are not always of the same mind
    Outcome vote(Challenge challenge, String left, String right, RandomGenerator random);

    /// Returns the truth: the answer with the higher score wins, and both are bad if neither has any.
    static Voter truth() {
        return (challenge, left, right, _) -> {
            double a = score(challenge, left);
            double b = score(challenge, right);
            return a > b ? Outcome.LEFT : a < b ? Outcome.RIGHT : a > 0 ? Outcome.TIE : Outcome.BOTH_BAD;
        };
    }

    /// Returns the truth, but for mistakes: so often the verdict is one of the four by chance.
    ///
    /// @param mistakes from 0 to 1
    static Voter careless(double mistakes) {
        if (!(mistakes >= 0 && mistakes <= 1)) {
            throw new IllegalArgumentException("a share of mistakes is from 0 to 1, but is " + mistakes);
        }
        Voter truth = truth();
        return (challenge, left, right, random) -> random.nextDouble() < mistakes
                ? Outcome.values()[random.nextInt(Outcome.values().length)]
                : truth.vote(challenge, left, right, random);
    }

    /// Returns somebody who is impressed by length: with this chance an answer that is at least twice as
    /// long as the other wins, true or not; otherwise the truth decides.
    ///
    /// @param share from 0 to 1
    static Voter impressed(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share is from 0 to 1, but is " + share);
        }
        Voter truth = truth();
        return (challenge, left, right, random) -> {
            boolean impressed = random.nextDouble() < share;
            if (impressed && left.length() >= 2 * right.length()) return Outcome.LEFT;
            if (impressed && right.length() >= 2 * left.length()) return Outcome.RIGHT;
            return truth.vote(challenge, left, right, random);
        };
    }

    private static double score(Challenge challenge, String answer) {
        double score = challenge.score().applyAsDouble(answer);
        if (Double.isNaN(score)) {
            throw new IllegalArgumentException(
                    "nobody knows the truth about '" + challenge.text() + "', so people have to vote on it");
        }
        return score;
    }
}
