package org.vitrina.lesson;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import org.vitrina.arena.Benchmark;
import org.vitrina.arena.Benchmark.Part;
import org.vitrina.arena.BradleyTerry;
import org.vitrina.arena.Elo;
import org.vitrina.arena.PrivateTesting;
import org.vitrina.lesson.Exercise.Code;
import org.vitrina.lesson.Exercise.Mistake;
import org.vitrina.lesson.Exercise.Trial;
import org.vitrina.lesson.Exercise.Value;

/// The exercises of `16-leaderboards`.
final class LeaderboardExercises {
    private LeaderboardExercises() {}

    static List<Exercise> all() {
        return List.of(chance(), elo(), lead(), ranks(), fourTimes(), normalized(), benchmark(), luck());
    }

    private static Exercise chance() {
        return new Exercise(
                "16.1",
                "With which probability does a model of rating 1100 beat one of rating 1000?",
                new Value(
                        () -> BradleyTerry.STANDARD.chance(1100, 1000),
                        0.005,
                        List.of(
                                new Mistake(
                                        () -> BradleyTerry.STANDARD.chance(1000, 1100),
                                        "That is the chance of the weaker one: what counts is the other's rating less"
                                                + " its own."),
                                new Mistake(
                                        () -> 1100.0 / 2100,
                                        "Ratings are not shares: only their difference counts, and 1000 is no zero."))),
                List.of(
                        "The formula of section 3, with a difference of 100.",
                        "`1 / (1 + Math.pow(10, (1000 - 1100) / 400.0))`"),
                "A lead of 100 points, which looks like much on a board, is beaten more than one time of three.");
    }

    private static Exercise elo() {
        return new Exercise(
                "16.2",
                "Write the rating after one battle, by Elo with K = 4.",
                new Code<EloChange>(
                        EloChange.class,
                        "(rating, other, score) -> rating",
                        List.of(
                                elo(1000, 1000, 1),
                                elo(1000, 1000, 0.5),
                                elo(1200, 1000, 0),
                                elo(900, 1300, 1),
                                elo(1050, 1000, 0.5))),
                List.of(
                        "First the score that was expected: `1 / (1 + Math.pow(10, (other - rating) / 400))`.",
                        "The rating moves by K times what came less what was expected.",
                        "`rating + 4 * (score - 1 / (1 + Math.pow(10, (other - rating) / 400)))`"),
                "What one gains the other loses; and a tie, too, moves points, from the stronger to the weaker.");
    }

    private static Trial<EloChange> elo(double rating, double other, double score) {
        return new Trial<>(
                "a rating of " + rating + " against " + other + ", score " + score,
                code -> code.of(rating, other, score),
                () -> rating + Elo.STANDARD.change(rating, other, score));
    }

    private static Exercise lead() {
        return new Exercise(
                "16.3",
                "Two models met 40 times, and one won 30. By how many points does Bradley-Terry put it ahead?",
                new Value(
                        () -> 400 * Math.log10(30.0 / 10),
                        0.005,
                        List.of(
                                new Mistake(
                                        () -> 400 * Math.log(3),
                                        "The scale is 400 points for a factor of ten: `log10`."),
                                new Mistake(
                                        () -> 400 * Math.log10(30.0 / 40),
                                        "Odds are victories to defeats, 30 to 10, and not to all battles."),
                                new Mistake(
                                        () -> 400 * Math.log10(40.0 / 30),
                                        "Odds are victories to defeats, 30 to 10, and not all battles to victories."))),
                List.of(
                        "How large are the odds, victories to defeats? 400 points are a factor of ten.",
                        "`400 * Math.log10(30 / 10.0)`"),
                "With two models there is nothing to optimize: their lead is the logarithm of the odds.");
    }

    private static Exercise ranks() {
        return new Exercise(
                "16.4",
                "Write the ranks: 1 and one for each model whose interval lies wholly above.",
                new Code<BiFunction<double[], double[], int[]>>(
                        BiFunction.class,
                        "(low, high) -> new int[low.length]",
                        List.of(
                                ranks(new double[] {1080, 1040, 950, 900}, new double[] {1120, 1140, 1050, 1039}),
                                ranks(new double[] {10, 20, 30}, new double[] {15, 25, 35}),
                                ranks(new double[] {10, 10, 10}, new double[] {20, 21, 22}),
                                ranks(new double[] {5}, new double[] {6}))),
                List.of(
                        "For model `i`, count the models `j` with `low[j] > high[i]`.",
                        "Two loops: `ranks[i] = 1; for (int j = 0; j < low.length; j++) if (low[j] > high[i])"
                                + " ranks[i]++;`"),
                "So several models can share rank 1, and after two of them comes rank 2 or 3, or 1 again.");
    }

