package org.vitrina.lesson;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.vitrina.generate.Candidates;
import org.vitrina.generate.Sampling;
import org.vitrina.lesson.Exercise.Code;
import org.vitrina.lesson.Exercise.Condition;
import org.vitrina.lesson.Exercise.Found;
import org.vitrina.lesson.Exercise.Mistake;
import org.vitrina.lesson.Exercise.Trial;
import org.vitrina.lesson.Exercise.Value;

/// The exercises of `06-sampling`.
final class SamplingExercises {
    private SamplingExercises() {}

    static List<Exercise> all() {
        return List.of(odds(), nucleusSize(), sharedOut(), temperature(), softmax(), nucleus(), chance(), fairness());
    }

    private static Exercise odds() {
        return new Exercise(
                "6.1",
                "Two tokens have the logits 3 and 2. How many times as likely as the second is the first at temperature"
                        + " 0.5?",
                new Value(
                        () -> Math.exp((3 - 2) / 0.5),
                        0.005,
                        List.of(
                                new Mistake(() -> Math.E, "That is so at temperature 1."),
                                new Mistake(
                                        () -> Math.exp(0.5),
                                        "That multiplies by the temperature; it divides the logits."),
                                new Mistake(
                                        () -> 1.5,
                                        "Logits are not probabilities: `exp` has to make them positive first."))),
                List.of(
                        "The sum that both are divided by is the same, so it does not matter: `exp(3 / t) / exp(2 / t)`.",
                        "`Math.exp((3 - 2) / 0.5)`"),
                "Only the difference of two logits counts, and the temperature divides the difference.");
    }

    private static Exercise nucleusSize() {
        return new Exercise(
                "6.2",
                "Five tokens have 42, 30, 15, 8 and 5 %. How many does top-p 0.8 keep?",
                new Value(
                        () -> kept(Sampling.plain().topP(0.8), 0.42, 0.30, 0.15, 0.08, 0.05),
                        new Mistake(() -> 2, "Two have 72 % together, and that is less than 80."),
                        new Mistake(() -> 4, "Three are enough already; top-p keeps as few as it can.")),
                List.of(
                        "Add them up, the likeliest first, until you are at 80 % or above.",
                        "42, 72, 87: how many was that?"),
                "The token that crosses the line stays, so what is kept has mostly more than p.");
    }

    private static Exercise sharedOut() {
        return new Exercise(
                "6.3",
                "Three tokens have 50, 30 and 20 %. After top-k 2, what is the probability of the first?",
                new Value(
                        () -> 0.5 / (0.5 + 0.3),
                        1e-3,
                        List.of(
                                new Mistake(() -> 0.5, "The probabilities that are left must add up to 1 again."),
                                new Mistake(
                                        () -> 0.6,
                                        "That gives each of the two one half of what is free. They keep their ratio, 5 to"
                                                + " 3."))),
                List.of("What is left is 80 % together, and has to become 100 %.", "`0.5 / (0.5 + 0.3)`"),
                "A cut does not change which of two remaining tokens is likelier, nor by how much.");
    }

