package org.vitrina.lesson;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.vitrina.lesson.Exercise.Code;
import org.vitrina.lesson.Exercise.Condition;
import org.vitrina.lesson.Exercise.Found;
import org.vitrina.lesson.Exercise.Mistake;
import org.vitrina.lesson.Exercise.Trial;
import org.vitrina.lesson.Exercise.Value;
import org.vitrina.tensor.MatMul;
import org.vitrina.tensor.Tensor;
import org.vitrina.tensor.Workers;
import org.vitrina.train.Measurement;

/// The exercises of `09-finetuning`.
final class FineTuningExercises {
    private static final long WIDTH = 4096;
    private static final long RANK = 8;
    private static final double MARGIN = 0.05;

    private FineTuningExercises() {}

    static List<Exercise> all() {
        return List.of(mask(), maskedLoss(), adapterSize(), memory(), merged(), questions(), forgotten());
    }

    private static Exercise mask() {
        return new Exercise(
                "9.1",
                "Write the loss mask: which tokens count?",
                new Code<Function<String[], boolean[]>>(
                        Function.class,
                        "parts -> new boolean[parts.length]",
                        List.of(
                                mask("user", "user", "end", "assistant", "end"),
                                mask("user", "end", "assistant", "assistant", "assistant", "end", "user", "end"),
                                mask("user", "end", "assistant", "end", "user", "end", "assistant", "end"),
                                mask("end", "user", "end", "end"),
                                mask("assistant"))),
                List.of(
                        "A token of the assistant counts, one of the user never does. For an `\"end\"`, look at the token"
                                + " before it.",
                        "Is there always a token before it? The first has the index 0.",
                        "`parts[i].equals(\"assistant\") || parts[i].equals(\"end\") && i > 0 &&"
                                + " parts[i - 1].equals(\"assistant\")`"),
                "Without the end in the mask, a model learns what to say and never when to stop.");
    }

    private static Trial<Function<String[], boolean[]>> mask(String... parts) {
        return new Trial<>(String.join(", ", parts), code -> code.apply(parts.clone()), () -> {
            boolean[] counts = new boolean[parts.length];
            boolean answering = false;
            for (int i = 0; i < parts.length; i++) {
                boolean said = parts[i].equals("assistant");
                counts[i] = said || answering && parts[i].equals("end");
                answering = said;
            }
            return counts;
        });
    }

    private static Exercise maskedLoss() {
        return new Exercise(
                "9.2",
                "Write the masked loss: the mean of the losses that count.",
                new Code<BiFunction<double[], boolean[], Double>>(
                        BiFunction.class,
                        "(losses, counts) -> 0.0",
                        List.of(
                                maskedLoss(new double[] {4, 2, 1}, true, true, true),
                                maskedLoss(new double[] {8, 1, 3}, false, true, true),
                                maskedLoss(new double[] {8, 5}, false, false),
                                maskedLoss(new double[] {0.5, 9, 9, 0.25}, true, false, false, true))),
                List.of(
                        "Add up those that count, and count them. Divide one by the other.",
                        "By how many do you divide? By those that count, not by all.",
                        "And if none counts, 0 divided by 0 is NaN: return 0 then."),
                "Divided by all tokens, examples with long questions would weigh less, for no good reason.");
    }

    private static Trial<BiFunction<double[], boolean[], Double>> maskedLoss(double[] losses, boolean... counts) {
        return new Trial<>(
                Answers.written(losses) + " and " + Answers.written(counts),
                code -> code.apply(losses.clone(), counts.clone()),
                () -> {
                    double sum = 0;
                    int n = 0;
                    for (int i = 0; i < losses.length; i++) {
                        sum += counts[i] ? losses[i] : 0;
                        n += counts[i] ? 1 : 0;
                    }
                    return sum / Math.max(1, n);
                });
    }

    private static Exercise adapterSize() {
        return new Exercise(
                "9.3",
                "A matrix has 4,096 rows and 4,096 columns. How many numbers learn with LoRA of rank 8?",
                new Value(
                        () -> RANK * WIDTH + WIDTH * RANK,
                        new Mistake(() -> WIDTH * WIDTH, "That is the matrix itself, and it does not learn."),
                        new Mistake(() -> RANK * WIDTH, "That is one of the two: there is A, and there is B."),
                        new Mistake(() -> RANK * RANK, "Rank 8 is only one side of each; the other is 4,096.")),
                List.of(
                        "A leads from a width of 4,096 down to 8, B from 8 up to 4,096. How many numbers has each?",
                        "`8 * 4096 + 4096 * 8`"),
                "That is one number for each 256 of the matrix.");
    }

    private static Exercise memory() {
        double numbers = 7e9;
        return new Exercise(
                "9.4",
                "How many gigabytes does full fine-tuning of 7 billion numbers keep, with gradient and two running means"
                        + " each, in 32 bits?",
                new Value(
                        () -> numbers * (1 + 1 + 2) * Float.BYTES / 1e9,
                        0.01,
                        List.of(
                                new Mistake(
                                        () -> numbers * Float.BYTES / 1e9,
                                        "That is the model alone; a training keeps more for each number."),
                                new Mistake(
                                        () -> numbers * 3 * Float.BYTES / 1e9,
                                        "That is three numbers for each: one itself, one gradient, and how many running"
                                                + " means?"),
                                new Mistake(() -> numbers * 4 / 1e9, "32 bits are 4 bytes."))),
                List.of(
                        "How many numbers are kept for each of the model's? How many bytes has one?",
                        "`7e9 * 4 * 4 / 1e9`"),
                "Five times what a good graphics card has; that is why adapters, and optimizers in 8 bits, were made.");
    }

