package org.vitrina.lesson;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import org.vitrina.autograd.Parameter;
import org.vitrina.autograd.Tape;
import org.vitrina.autograd.Variable;
import org.vitrina.lesson.Exercise.Code;
import org.vitrina.lesson.Exercise.Condition;
import org.vitrina.lesson.Exercise.Found;
import org.vitrina.lesson.Exercise.Mistake;
import org.vitrina.lesson.Exercise.Trial;
import org.vitrina.lesson.Exercise.Value;
import org.vitrina.tensor.Tensor;
import org.vitrina.tensor.Workers;

/// The exercises of `07-machine-learning`: a loss, its gradient, the way down, and when to stop.
final class LearningExercises {
    private LearningExercises() {}

    static List<Exercise> all() {
        return List.of(
                meanSquare(), chain(), nudge(), descent(), rate(), surprise(), softmaxGradient(), gradientTest());
    }

    private static Exercise meanSquare() {
        return new Exercise(
                "7.1",
                "Write the loss: the mean of the squared differences of what came out and what should have.",
                new Code<ToDoubleBiFunction<double[], double[]>>(
                        ToDoubleBiFunction.class,
                        "(out, target) -> 0",
                        List.of(
                                loss(new double[] {3}, 5),
                                loss(new double[] {1, 2, 3}, 1, 2, 3),
                                loss(new double[] {1, -1}, 2, 2),
                                loss(new double[] {0, 0, 0, 10}, 0, 0, 0, 0))),
                List.of(
                        "Go through the positions; take the difference, multiply it with itself, add up, divide by how"
                                + " many there are.",
                        "`sum += (out[i] - target[i]) * (out[i] - target[i])` in a loop, and `sum / out.length` at the"
                                + " end."),
                "Squaring makes every error count as positive, and one large error count for more than many small.");
    }

    private static Trial<ToDoubleBiFunction<double[], double[]>> loss(double[] out, double... target) {
        return new Trial<>(
                "out " + Arrays.toString(out) + " and target " + Arrays.toString(target),
                code -> rounded(code.applyAsDouble(out.clone(), target.clone())),
                () -> {
                    var tape = new Tape(Workers.ONE);
                    Variable error = tape.minus(variable(tape, out), variable(tape, target));
                    return (double) tape.mean(tape.square(error)).scalar();
                });
    }

    private static Variable variable(Tape tape, double... numbers) {
        return tape.variable("x", floats(numbers));
    }

    private static Exercise chain() {
        return new Exercise(
                "7.2",
                "The loss is (w·x + b − t)² with w = 3, x = 2, b = −1 and t = 9. How does it change with w?",
                new Value(
                        () -> {
                            var tape = new Tape(Workers.ONE);
                            Variable w = tape.variable("w", 3);
                            Variable out = tape.plus(tape.times(w, variable(tape, 2)), variable(tape, -1));
                            tape.backward(tape.square(tape.minus(out, variable(tape, 9))));
                            return Math.round(w.gradient().get(0));
                        },
                        new Mistake(() -> -8, "That is how it changes with b. A change of w counts x times."),
                        new Mistake(() -> 16, "The size is right, the sign is not: w·x + b − t is negative here."),
                        new Mistake(() -> -4, "The slope of a square is *twice* what is squared, and then times x."),
                        new Mistake(() -> -8 * 3, "Nearly: multiply with x, which is 2, not with w.")),
                List.of(
                        "From outside in: the slope of the square is 2·(w·x + b − t); then times how w·x + b changes with"
                                + " w.",
                        "w·x + b − t = 3·2 − 1 − 9 = −4, so `2 * -4 * 2`."),
                "The chain rule: slopes multiply along the way back. The tape does nothing else.");
    }

    private static Exercise nudge() {
        return new Exercise(
                "7.3",
                "Write the slope of a function at a place, by nudging.",
                new Code<ToDoubleBiFunction<DoubleUnaryOperator, Double>>(
                        ToDoubleBiFunction.class,
                        "(f, x) -> 0",
                        List.of(
                                slope("x²", 3, x -> x * x, x -> 2 * x),
                                slope("x² (on the other side)", -1, x -> x * x, x -> 2 * x),
                                slope("sin x", 0.5, Math::sin, Math::cos),
                                slope("5", 2, _ -> 5, _ -> 0),
                                slope("x³", 1, x -> x * x * x, x -> 3 * x * x))),
                List.of(
                        "Let `h` be small, 0.0001 say. How much does f change from x − h to x + h, and over how long a"
                                + " way?",
                        "If it is right to two digits only: a step to both sides is far more exact than one to the right.",
                        "`(f.applyAsDouble(x + h) - f.applyAsDouble(x - h)) / (2 * h)`"),
                "It needs no calculus and works for anything; but it takes two evaluations for every parameter.");
    }

