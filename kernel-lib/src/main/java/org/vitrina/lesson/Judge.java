package org.vitrina.lesson;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.vitrina.lesson.Exercise.Code;
import org.vitrina.lesson.Exercise.Condition;
import org.vitrina.lesson.Exercise.Found;
import org.vitrina.lesson.Exercise.Mistake;
import org.vitrina.lesson.Exercise.Trial;
import org.vitrina.lesson.Exercise.Value;
import org.vitrina.lesson.Verdict.Result;

/// Decides what to say about an answer.
final class Judge {
    /// How long the reader's code may take for all inputs together.
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private Judge() {}

    /// @param tries how many wrong answers there were before
    static Verdict judge(Exercise exercise, Object answer, int tries) {
        return judge(exercise, answer, tries, LIMIT);
    }

    static Verdict judge(Exercise exercise, Object answer, int tries, Duration limit) {
        if (answer == null) {
            return new Verdict(
                    exercise.id(),
                    Result.OPEN,
                    "",
                    exercise.question(),
                    "Put your answer in place of `null` and run the cell again.");
        }
        Optional<Difference> difference = switch (exercise.task()) {
            case Value value -> judge(value, answer);
            case Found<?> found -> judge(found, answer);
            case Code<?> code -> judge(code, answer, limit);
        };
        return difference
                .map(d -> new Verdict(exercise.id(), Result.NOT_YET, d.right(), d.wrong(), hint(exercise, tries)))
                .orElseGet(
                        () -> new Verdict(exercise.id(), Result.RIGHT, said(exercise, answer), "", exercise.because()));
    }

    private static Optional<Difference> judge(Value value, Object answer) {
        Object expected = computed(value.expected());
        Optional<Difference> difference = Answers.difference(expected, answer, value.tolerance());
        if (difference.isEmpty()) {
            return difference;
        }
        for (Mistake mistake : value.mistakes()) {
            if (Answers.difference(computed(mistake.answer()), answer, value.tolerance())
                    .isEmpty()) {
                return Optional.of(new Difference(difference.get().right(), mistake.says()));
            }
        }
        return difference;
    }

    private static <T> Optional<Difference> judge(Found<T> found, Object answer) {
        if (!found.type().isInstance(answer)) {
            return Optional.of(new Difference(
                    "",
                    "Asked for is " + Answers.kindOf(found.type()) + ", but this is " + Answers.described(answer)
                            + "."));
        }
        T value = found.type().cast(answer);
        var right = new StringJoiner(" ");
        for (Condition<T> condition : found.conditions()) {
            if (!condition.holds().test(value)) {
                return Optional.of(
                        new Difference(right.toString(), condition.wrong().apply(value)));
            }
            right.add(condition.right());
        }
        return Optional.empty();
    }

    private static <F> Optional<Difference> judge(Code<F> code, Object answer, Duration limit) {
        if (!code.type().isInstance(answer)) {
            return Optional.of(new Difference(
                    "",
                    "A piece of code is asked for, a `" + code.type().getSimpleName() + "` such as `" + code.sketch()
                            + "`, but this is " + Answers.described(answer) + "."));
        }
        @SuppressWarnings("unchecked") // type arguments are not there at run time; a wrong one shows in the first trial
        F reader = (F) answer;
        long end = System.nanoTime() + limit.toNanos();
        List<String> passed = new ArrayList<>();
        for (Trial<F> trial : code.trials()) {
            Optional<String> failure = tried(trial, reader, Duration.ofNanos(end - System.nanoTime()));
            if (failure.isPresent()) {
                return Optional.of(new Difference(passed(passed), failure.get()));
            }
            passed.add(trial.input());
        }
        return Optional.empty();
    }

    private static <F> Optional<String> tried(Trial<F> trial, F code, Duration limit) {
        return switch (ReadersCode.run(() -> trial.run().on(code), limit)) {
            case ReadersCode.Returned(var value) -> {
                Object expected = computed(trial.expected());
                yield Answers.difference(expected, value, 1e-9)
                        .map(_ -> "For " + trial.input() + " the result should be " + Answers.written(expected)
                                + ", but your code gave " + Answers.written(value) + ".");
            }
            case ReadersCode.Threw(var exception) ->
                Optional.of("For " + trial.input() + " your code stopped with "
                        + exception.getClass().getSimpleName()
                        + (exception.getMessage() == null ? "." : ": " + exception.getMessage()));
            case ReadersCode.Endless() ->
                Optional.of("For " + trial.input()
                        + " your code ran for too long and was stopped. Does each loop come to its end?");
        };
    }

    private static String passed(List<String> inputs) {
        return inputs.isEmpty() ? "" : "Right for " + String.join(", ", inputs) + ".";
    }

    private static String said(Exercise exercise, Object answer) {
        return switch (exercise.task()) {
            case Value _, Found<?> _ -> "Your answer: " + Answers.written(answer);
            case Code<?> code -> "Your code is right for all " + code.trials().size() + " inputs.";
        };
    }

    private static String hint(Exercise exercise, int tries) {
        int last = exercise.hints().size() - 1;
        String hint = "Hint: " + exercise.hints().get(Math.min(tries, last));
        return tries >= last ? hint + " The solution is folded away below the exercise." : hint;
    }

    private static Object computed(Callable<?> answer) {
        try {
            return answer.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the library could not compute the expected answer", e);
        }
    }
}
