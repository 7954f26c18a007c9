package org.vitrina.evaluate.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.provider.ArgumentsSource;

/// Feeds a `@ParameterizedTest` with the cases of a file, one [org.vitrina.evaluate.PromptCase] each.
///
/// ```java
/// @ParameterizedTest(name = "{0}")
/// @PromptFile("questions.jsonl")
/// void answers(PromptCase question) {
///     assertThat(model).passes(question);
/// }
/// ```
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ArgumentsSource(PromptFileProvider.class)
public @interface PromptFile {
    /// The file, JSON lines or CSV as [org.vitrina.evaluate.PromptCases] reads them: a resource beside the
    /// test's class, or from the root of the class path with a `/` before it.
    String value();
}
