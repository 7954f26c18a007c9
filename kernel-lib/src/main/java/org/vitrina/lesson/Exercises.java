package org.vitrina.lesson;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All exercises of the course.
public final class Exercises {
    private static final Map<String, Exercise> BY_ID = byId(Stream.of(
                    StartExercises.all(),
                    TwoFilesExercises.all(),
                    TokenizationExercises.all(),
                    EmbeddingExercises.all(),
                    AttentionExercises.all(),
                    TransformerExercises.all(),
                    SamplingExercises.all(),
                    LearningExercises.all(),
                    PretrainingExercises.all(),
                    FineTuningExercises.all(),
                    FeedbackExercises.all(),
                    ContextExercises.all(),
                    QuantizationExercises.all(),
                    HardwareExercises.all(),
                    PromptingExercises.all(),
                    TestingExercises.all(),
                    LeaderboardExercises.all())
            .flatMap(List::stream));

    private Exercises() {}

    /// Returns all exercises, by lesson and number.
    public static List<Exercise> all() {
        return List.copyOf(BY_ID.values());
    }

    /// Returns the exercise with this id.
    ///
    /// @throws IllegalArgumentException if there is none; the message names those that the lesson has, or
    ///     the lessons that have any
    public static Exercise named(String id) {
        Exercise exercise = BY_ID.get(id);
        if (exercise == null) {
            throw new IllegalArgumentException(unknown(id));
        }
        return exercise;
    }

    private static String unknown(String id) {
        String lesson = String.valueOf(id).strip().split("\\.", 2)[0];
        List<String> sameLesson =
                BY_ID.keySet().stream().filter(k -> k.startsWith(lesson + ".")).toList();
        return sameLesson.isEmpty()
                ? "there is no exercise '" + id + "'; exercises are named by lesson and number, and there are "
                        + String.join(", ", BY_ID.keySet())
                : "there is no exercise '" + id + "'; lesson " + lesson + " has " + String.join(", ", sameLesson);
    }

    private static Map<String, Exercise> byId(Stream<Exercise> exercises) {
        return exercises
                .sorted(Comparator.comparingInt(Exercise::lesson)
                        .thenComparingInt(e -> Integer.parseInt(e.id().substring(e.id().indexOf('.') + 1))))
                .collect(Collectors.toMap(
                        Exercise::id,
                        e -> e,
                        (a, b) -> {
                            throw new IllegalStateException("two exercises are named " + a.id() + ": '" + a.question()
                                    + "' and '" + b.question() + "'");
                        },
                        LinkedHashMap::new));
    }
}
