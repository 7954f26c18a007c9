package org.vitrina.lesson;

import java.util.List;
import java.util.function.BiFunction;
import org.vitrina.evaluate.Calibration;
import org.vitrina.evaluate.Gate;
import org.vitrina.evaluate.Paired;
import org.vitrina.evaluate.PassAtK;
import org.vitrina.evaluate.SampleSize;
import org.vitrina.evaluate.Share;
import org.vitrina.lesson.Exercise.Code;
import org.vitrina.lesson.Exercise.Condition;
import org.vitrina.lesson.Exercise.Found;
import org.vitrina.lesson.Exercise.Mistake;
import org.vitrina.lesson.Exercise.Trial;
import org.vitrina.lesson.Exercise.Value;

/// The exercises of `15-testing`.
final class TestingExercises {
    private TestingExercises() {}

    static List<Exercise> all() {
        return List.of(
                interval(), straightPasses(), greenBuild(), confirmed(), mcNemar(), power(), calibration(), passAtK());
    }

    private static Exercise interval() {
        return new Exercise(
                "15.1",
                "45 of 50 answers were right. Where does the 95 % interval (Wilson's) begin, as a share?",
                new Value(
                        () -> Share.of(45, 50).interval().low(),
                        0.002,
                        List.of(
                                new Mistake(() -> 0.9, "That is the share itself; the truth may well lie below it."),
                                new Mistake(
                                        () -> 0.9 - 1.96 * Math.sqrt(0.9 * 0.1 / 50),
                                        "That is the textbook's share minus 1.96 deviations, which is too hopeful near 0"
                                                + " and 1. Ask `Share.of(45, 50).interval()`."),
                                new Mistake(() -> Share.of(45, 50).interval().high(), "That is where it ends."))),
                List.of("`Share` counts and knows its interval.", "`Share.of(45, 50).interval().low()`"),
                "Fifty answers, and still nobody knows whether it is 80 % or 95 %.");
    }

    private static Exercise straightPasses() {
        return new Exercise(
                "15.2",
                "How many passes in a row does it take to claim that at least 99 % pass, with a confidence of 95 %?",
                new Value(
                        () -> SampleSize.straightPasses(0.99, 0.95),
                        new Mistake(() -> 59, "That many are enough for 95 %."),
                        new Mistake(() -> 100, "A model that passes 99 % gets through 100 tries in 37 of 100 cases."),
                        new Mistake(
                                () -> SampleSize.straightPasses(0.95, 0.99),
                                "You have swapped the two: the share is 0.99, the confidence 0.95.")),
                List.of(
                        "If only 99 % pass, n tries all pass with the probability 0.99ⁿ. When is that 5 % or less?",
                        "`SampleSize.straightPasses(0.99, 0.95)`"),
                "As a rule of thumb: 3 divided by the share of failures that you want to exclude.");
    }

    private static Exercise greenBuild() {
        return new Exercise(
                "15.3",
                "A build has 100 tests, each of which passes in 99 of 100 runs, though nothing is wrong. How often is the"
                        + " build green, as a share?",
                new Value(
                        () -> Math.pow(0.99, 100),
                        0.005,
                        List.of(
                                new Mistake(() -> 0.99, "That is one test; all hundred have to pass."),
                                new Mistake(
                                        () -> 1 - Math.pow(0.99, 100), "That is how often at least one of them fails."),
                                new Mistake(() -> 0.0, "The failures do not add up to certainty."))),
                List.of("All have to pass, and none knows of the others.", "`Math.pow(0.99, 100)`"),
                "That is why a suite that is flaky 'only a little' is red most of the time.");
    }

    private static Exercise confirmed() {
        return new Exercise(
                "15.4",
                "A model answers 60 % of the time as it should. A gate lets it through if one try passes, or else if two"
                        + " of three more tries pass. How often does it let it through, as a share?",
                new Value(
                        () -> new Gate.ConfirmOnFail(3).passes(0.6),
                        0.005,
                        List.of(
                                new Mistake(
                                        () -> new Gate.Majority(3).passes(0.6),
                                        "That is the vote alone; six of ten never come to it."),
                                new Mistake(
                                        () -> new Gate.Retry(3).passes(0.6),
                                        "That lets it through if any of the three passes; it takes two."),
                                new Mistake(() -> 0.6, "That is one try alone."))),
                List.of(
                        "How often does the first try pass? How often do two of three pass?",
                        "`0.6 + 0.4 * (3 * 0.6 * 0.6 * 0.4 + 0.6 * 0.6 * 0.6)`, or `new Gate.ConfirmOnFail(3)"
                                + ".passes(0.6)`"),
                "Only failures get a second chance, so that the gate leans to one side.");
    }