    private static Trial<ToDoubleBiFunction<DoubleUnaryOperator, Double>> slope(
            String name, double at, DoubleUnaryOperator f, DoubleUnaryOperator slope) {
        return new Trial<>(
                "f(x) = " + name + " at " + at,
                code -> Math.round(code.applyAsDouble(f, at) * 1e4) / 1e4 + 0.0,
                () -> Math.round(slope.applyAsDouble(at) * 1e4) / 1e4 + 0.0);
    }

    private static Exercise descent() {
        return new Exercise(
                "7.4",
                "Write gradient descent: from a slope and a place to begin to the place where the function is smallest.",
                new Code<BiFunction<DoubleUnaryOperator, Double, Double>>(
                        BiFunction.class,
                        "(slope, x) -> x",
                        List.of(
                                valley("x²", 5, x -> 2 * x, 0),
                                valley("(x − 3)²", -4, x -> 2 * (x - 3), 3),
                                valley("(x + 1)² / 10", 2, x -> (x + 1) / 5, -1),
                                valley("4 · (x − 2)²", 0, x -> 8 * (x - 2), 2))),
                List.of(
                        "In a loop: `x -= rate * slope.applyAsDouble(x)`. How many times, and which rate?",
                        "If it runs away on the steep one, the rate is too large; if it does not arrive on the flat one, it"
                                + " takes more steps.",
                        "A rate of 0.1 and 1,000 steps arrive in all four."),
                "One rate had to serve the steep and the flat: that is why optimizers such as AdamW give each parameter"
                        + " its own.");
    }

    private static Trial<BiFunction<DoubleUnaryOperator, Double, Double>> valley(
            String name, double from, DoubleUnaryOperator slope, double lowest) {
        return new Trial<>(
                "the slope of " + name + ", beginning at " + from,
                code -> Math.round(code.apply(slope, from) * 1e3) / 1e3 + 0.0,
                () -> lowest);
    }

    private static Exercise rate() {
        return new Exercise(
                "7.5",
                "Find a learning rate with which descent on x², from x = 1, jumps over the lowest place at its first step"
                        + " and yet is nearer than 0.01 to it after five.",
                new Found<>(
                        Double.class,
                        List.of(
                                new Condition<>(
                                        rate -> walk(rate, 1) < 0,
                                        "It jumps over the lowest place.",
                                        rate ->
                                                "After the first step x is %s: it did not jump over 0. Take a larger rate."
                                                        .formatted(shown(walk(rate, 1)))),
                                new Condition<>(
                                        rate -> Math.abs(walk(rate, 5)) < 0.01,
                                        "It arrives.",
                                        rate ->
                                                "After five steps x is %s: it jumps too far each time. Take a smaller rate."
                                                        .formatted(shown(walk(rate, 5)))))),
                List.of(
                        "The slope of x² is 2x, so each step makes x into x − rate · 2x = x · (1 − 2 · rate).",
                        "Above a half it jumps over; at 1 it jumps to and fro for ever. Something between."),
                "Every step multiplies x by 1 − 2 · rate: a number between −1 and 1 arrives, any other runs away.");
    }

    private static double walk(double rate, int steps) {
        double x = 1;
        for (int step = 0; step < steps; step++) {
            x -= rate * 2 * x;
        }
        return x;
    }

    private static String shown(double x) {
        return Double.toString(Math.round(x * 1e4) / 1e4);
    }

    private static Exercise surprise() {
        return new Exercise(
                "7.6",
                "A model gave the token that came next a probability of 1/8. What is the loss, in nats?",
                new Value(
                        () -> -Math.log(1 / 8.0),
                        0.001,
                        List.of(
                                new Mistake(() -> 3.0, "That is in bits, with the logarithm to the base of 2."),
                                new Mistake(() -> Math.log(1 / 8.0), "A loss is not negative: −log p."),
                                new Mistake(() -> 7 / 8.0, "That is what was missing to 1. The loss is −log p."))),
                List.of("The loss is minus the natural logarithm of the probability.", "`-Math.log(1.0 / 8)`"),
                "A model that knows nothing about V tokens has the loss log V: here, 8 tokens all alike.");
    }

