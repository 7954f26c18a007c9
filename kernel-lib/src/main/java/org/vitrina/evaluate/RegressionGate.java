package org.vitrina.evaluate;

import java.util.List;
import java.util.Locale;

/// Whether a changed model is still good enough: one that was quantized, tuned or trained again, against the model
/// that it is to replace, on the same questions.
///
/// "No difference was found" is no answer, since too few questions find none. The gate asks for more: that the
/// changed model is not worse by more than `margin` (a test of non-inferiority).
///
/// @param before     what the model in use answered
/// @param after      what the changed one answered, to the same questions
/// @param margin     by how much the share of right answers may fall, in `[0, 1]`
/// @param confidence how sure that has to be
public record RegressionGate(Trials before, Trials after, double margin, double confidence) {
    private static final int ROUNDS = 4_000;

    public RegressionGate {
        Shares.share(margin);
        Shares.confidence(confidence);
    }

    /// Asks both models all cases, once, with seed 0.
    public static RegressionGate compare(Answerer before, Answerer after, List<PromptCase> cases, double margin) {
        return new RegressionGate(Trials.of(before, cases, 0), Trials.of(after, cases, 0), margin, 0.95);
    }

    /// Returns which questions both pass, or only one of them.
    public Paired paired() {
        return before.against(after);
    }

    /// Returns the smallest difference, after minus before, that is compatible with the answers, to one side. Where
    /// the answers hardly differ, the bootstrap would see too little, so that the bound is then the exact one of
    /// the questions that were lost.
    public double worst() {
        Paired paired = paired();
        double byBootstrap = paired.bootstrap(ROUNDS, 1).quantile(1 - confidence);
        double byLosses = -new Share(paired.onlyFirst(), paired.n()).upper(confidence);
        return paired.onlyFirst() < 5 ? Math.max(-1, byLosses) : byBootstrap;
    }

    /// Says whether the changed model is good enough: it is not worse by more than the margin, it is, or nobody
    /// knows after so few questions.
    public Verdict verdict() {
        if (worst() >= -margin) {
            return Verdict.HOLDS;
        }
        double best = paired().bootstrap(ROUNDS, 1).quantile(confidence);
        return best < -margin ? Verdict.BROKEN : Verdict.UNDECIDED;
    }

    /// Passes only if it is shown that the changed model is good enough.
    public void assertGoodEnough() {
        if (verdict() != Verdict.HOLDS) {
            throw new AssertionError(toString());
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s after %s: %s. It may be worse by up to %.1f points, with a confidence of %.0f %%; allowed are %.1f:"
                        + " %s",
                after.name(),
                before.name(),
                paired(),
                -100 * worst(),
                100 * confidence,
                100 * margin,
                switch (verdict()) {
                    case HOLDS -> "good enough";
                    case BROKEN -> "not good enough";
                    case UNDECIDED -> "not known; ask more questions";
                });
    }
}
