package org.vitrina.feedback;

import org.vitrina.autograd.Tape;
import org.vitrina.autograd.Variable;

/// REINFORCE ([Williams 1992, section 4](https://doi.org/10.1007/BF00992696)): the gradient of an
/// answer's log-probability, times by how much its reward exceeds a baseline. The baseline does not
/// change the gradient's mean, and makes it vary less.
///
/// @param group    how many answers each prompt gets
/// @param baseline what rewards are compared with
/// @param beta     what each nat away from the reference takes off an answer's reward, as in InstructGPT
///     ([Ouyang et al. 2022, equation 2](https://arxiv.org/abs/2203.02155))
public record Reinforce(int group, Baseline baseline, float beta) implements PolicyGradient {
    /// What a reward is compared with.
    public enum Baseline {
        /// Nothing: a reward above 0 makes an answer likelier, however poor it is.
        NONE,
        /// The mean reward of earlier steps.
        RUNNING_MEAN,
        /// The mean reward of the prompt's other answers
        /// ([Kool et al. 2019](https://openreview.net/forum?id=r1lgTGL5DE)).
        LEAVE_ONE_OUT
    }

    public Reinforce {
        PolicyGradient.check("REINFORCE", group, baseline == Baseline.LEAVE_ONE_OUT ? 2 : 1, 1, beta);
    }

    /// Returns REINFORCE with the mean of a prompt's other answers as its baseline and no cost for moving
    /// away.
    public static Reinforce ofGroup(int group) {
        return new Reinforce(group, Baseline.LEAVE_ONE_OUT, 0);
    }

    @Override
    public String title() {
        return "REINFORCE";
    }

    @Override
    public int passes() {
        return 1;
    }

    @Override
    public boolean isKlInLoss() {
        return false;
    }

    @Override
    public double[][] advantages(double[][] rewards, double before) {
        double[][] advantages = new double[rewards.length][];
        for (int p = 0; p < rewards.length; p++) {
            double sum = 0;
            for (double reward : rewards[p]) sum += reward;
            advantages[p] = new double[rewards[p].length];
            for (int i = 0; i < rewards[p].length; i++) {
                advantages[p][i] = rewards[p][i]
                        - switch (baseline) {
                            case NONE -> 0;
                            case RUNNING_MEAN -> Double.isNaN(before) ? 0 : before;
                            case LEAVE_ONE_OUT -> (sum - rewards[p][i]) / (rewards[p].length - 1);
                        };
            }
        }
        return advantages;
    }

    /// Records `-1/B · Σ A log p(answer)`.
    @Override
    public Variable loss(Tape tape, Variable logProbabilities, Learned learned) {
        float[] weights = learned.rows().spread((answer, _) -> -learned.advantages()[answer] / learned.answers());
        return tape.weightedSums(logProbabilities, weights.length, weights);
    }
}
