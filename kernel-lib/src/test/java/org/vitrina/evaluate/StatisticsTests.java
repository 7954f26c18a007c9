package org.vitrina.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.Property.forRandom;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vitrina.train.Measurement.Interval;

@DisplayName("Statistics of tests")
class StatisticsTests {
    @Nested
    @DisplayName("of a share")
    class OfAShare {
        @Test
        @DisplayName("say 70 to 97 % after 18 of 20 passes (Miller 2024)")
        void eighteenOfTwenty() {
            assertEquals("18 of 20, 90 % (95 %: 70 to 97 %)", Share.of(18, 20).toString());
        }

        @Test
        @DisplayName("hold, are broken, or are not decided")
        void verdicts() {
            assertEquals(Verdict.HOLDS, Share.of(59, 59).atLeast(0.95, 0.95));
            assertEquals(Verdict.UNDECIDED, Share.of(58, 58).atLeast(0.95, 0.95));
            assertEquals(Verdict.UNDECIDED, Share.of(18, 20).atLeast(0.8, 0.95));
            assertEquals(Verdict.BROKEN, Share.of(10, 20).atLeast(0.8, 0.95));
        }

        @Test
        @DisplayName("hold exactly where the lower bound is not below the claim")
        void verdictIsBound() {
            forRandom(300, random -> {
                int n = 1 + random.nextInt(80);
                var share = Share.of(random.nextInt(n + 1), n);
                double claim = random.nextDouble();
                assertEquals(share.lower(0.9) >= claim, share.atLeast(claim, 0.9) == Verdict.HOLDS);
                assertEquals(share.upper(0.9) <= claim, share.atLeast(claim, 0.9) == Verdict.BROKEN);
            });
        }

        @Test
        @DisplayName("of exact intervals: they hold the truth at least as often as they say, whatever it is")
        void coverage() {
            for (double truth : new double[] {0.03, 0.5, 0.81, 0.99}) {
                var tries = new Binomial(30, truth);
                double held = 0;
                for (int hits = 0; hits <= 30; hits++) {
                    Interval range = Share.of(hits, 30).exact(0.95);
                    held += range.low() <= truth && truth <= range.high() ? tries.exactly(hits) : 0;
                }
                assertTrue(held >= 0.95, truth + " is held " + held);
            }
        }

        @Test
        @DisplayName("refuse what is no share")
        void wrong() {
            var error = assertThrows(IllegalArgumentException.class, () -> Share.of(3, 2));
            assertEquals("a share is so many of at least 1, but got 3 of 2", error.getMessage());
            var percent = assertThrows(
                    IllegalArgumentException.class, () -> Share.of(3, 3).atLeast(95, 0.95));
            assertEquals("a share lies in [0, 1], such as 0.8 for 80 %, but got 95.0", percent.getMessage());
            assertThrows(IllegalArgumentException.class, () -> Share.of(3, 3).lower(1));
        }
    }

    @Nested
    @DisplayName("of sample sizes")
    class OfSampleSizes {
        @Test
        @DisplayName("want 59 straight passes to claim 95 %, and 299 for 99 %")
        void straightPasses() {
            assertEquals(59, SampleSize.straightPasses(0.95, 0.95));
            assertEquals(299, SampleSize.straightPasses(0.99, 0.95));
            assertEquals(1, SampleSize.straightPasses(0.5, 0.5));
        }

        @Test
        @DisplayName("want 1,251 tries each to tell 70 % from 75 %")
        void toTellApart() {
            assertEquals(1251, SampleSize.toTellApart(0.70, 0.75));
            assertEquals(0.8, SampleSize.power(0.70, 0.75, 1251), 1e-3);
            assertTrue(SampleSize.power(0.70, 0.75, 1240) < 0.8);
        }

        @Test
        @DisplayName("want fewer questions if both models answer the same ones: Connor's example, 80 % power")
        void paired() {
            // without disagreement in one direction all that differ are wins: (z_a sqrt(d) + z_b sqrt(d - d²))² / d²
            double z = 1.959963984540054;
            double b = 0.8416212335729143;
            double d = 0.05;
            double expected = Math.pow((z * Math.sqrt(d) + b * Math.sqrt(d - d * d)) / d, 2);
            assertEquals((int) Math.ceil(expected), SampleSize.toTellApartPaired(0, 0.05));
            assertTrue(SampleSize.toTellApartPaired(0.05, 0.10) < SampleSize.toTellApart(0.70, 0.75) / 2);
        }

        @Test
        @DisplayName("have the power that they were asked for, in 4,000 made-up comparisons")
        void powerBySimulation() {
            int n = SampleSize.toTellApartPaired(0.06, 0.14);
            var random = new SplittableRandom(5);
            int found = 0;
            for (int i = 0; i < 4_000; i++) {
                int first = 0;
                int second = 0;
                for (int question = 0; question < n; question++) {
                    double mark = random.nextDouble();
                    first += mark < 0.06 ? 1 : 0;
                    second += mark >= 0.06 && mark < 0.2 ? 1 : 0;
                }
                found += new Paired(0, first, second, n - first - second).pValue() <= 0.05 ? 1 : 0;
            }
            // the exact test is a little careful: it errs less often than it may, and finds less
            assertEquals(0.78, found / 4_000.0, 0.03);
        }

