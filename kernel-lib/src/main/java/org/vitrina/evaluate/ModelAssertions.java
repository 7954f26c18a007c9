package org.vitrina.evaluate;

import org.vitrina.transformer.LanguageModel;

/// Assertions about language models. What does not hold is an `AssertionError`, so that any test framework
/// understands it, and none is needed.
///
/// ```java
/// import static org.vitrina.evaluate.ModelAssertions.assertThat;
///
/// assertThat(model).answers("Ana has a ball. Who has the ball?", "Ana.");
/// assertThat(model).asked("Tell me a joke.").with(Sampling.plain()).times(60).contains("joke").atLeast(0.95);
/// assertThat(model).passesAll(cases).notBelow(0.8);
/// assertThat(quantized).agreesWith(model).on(texts).withSameTopToken(0.95);
/// ```
public final class ModelAssertions {
    private ModelAssertions() {}

    /// Begins assertions about a model of this library.
    public static ModelAssert assertThat(LanguageModel model) {
        return new ModelAssert(model);
    }

    /// Begins assertions about anything that answers.
    public static AnswererAssert assertThat(Answerer answerer) {
        return new AnswererAssert(answerer);
    }

    /// Begins assertions about tries that were made.
    public static ShareAssert assertThat(Share share) {
        return new ShareAssert("the tries", share, "");
    }

    /// Begins assertions about answers that were given.
    public static ShareAssert assertThat(Trials trials) {
        return ShareAssert.of(trials);
    }
}
