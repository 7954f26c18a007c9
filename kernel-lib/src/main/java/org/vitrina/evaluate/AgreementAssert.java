package org.vitrina.evaluate;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.vitrina.transformer.LanguageModel;

/// Assertions about how much two models agree. [#on] says about which texts, and computes.
public final class AgreementAssert {
    private final LanguageModel model;
    private final LanguageModel reference;
    private Agreement agreement;

    AgreementAssert(LanguageModel model, LanguageModel reference) {
        this.model = Objects.requireNonNull(model, "model");
        this.reference = Objects.requireNonNull(reference, "reference");
    }

    public AgreementAssert on(List<String> texts) {
        agreement = Agreement.between(reference, model, texts);
        return this;
    }

    public AgreementAssert on(String... texts) {
        return on(List.of(texts));
    }

    /// Returns what was measured.
    public Agreement agreement() {
        if (agreement == null) {
            throw new IllegalStateException("on(texts) comes first: it says what the models are compared on");
        }
        return agreement;
    }

    /// Expects that logits are the same but for `tolerance`, each row shifted to a mean of 0.
    public AgreementAssert within(double tolerance) {
        return expect(agreement().largestLogit() <= tolerance, "logits that differ by at most %s", tolerance);
    }

    /// Expects that both find the same token the likeliest in at least this share of all places.
    public AgreementAssert withSameTopToken(double share) {
        return expect(agreement().sameTop().value() >= Shares.share(share), "the same likeliest token in %s", share);
    }

    /// Expects a mean divergence of at most so many nats a token.
    public AgreementAssert withDivergenceAtMost(double nats) {
        return expect(agreement().divergence() <= nats, "a divergence of at most %s nats", nats);
    }

    /// Expects that the texts' perplexity is at most so many times that of the reference.
    public AgreementAssert withPerplexityAtMost(double times) {
        return expect(agreement().perplexityRatio() <= times, "at most %s times the perplexity", times);
    }

    private AgreementAssert expect(boolean holds, String expected, double value) {
        if (!holds) {
            throw new AssertionError(String.format(
                    Locale.ROOT,
                    "%s against %s: %s, largest difference of logits %.3g; expected was " + expected,
                    model.name(),
                    reference.name(),
                    agreement,
                    agreement.largestLogit(),
                    value));
        }
        return this;
    }
}
