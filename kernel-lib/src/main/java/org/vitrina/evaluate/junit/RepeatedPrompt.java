package org.vitrina.evaluate.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A test of something that answers differently every time: it is run several times, each time with another seed,
/// and what decides is how often it passes.
///
/// ```java
/// @RepeatedPrompt(times = 60, atLeast = 0.95)
/// void knowsWhoHasIt(PromptRun run) {
///     assertEquals("Ana.", model.answer("Ana has a ball. Who has the ball?", run.seed()));
/// }
/// ```
///
/// A run that does not pass is reported as aborted, with its message: by itself it means nothing. The last
/// entry, the verdict, passes or fails. As soon as no further run can change the verdict, the rest is left out.
/// What throws anything but an `AssertionError` is not a run that did not pass but a broken test, and fails.
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@TestTemplate
@ExtendWith(RepeatedPromptExtension.class)
// a run depends on what those before it came to
@Execution(ExecutionMode.SAME_THREAD)
public @interface RepeatedPrompt {
    /// How often it is run, at most.
    int times();

    /// The share of runs that has to pass, between 0 and 1.
    double atLeast();

    /// How sure the verdict has to be.
    double confidence() default 0.95;

    /// The seed of the first run; each later one has the next.
    long seed() default 1;

    /// What the runs have to show.
    Decides decides() default Decides.PROOF;

    /// What the runs have to show.
    enum Decides {
        /// That the share is reached. Too few runs never pass: a test of a promise.
        PROOF,
        /// That it is not shown to be missed. Too few runs never fail: an alarm.
        NO_HARM
    }
}
