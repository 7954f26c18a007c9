package org.vitrina.evaluate;

import java.util.Locale;
import java.util.Objects;

/// Accepts or refuses tries by statistics. Nothing is asserted before [#atLeast], [#notBelow] or [#all] is called.
///
/// There are two questions that a test may ask, and they are not the same. [#atLeast] wants proof: it passes
/// only if the tries show that the share is reached, so few tries never pass. [#notBelow] looks for harm: it
/// fails only if the tries show that the share is missed, so few tries never fail.
public final class ShareAssert {
    private static final int TOLD = 3;
    private final String what;
    private final Share share;
    private final String failures;
    private double confidence = 0.95;

    ShareAssert(String what, Share share, String failures) {
        this.what = Objects.requireNonNull(what, "what");
        this.share = Objects.requireNonNull(share, "share");
        this.failures = failures;
    }

    static ShareAssert of(Trials trials) {
        return new ShareAssert(trials.name(), trials.share(), trials.failures(TOLD));
    }

    /// Sets how sure the verdict has to be; 0.95 unless it is said.
    public ShareAssert withConfidence(double confidence) {
        this.confidence = Shares.confidence(confidence);
        return this;
    }

    /// Returns what was counted.
    public Share share() {
        return share;
    }

    /// Passes only if the tries show that at least `expected` of all tries pass.
    public ShareAssert atLeast(double expected) {
        Verdict verdict = share.atLeast(expected, confidence);
        if (verdict != Verdict.HOLDS) {
            throw new AssertionError(claim("show that at least", expected, verdict) + needed(expected) + failures);
        }
        return this;
    }

    /// Fails only if the tries show that fewer than `expected` of all tries pass.
    public ShareAssert notBelow(double expected) {
        if (share.atLeast(expected, confidence) == Verdict.BROKEN) {
            throw new AssertionError(String.format(
                    Locale.ROOT,
                    "%s passed %s; that shows, with a confidence of %s %%, that fewer than %s %% pass%s",
                    what,
                    share,
                    Share.percent(confidence),
                    Share.percent(expected),
                    failures));
        }
        return this;
    }

    /// Passes only if every single try passed. Says nothing about the next one: see
    /// [SampleSize#straightPasses].
    public ShareAssert all() {
        if (share.hits() < share.n()) {
            throw new AssertionError(what + " passed " + share + ", but all were expected to pass" + failures);
        }
        return this;
    }

    private String claim(String does, double expected, Verdict verdict) {
        return String.format(
                Locale.ROOT,
                "%s passed %s; that does not %s %s %% pass, with a confidence of %s %%%s",
                what,
                share,
                does,
                Share.percent(expected),
                Share.percent(confidence),
                verdict == Verdict.BROKEN ? ": it shows that fewer do" : "");
    }

    private String needed(double expected) {
        if (expected <= 0 || expected >= 1) {
            return "";
        }
        int passes = SampleSize.passesNeeded(share.n(), expected, confidence);
        return passes <= share.n()
                ? String.format(Locale.ROOT, "; %,d of %,d would have", passes, share.n())
                : String.format(
                        Locale.ROOT,
                        "; not even %1$,d of %1$,d would: it takes %2$,d tries at least",
                        share.n(),
                        SampleSize.straightPasses(expected, confidence));
    }

    @Override
    public String toString() {
        return what + " passed " + share;
    }
}
