package org.vitrina.feedback;

import java.util.random.RandomGenerator;

/// Somebody who marks answers as right or wrong: a person, or one that is simulated.
@FunctionalInterface
public interface Marker {
    /// Returns whether `answer` is marked as right.
    boolean isGood(Answer answer);

    /// Returns a marker that knows the truth and makes no mistake.
    static Marker truthful() {
        return Answer::isRight;
    }

    /// Returns a marker that knows the truth and slips now and then, at random: the same seed slips at
    /// the same answers, if they are marked in the same order.
    ///
    /// @param errors which share of the marks is wrong, from 0 to 1
    static Marker simulated(double errors, long seed) {
        if (!(errors >= 0 && errors <= 1)) {
            throw new IllegalArgumentException("the share of wrong marks lies between 0 and 1, but is " + errors);
        }
        RandomGenerator random = Seeds.random(seed);
        return answer -> answer.isRight() ^ random.nextDouble() < errors;
    }

    /// Returns 1 for an answer that this marker marks as right, and 0 for another.
    default Reward reward() {
        return Reward.of("marked right", answer -> isGood(answer) ? 1 : 0);
    }
}
