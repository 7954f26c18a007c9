package org.vitrina.lesson;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.vitrina.lesson.Exercise.Code;
import org.vitrina.lesson.Exercise.Mistake;
import org.vitrina.lesson.Exercise.Trial;
import org.vitrina.lesson.Exercise.Value;

/// The exercises of `00-start-here`: how an exercise works.
final class StartExercises {
    private StartExercises() {}

    static List<Exercise> all() {
        return List.of(sum(), shout());
    }

    private static Exercise sum() {
        return new Exercise(
                "0.1",
                "What is the sum of all whole numbers from 1 to 100?",
                new Value(
                        () -> java.util.stream.IntStream.rangeClosed(1, 100).sum(),
                        new Mistake(
                                () -> java.util.stream.IntStream.range(1, 100).sum(),
                                "That is the sum from 1 to 99: `range` leaves out its end.")),
                List.of(
                        "Let Java do the work: `IntStream.rangeClosed(1, 100)` is the numbers.",
                        "`IntStream.rangeClosed(1, 100).sum()`"),
                "An answer can be a number that you typed or an expression that Java worked out.");
    }

    private static Exercise shout() {
        return new Exercise(
                "0.2",
                "Write code that turns a text to upper case and puts `!` at its end.",
                new Code<UnaryOperator<String>>(
                        UnaryOperator.class,
                        "text -> text",
                        List.of(shouted("hello"), shouted("¿qué tal?"), shouted(""))),
                List.of(
                        "A text has a method `toUpperCase()`, and `+` joins two texts.",
                        "`text -> text.toUpperCase() + \"!\"`"),
                "An answer can be code, too; it is tried on several inputs.");
    }

    private static Trial<UnaryOperator<String>> shouted(String text) {
        return new Trial<>('"' + text + '"', code -> code.apply(text), () -> text.toUpperCase(Locale.ROOT) + "!");
    }
}