    private static Exercise softmaxGradient() {
        return new Exercise(
                "7.7",
                "Write the gradient of the loss −log p with respect to the logits.",
                new Code<BiFunction<double[], Integer, double[]>>(
                        BiFunction.class,
                        "(logits, target) -> new double[logits.length]",
                        List.of(
                                gradient(1, 0, 0),
                                gradient(0, Math.log(1), Math.log(2), Math.log(5)),
                                gradient(2, Math.log(1), Math.log(2), Math.log(5)),
                                gradient(1, 3, -1, 0.5, 2))),
                List.of(
                        "First the probabilities: the softmax of the logits.",
                        "Then take 1 away from the one that was right, and leave the others as they are.",
                        "`p[target] -= 1; return p;`"),
                "What is too likely goes down, the right one up, each by how wrong it was: in training all of the"
                        + " model's gradients begin with this.");
    }

    private static Trial<BiFunction<double[], Integer, double[]>> gradient(int target, double... logits) {
        return new Trial<>(
                "the logits "
                        + Answers.written(Arrays.stream(logits)
                                .map(x -> Math.round(x * 1e4) / 1e4)
                                .toArray()) + " and the target " + target,
                code -> rounded(code.apply(logits.clone(), target)),
                () -> {
                    var tape = new Tape(Workers.ONE);
                    var x = new Parameter("logits", Tensor.of(floats(logits), 1, logits.length));
                    // a copy, as cross-entropy uses the memory of its logits for their gradient
                    Variable copy = tape.scale(tape.parameter(x), 1);
                    tape.backward(tape.crossEntropy(copy, new int[] {target}, null));
                    return rounded(doubles(x.gradient().toArray()));
                });
    }

    private static Exercise gradientTest() {
        return new Exercise(
                "7.8",
                "Write the test for gradients: does this slope belong to this function?",
                new Code<GradientTest>(
                        GradientTest.class,
                        "(f, slope) -> true",
                        List.of(
                                belongs("x² and 2x", true, x -> x * x, x -> 2 * x),
                                belongs("sin x and cos x", true, Math::sin, Math::cos),
                                belongs("tanh x and 1 − tanh² x", true, Math::tanh, x -> 1 - Math.pow(Math.tanh(x), 2)),
                                belongs("x² and x", false, x -> x * x, x -> x),
                                belongs("cos x and sin x", false, Math::cos, Math::sin),
                                belongs("|x| and 1", false, Math::abs, _ -> 1),
                                belongs("x³ and 3x", false, x -> x * x * x, x -> 3 * x),
                                belongs("x² and 2x + 0.01", false, x -> x * x, x -> 2 * x + 0.01),
                                belongs("1000·x² and 2000·x", true, x -> 1000 * x * x, x -> 2000 * x))),
                List.of(
                        "Compare the slope with that of 7.3, at many places: some negative, some positive.",
                        "How far may they be off? An error of 0.01 should be found; but where the slope is 2,000, rounding"
                                + " alone makes a small difference. Allow a part of the size.",
                        "At x = −2, −1.5, … 2: `Math.abs(nudged - slope) < 1e-4 * (1 + Math.abs(slope))` for all."),
                "This is how the library's own gradients are tested, each operation of the tape.");
    }

    private static Trial<GradientTest> belongs(
            String name, boolean right, DoubleUnaryOperator f, DoubleUnaryOperator slope) {
        return new Trial<>(name, test -> test.passes(f, slope), () -> right);
    }

    private static float[] floats(double... numbers) {
        float[] floats = new float[numbers.length];
        IntStream.range(0, numbers.length).forEach(i -> floats[i] = (float) numbers[i]);
        return floats;
    }

    private static double[] doubles(float... numbers) {
        return IntStream.range(0, numbers.length).mapToDouble(i -> numbers[i]).toArray();
    }

    private static double rounded(double number) {
        return Math.round(number * 1e5) / 1e5 + 0.0;
    }

    private static double[] rounded(double... numbers) {
        return Arrays.stream(numbers).map(LearningExercises::rounded).toArray();
    }
}
