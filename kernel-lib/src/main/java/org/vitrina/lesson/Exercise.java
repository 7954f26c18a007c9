package org.vitrina.lesson;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

/// One question to the reader of a lesson.
///
/// Text in backticks is shown as code.
///
/// @param id       lesson and number: `2.3`
/// @param question what is asked, short; the notebook tells the whole of it
/// @param task     what an answer is compared with
/// @param hints    from the first nudge to nearly the solution; at least one
/// @param because  what a right answer teaches, shown when it is right
public record Exercise(String id, String question, Task task, List<String> hints, String because) {
    /// @throws IllegalArgumentException if the id has not the form `lesson.number` or there is no hint
    public Exercise {
        if (!id.matches("\\d+\\.\\d+")) {
            throw new IllegalArgumentException(
                    "an exercise is named by lesson and number, such as 2.3, but this one is '" + id + "'");
        }
        hints = List.copyOf(hints);
        if (hints.isEmpty()) {
            throw new IllegalArgumentException(
                    "exercise " + id + " needs a hint, so that nobody is told only that an answer is wrong");
        }
        Objects.requireNonNull(question);
        Objects.requireNonNull(task);
        Objects.requireNonNull(because);
    }

    /// Returns the number of the lesson that asks: 2 for exercise `2.3`.
    public int lesson() {
        return Integer.parseInt(id.substring(0, id.indexOf('.')));
    }

    /// What is asked for.
    public sealed interface Task {}

    /// A value is asked for: a number, a text, a truth value, a list or an array, a map.
    ///
    /// @param expected  computes the answer; called at each check
    /// @param tolerance how far a number may be off, as a part of the expected one; 0 for exact answers
    /// @param mistakes  answers that go wrong in a known way
    public record Value(Callable<?> expected, double tolerance, List<Mistake> mistakes) implements Task {
        public Value {
            mistakes = List.copyOf(mistakes);
        }

        public Value(Callable<?> expected, Mistake... mistakes) {
            this(expected, 0, List.of(mistakes));
        }
    }

    /// A wrong answer that tells what was misunderstood.
    ///
    /// @param answer computes the wrong answer
    /// @param says   what it is the answer to, as a sentence
    public record Mistake(Callable<?> answer, String says) {}

    /// A piece of code is asked for, and tried on several inputs.
    ///
    /// @param type   the functional interface that the code implements
    /// @param sketch how an answer may begin, such as `text -> 0`
    public record Code<F>(Class<? super F> type, String sketch, List<Trial<F>> trials) implements Task {
        public Code {
            trials = List.copyOf(trials);
        }
    }

    /// One input on which a piece of code is tried.
    ///
    /// @param input    the input as the reader should see it
    /// @param run      hands the input to the code and returns what came of it; makes its own copy of anything
    ///                 that the code could change
    /// @param expected computes what should have come of it
    public record Trial<F>(String input, Run<F> run, Callable<?> expected) {}

    /// Hands an input to a piece of code.
    public interface Run<F> {
        Object on(F code) throws Exception;
    }
}