    private static Trial<BiFunction<double[], double[], int[]>> ranks(double[] low, double[] high) {
        return new Trial<>(
                "the lower ends " + Answers.written(low) + " and the upper ends " + Answers.written(high),
                code -> code.apply(low.clone(), high.clone()),
                () -> Arrays.stream(high)
                        .mapToInt(end -> 1
                                + (int) Arrays.stream(low)
                                        .filter(other -> other > end)
                                        .count())
                        .toArray());
    }

    private static Exercise fourTimes() {
        return new Exercise(
                "16.5",
                "With 400 battles a rating is known to within 40 points either way. How many does it take for 10?",
                new Value(
                        () -> 400 * 4 * 4,
                        new Mistake(
                                () -> 1600,
                                "Four times as many battles halve the interval; this one is to be a quarter."),
                        new Mistake(() -> 800, "Twice as many make it narrower by a factor of 1.4 only.")),
                List.of(
                        "The width goes with one over the root of the number of battles.",
                        "A quarter of the width takes 4 times 4 times the battles."),
                "The first figure of a rating is cheap, the next costs a hundred times as much.");
    }

    private static Exercise normalized() {
        return new Exercise(
                "16.6",
                "A model is right in 40 % of questions with four answers each. What is its score from 0 to 100,"
                        + " guessing taken off?",
                new Value(
                        () -> new Part("four", 4).score(0.40),
                        0.005,
                        List.of(
                                new Mistake(
                                        () -> 15.0,
                                        "Guessing is taken off; now what is left must be stretched: 75 points are to"
                                                + " be 100."),
                                new Mistake(() -> 40.0, "That is what it had before: guessing gets a quarter."),
                                new Mistake(() -> 0.2, "From 0 to 100, not from 0 to 1."))),
                List.of("`(share - guess) / (1 - guess)`, times 100.", "`100 * (0.40 - 0.25) / (1 - 0.25)`"),
                "A fifth of the way from knowing nothing to knowing all, though it is right in two of five.");
    }

    private static Exercise benchmark() {
        return new Exercise(
                "16.7",
                "Write the score of a benchmark: each part normalized, never below 0, then the mean.",
                new Code<ToDoubleBiFunction<double[], int[]>>(
                        ToDoubleBiFunction.class,
                        "(shares, choices) -> 0",
                        List.of(
                                benchmark(new double[] {0.7, 0.4, 0.6}, 2, 5, 3),
                                benchmark(new double[] {0.53091755}, 10),
                                benchmark(new double[] {0.4, 0.9}, 2, 2),
                                benchmark(new double[] {1, 0, 0.5}, 4, 4, 4))),
                List.of(
                        "What guessing gets is `1.0 / choices[i]`.",
                        "Below guessing is 0: `Math.max(0, (shares[i] - guess) / (1 - guess))`. Take it for each part"
                                + " before you take the mean.",
                        "`100 * sum / shares.length`"),
                "Who takes the mean first and normalizes it then gets another board: parts with two answers count for"
                        + " more.");
    }

    private static Trial<ToDoubleBiFunction<double[], int[]>> benchmark(double[] shares, int... choices) {
        return new Trial<>(
                "the shares " + Answers.written(shares) + " with " + Answers.written(choices) + " choices",
                code -> code.applyAsDouble(shares.clone(), choices.clone()),
                () -> new Benchmark(
                                "all",
                                IntStream.range(0, choices.length)
                                        .mapToObj(i -> new Part("part " + i, choices[i]))
                                        .toList())
                        .score(shares));
    }

    private static Exercise luck() {
        return new Exercise(
                "16.8",
                "Ten variants of one model, all equally strong, are rated with a standard error of 20 points. By how"
                        + " much is the best of them rated too high, on average?",
                new Value(
                        () -> 20 * PrivateTesting.expectedGreatest(10),
                        0.02,
                        List.of(
                                new Mistake(() -> 0.0, "They are equally strong, but they are not equally lucky."),
                                new Mistake(
                                        () -> 20.0,
                                        "One standard error is what *one* may well be off; the best of ten is off by"
                                                + " more."),
                                new Mistake(() -> 200.0, "Luck does not add up: only the best one is published."))),
                List.of(
                        "The mean of the greatest of n standard normal numbers: `PrivateTesting.expectedGreatest(10)`.",
                        "`20 * PrivateTesting.expectedGreatest(10)`"),
                "With 27 variants, which is what one company was found to have tested before a release, it is 40"
                        + " points.");
    }
}
