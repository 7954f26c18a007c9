package org.vitrina.lesson;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import org.vitrina.lesson.Exercise.Code;
import org.vitrina.lesson.Exercise.Condition;
import org.vitrina.lesson.Exercise.Found;
import org.vitrina.lesson.Exercise.Mistake;
import org.vitrina.lesson.Exercise.Trial;
import org.vitrina.lesson.Exercise.Value;
import org.vitrina.quantize.Formats;
import org.vitrina.quantize.IntegerFormat;

/// The exercises of `12-quantization`.
final class QuantizationExercises {
    private static final double WEIGHTS = 7e9;

    private QuantizationExercises() {}

    static List<Exercise> all() {
        return List.of(size(), group(), code(), step(), decibels(), oneBit(), divergence());
    }

    private static Exercise size() {
        return new Exercise(
                "12.1",
                "How many gigabytes (10⁹ bytes) do 7 billion weights take in `Q4_0`?",
                new Value(
                        () -> WEIGHTS * Formats.Q4_0.bitsPerWeight() / 8 / 1e9,
                        1e-3,
                        List.of(
                                new Mistake(
                                        () -> WEIGHTS * 4 / 8 / 1e9,
                                        "That is what the codes take. Every 32 weights have a scale of 16 bits as well."),
                                new Mistake(
                                        () -> WEIGHTS * Formats.Q4_0.bitsPerWeight() / 1e9,
                                        "Those are gigabits; a byte has 8 bits."),
                                new Mistake(() -> WEIGHTS * 2 / 1e9, "That is what they take in 16 bits."))),
                List.of(
                        "A block of 32 weights takes 18 bytes: a scale of 2 bytes, and 16 bytes of codes.",
                        "`7e9 / 32 * 18 / 1e9`"),
                "From 28 GB in 32 bits: what needed a server fits into a laptop.");
    }

    private static Exercise group() {
        return new Exercise(
                "12.2",
                "Find a size of group with which symmetric integers of 3 bits take less than 3.2 bits a weight.",
                new Found<>(
                        Integer.class,
                        List.of(
                                new Condition<>(g -> g > 0, "It is a size.", g -> g + " is not greater than 0."),
                                new Condition<>(
                                        g -> new IntegerFormat(3, g, true).bitsPerWeight() < 3.2,
                                        "It is large enough.",
                                        g -> "With groups of %d it is %.3f bits."
                                                .formatted(g, new IntegerFormat(3, g, true).bitsPerWeight())))),
                List.of(
                        "A scale of 16 bits is shared by `g` weights: how many bits is that for each?",
                        "3 + 16 / g < 3.2, so g must be more than 80."),
                "Larger groups cost fewer bits and lose more: that is the trade in every format.");
    }

    private static Exercise code() {
        return new Exercise(
                "12.3",
                "Write the rounding: from a weight, the scale and the number of bits to the code.",
                new Code<ToCode>(
                        ToCode.class,
                        "(weight, scale, bits) -> 0",
                        List.of(
                                code(0.3, 0.1, 4),
                                code(0.26, 0.1, 4),
                                code(-0.26, 0.1, 4),
                                code(5, 0.1, 4),
                                code(-5, 0.1, 4),
                                code(0.74, 0.25, 2),
                                code(-12.3, 0.1, 8))),
                List.of(
                        "How many steps is the weight away from 0? `Math.rint(weight / scale)`.",
                        "The greatest code is `(1 << bits - 1) - 1`: 7 for 4 bits. What is beyond is cut off.",
                        "`int most = (1 << bits - 1) - 1; return (int) Math.clamp(Math.rint(weight / scale), -most, most);`"),
                "Divide, round, cut off: that is all of it. The rest is how the scale is chosen.");
    }

    private static Trial<ToCode> code(double weight, double scale, int bits) {
        return new Trial<>(
                "the weight " + weight + ", the scale " + scale + " and " + bits + " bits",
                code -> code.code(weight, scale, bits),
                () -> {
                    int most = (1 << bits - 1) - 1;
                    return (int) Math.clamp(Math.rint(weight / scale), -most, most);
                });
    }

