package org.vitrina.evaluate.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Writes what came of a class of tests, those of its `@Nested` classes included: as a page that needs nothing else,
/// and as XML for build servers.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ExtendWith(EvaluationReportExtension.class)
public @interface EvaluationReport {
    /// The folder of the two files, which are named after the class: `QuestionsTests.html` and `.xml`.
    String value() default "target/evaluation";
}
