package org.vitrina.lesson;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.vitrina.lesson.Verdict.Result;

/// Checks answers to the exercises of the course, offline and at once.
///
/// ```java
/// Integer answer = null;   // your answer
/// check("2.1", answer)
/// ```
///
/// `null` leaves an exercise open. What was said so far is kept in order ([#verdicts()]), so that a runner can
/// require that solutions are right and count what is open; [#forget()] begins anew.
public final class Check {
    private static final List<Verdict> VERDICTS = new ArrayList<>();

    private Check() {}

    /// Returns what is right about `answer`, what is not, and what to try next; each further wrong answer to
    /// the same exercise gets a stronger hint.
    ///
    /// @param answer a value or, where code is asked for, a lambda in a typed variable; null for not answered
    /// @throws IllegalArgumentException if there is no such exercise; the message names those that there are
    /// @throws java.util.concurrent.CancellationException if the thread is interrupted while the reader's code
    ///     runs
    public static Verdict check(String exercise, Object answer) {
        Exercise found = Exercises.named(exercise);
        Verdict verdict = Judge.judge(found, answer, tries(found));
        synchronized (VERDICTS) {
            VERDICTS.add(verdict);
        }
        return verdict;
    }

    /// Returns every verdict since the last [#forget()], the earliest first.
    public static List<Verdict> verdicts() {
        synchronized (VERDICTS) {
            return List.copyOf(VERDICTS);
        }
    }

    /// Forgets all verdicts: the next hints are first hints again. A notebook's run begins with it.
    public static void forget() {
        synchronized (VERDICTS) {
            VERDICTS.clear();
        }
    }

    /// Says how the thread of a reader's code is stopped that runs for too long and does not heed an interrupt;
    /// for a kernel, which can stop what it compiled.
    public static void stopEndlessCodeWith(Consumer<Thread> stop) {
        ReadersCode.stopWith(stop);
    }

    /// Returns how many wrong answers were given so far.
    private static int tries(Exercise exercise) {
        return (int) verdicts().stream()
                .filter(v -> v.exercise().equals(exercise.id()) && v.result() == Result.NOT_YET)
                .count();
    }
}
