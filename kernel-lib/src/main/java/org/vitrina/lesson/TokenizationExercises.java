package org.vitrina.lesson;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.vitrina.lesson.Exercise.Mistake;
import org.vitrina.lesson.Exercise.Value;

/// The exercises of `02-tokenization`.
final class TokenizationExercises {
    private TokenizationExercises() {}

    static List<Exercise> all() {
        return List.of(bytes());
    }

    private static Exercise bytes() {
        String text = "¡Olé! 🎉";
        return new Exercise(
                "2.1",
                "How many bytes does `" + text + "` take in UTF-8?",
                new Value(
                        () -> text.getBytes(StandardCharsets.UTF_8).length,
                        new Mistake(
                                text::length,
                                "That is the number of Java's `char` units, `length()`. An emoji takes two of those.")),
                List.of(
                        "`getBytes` takes the name of an encoding; `StandardCharsets` holds them.",
                        "`\"" + text + "\".getBytes(StandardCharsets.UTF_8).length`"),
                "Letters of plain English take one byte each, `é` and `¡` two, an emoji four: what a byte-level "
                        + "tokenizer begins with.");
    }
}