    private static Exercise merged() {
        return new Exercise(
                "9.5",
                "Merge an adapter: return W + scale · B A.",
                new Code<LowRank>(
                        LowRank.class,
                        "(W, A, B, s) -> W",
                        List.of(
                                merged(
                                        new double[][] {{1, 2}, {3, 4}},
                                        new double[][] {{1, 0}},
                                        new double[][] {{1}, {2}},
                                        1),
                                merged(
                                        new double[][] {{1, 2}, {3, 4}},
                                        new double[][] {{1, 1}},
                                        new double[][] {{0}, {0}},
                                        2),
                                merged(
                                        new double[][] {{0, 0, 0}, {1, 1, 1}},
                                        new double[][] {{1, 2, 3}, {-1, 0, 4}},
                                        new double[][] {{2, 1}, {0.5, -1}},
                                        0.5))),
                List.of(
                        "Entry `[i][j]` of B A is the sum over k of `B[i][k] * A[k][j]`, k from 0 to the rank.",
                        "Do not change `W` itself: begin with a new matrix of the same size.",
                        "`merged[i][j] = W[i][j]`, then for each k: `merged[i][j] += s * B[i][k] * A[k][j]`"),
                "Merged, the adapter costs nothing any more; but several adapters can no longer be swapped.");
    }

    private static Trial<LowRank> merged(double[][] w, double[][] down, double[][] up, double scale) {
        return new Trial<>(
                "W = " + Answers.written(w) + ", A = " + Answers.written(down) + ", B = " + Answers.written(up)
                        + " and s = " + scale,
                code -> code.merged(copy(w), copy(down), copy(up), scale),
                () -> {
                    Tensor product = Tensor.zeros(w.length, w[0].length);
                    MatMul.multiply(MatMul.Layout.NN, tensor(up), tensor(down), product, false, Workers.ONE);
                    double[][] sum = copy(w);
                    for (int i = 0; i < w.length; i++) {
                        for (int j = 0; j < w[0].length; j++) {
                            sum[i][j] += scale * product.data()[i * w[0].length + j];
                        }
                    }
                    return sum;
                });
    }

    private static double[][] copy(double[][] rows) {
        return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    }

    private static Tensor tensor(double[][] rows) {
        Tensor tensor = Tensor.zeros(rows.length, rows[0].length);
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[0].length; j++) tensor.data()[i * rows[0].length + j] = (float) rows[i][j];
        }
        return tensor;
    }

    private static Exercise questions() {
        return new Exercise(
                "9.6",
                "Half of the answers are right. How many questions make the 95 % interval reach at most 5 points up and"
                        + " down?",
                new Found<>(
                        Integer.class,
                        List.of(
                                new Condition<>(n -> n >= 1, "It is a number of questions.", n -> n + " is not."),
                                new Condition<>(
                                        n -> reach(n) <= MARGIN * 1.001,
                                        "The interval is narrow enough.",
                                        n -> "With %d questions it reaches %.1f points up and down."
                                                .formatted(n, 100 * reach(n))),
                                new Condition<>(
                                        n -> reach((int) (n / 1.1)) > MARGIN,
                                        "And they are no more than needed.",
                                        n -> "With a tenth fewer it would still be narrow enough, %.1f points."
                                                .formatted(100 * reach((int) (n / 1.1)))))),
                List.of(
                        "The interval reaches about `1.96 * Math.sqrt(0.5 * 0.5 / n)` to each side.",
                        "Try some: 100 gives 9.6 points. Four times as many questions make it half as wide.",
                        "Solve for n: `Math.pow(1.96 / 0.05, 2) * 0.25`"),
                "For an interval half as wide you need four times as many questions. Remember it when somebody reports"
                        + " half a point.");
    }

    /// Returns how far the interval reaches to each side where half of `n` are right.
    private static double reach(int n) {
        Measurement.Interval interval = Measurement.wilson(Math.max(1, n) / 2, Math.max(1, n));
        return (interval.high() - interval.low()) / 2;
    }

    private static Exercise forgotten() {
        return new Exercise(
                "9.7",
                "The loss rises from 0.5 to 2.3 nats per token. How many times less likely is the true next token, on"
                        + " average?",
                new Value(
                        () -> Math.exp(2.3 - 0.5),
                        0.005,
                        List.of(
                                new Mistake(
                                        () -> 2.3 / 0.5,
                                        "A loss is a logarithm: compare by the difference, not the ratio."),
                                new Mistake(() -> 2.3 - 0.5, "That is the difference of the logarithms."),
                                new Mistake(() -> Math.pow(2, 2.3 - 0.5), "Nats go with e, bits with 2."))),
                List.of("The loss is the mean of `-log p`. What undoes a logarithm?", "`Math.exp(2.3 - 0.5)`"),
                "A difference of losses is a ratio of probabilities.");
    }
}
