package org.vitrina.prompt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// One question of a task, with the truth about it.
///
/// ```java
/// TaskItem.of("What is the capital of France?", "Paris").choices("Paris", "Rome")
/// TaskItem.of(Map.of("tale", tale, "question", question), "In the barn.").grading(question::isRight)
/// ```
///
/// @param fields   what a format can write, by name
/// @param answer   the right answer, as it is shown where the item is an example
/// @param choices  the answers to choose from, the right one among them; empty where any may be given
/// @param right    says whether an answer that was given is right
/// @param examples examples that belong to this item alone, in their order; empty for those of its task
public record TaskItem(
        SequencedMap<String, String> fields,
        String answer,
        List<String> choices,
        Predicate<String> right,
        List<TaskItem> examples) {
    /// The field of an item that is just a question.
    public static final String QUESTION = "question";

    public TaskItem {
        fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(right, "right");
        choices = List.copyOf(choices);
        examples = List.copyOf(examples);
        if (choices.contains("")) {
            throw new IllegalArgumentException("a choice needs a character at least, but one of " + choices
                    + " is empty, and a model cannot say how likely that is");
        }
        if (!choices.isEmpty() && !choices.contains(answer)) {
            throw new IllegalArgumentException(
                    "the right answer, '" + answer + "', is not among the choices " + choices + "; add it");
        }
    }

    /// Returns an item with one field, `question`. An answer is right if it is the same but for case,
    /// white space around it, and marks at its end.
    public static TaskItem of(String question, String answer) {
        return of(Map.of(QUESTION, question), answer);
    }

    /// Returns an item with these fields, graded like that of [#of(String, String)].
    public static TaskItem of(Map<String, String> fields, String answer) {
        return new TaskItem(
                new LinkedHashMap<>(fields),
                answer,
                List.of(),
                said -> plain(said).equals(plain(answer)),
                List.of());
    }

    /// Returns this item with answers to choose from.
    public TaskItem choices(String... answers) {
        return new TaskItem(fields, answer, List.of(answers), right, examples);
    }

    /// Returns this item, an answer being right if `says` holds for it.
    public TaskItem grading(Predicate<String> says) {
        return new TaskItem(fields, answer, choices, says, examples);
    }

    /// Returns this item with examples of its own.
    public TaskItem examples(List<TaskItem> own) {
        return new TaskItem(fields, answer, choices, right, own);
    }

    private static String plain(String text) {
        return text.strip().replaceAll("[.!,;:]+$", "").strip().toLowerCase(Locale.ROOT);
    }

    /// Returns the field named `question`, or all of them.
    @Override
    public String toString() {
        return fields.containsKey(QUESTION)
                ? fields.get(QUESTION)
                : fields.entrySet().stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
