package org.vitrina.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.knowm.xchart.XYChart;
import org.vitrina.show.Charts;

/// A rule by which a build lets something through that sometimes passes and sometimes fails, and what the rule
/// really does: [#passes] says how often it lets a system through, given how often a single try passes.
public sealed interface Gate {
    /// Returns a name for charts.
    String name();

    /// Returns how probable it is that the gate opens, if each try passes with probability `p`. Exact.
    double passes(double p);

    /// Returns whether the gate opens, with as many tries as it wants.
    boolean open(BooleanSupplier test);

    /// One try.
    record Once() implements Gate {
        @Override
        public String name() {
            return "one try";
        }

        @Override
        public double passes(double p) {
            return Shares.share(p);
        }

        @Override
        public boolean open(BooleanSupplier test) {
            return test.getAsBoolean();
        }
    }

    /// A failure is tried again, and one pass is enough.
    ///
    /// @param retries how often at most
    record Retry(int retries) implements Gate {
        public Retry {
            atLeastOne(retries);
        }

        @Override
        public String name() {
            return "up to " + retries + (retries == 1 ? " retry" : " retries");
        }

        @Override
        public double passes(double p) {
            return 1 - Math.pow(1 - Shares.share(p), retries + 1);
        }

        @Override
        public boolean open(BooleanSupplier test) {
            for (int i = 0; i <= retries; i++) {
                if (test.getAsBoolean()) {
                    return true;
                }
            }
            return false;
        }
    }

    /// A pass counts at once; a failure is confirmed by a vote of more tries. It looks fair and is not: only
    /// failures get a second chance.
    ///
    /// @param votes how many, an odd number
    record ConfirmOnFail(int votes) implements Gate {
        public ConfirmOnFail {
            odd(votes);
        }

        @Override
        public String name() {
            return "confirm a failure by " + votes + " votes";
        }

        @Override
        public double passes(double p) {
            return p + (1 - p) * new Majority(votes).passes(p);
        }

        @Override
        public boolean open(BooleanSupplier test) {
            return test.getAsBoolean() || new Majority(votes).open(test);
        }
    }

    /// More than half of the tries must pass.
    ///
    /// @param tries how many, an odd number
    record Majority(int tries) implements Gate {
        public Majority {
            odd(tries);
        }

        @Override
        public String name() {
            return "majority of " + tries;
        }

        @Override
        public double passes(double p) {
            return new Binomial(tries, p).atLeast(tries / 2 + 1);
        }

        @Override
        public boolean open(BooleanSupplier test) {
            return counted(test, tries) > tries / 2;
        }
    }

    /// The tries must show that a share is reached: [ShareAssert#atLeast].
    ///
    /// @param tries      how many
    /// @param share      that is to be shown
    /// @param confidence how sure
    record Accept(int tries, double share, double confidence) implements Gate {
        public Accept {
            atLeastOne(tries);
            Shares.inside(share);
            Shares.confidence(confidence);
        }

        @Override
        public String name() {
            return tries + " tries show " + Share.percent(share) + " %";
        }

        @Override
        public double passes(double p) {
            return SampleSize.passing(p, tries, share, confidence);
        }

        @Override
        public boolean open(BooleanSupplier test) {
            return counted(test, tries) >= SampleSize.passesNeeded(tries, share, confidence);
        }
    }

    private static int counted(BooleanSupplier test, int tries) {
        int passed = 0;
        for (int i = 0; i < tries; i++) {
            passed += test.getAsBoolean() ? 1 : 0;
        }
        return passed;
    }

    private static void atLeastOne(int tries) {
        if (tries < 1) {
            throw new IllegalArgumentException("at least 1 try is needed, but got " + tries);
        }
    }

    private static void odd(int votes) {
        if (votes < 1 || votes % 2 == 0) {
            throw new IllegalArgumentException(
                    "a vote needs an odd number of tries, so that it is never a tie, but got " + votes);
        }
    }

    /// Returns how often each gate opens, over how often a single try passes.
    static XYChart chart(List<? extends Gate> gates) {
        var shares = new ArrayList<Double>();
        for (int percent = 0; percent <= 100; percent++) {
            shares.add((double) percent);
        }
        var lines = new LinkedHashMap<String, List<Double>>();
        for (Gate gate : gates) {
            lines.put(
                    gate.name(),
                    shares.stream().map(share -> 100 * gate.passes(share / 100)).toList());
        }
        return Charts.lines("How often a gate opens", "a single try passes (%)", "the gate opens (%)", shares, lines);
    }
}