        @Test
        @DisplayName("know the textbook's 385 tries for five points at worst")
        void margin() {
            assertEquals(385, SampleSize.forMargin(0.5, 0.05));
            assertEquals(97, SampleSize.forMargin(0.5, 0.1));
        }

        @Test
        @DisplayName("say how many of 100 must pass, and that no number of 10 proves 95 %")
        void passesNeeded() {
            int needed = SampleSize.passesNeeded(100, 0.8, 0.95);
            assertEquals(Verdict.HOLDS, Share.of(needed, 100).atLeast(0.8, 0.95));
            assertEquals(Verdict.UNDECIDED, Share.of(needed - 1, 100).atLeast(0.8, 0.95));
            assertEquals(11, SampleSize.passesNeeded(10, 0.95, 0.95));
            assertEquals(0, SampleSize.passing(0.99, 10, 0.95, 0.95));
        }

        @Test
        @DisplayName("do not exist for equal shares")
        void equal() {
            var error = assertThrows(IllegalArgumentException.class, () -> SampleSize.toTellApart(0.7, 0.7));
            assertTrue(error.getMessage().startsWith("no number of tries tells two equal shares apart"));
        }
    }

    @Nested
    @DisplayName("that compare two models on the same questions")
    class Pairs {
        @Test
        @DisplayName("count question by question")
        void counts() {
            var paired = Paired.of(List.of(true, true, false, false, true), List.of(true, false, true, false, false));
            assertEquals(new Paired(1, 2, 1, 1), paired);
            assertEquals(-0.2, paired.difference(), 1e-15);
            assertThrows(IllegalArgumentException.class, () -> Paired.of(List.of(true), List.of()));
        }

        @Test
        @DisplayName("see what unpaired ones do not: 20 against 5 on which they differ, of 200")
        void moreThanUnpaired() {
            var paired = new Paired(120, 5, 20, 55);
            assertTrue(paired.pValue() < 0.01);
            assertTrue(paired.unpaired().pValue() > 0.05);
        }
    }

    @Nested
    @DisplayName("by the bootstrap")
    class ByBootstrap {
        @Test
        @DisplayName("of a share find the quantiles of the binomial distribution, which is what they sample")
        void isBinomial() {
            double[] results = new double[40];
            Arrays.fill(results, 0, 30, 1);
            var bootstrap = Bootstrap.mean(results, 20_000, 1);
            var exact = new Binomial(40, 0.75);
            for (double share : new double[] {0.1, 0.5, 0.9}) {
                int k = (int) Math.round(40 * bootstrap.quantile(share));
                assertTrue(exact.atMost(k - 2) < share && share < exact.atMost(k + 1), "quantile " + share);
            }
            assertEquals(Math.sqrt(0.75 * 0.25 / 40), bootstrap.standardError(), 1e-3);
            assertEquals(0.75, bootstrap.value());
        }

        @Test
        @DisplayName("draw questions with both results, and are the same for the same seed")
        void paired() {
            double[] first = {1, 2, 3, 4, 5};
            double[] second = {2, 3, 4, 5, 6};
            Interval range = Bootstrap.paired(first, second, 200, 3).interval(0.95);
            assertEquals(new Interval(1, 1), range);
            double[] noisy = {2, 1, 7, 4, 9};
            assertArrayEquals(
                    Bootstrap.paired(first, noisy, 50, 3).values(),
                    Bootstrap.paired(first, noisy, 50, 3).values());
            assertThrows(IllegalArgumentException.class, () -> Bootstrap.paired(first, new double[2], 50, 3));
        }
    }

    @Nested
    @DisplayName("that stop as soon as enough is known")
    class Sequential {
        @Test
        @DisplayName("accept and refuse along the lines that NIST computes for 1 % against 10 % of defects")
        void nist() {
            // NIST/SEMATECH e-Handbook of Statistical Methods, 6.2.6, after n items with x defects
            // accept: x <= -0.939 + 0.0397 n, refuse: x >= 1.205 + 0.0397 n
            var test = new Sprt(0.90, 0.99, 0.10, 0.05);
            for (int n = 1; n <= 300; n += 7) {
                for (int defects = 0; defects <= Math.min(n, 20); defects++) {
                    double accept = -0.939 + 0.0397 * n;
                    double refuse = 1.205 + 0.0397 * n;
                    if (Math.min(Math.abs(defects - accept), Math.abs(defects - refuse)) < 0.03) continue;
                    double ratio = (n - defects) * test.pass() + defects * test.fail();
                    assertEquals(defects < accept, ratio >= test.acceptAt(), n + " " + defects);
                    assertEquals(defects > refuse, ratio <= test.refuseAt(), n + " " + defects);
                }
            }
        }

