package org.vitrina.evaluate.junit;

import java.util.Optional;
import org.vitrina.evaluate.SampleSize;
import org.vitrina.evaluate.Share;
import org.vitrina.evaluate.Verdict;

/// The runs of one [RepeatedPrompt] so far.
final class RunsSoFar {
    private final RepeatedPrompt wanted;
    private final int needed;
    private int passed;
    private int counted;
    private String firstFailure = "";

    RunsSoFar(RepeatedPrompt wanted) {
        this.wanted = wanted;
        if (wanted.times() < 1) {
            throw new IllegalArgumentException("times is at least 1, but is " + wanted.times());
        }
        needed = switch (wanted.decides()) {
            case PROOF -> proof(wanted);
            case NO_HARM -> noHarm(wanted);
        };
    }

    private static int proof(RepeatedPrompt wanted) {
        int passes = SampleSize.passesNeeded(wanted.times(), wanted.atLeast(), wanted.confidence());
        if (passes > wanted.times()) {
            throw new IllegalArgumentException(
                    "even if all " + wanted.times() + " runs pass, that does not show a share"
                            + " of " + wanted.atLeast() + "; it takes at least "
                            + SampleSize.straightPasses(wanted.atLeast(), wanted.confidence())
                            + " runs, or decides = NO_HARM");
        }
        return passes;
    }

    /// The fewest passes that do not show that the share is missed.
    private static int noHarm(RepeatedPrompt wanted) {
        int passes = 0;
        while (new Share(passes, wanted.times()).atLeast(wanted.atLeast(), wanted.confidence()) == Verdict.BROKEN) {
            passes++;
        }
        return passes;
    }

    int times() {
        return wanted.times();
    }

    PromptRun run(int number) {
        return new PromptRun(number, wanted.times(), wanted.seed() + number - 1);
    }

    void passed() {
        passed++;
        counted++;
    }

    void failed(PromptRun run, AssertionError error) {
        counted++;
        if (firstFailure.isEmpty()) {
            firstFailure = "\nThe first that did not pass, seed " + run.seed() + ": " + error.getMessage();
        }
    }

    /// Returns whether no further run can change the verdict.
    boolean isDecided() {
        return counted > 0 && (passed >= needed || counted - passed > wanted.times() - needed);
    }

    /// Returns what was counted, or nothing if no run came to an end.
    Optional<Share> share() {
        return counted == 0 ? Optional.empty() : Optional.of(new Share(passed, counted));
    }

    /// Says what all runs came to.
    ///
    /// @throws AssertionError if too few passed
    void verdict() {
        if (passed < needed) {
            throw new AssertionError("%d of %d runs passed; of %d at least %d have to, %s%s"
                    .formatted(passed, counted, wanted.times(), needed, why(), firstFailure));
        }
    }

    private String why() {
        return switch (wanted.decides()) {
            case PROOF ->
                "to show a share of %s with a confidence of %s".formatted(wanted.atLeast(), wanted.confidence());
            case NO_HARM ->
                "or a share of %s is missed, with a confidence of %s".formatted(wanted.atLeast(), wanted.confidence());
        };
    }
}
