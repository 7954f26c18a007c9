package org.vitrina.lesson;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.vitrina.lesson.Exercise.Code;
import org.vitrina.lesson.Exercise.Mistake;
import org.vitrina.lesson.Exercise.Trial;
import org.vitrina.lesson.Exercise.Value;

/// The exercises of `05-transformer`: norm, parameters, gate, order.
final class TransformerExercises {
    private TransformerExercises() {}

    static List<Exercise> all() {
        return List.of(norm(), attention(), feedForward(), gate(), order());
    }

    private static Exercise norm() {
        return new Exercise(
                "5.1",
                "Write RMSNorm without its weights.",
                new Code<UnaryOperator<double[]>>(
                        UnaryOperator.class,
                        "x -> x",
                        List.of(
                                // the mean of 9 and 16 is 12.5
                                normed(new double[] {3, 4}, 3 / Math.sqrt(12.5), 4 / Math.sqrt(12.5)),
                                normed(new double[] {2, -2, 2, -2}, 1, -1, 1, -1),
                                normed(new double[] {500}, 1))),
                List.of(
                        "First the mean of the squares, then its root, then divide each number by it.",
                        "`Arrays.stream(x).map(v -> v * v).average().getAsDouble()` is the mean of the squares."),
                "Whatever the length of a vector was, after the norm the mean of its squares is 1.");
    }

    private static Trial<UnaryOperator<double[]>> normed(double[] x, double... expected) {
        return new Trial<>(Arrays.toString(x), code -> rounded(code.apply(x.clone())), () -> rounded(expected));
    }

    private static Exercise attention() {
        return new Exercise(
                "5.2",
                "How many parameters has one layer's attention: width 576, 9 heads, 3 of keys and values, 64 wide?",
                new Value(
                        () -> 2 * 576 * 576 + 2 * 192 * 576,
                        new Mistake(() -> 4 * 576 * 576, "So it would be if each head had keys and values of its own."),
                        new Mistake(() -> 3 * 576 * 576, "Keys and values are narrower: 3 heads of 64 make 192.")),
                List.of(
                        "Queries: 576 × 576. The output matrix as well.",
                        "Keys and values: 3 heads × 64 wide = 192 outputs each. `2 * 576 * 576 + 2 * 192 * 576`"),
                "Sharing keys and values saves parameters, but above all memory for the cache.");
    }

    private static Exercise feedForward() {
        return new Exercise(
                "5.3",
                "How many parameters has one feed-forward layer with a gate: width 576, hidden 1,536?",
                new Value(
                        () -> 3 * 576 * 1536,
                        new Mistake(() -> 2 * 576 * 1536, "That is without the gate, as in GPT-2.")),
                List.of("Gate, up and down: three matrices.", "`3 * 576 * 1536`"),
                "Three times as many as this model's attention has.");
    }

    private static Exercise gate() {
        return new Exercise(
                "5.4",
                "Write SiLU: x divided by (1 + e to the power of -x).",
                new Code<DoubleUnaryOperator>(
                        DoubleUnaryOperator.class,
                        "x -> x",
                        List.of(silu(0, 0), silu(1, 0.731058579), silu(-1, -0.268941421), silu(20, 19.999999959))),
                List.of("`Math.exp(-x)` is e to the power of -x.", "`x -> x / (1 + Math.exp(-x))`"),
                "Large numbers pass as they are, negative ones become nearly nothing: a soft gate.");
    }

    private static Trial<DoubleUnaryOperator> silu(double x, double expected) {
        return new Trial<>("x = " + x, code -> Math.round(code.applyAsDouble(x) * 1e9) / 1e9 + 0.0, () -> expected);
    }

    private static Exercise order() {
        return new Exercise(
                "5.5",
                "In which order does a token pass the parts of a model?",
                new Value(
                        () -> List.of(
                                "embedding", "attention", "feed-forward", "logits", "softmax over the vocabulary"),
                        new Mistake(
                                () -> List.of(
                                        "embedding",
                                        "feed-forward",
                                        "attention",
                                        "logits",
                                        "softmax over the vocabulary"),
                                "In each block attention comes first, so that the feed-forward layer can work on what"
                                        + " was gathered.")),
                List.of(
                        "Look at `Block.through`: which of the two comes first?",
                        "It begins with the embedding and ends with the softmax over the vocabulary."),
                "Attention and feed-forward layer come again and again, once in each block.");
    }

    private static double[] rounded(double[] numbers) {
        return Arrays.stream(numbers).map(x -> Math.round(x * 1e9) / 1e9 + 0.0).toArray();
    }
}
