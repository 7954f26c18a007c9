package org.vitrina.feedback;

import org.vitrina.autograd.Tape;
import org.vitrina.autograd.Variable;

/// A method that learns from rewards by policy gradient: tokens of answers that were better than expected
/// become likelier, the others less likely.
public sealed interface PolicyGradient permits Reinforce, Ppo, Grpo {
    /// Returns the name by which it is known.
    String title();

    /// Returns how many answers each prompt gets.
    int group();

    /// Returns how often a step goes over its answers.
    int passes();

    /// Returns how much moving away from the reference costs; 0 for nothing.
    float beta();

    /// Returns whether the cost of moving away from the reference is part of the loss; if not, it is
    /// taken off the rewards.
    boolean isKlInLoss();

    /// Returns how much better each answer is than was to be expected.
    ///
    /// @param rewards by prompt and answer
    /// @param before  the mean reward of earlier steps; NaN in the first
    double[][] advantages(double[][] rewards, double before);

    /// Records the loss of some of a step's answers: its part of the mean over all of them.
    ///
    /// @param logProbabilities of each token now, shape `[B · T]`
    Variable loss(Tape tape, Variable logProbabilities, Learned learned);

    /// What a loss is computed of, beside the probabilities of now.
    ///
    /// @param rows       the answers; `B` of them
    /// @param advantages one for each answer
    /// @param old        the log-probabilities when the answers were given, shape `[B · T]`
    /// @param reference  those of the reference, or null where the loss does not need it
    /// @param answers    how many answers the mean goes over, in this part and the others
    /// @param tokens     how many tokens these have
    record Learned(AnswerRows rows, double[] advantages, float[] old, float[] reference, int answers, int tokens) {}

    /// Returns the advantage of each token: that of its answer.
    static float[] perToken(Learned learned) {
        return learned.rows().spread((answer, _) -> learned.advantages()[answer]);
    }

    static void check(String title, int group, int least, int passes, float beta) {
        if (group < least || passes < 1 || !(beta >= 0)) {
            throw new IllegalArgumentException(title + " needs at least " + least
                    + " answers for each prompt, at least 1 pass and a beta of at least 0, but got " + group + ", "
                    + passes + " and " + beta);
        }
    }
}
