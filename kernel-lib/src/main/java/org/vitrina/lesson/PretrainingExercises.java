package org.vitrina.lesson;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import org.vitrina.lesson.Exercise.Code;
import org.vitrina.lesson.Exercise.Mistake;
import org.vitrina.lesson.Exercise.Trial;
import org.vitrina.lesson.Exercise.Value;
import org.vitrina.train.Batch;
import org.vitrina.train.PowerLaw;
import org.vitrina.train.Schedule;
import org.vitrina.train.TokenStream;

/// The exercises of `08-pretraining`: what is learned from, how it is measured, and what it costs.
final class PretrainingExercises {
    private PretrainingExercises() {}

    static List<Exercise> all() {
        return List.of(targets(), beginning(), bitsPerByte(), schedule(), exponent(), work(), chinchilla(), sure());
    }

    private static Exercise targets() {
        return new Exercise(
                "8.1",
                "Write how targets are made: what should the model say after each token of a text?",
                new Code<UnaryOperator<int[]>>(
                        UnaryOperator.class,
                        "ids -> ids",
                        List.of(
                                targets(5, 9, 2, 7),
                                targets(1, 1, 1, 2),
                                targets(40, 41),
                                targets(3, 1, 4, 1, 5, 9, 2, 6))),
                List.of(
                        "Each token's target is the token after it. Has the last one a target?",
                        "`Arrays.copyOfRange(ids, 1, ids.length)`"),
                "No person wrote these answers: the text itself has them. That is why there can be so many.");
    }

    private static Trial<UnaryOperator<int[]>> targets(int... ids) {
        return new Trial<>("the ids " + Arrays.toString(ids), code -> code.apply(ids.clone()), () -> {
            Batch batch = new TokenStream(ids, 1, ids.length - 1, 1).inOrder()[0];
            return batch.targets();
        });
    }

    private static Exercise beginning() {
        return new Exercise(
                "8.2",
                "A model with a vocabulary of 1,024 tokens knows nothing yet. What is its loss, in nats?",
                new Value(
                        () -> Math.log(1024),
                        0.005,
                        List.of(
                                new Mistake(() -> 10.0, "That is in bits. A nat is 1.44 of them."),
                                new Mistake(
                                        () -> 1.0 / 1024,
                                        "That is the probability of each token; the loss is −log of it."),
                                new Mistake(() -> 1024.0, "That is the perplexity; the loss is its logarithm."))),
                List.of("All tokens are equally likely: p is 1/1024 for each.", "`Math.log(1024)`"),
                "If a training does not begin near log V, something is wrong before it has begun: a good first test.");
    }

    private static Exercise bitsPerByte() {
        return new Exercise(
                "8.3",
                "Write bits per byte: from the loss in nats per token, and how many bytes of text a token has on average.",
                new Code<DoubleBinaryOperator>(
                        DoubleBinaryOperator.class,
                        "(nats, bytesPerToken) -> nats",
                        List.of(perByte(Math.log(2), 1), perByte(Math.log(2), 4), perByte(3, 2.5), perByte(0, 3))),
                List.of(
                        "A nat is 1 / ln 2 bits: divide by `Math.log(2)`. And a token's bits are shared by its bytes.",
                        "`nats / Math.log(2) / bytesPerToken`"),
                "Losses of models with different tokenizers cannot be compared; bits per byte can.");
    }

    private static Trial<DoubleBinaryOperator> perByte(double nats, double bytes) {
        return new Trial<>(
                rounded(nats) + " nats per token of " + bytes + " bytes",
                code -> rounded(code.applyAsDouble(nats, bytes)),
                () -> rounded(nats / Math.log(2) / bytes));
    }

    private static Exercise schedule() {
        return new Exercise(
                "8.4",
                "Write the learning rate over 100 steps: in the first 10 it rises in equal parts to 0.001, then it falls"
                        + " in a straight line and would be 0 at step 100.",
                new Code<IntToDoubleFunction>(
                        IntToDoubleFunction.class,
                        "step -> 0.001",
                        List.of(rate(0), rate(4), rate(9), rate(10), rate(55), rate(99))),
                List.of(
                        "Two cases. Steps are counted from 0, and the first has already a tenth of the rate.",
                        "From step 10 on, what counts is how many of the 90 steps are left: `(100 - step) / 90.0`.",
                        "`step < 10 ? 0.001 * (step + 1) / 10 : 0.001 * (100 - step) / 90.0`"),
                "First small, because nothing is known yet; then large; at the end small again, to settle.");
    }

