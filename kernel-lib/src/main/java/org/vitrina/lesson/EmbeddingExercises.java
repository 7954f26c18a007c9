package org.vitrina.lesson;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToDoubleBiFunction;
import org.vitrina.lesson.Exercise.Code;
import org.vitrina.lesson.Exercise.Mistake;
import org.vitrina.lesson.Exercise.Trial;
import org.vitrina.lesson.Exercise.Value;

/// The exercises of `03-embeddings`: rows, directions, turns.
final class EmbeddingExercises {
    private EmbeddingExercises() {}

    static List<Exercise> all() {
        return List.of(table(), cosine(), oneHot(), turn(), distance());
    }

    private static Exercise table() {
        return new Exercise(
                "3.1",
                "How many parameters has the embedding table of 32,000 tokens and a width of 4,096?",
                new Value(
                        () -> 32_000L * 4_096,
                        new Mistake(() -> 32_000L + 4_096, "That is the sum. Every token has a whole row.")),
                List.of("One row for each token, as many numbers in it as the model is wide.", "`32_000L * 4_096`"),
                "131 million parameters, 2 % of Llama 2 7B. In a small model the share is far larger.");
    }

    private static Exercise cosine() {
        return new Exercise(
                "3.2",
                "Write the cosine of the angle between two vectors.",
                new Code<ToDoubleBiFunction<double[], double[]>>(
                        ToDoubleBiFunction.class,
                        "(a, b) -> 0",
                        List.of(
                                cosine(new double[] {1, 0}, new double[] {5, 0}, 1),
                                cosine(new double[] {1, 0}, new double[] {0, 2}, 0),
                                cosine(new double[] {1, 2}, new double[] {-1, -2}, -1),
                                // 3·4 + 4·3 = 24, both lengths are 5
                                cosine(new double[] {3, 4}, new double[] {4, 3}, 24.0 / 25))),
                List.of(
                        "The product of two vectors is the sum of `a[i] * b[i]`; the length of `a` is the root of its"
                                + " product with itself.",
                        "Sum `a[i] * b[i]`, `a[i] * a[i]` and `b[i] * b[i]` in one loop; return the first, divided by"
                                + " the root of the product of the other two."),
                "The cosine does not care how long the vectors are, only where they point.");
    }

    private static Trial<ToDoubleBiFunction<double[], double[]>> cosine(double[] a, double[] b, double expected) {
        return new Trial<>(
                Arrays.toString(a) + " and " + Arrays.toString(b),
                code -> rounded(code.applyAsDouble(a.clone(), b.clone())),
                () -> rounded(expected));
    }

    private static Exercise oneHot() {
        return new Exercise(
                "3.3",
                "Write the one-hot row of an id.",
                new Code<BiFunction<Integer, Integer, double[]>>(
                        BiFunction.class,
                        "(id, vocabulary) -> new double[vocabulary]",
                        List.of(oneHot(0, 3, 1, 0, 0), oneHot(2, 3, 0, 0, 1), oneHot(1, 5, 0, 1, 0, 0, 0))),
                List.of(
                        "A new `double[]` holds nothing but zeros.",
                        "`double[] row = new double[vocabulary]; row[id] = 1; return row;` in braces."),
                "Nobody stores such rows: all they do is to pick one row of the table.");
    }

    private static Trial<BiFunction<Integer, Integer, double[]>> oneHot(int id, int vocabulary, double... expected) {
        return new Trial<>("id " + id + " of " + vocabulary, code -> code.apply(id, vocabulary), () -> expected);
    }

    private static Exercise turn() {
        return new Exercise(
                "3.4",
                "Write a rotation: turn the point (x, y) by an angle in radians.",
                new Code<Rotation>(
                        Rotation.class,
                        "(x, y, angle) -> new double[] {x, y}",
                        List.of(
                                turn(1, 0, 0, 1, 0),
                                turn(1, 0, Math.PI / 2, 0, 1),
                                turn(0, 2, Math.PI / 2, -2, 0),
                                turn(1, 1, Math.PI, -1, -1))),
                List.of(
                        "The new x is `x cos - y sin`, the new y is `x sin + y cos`.",
                        "`(x, y, angle) -> new double[] {x * Math.cos(angle) - y * Math.sin(angle), …}`"),
                "This, for every pair of numbers with its own angle, is all of RoPE.");
    }

    private static Trial<Rotation> turn(double x, double y, double angle, double... expected) {
        return new Trial<>(
                "(%s, %s) by %.4f".formatted(x, y, angle),
                code -> Arrays.stream(code.turn(x, y, angle))
                        .map(EmbeddingExercises::rounded)
                        .toArray(),
                () -> expected);
    }

    private static Exercise distance() {
        return new Exercise(
                "3.5",
                "By how many radians is a query at position 40 turned further than a key at 34, at 0.5 radians each?",
                new Value(
                        () -> 3.0,
                        1e-9,
                        List.of(
                                new Mistake(() -> 20.0, "That is the query's own angle; the key is turned, too."),
                                new Mistake(
                                        () -> 37.0, "That is the sum of both angles; ask how far they are apart."))),
                List.of("They are 6 positions apart.", "`(40 - 34) * 0.5`"),
                "At positions 1040 and 1034 it would be the same: only the distance counts.");
    }

    /// Takes away what rounding may have left, such as 6e-17 for 0.
    private static double rounded(double x) {
        return Math.round(x * 1e9) / 1e9 + 0.0;
    }
}