    private static Exercise mcNemar() {
        return new Exercise(
                "15.5",
                "Write McNemar's test: of the questions on which two models differ, the first wins b and the second c."
                        + " How probable is a result as lopsided as that, if it is a toss of a coin each time?",
                new Code<BiFunction<Integer, Integer, Double>>(
                        BiFunction.class,
                        "(b, c) -> 1.0",
                        List.of(
                                mcNemar(1, 5),
                                mcNemar(5, 1),
                                mcNemar(0, 6),
                                mcNemar(10, 10),
                                mcNemar(3, 4),
                                mcNemar(0, 0),
                                mcNemar(20, 5),
                                mcNemar(40, 60))),
                List.of(
                        "How probable is it that a coin shows `min(b, c)` heads or fewer in `b + c` tosses? Lopsided"
                                + " to the other side counts as well, so twice that, and never more than 1.",
                        "`new Binomial(n, 0.5).atMost(k)` is the probability of at most `k` of `n`.",
                        "`(b, c) -> Math.min(1, 2 * new Binomial(b + c, 0.5).atMost(Math.min(b, c)))`"),
                "The questions on which both do the same are not in it at all.");
    }

    private static Trial<BiFunction<Integer, Integer, Double>> mcNemar(int b, int c) {
        return new Trial<>(b + " against " + c, code -> code.apply(b, c), () -> new Paired(1, b, c, 1).pValue());
    }

    private static Exercise power() {
        return new Exercise(
                "15.6",
                "Model A is right in 80 %, B in 90 %. Find how many questions each needs, other ones for each, so that"
                        + " the difference is found in 89 to 91 of 100 tests.",
                new Found<>(
                        Integer.class,
                        List.of(
                                new Condition<>(
                                        n -> n > 0, "It is a number of questions.", n -> n + " is not above 0."),
                                new Condition<>(
                                        n -> found(n) >= 0.89 && found(n) <= 0.91,
                                        "It is the right number.",
                                        n -> "With %d questions each the difference is found in %.0f of 100 tests: %s."
                                                .formatted(
                                                        n, 100 * found(n), found(n) < 0.9 ? "too few" : "too many")))),
                List.of(
                        "`SampleSize.power(0.8, 0.9, n)` says how often it is found with n questions each.",
                        "100 find it in every second test. Double until it is too many, then halve the step.",
                        "`SampleSize.toTellApart(0.8, 0.9, 0.95, 0.9)` does the search."),
                "Half the difference takes four times as many questions.");
    }

    private static double found(int n) {
        return SampleSize.power(0.8, 0.9, n);
    }

    private static Exercise calibration() {
        return new Exercise(
                "15.7",
                "Write the expected calibration error, with ten bins of equal width.",
                new Code<BiFunction<double[], boolean[], Double>>(
                        BiFunction.class,
                        "(confidences, right) -> 0.0",
                        List.of(
                                calibration(new double[] {0.95, 0.95}, true, false),
                                calibration(new double[] {0.15, 0.85}, false, true),
                                calibration(new double[] {1, 1, 0.99, 0.02}, true, true, false, false),
                                calibration(
                                        new double[] {0.31, 0.37, 0.55, 0.59, 0.51}, true, false, true, true, false),
                                calibration(new double[] {0.25}, true))),
                List.of(
                        "For each bin: the mean confidence of its answers, minus its share of right ones; without the"
                                + " sign. Weigh it by the number of its answers, and divide the sum by all answers.",
                        "The bin of a confidence p is `Math.min(9, (int) (10 * p))`: 1.0 belongs to the last one.",
                        "Add up `confidence - (right ? 1 : 0)` for each bin in a `double[10]`. The sum of the ten absolute"
                                + " values, divided by the number of answers, is the result."),
                "The number of answers of a bin cancels out, which makes the code shorter than the formula.");
    }

    private static Trial<BiFunction<double[], boolean[], Double>> calibration(double[] confidences, boolean... right) {
        return new Trial<>(
                Answers.written(confidences) + " with " + written(right),
                code -> code.apply(confidences.clone(), right.clone()),
                () -> Calibration.of("answers", confidences, right).expectedError());
    }

    private static String written(boolean[] right) {
        var marks = new StringBuilder();
        for (boolean one : right) marks.append(one ? '✓' : '✗');
        return marks.toString();
    }

    private static Exercise passAtK() {
        return new Exercise(
                "15.8",
                "Of 10 tries of a question, 3 passed. What is pass@5, without bias?",
                new Value(
                        () -> PassAtK.of(10, 3, 5),
                        0.002,
                        List.of(
                                new Mistake(
                                        () -> 1 - Math.pow(0.7, 5),
                                        "That draws with replacement, and is too small on average. Draw 5 of the 10"
                                                + " tries that there are."),
                                new Mistake(() -> 0.3, "That is pass@1."),
                                new Mistake(() -> 1.0, "Five of the seven failures may be drawn."))),
                List.of(
                        "In how many ways can 5 of 10 be drawn? In how many of those are all 5 among the 7 failures?",
                        "`1 - 21.0 / 252`, or `PassAtK.of(10, 3, 5)`"),
                "A model that is right once in three tries looks nearly perfect if it may try five times.");
    }
}
