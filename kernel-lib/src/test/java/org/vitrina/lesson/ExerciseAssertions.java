package org.vitrina.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.vitrina.lesson.Verdict.Result;

/// What tests say of answers to exercises.
final class ExerciseAssertions {
    private ExerciseAssertions() {}

    static void assertRight(String exercise, Object answer) {
        Verdict verdict = Check.check(exercise, answer);
        assertEquals(Result.RIGHT, verdict.result(), verdict::toString);
    }

    /// Returns what a reader is told who gave this answer, which is not right.
    static String wrong(String exercise, Object answer) {
        Verdict verdict = Check.check(exercise, answer);
        assertEquals(Result.NOT_YET, verdict.result(), verdict::toString);
        return verdict.wrong();
    }
}