        @Test
        @DisplayName("err about as often as they may, and never more often than Wald's bound")
        void errors() {
            var test = new Sprt(0.7, 0.85, 0.05, 0.1);
            Sprt.Expected bad = test.expected(0.7, 2_000);
            Sprt.Expected good = test.expected(0.85, 2_000);
            assertTrue(bad.accepted() <= 0.05 / 0.9 && bad.accepted() > 0.02, bad.toString());
            assertTrue(good.refused() <= 0.1 / 0.95 && good.refused() > 0.05, good.toString());
            assertEquals(1, bad.accepted() + bad.refused() + bad.undecided(), 1e-9);
        }

        @Test
        @DisplayName("take as many tries as expected, on average over 3,000 runs")
        void tries() {
            var test = Sprt.between(0.7, 0.9);
            var random = new SplittableRandom(11);
            double tries = 0;
            int accepted = 0;
            for (int i = 0; i < 3_000; i++) {
                var run = test.run(_ -> random.nextDouble() < 0.85, 400);
                tries += run.tries() / 3_000.0;
                accepted += run.verdict() == Verdict.HOLDS ? 1 : 0;
            }
            Sprt.Expected expected = test.expected(0.85, 400);
            assertEquals(expected.tries(), tries, 1);
            assertEquals(expected.accepted(), accepted / 3_000.0, 0.03);
        }

        @Test
        @DisplayName("need far fewer tries than a fixed number with the same errors, where the model is good or bad")
        void saves() {
            // one-sided, 5 % and 5 %: smallest n with a threshold that keeps both errors
            int n = 1;
            while (new Binomial(n, 0.9).atMost(SampleSize.passesNeeded(n, 0.7, 0.95) - 1) > 0.05) n++;
            double average = Sprt.between(0.7, 0.9).expected(0.9, 10 * n).tries();
            assertTrue(average < 0.65 * n, average + " against " + n);
        }

        @Test
        @DisplayName("keep each try with its ratio, and say so when they ran out of tries")
        void runs() {
            var test = Sprt.between(0.5, 0.9);
            var run = test.run(_ -> true, 100);
            assertEquals(Verdict.HOLDS, run.verdict());
            assertEquals((int) Math.ceil(Math.log(19) / Math.log(1.8)), run.tries());
            assertEquals(run.tries() * Math.log(1.8), run.ratios().getLast(), 1e-12);
            var walk = run.walk();
            assertEquals(
                    run.ratios(), walk.stream().map(SprtStep::ratio).toList(), "the walk is the run, step by step");
            assertEquals(
                    "Try 1 passes: 90 % of a good model's tries do, 50 % of a bad one's, so the ratio is multiplied by"
                            + " 1.80. Together: 1.8 to 1 for good. Neither 19 to 1 for good nor 19 to 1 for bad, so"
                            + " another try.",
                    walk.at(0).caption());
            assertTrue(walk.at(run.tries() - 1).caption().endsWith("That is enough: accepted as good."));
            // a failure: one in ten of a good model, one in two of a bad one
            assertEquals(
                    "Try 2 fails: 10 % of a good model's tries do, 50 % of a bad one's, so the ratio is multiplied by"
                            + " 0.20. Together: 25 to 1 for bad. That is enough: refused as bad.",
                    test.run(_ -> false, 9).walk().at(1).caption());
            var short_ = test.run(_ -> true, 2);
            assertEquals("UNDECIDED after 2 tries: 2 of 2, 100 % (95 %: 34 to 100 %)", short_.toString());
        }
    }

    @Nested
    @DisplayName("of several tries of one question")
    class Tries {
        @Test
        @DisplayName("estimate pass@k without bias: its mean over all outcomes is 1 - (1 - p)^k")
        void unbiased() {
            forRandom(50, random -> {
                int n = 2 + random.nextInt(20);
                int k = 1 + random.nextInt(n);
                double p = random.nextDouble();
                double mean = 0;
                for (int c = 0; c <= n; c++) mean += new Binomial(n, p).exactly(c) * PassAtK.of(n, c, k);
                assertEquals(1 - Math.pow(1 - p, k), mean, 1e-9);
            });
        }

        @Test
        @DisplayName("refuse pass@k of more tries than were made")
        void tooFew() {
            var error = assertThrows(IllegalArgumentException.class, () -> PassAtK.of(5, 1, 10));
            assertTrue(error.getMessage().endsWith("to know pass@10, make at least 10 tries"), error.getMessage());
        }

        @Test
        @DisplayName(
                "in groups of equal results count as one each: the interval widens by the root of the group's size")
        void equalGroups() {
            double[] values = new double[80];
            Arrays.setAll(values, i -> i / 4 % 2);
            List<Integer> groups =
                    Stream.iterate(0, i -> i < 80, i -> i + 1).map(i -> i / 4).toList();
            assertEquals(2, ClusteredMean.of(values, groups).widening(), 1e-12);
            List<Object> alone = Collections.nCopies(80, (Object) null).stream()
                    .map(_ -> new Object())
                    .toList();
            assertEquals(1, ClusteredMean.of(values, alone).widening(), 1e-12);
        }
    }
}