    private static Trial<IntToDoubleFunction> rate(int step) {
        return new Trial<>(
                "step " + step,
                code -> Math.round(code.applyAsDouble(step) * 1e8) / 1e8,
                // warm-up of 10, and a decay over the last nine tenths
                () -> Math.round(new Schedule.WarmupStableDecay(0.001f, 10, 0.9f).rate(step, 100) * 1e8) / 1e8);
    }

    private static Exercise exponent() {
        return new Exercise(
                "8.5",
                "A model with 100,000 parameters has a loss of 3.2, one with 1,000,000 of 2.4. If the loss is a · N^−α,"
                        + " what is α?",
                new Value(
                        () -> PowerLaw.through(new double[] {1e5, 1e6}, new double[] {3.2, 2.4})
                                .exponent(),
                        0.01,
                        List.of(
                                new Mistake(
                                        () -> 0.75, "Ten times the parameters leave 0.75 of the loss: 10^−α = 0.75."),
                                new Mistake(() -> -0.125, "The sign is in the formula already: α is positive."),
                                new Mistake(
                                        () -> Math.log(3.2 / 2.4),
                                        "Divide by the logarithm of how many times larger the model is."))),
                List.of("Divide the two losses: 3.2 / 2.4 = 10^α.", "`Math.log10(3.2 / 2.4)`"),
                "On logarithmic axes α is the slope of the line: so much is won by each tenfold, and less each time.");
    }

    private static Exercise work() {
        return new Exercise(
                "8.6",
                "How many operations does it take to train 70 billion parameters on 15 trillion tokens?",
                new Value(
                        () -> 6 * 70e9 * 15e12,
                        0.01,
                        List.of(
                                new Mistake(
                                        () -> 70e9 * 15e12,
                                        "Each parameter takes part in more than one operation for each token."),
                                new Mistake(
                                        () -> 2 * 70e9 * 15e12,
                                        "That is for reading alone. The way back takes twice as much again."))),
                List.of(
                        "For each token and parameter: a multiplication and an addition forwards, and twice that backwards.",
                        "`6 * 70e9 * 15e12`"),
                "6 · N · D is a rule of thumb, good to some tens of percent; attention over long texts adds to it.");
    }

    private static Exercise chinchilla() {
        return new Exercise(
                "8.7",
                "You may spend 10^21 operations, and want 20 tokens for each parameter. How many parameters?",
                new Value(
                        () -> Math.sqrt(1e21 / (6 * 20)),
                        0.02,
                        List.of(new Mistake(
                                () -> 1e21 / (6 * 20),
                                "That is N²: the tokens grow with the parameters, D = 20 · N."))),
                List.of("Put D = 20 · N into 6 · N · D = 10^21 and solve for N.", "`Math.sqrt(1e21 / 120)`"),
                "Four times the work: twice the parameters and twice the tokens (Hoffmann and others 2022). Models that"
                        + " will be used a lot are given far more tokens than that.");
    }

    private static Exercise sure() {
        return new Exercise(
                "8.8",
                "You check sentences of a model one after the other, and all are right. How many must it be, at least, before"
                        + " you may say with 95 % confidence that at least 95 % of its sentences are right?",
                new Value(
                        () -> (int) Math.ceil(Math.log(0.05) / Math.log(0.95)),
                        new Mistake(
                                () -> 20,
                                "Of 20 sentences of a model that is right in 95 %, all are right in 36 cases of 100: that"
                                        + " proves little."),
                        new Mistake(() -> 58, "With 58 it is just above 5 %: 0.95 to the power of 58 is 0.051.")),
                List.of(
                        "If it were right in only 95 %, how likely would n right ones in a row be? It should be below 5 %.",
                        "`Math.log(0.05) / Math.log(0.95)`, rounded up."),
                "And a single wrong one among them, and many more are needed. Small samples prove little.");
    }

    private static double rounded(double number) {
        return Math.round(number * 1e6) / 1e6 + 0.0;
    }
}
