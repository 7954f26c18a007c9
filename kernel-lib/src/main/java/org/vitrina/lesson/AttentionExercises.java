package org.vitrina.lesson;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.vitrina.lesson.Exercise.Code;
import org.vitrina.lesson.Exercise.Mistake;
import org.vitrina.lesson.Exercise.Trial;
import org.vitrina.lesson.Exercise.Value;

/// The exercises of `04-attention`: scores, softmax, mix, and what they cost.
final class AttentionExercises {
    private AttentionExercises() {}

    static List<Exercise> all() {
        return List.of(softmax(), scores(), mix(), pairs(), cache());
    }

    private static Exercise softmax() {
        return new Exercise(
                "4.1",
                "Write the softmax of a list of scores.",
                new Code<UnaryOperator<double[]>>(
                        UnaryOperator.class,
                        "scores -> scores",
                        List.of(
                                // log 1, log 2, log 5 have shares of 1, 2 and 5 eighths
                                shares(new double[] {0, Math.log(2), Math.log(5)}, 0.125, 0.25, 0.625),
                                shares(new double[] {7, 7}, 0.5, 0.5),
                                shares(new double[] {1000, 1000, 1000, 1000}, 0.25, 0.25, 0.25, 0.25),
                                shares(new double[] {-3}, 1))),
                List.of(
                        "`Math.exp` of every score, then divide each by the sum of all.",
                        "If 1000 goes wrong: take the largest score away from each first. It cancels."),
                "Taking the same number away from all scores changes nothing, so every program does it.");
    }

    private static Trial<UnaryOperator<double[]>> shares(double[] scores, double... expected) {
        return new Trial<>(
                "the scores " + Arrays.toString(scores), code -> rounded(code.apply(scores.clone())), () -> expected);
    }

    private static Exercise scores() {
        double root = Math.sqrt(2);
        return new Exercise(
                "4.2",
                "What are the scores of the query (2, 0) with the keys (3, 1), (0, 5) and (-1, 2)?",
                new Value(
                        () -> new double[] {6 / root, 0, -2 / root},
                        0.001,
                        List.of(new Mistake(
                                () -> new double[] {6, 0, -2},
                                "These are the products. Divide by the root of the width."))),
                List.of(
                        "A score is the product of query and key, divided by the root of the width.",
                        "2·3 + 0·1 = 6, divided by the root of 2."),
                "The second key is at a right angle to the query: it offers nothing that is looked for.");
    }

    private static Exercise mix() {
        return new Exercise(
                "4.3",
                "Write the mix: the average of the rows of values, weighted with the shares.",
                new Code<BiFunction<double[], double[][], double[]>>(
                        BiFunction.class,
                        "(shares, values) -> values[0]",
                        List.of(
                                mixed(new double[] {1, 0}, new double[][] {{1, 2}, {3, 4}}, 1, 2),
                                mixed(new double[] {0.5, 0.5}, new double[][] {{1, 2}, {3, 4}}, 2, 3),
                                mixed(new double[] {0.25, 0.25, 0.5}, new double[][] {{4}, {8}, {2}}, 4))),
                List.of(
                        "Begin with zeros, as many as a row of values has; for each position add its row, times its share.",
                        "`mixed[i] += shares[position] * values[position][i]` in two loops."),
                "Nothing but an average: what makes it clever is where the shares come from.");
    }

    private static Trial<BiFunction<double[], double[][], double[]>> mixed(
            double[] shares, double[][] values, double... expected) {
        return new Trial<>(
                "the shares " + Arrays.toString(shares) + " and the values " + Arrays.deepToString(values),
                code -> rounded(code.apply(
                        shares.clone(),
                        Arrays.stream(values).map(double[]::clone).toArray(double[][]::new))),
                () -> expected);
    }

    private static Exercise pairs() {
        return new Exercise(
                "4.4",
                "How many pairs of tokens does one head compute for 100 tokens, with the mask?",
                new Value(
                        () -> java.util.stream.IntStream.rangeClosed(1, 100).sum(),
                        new Mistake(() -> 10_000, "That is without the mask: nobody looks at what comes later."),
                        new Mistake(() -> 4_950, "Nearly: each token also looks at itself.")),
                List.of("The first token sees 1, itself; the second 2; and so on.", "`100 * 101 / 2`"),
                "Half of a square, and still a square: twice as long a text takes four times as many.");
    }

    private static Exercise cache() {
        return new Exercise(
                "4.5",
                "How many bytes of cache does one token need: 32 layers, 8 heads 128 wide, 16 bits?",
                new Value(
                        () -> 2 * 32 * 8 * 128 * 2,
                        new Mistake(() -> 32 * 8 * 128 * 2, "That is for the keys alone; there are values as well."),
                        new Mistake(() -> 2 * 32 * 8 * 128, "That counts numbers; 16 bits are 2 bytes each.")),
                List.of(
                        "Two vectors (key and value) for each of the 8 heads, in each of the 32 layers.",
                        "`2 * 32 * 8 * 128 * 2`"),
                "128 KiB for one token, so 1 GiB for 8,192 of them, beside the weights.");
    }

    private static double[] rounded(double[] numbers) {
        return Arrays.stream(numbers).map(x -> Math.round(x * 1e9) / 1e9 + 0.0).toArray();
    }
}
