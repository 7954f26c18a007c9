package org.vitrina.lesson;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.UnaryOperator;
import org.vitrina.feedback.Grpo;
import org.vitrina.lesson.Exercise.Code;
import org.vitrina.lesson.Exercise.Mistake;
import org.vitrina.lesson.Exercise.Trial;
import org.vitrina.lesson.Exercise.Value;

/// The exercises of `10-feedback`.
final class FeedbackExercises {
    private FeedbackExercises() {}

    static List<Exercise> all() {
        return List.of(
                advantages(), nothing(), clipped(), pairLoss(), bothLess(), bestOf(), markedRight(), divergence());
    }

    private static Exercise advantages() {
        return new Exercise(
                "10.1",
                "Write the advantages of a group of answers from their rewards.",
                new Code<UnaryOperator<double[]>>(
                        UnaryOperator.class,
                        "rewards -> new double[rewards.length]",
                        List.of(
                                advantages(1, 0),
                                advantages(1, 0, 0, 0),
                                advantages(1, 1, 1, 1),
                                advantages(0, 0, 0),
                                advantages(0.5, 2, -1, 0.5, 3))),
                List.of(
                        "First the mean, then the mean of the squared distances from it, then its root.",
                        "If all rewards are equal, the deviation is 0: return zeros instead of dividing.",
                        "Divide the sum of squares by the number of rewards, not by one less: `(r - mean) /"
                                + " Math.sqrt(squares / n)`"),
                "A right answer to a hard question, where most fail, gets a greater advantage than one to an easy one.");
    }

    private static Trial<UnaryOperator<double[]>> advantages(double... rewards) {
        return new Trial<>(
                "the rewards " + Answers.written(rewards),
                code -> code.apply(rewards.clone()),
                () -> Grpo.ofGroup(Math.max(2, rewards.length)).advantages(new double[][] {rewards}, Double.NaN)[0]);
    }

    private static Exercise nothing() {
        return new Exercise(
                "10.2",
                "Answers are right with 70 %. With which probability are all 4 of a group right, or all wrong?",
                new Value(
                        () -> Math.pow(0.7, 4) + Math.pow(0.3, 4),
                        0.0005,
                        List.of(
                                new Mistake(
                                        () -> Math.pow(0.7, 4),
                                        "All may be wrong, too; from that nothing is learned either."),
                                new Mistake(
                                        () -> 1 - Math.pow(0.7, 4) - Math.pow(0.3, 4),
                                        "That is how often it does teach something."))),
                List.of(
                        "What is the chance that 4 of 4 are right? That 4 of 4 are wrong?",
                        "`Math.pow(0.7, 4) + Math.pow(0.3, 4)`"),
                "At 95 % right answers it would be 0.81: the better the model gets, the less a question teaches it.");
    }

    private static Exercise clipped() {
        return new Exercise(
                "10.3",
                "Write the clipped objective min(r A, clip(r, 0.8, 1.2) A).",
                new Code<DoubleBinaryOperator>(
                        DoubleBinaryOperator.class,
                        "(ratio, advantage) -> ratio * advantage",
                        List.of(
                                clipped(1, 1),
                                clipped(1.5, 1),
                                clipped(0.5, 1),
                                clipped(1.5, -1),
                                clipped(0.5, -1),
                                clipped(1.1, -2))),
                List.of(
                        "`Math.clamp(ratio, 0.8, 1.2)` is the clipped ratio.",
                        "The smaller of two products: mind that with an advantage below 0 the larger ratio gives the"
                                + " smaller product.",
                        "`Math.min(ratio * advantage, Math.clamp(ratio, 0.8, 1.2) * advantage)`"),
                "What has moved far enough in the right direction is pushed no further; what went the wrong way still is.");
    }

    private static Trial<DoubleBinaryOperator> clipped(double ratio, double advantage) {
        return new Trial<>(
                "the ratio " + ratio + " and the advantage " + advantage,
                code -> code.applyAsDouble(ratio, advantage),
                () -> {
                    boolean far = advantage > 0 ? ratio > 1.2 : ratio < 0.8;
                    return far ? (advantage > 0 ? 1.2 : 0.8) * advantage : ratio * advantage;
                });
    }

    private static Exercise pairLoss() {
        return new Exercise(
                "10.4",
                "Write the loss of DPO for one pair.",
                new Code<PairLoss>(
                        PairLoss.class,
                        "(chosen, rejected, beta) -> 0",
                        List.of(pairLoss(0, 0, 0.1), pairLoss(1, -2, 0.1), pairLoss(-1, 1, 0.5), pairLoss(-3, -5, 1))),
                List.of(
                        "The margin is `beta * (chosen - rejected)`; the loss is minus the logarithm of its sigmoid.",
                        "The sigmoid of x is `1 / (1 + Math.exp(-x))`.",
                        "`Math.log(1 + Math.exp(-beta * (chosen - rejected)))`"),
                "At the beginning it is log 2 = 0.69, whatever beta is: the model prefers neither.");
    }

