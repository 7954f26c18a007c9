package org.vitrina.evaluate;

/// How many tries are needed, before any of them is made.
public final class SampleSize {
    private static final double CONFIDENCE = 0.95;
    private static final double POWER = 0.8;
    private static final int MOST = 1_000_000_000;

    private SampleSize() {}

    /// Returns how many passes in a row it takes to claim that at least `share` of all tries pass: 59 for 95 %
    /// with a confidence of 95 %.
    public static int straightPasses(double share, double confidence) {
        double miss = 1 - Shares.confidence(confidence);
        return whole(Math.log(miss) / Math.log(Shares.inside(share)));
    }

    /// Returns how many tries narrow a 95 % interval to `share` plus and minus `margin`, by the normal
    /// distribution.
    ///
    /// @param share  what is expected; 0.5 is the worst case
    /// @param margin half of the interval's width: 0.05 for five points
    public static int forMargin(double share, double margin) {
        double z = Normal.reach(CONFIDENCE) / Shares.inside(margin);
        return whole(z * z * Shares.inside(share) * (1 - share));
    }

    /// Returns how many tries each of two models needs to be told apart, with other questions for each, at a
    /// confidence of 95 % and a power of 80 %.
    public static int toTellApart(double first, double second) {
        return toTellApart(first, second, CONFIDENCE, POWER);
    }

    /// Returns how many tries each of two models needs to be told apart, with other questions for each
    /// ([Fleiss, Levin and Paik 2003, chapter 4](https://doi.org/10.1002/0471445428)).
    ///
    /// @param confidence 1 minus how often equal models may be told apart by mistake, to both sides
    /// @param power      how often these two are to be told apart
    public static int toTellApart(double first, double second, double confidence, double power) {
        double both = (Shares.inside(first) + Shares.inside(second)) / 2;
        double alike = Normal.reach(confidence) * Math.sqrt(2 * both * (1 - both));
        double apart = Normal.quantile(power) * Math.sqrt(first * (1 - first) + second * (1 - second));
        return whole(square((alike + apart) / difference(first, second)));
    }

    /// Returns how many questions tell two models apart that are both asked all of them, at a confidence of
    /// 95 % and a power of 80 %.
    public static int toTellApartPaired(double onlyFirst, double onlySecond) {
        return toTellApartPaired(onlyFirst, onlySecond, CONFIDENCE, POWER);
    }

    /// Returns how many questions tell two models apart that are both asked all of them ([Connor
    /// 1987](https://doi.org/10.2307/2531961)). The more often they agree, the fewer it takes.
    ///
    /// @param onlyFirst  the share of questions that only the first passes
    /// @param onlySecond the share of questions that only the second passes
    public static int toTellApartPaired(double onlyFirst, double onlySecond, double confidence, double power) {
        double differ = Shares.share(onlyFirst) + Shares.share(onlySecond);
        double by = difference(onlyFirst, onlySecond);
        double alike = Normal.reach(confidence) * Math.sqrt(Shares.share(differ));
        double apart = Normal.quantile(power) * Math.sqrt(differ - by * by);
        return whole(square((alike + apart) / by));
    }

    /// Returns how often two models are told apart by `n` tries of each, with other questions for each, at a
    /// confidence of 95 %: the power of the two-sided z-test.
    public static double power(double first, double second, int n) {
        double both = (Shares.inside(first) + Shares.inside(second)) / 2;
        double alike = Normal.reach(CONFIDENCE) * Math.sqrt(2 * both * (1 - both));
        double apart = Math.sqrt(first * (1 - first) + second * (1 - second));
        double by = Math.abs(second - first) * Math.sqrt(n);
        return Normal.below((by - alike) / apart) + Normal.below((-by - alike) / apart);
    }

    /// Returns how many of `n` tries must pass to claim that at least `share` of all tries do, or `n + 1` where
    /// not even all are enough. Exact.
    public static int passesNeeded(int n, double share, double confidence) {
        double miss = 1 - Shares.confidence(confidence);
        var worst = new Binomial(n, Shares.inside(share));
        int low = 0;
        int high = n + 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (worst.atLeast(middle) <= miss) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /// Returns how often a model that truly passes `truth` of its tries gets through a test that wants to be
    /// sure of `share` after `n` tries. Exact.
    public static double passing(double truth, int n, double share, double confidence) {
        return new Binomial(n, truth).atLeast(passesNeeded(n, share, confidence));
    }

    private static double difference(double first, double second) {
        if (first == second) {
            throw new IllegalArgumentException(
                    "no number of tries tells two equal shares apart; both are " + first + ", say what to look for");
        }
        return Math.abs(second - first);
    }

    private static double square(double x) {
        return x * x;
    }

    private static int whole(double tries) {
        if (tries > MOST) {
            throw new IllegalArgumentException(
                    "more than a billion tries would be needed; ask for a larger difference or a wider margin");
        }
        // what is whole but for a rounding needs no try more
        return Math.max(1, (int) Math.ceil(tries - 1e-9));
    }
}
