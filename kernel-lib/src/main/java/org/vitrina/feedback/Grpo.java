package org.vitrina.feedback;

import org.vitrina.autograd.Tape;
import org.vitrina.autograd.Variable;
import org.vitrina.tensor.Tensor;

/// Group relative policy optimization ([Shao et al. 2024, section
/// 4.1](https://arxiv.org/abs/2402.03300)): each prompt gets a group of answers, and an answer's
/// advantage is how far its reward lies above the group's mean, in deviations of the group. What is
/// maximized is equation 3 with outcome supervision (section 4.1.2): PPO's clipped objective, averaged
/// over each answer's tokens, minus `beta` times the estimate k3 of the divergence from the reference
/// (equation 4).
///
/// @param group        how many answers each prompt gets; at least 2
/// @param clip         how far the ratio of probabilities may move and still count
/// @param passes       how often a step goes over its answers
/// @param beta         what moving away from the reference costs; the paper takes 0.04
/// @param standardized whether advantages are divided by the group's deviation; without it, easy and hard
///     prompts are not blown up ([Liu et al. 2025, section 3.1](https://arxiv.org/abs/2503.20783))
public record Grpo(int group, float clip, int passes, float beta, boolean standardized) implements PolicyGradient {
    private static final double LEAST_DEVIATION = 1e-6;

    public Grpo {
        PolicyGradient.check("GRPO", group, 2, passes, beta);
        if (!(clip > 0 && clip <= 1)) {
            throw new IllegalArgumentException("GRPO clips ratios at a distance in (0, 1], but got " + clip);
        }
    }

    /// Returns GRPO as in the paper, one pass over each step's answers.
    public static Grpo ofGroup(int group) {
        return new Grpo(group, 0.2f, 1, 0.04f, true);
    }

    /// Returns this method with another cost of moving away from the reference.
    public Grpo withBeta(float beta) {
        return new Grpo(group, clip, passes, beta, standardized);
    }

    @Override
    public String title() {
        return "GRPO";
    }

    @Override
    public boolean isKlInLoss() {
        return true;
    }

    @Override
    public double[][] advantages(double[][] rewards, double before) {
        double[][] advantages = new double[rewards.length][];
        for (int p = 0; p < rewards.length; p++) {
            advantages[p] = advantages(rewards[p]);
        }
        return advantages;
    }

    /// Returns the advantages within one group; all 0 where all rewards are the same.
    double[] advantages(double[] rewards) {
        double mean = 0;
        for (double reward : rewards) mean += reward / rewards.length;
        double squares = 0;
        for (double reward : rewards) squares += (reward - mean) * (reward - mean);
        double deviation = Math.sqrt(squares / rewards.length);
        double[] advantages = new double[rewards.length];
        for (int i = 0; i < rewards.length; i++) {
            if (deviation >= LEAST_DEVIATION) {
                advantages[i] = (rewards[i] - mean) / (standardized ? deviation : 1);
            }
        }
        return advantages;
    }

    /// Records `-1/B · Σ 1/|o| Σ (min(r A, clip(r) A) - beta k3)`.
    @Override
    public Variable loss(Tape tape, Variable logProbabilities, Learned learned) {
        float[] weights = learned.rows()
                .spread((answer, _) -> -1.0
                        / learned.answers()
                        / learned.rows().answers().get(answer).length());
        Variable objective =
                tape.clippedSurrogate(logProbabilities, learned.old(), PolicyGradient.perToken(learned), clip, clip);
        Variable gained = tape.weightedSums(objective, weights.length, weights);
        if (beta == 0) {
            return gained;
        }
        Variable reference = tape.constant(Tensor.of(learned.reference(), learned.reference().length));
        Variable away = tape.k3(tape.minus(reference, logProbabilities));
        Variable cost = tape.weightedSums(away, weights.length, weights);
        return tape.plus(gained, tape.scale(cost, -beta));
    }
}
