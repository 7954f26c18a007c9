package org.vitrina.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import org.vitrina.show.Observer;
import org.vitrina.show.Progress;
import org.vitrina.show.Walk;

/// A test that stops as soon as enough is known: Wald's sequential probability ratio test
/// ([Wald 1945](https://doi.org/10.1214/aoms/1177731118)).
///
/// After each try it asks how much more probable all results so far are if the share is `good` than if it is
/// `bad`. Far enough above 1, the model is good; far enough below, it is bad; in between, another try. One may
/// look after every try, which a test with a fixed number of tries forbids.
///
/// @param bad         a share that must not be accepted
/// @param good        a share that must not be refused; greater than `bad`
/// @param falseAccept how often a bad model may be accepted
/// @param falseRefuse how often a good model may be refused
public record Sprt(double bad, double good, double falseAccept, double falseRefuse) {
    public Sprt {
        Shares.inside(bad);
        Shares.inside(good);
        Shares.inside(falseAccept);
        Shares.inside(falseRefuse);
        if (bad >= good || falseAccept + falseRefuse >= 1) {
            throw new IllegalArgumentException("a good share above the bad one, and errors of less than 1 together,"
                    + " are needed, but got good " + good + ", bad " + bad + ", errors " + falseAccept + " and "
                    + falseRefuse);
        }
    }

    /// Returns the test with errors of 5 % to both sides.
    public static Sprt between(double bad, double good) {
        return new Sprt(bad, good, 0.05, 0.05);
    }

    /// Returns what a pass adds to the logarithm of the ratio.
    double pass() {
        return Math.log(good / bad);
    }

    /// Returns what a failure adds to it, a number below 0.
    double fail() {
        return Math.log((1 - good) / (1 - bad));
    }

    /// Returns the logarithm of the ratio from which on a model is good.
    public double acceptAt() {
        return Math.log((1 - falseRefuse) / falseAccept);
    }

    /// Returns the logarithm of the ratio down to which a model is bad.
    public double refuseAt() {
        return Math.log(falseRefuse / (1 - falseAccept));
    }

    private Verdict verdict(int hits, int n) {
        double ratio = hits * pass() + (n - hits) * fail();
        return ratio >= acceptAt() ? Verdict.HOLDS : ratio <= refuseAt() ? Verdict.BROKEN : Verdict.UNDECIDED;
    }

    /// A test as it went.
    ///
    /// @param results each try, in order
    /// @param ratios  the logarithm of the ratio after each try
    /// @param verdict what it came to; undecided if it ended before
    public record Run(Sprt test, List<Boolean> results, List<Double> ratios, Verdict verdict) {
        public Run {
            results = List.copyOf(results);
            ratios = List.copyOf(ratios);
        }

        /// Returns how many tries were made.
        public int tries() {
            return results.size();
        }

        public Share share() {
            return Share.of(results);
        }

        /// Returns how the test went, try by try.
        public Walk<SprtStep> walk() {
            var recorder = Walk.recorder();
            // the same results, so that nothing is asked again, and the same test
            test.run(results::get, tries(), recorder);
            return recorder.walk("A sequential test", SprtStep.class);
        }

        @Override
        public String toString() {
            return verdict + " after " + tries() + " tries: " + share();
        }
    }

    /// Tries until enough is known, or `most` tries were made.
    ///
    /// @param passes the try with this number, from 0 on; a seed of its own makes it independent of the others
    public Run run(IntPredicate passes, int most) {
        return run(passes, most, Observer.NONE);
    }

    /// Tries like [#run(IntPredicate, int)], and tells `watch` of each try as a [SprtStep].
    public Run run(IntPredicate passes, int most, Observer watch) {
        if (most < 1) {
            throw new IllegalArgumentException("at least 1 try is needed, but the most is " + most);
        }
        var results = new ArrayList<Boolean>();
        var ratios = new ArrayList<Double>();
        int hits = 0;
        var verdict = Verdict.UNDECIDED;
        try (var task = Progress.task("trying until enough is known", 0)) {
            while (verdict == Verdict.UNDECIDED && results.size() < most) {
                boolean passed = passes.test(results.size());
                hits += passed ? 1 : 0;
                results.add(passed);
                ratios.add(hits * pass() + (results.size() - hits) * fail());
                verdict = verdict(hits, results.size());
                task.at(results.size());
                Verdict now = verdict;
                watch.step(SprtStep.NAME, () -> new SprtStep(this, results, ratios.getLast(), now));
            }
        }
        return new Run(this, results, ratios, verdict);
    }

    /// What is to be expected of this test.
    ///
    /// @param accepted  how often it says that the model is good
    /// @param refused   how often it says that the model is bad
    /// @param undecided how often it has not decided after the most tries that were allowed
    /// @param tries     how many tries it makes on average
    public record Expected(double accepted, double refused, double undecided, double tries) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "accepted %.1f %%, refused %.1f %%, undecided %.1f %%, %.1f tries on average",
                    100 * accepted,
                    100 * refused,
                    100 * undecided,
                    tries);
        }
    }

    /// Returns what is to be expected of a model that passes `truth` of its tries. Exact: all ways to go are
    /// followed.
    public Expected expected(double truth, int most) {
        Shares.share(truth);
        // probability of so many hits after n tries, without a verdict before
        double[] open = new double[most + 2];
        open[0] = 1;
        double accepted = 0;
        double refused = 0;
        double tries = 0;
        double left = 1;
        for (int n = 1; n <= most; n++) {
            tries += left;
            left = 0;
            for (int hits = n; hits >= 0; hits--) {
                double here = open[hits] * (1 - truth) + (hits > 0 ? open[hits - 1] * truth : 0);
                open[hits] = 0;
                if (here > 0) {
                    switch (verdict(hits, n)) {
                        case HOLDS -> accepted += here;
                        case BROKEN -> refused += here;
                        case UNDECIDED -> {
                            open[hits] = here;
                            left += here;
                        }
                    }
                }
            }
        }
        return new Expected(accepted, refused, left, tries);
    }
}
