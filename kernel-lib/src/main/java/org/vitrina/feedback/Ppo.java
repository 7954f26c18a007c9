package org.vitrina.feedback;

import org.vitrina.autograd.Tape;
import org.vitrina.autograd.Variable;

/// Proximal policy optimization with a clipped objective ([Schulman et al. 2017, equation
/// 7](https://arxiv.org/abs/1707.06347)): several passes over the same answers, in which a token counts
/// no more once it has become `1 + clip` times as likely, or `1 - clip`.
///
/// Advantages are rewards with the mean 0 and the deviation 1 over the step's answers. There is no second
/// model that predicts rewards: an answer gets one reward, at its end, and the mean of the others says
/// what was to be expected.
///
/// @param group  how many answers each prompt gets
/// @param clip   how far the ratio of probabilities may move and still count; the paper takes 0.2
/// @param passes how often a step goes over its answers
/// @param beta   what each nat away from the reference takes off an answer's reward ([Ouyang et al. 2022,
///     equation 2](https://arxiv.org/abs/2203.02155))
public record Ppo(int group, float clip, int passes, float beta) implements PolicyGradient {
    private static final double LEAST_DEVIATION = 1e-6;

    public Ppo {
        PolicyGradient.check("PPO", group, 1, passes, beta);
        if (!(clip > 0 && clip <= 1)) {
            throw new IllegalArgumentException("PPO clips ratios at a distance in (0, 1], but got " + clip);
        }
    }

    @Override
    public String title() {
        return "PPO";
    }

    @Override
    public boolean isKlInLoss() {
        return false;
    }

    @Override
    public double[][] advantages(double[][] rewards, double before) {
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (double[] group : rewards) {
            for (double reward : group) {
                sum += reward;
                count++;
            }
        }
        double mean = sum / count;
        for (double[] group : rewards) {
            for (double reward : group) squares += (reward - mean) * (reward - mean);
        }
        double deviation = Math.sqrt(squares / count);
        double[][] advantages = new double[rewards.length][];
        for (int p = 0; p < rewards.length; p++) {
            advantages[p] = new double[rewards[p].length];
            for (int i = 0; i < rewards[p].length; i++) {
                advantages[p][i] = deviation < LEAST_DEVIATION ? 0 : (rewards[p][i] - mean) / deviation;
            }
        }
        return advantages;
    }

    /// Records `-1/tokens · Σ min(r A, clip(r) A)`.
    @Override
    public Variable loss(Tape tape, Variable logProbabilities, Learned learned) {
        Variable objective =
                tape.clippedSurrogate(logProbabilities, learned.old(), PolicyGradient.perToken(learned), clip, clip);
        float[] weights = learned.rows().spread((_, _) -> -1.0 / learned.tokens());
        return tape.weightedSums(objective, weights.length, weights);
    }
}