    private static int kept(Sampling sampling, double... probabilities) {
        var logits = new float[probabilities.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) Math.log(probabilities[i]);
        }
        return sampling.begin().pick(logits).kept();
    }

    private static Exercise temperature() {
        float[] logits = {3, 2, 1, 0};
        return new Exercise(
                "6.4",
                "Find a temperature at which the first of four tokens with the logits 3, 2, 1 and 0 has between 89 and"
                        + " 91 %.",
                new Found<>(
                        Double.class,
                        List.of(
                                new Condition<>(t -> t > 0, "It is a temperature.", t -> t + " is not greater than 0."),
                                new Condition<>(
                                        t -> first(logits, t) > 0.89 && first(logits, t) < 0.91,
                                        "It is the right one.",
                                        t -> "At that temperature it has %.1f %%: %s."
                                                .formatted(
                                                        100 * first(logits, t),
                                                        first(logits, t) < 0.9 ? "it is too hot" : "it is too cold")))),
                List.of(
                        "At temperature 1 it has 64 %. Must it become colder or hotter?",
                        "Halve the step each time: 0.5 gives 86 %, 0.25 gives 98 %."),
                "A search by halves needs some ten tries for three digits, whatever the function is.");
    }

    private static double first(float[] logits, double t) {
        var divided = new float[logits.length];
        for (int i = 0; i < logits.length; i++) {
            divided[i] = (float) (logits[i] / t);
        }
        return new Candidates(divided).probability(0);
    }

    private static Exercise softmax() {
        return new Exercise(
                "6.5",
                "Write the softmax with a temperature: from logits to probabilities.",
                new Code<Softmax>(
                        Softmax.class,
                        "(logits, temperature) -> new double[logits.length]",
                        List.of(
                                softmax(1, 0, 0),
                                softmax(1, 2, 1, 0),
                                softmax(0.5, 2, 1, 0),
                                softmax(2, -3, 4, 4, 1),
                                softmax(1, 1000, 999, 0),
                                softmax(0.1, -900, -901))),
                List.of(
                        "Two steps: `Math.exp(logits[i] / temperature)` for each, then divide each by their sum.",
                        "If it gives NaN for large logits: `Math.exp(1000)` is more than a `double` can hold. What changes"
                                + " when you subtract the same number from every logit?",
                        "Subtract the largest logit from all of them first. Then the largest becomes `exp(0)`, and nothing"
                                + " can overflow."),
                "Every implementation subtracts the largest logit; the result is the same, and it cannot overflow.");
    }

    private static Trial<Softmax> softmax(double temperature, double... logits) {
        return new Trial<>(
                "the logits " + Answers.written(logits) + " and temperature " + temperature,
                code -> code.probabilities(logits.clone(), temperature),
                () -> {
                    double largest = Arrays.stream(logits).max().orElseThrow();
                    double[] weights = Arrays.stream(logits)
                            .map(logit -> Math.exp((logit - largest) / temperature))
                            .toArray();
                    double sum = Arrays.stream(weights).sum();
                    return Arrays.stream(weights).map(weight -> weight / sum).toArray();
                });
    }

    private static Exercise nucleus() {
        return new Exercise(
                "6.6",
                "Write the cut of top-p: how many of the sorted probabilities stay?",
                new Code<Nucleus>(
                        Nucleus.class,
                        "(probabilities, p) -> probabilities.length",
                        List.of(
                                nucleus(0.8, 0.5, 0.25, 0.125, 0.125),
                                nucleus(0.75, 0.5, 0.25, 0.125, 0.125),
                                nucleus(0.1, 0.5, 0.5),
                                nucleus(1, 0.5, 0.25, 0.25),
                                nucleus(0.9, 1))),
                List.of(
                        "Add up from the first on, and stop as soon as the sum is `p` or more. The one that did it stays.",
                        "Is at least one kept, however small `p` is? And when the sum is `p` exactly?",
                        "`double sum = 0; int n = 0; while (sum < p) sum += probabilities[n++]; return n;`"),
                "That is the whole of nucleus sampling; the rest is to do it fast for 50,000 tokens.");
    }

    private static Trial<Nucleus> nucleus(double p, double... probabilities) {
        return new Trial<>(
                Answers.written(probabilities) + " and p = " + p,
                code -> code.size(probabilities.clone(), p),
                () -> p == 1 ? probabilities.length : kept(Sampling.plain().topP(p), probabilities));
    }

    private static Exercise chance() {
        return new Exercise(
                "6.7",
                "At each token the chance to fall into the tail of the distribution is 1 %. What is the chance that it"
                        + " happens at least once in 100 tokens?",
                new Value(
                        () -> 1 - Math.pow(0.99, 100),
                        0.005,
                        List.of(
                                new Mistake(() -> 1.0, "100 times 1 % would be sure, and 200 tokens more than sure."),
                                new Mistake(() -> Math.pow(0.99, 100), "That is the chance that it never happens."))),
                List.of(
                        "What is the chance that it does not happen, at one token? At two?",
                        "`1 - Math.pow(0.99, 100)`"),
                "That is why the tail is cut: a small risk at each token is a large one for a text.");
    }

    private static Exercise fairness() {
        return new Exercise(
                "6.8",
                "Write a test for a sampler that should give 0, 1 and 2 with 50, 30 and 20 %.",
                new Code<Predicate<IntSupplier>>(
                        Predicate.class,
                        "sampler -> true",
                        List.of(
                                sampler("a fair one", true, 1, random -> pick(random, 0.5, 0.8)),
                                sampler("another fair one", true, 2, random -> 2 - pick(random, 0.2, 0.5)),
                                sampler("a third fair one", true, 3, random -> pick(random, 0.5, 0.8)),
                                sampler("one that always gives the likeliest", false, 4, _ -> 0),
                                sampler("one for which all are equally likely", false, 5, random -> random.nextInt(3)),
                                sampler("one that never gives 2", false, 6, random -> pick(random, 0.625, 1)),
                                sampler("one that sometimes gives 3", false, 7, SamplingExercises::sometimesThree),
                                sampler("one that gives 0 with 56 %", false, 8, random -> pick(random, 0.56, 0.82)))),
                List.of(
                        "Call `sampler.getAsInt()` many times, and count. How far off may the counts be?",
                        "Of n tries, a share of p comes out as p give or take `2 * Math.sqrt(p * (1 - p) / n)`, 95 times of"
                                + " 100. With 10,000 tries that is one point of a hundred: a fault of six is found.",
                        "Compare each of the three shares with a margin of 0.03, and mind values that are not 0, 1 or 2."),
                "How small a fault a test can find depends on how often it tries; how often it errs, on its margin.");
    }

    private static Trial<Predicate<IntSupplier>> sampler(
            String name, boolean fair, long seed, ToIntFunction<SplittableRandom> pick) {
        return new Trial<>(
                name,
                test -> {
                    var random = new SplittableRandom(seed);
                    return test.test(() -> pick.applyAsInt(random));
                },
                () -> fair);
    }

    private static int pick(SplittableRandom random, double one, double two) {
        double mark = random.nextDouble();
        return mark < one ? 0 : mark < two ? 1 : 2;
    }

    private static int sometimesThree(SplittableRandom random) {
        int fair = pick(random, 0.5, 0.8);
        return random.nextInt(50) == 0 ? 3 : fair;
    }
}