    private static Exercise step() {
        return new Exercise(
                "12.4",
                "In a block of `Q8_0` the weight furthest from 0 is 0.635. How far can a weight be off, at most?",
                new Value(
                        () -> 0.635 / 127 / 2,
                        0.01,
                        List.of(
                                new Mistake(() -> 0.635 / 127, "That is a whole step; rounding is off by half of one."),
                                new Mistake(() -> 0.635 / 7 / 2, "That is so with 4 bits."))),
                List.of(
                        "Codes go from -127 to 127, and 127 is the furthest weight.",
                        "Half of a step: `0.635 / 127 / 2`"),
                "One large weight makes the steps coarse for all its neighbours. That is what outliers do.");
    }

    private static Exercise decibels() {
        return new Exercise(
                "12.5",
                "With two bits more, steps are a quarter as large. How many dB does the SQNR gain?",
                new Value(
                        () -> 20 * Math.log10(4),
                        0.01,
                        List.of(
                                new Mistake(() -> 10 * Math.log10(4), "An error counts by its square: 20 times log10."),
                                new Mistake(() -> 20 * Math.log10(2), "That is one bit."))),
                List.of(
                        "The error becomes a quarter, its square a sixteenth.",
                        "`20 * Math.log10(4)`, or `10 * Math.log10(16)`"),
                "Six dB a bit: engineers of sound say the same of their samples.");
    }

    private static Exercise oneBit() {
        return new Exercise(
                "12.6",
                "With one bit, each weight becomes plus or minus the scale. Write which scale loses least.",
                new Code<ToDoubleFunction<double[]>>(
                        ToDoubleFunction.class,
                        "weights -> 1",
                        List.of(oneBit(1, -1), oneBit(1, -2, 3, -6), oneBit(0.5), oneBit(0, 0, 4))),
                List.of(
                        "Signs are kept, so it is enough to look at the sizes. Which number is nearest to all of them, by"
                                + " the squared distance?",
                        "Their mean: `Arrays.stream(weights).map(Math::abs).average().orElse(0)`"),
                "The mean distance from 0, as in XNOR-Net. A bit keeps the direction of a weight and forgets its size.");
    }

    private static Trial<ToDoubleFunction<double[]>> oneBit(double... weights) {
        return new Trial<>(
                "the weights " + Answers.written(weights),
                code -> code.applyAsDouble(weights.clone()),
                // what the format does, without its rounding to 16 bits
                () -> Arrays.stream(weights).map(Math::abs).sum() / weights.length);
    }

    private static Exercise divergence() {
        return new Exercise(
                "12.7",
                "Write the Kullback–Leibler divergence of `q` from `p`, in nats.",
                new Code<ToDoubleBiFunction<double[], double[]>>(
                        ToDoubleBiFunction.class,
                        "(p, q) -> 0",
                        List.of(
                                divergence(new double[] {0.5, 0.5}, 0.5, 0.5),
                                divergence(new double[] {0.9, 0.1}, 0.5, 0.5),
                                divergence(new double[] {0.5, 0.5}, 0.9, 0.1),
                                divergence(new double[] {1, 0}, 0.25, 0.75))),
                List.of(
                        "For each token `p[i] * Math.log(p[i] / q[i])`, all added up.",
                        "Where `p[i]` is 0, the token adds nothing; `0 * Math.log(0)` would be NaN."),
                "Perplexity looks only at the token that came; this looks at all that could have come.");
    }

    private static Trial<ToDoubleBiFunction<double[], double[]>> divergence(double[] p, double... q) {
        return new Trial<>(
                "p = " + Answers.written(p) + " and q = " + Answers.written(q),
                code -> code.applyAsDouble(p.clone(), q.clone()),
                () -> {
                    double[] parts = new double[p.length];
                    Arrays.setAll(parts, i -> p[i] == 0 ? 0 : p[i] * Math.log(p[i] / q[i]));
                    return Arrays.stream(parts).sum();
                });
    }
}