    private static Trial<PairLoss> pairLoss(double chosen, double rejected, double beta) {
        return new Trial<>(
                "chosen " + chosen + ", rejected " + rejected + " and beta " + beta,
                code -> code.of(chosen, rejected, beta),
                () -> -Math.log(1 / (1 + Math.exp(-beta * (chosen - rejected)))));
    }

    private static Exercise bothLess() {
        return new Exercise(
                "10.5",
                "The chosen answer became half as likely, the rejected one a tenth. What is the loss of DPO with beta 1?",
                new Value(
                        () -> -Math.log(1 / (1 + Math.exp(-(Math.log(0.5) - Math.log(0.1))))),
                        0.005,
                        List.of(
                                new Mistake(
                                        () -> Math.log(2),
                                        "That is the loss at the beginning, where nothing has changed."),
                                new Mistake(
                                        () -> Math.log(6),
                                        "The sign: chosen minus rejected is log 0.5 - log 0.1, above 0."),
                                new Mistake(
                                        () -> Math.log(1 + Math.exp(-0.4)),
                                        "The formula wants logarithms of the ratios, not the ratios: log 0.5 - log 0.1."))),
                List.of(
                        "How much likelier in nats? `Math.log(0.5)` for the one, `Math.log(0.1)` for the other.",
                        "The difference is `Math.log(5)`; and `exp(-log 5)` is 1/5."),
                "The loss fell from 0.69 to 0.18, and both answers are less likely. Where did their probability go? To others.");
    }

    private static Exercise bestOf() {
        return new Exercise(
                "10.6",
                "An answer is right with 30 %. How many make it 95 % likely that at least one is?",
                new Value(
                        () -> {
                            int n = 1;
                            while (1 - Math.pow(0.7, n) < 0.95) n++;
                            return n;
                        },
                        new Mistake(() -> 8, "Eight give 94.2 %."),
                        new Mistake(() -> 4, "4 times 30 % is more than 100 %, but chances do not add up like that.")),
                List.of(
                        "What is the chance that none of n is right?",
                        "The smallest n with `1 - Math.pow(0.7, n) >= 0.95`"),
                "And with 60 % it would take 4. Whatever makes one answer better makes best of n cheaper.");
    }

    private static Exercise markedRight() {
        double right = 0.4;
        double errors = 0.2;
        double praised = right * (1 - errors) + (1 - right) * errors;
        return new Exercise(
                "10.7",
                "40 % of the answers are right, 20 % of the marks wrong. Of those marked right, which share is?",
                new Value(
                        () -> right * (1 - errors) / praised,
                        0.005,
                        List.of(
                                new Mistake(
                                        () -> 1 - errors,
                                        "So often is a mark right; but wrong answers are more frequent here."),
                                new Mistake(() -> praised, "That is the share of all answers that is marked right."),
                                new Mistake(
                                        () -> 0.32,
                                        "That is the share of all answers that is right and marked so. Asked is: of those"
                                                + " marked right."))),
                List.of(
                        "Of 100 answers 40 are right. How many of them are marked right? And how many of the other 60?",
                        "32 of the right ones and 12 of the wrong ones are marked right."),
                "Praise is worth the less, the worse the model is: most of what is there to be praised by mistake is wrong.");
    }

    private static Exercise divergence() {
        return new Exercise(
                "10.8",
                "Write the estimate of the KL divergence for one token: q/p - 1 - log(q/p).",
                new Code<DoubleBinaryOperator>(
                        DoubleBinaryOperator.class,
                        "(now, reference) -> 0",
                        List.of(
                                divergence(-1, -1),
                                divergence(-0.5, -2),
                                divergence(-2, -0.5),
                                divergence(-0.1, -0.11))),
                List.of(
                        "You get logarithms: `log(q/p)` is `reference - now`.",
                        "And `q/p` is `Math.exp(reference - now)`.",
                        "`Math.exp(reference - now) - 1 - (reference - now)`"),
                "It is never below 0, and 0 only where nothing has changed; log(p/q) alone has the same mean and is far noisier.");
    }

    private static Trial<DoubleBinaryOperator> divergence(double now, double reference) {
        return new Trial<>(
                "log p = " + now + " and log q = " + reference, code -> code.applyAsDouble(now, reference), () -> {
                    double ratio = Math.exp(reference) / Math.exp(now);
                    return ratio - 1 - Math.log(ratio);
                });
    }
}
