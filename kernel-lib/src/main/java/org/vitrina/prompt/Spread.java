package org.vitrina.prompt;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// How far the best of several ways to ask is from the worst, in accuracy, on the same items
/// ([Sclar et al. 2023](https://arxiv.org/abs/2310.11324)).
///
/// The largest of several shares minus the smallest is above 0 even where nothing differs: chance alone
/// sees to that. So two things are said beside it: where it lies if other items had been drawn (a
/// bootstrap over items), and how large it is where ways make no difference (within each item, right and
/// wrong are dealt out again among the ways).
///
/// @param spread   the best accuracy minus the worst, in `[0, 1]`
/// @param low      2.5 % of bootstrap samples have less
/// @param high     97.5 % of bootstrap samples have less
/// @param byChance what the spread is on average where ways make no difference
/// @param pValue   how often it is as large as this then
public record Spread(double spread, double low, double high, double byChance, double pValue) {
    private static final int SAMPLES = 2_000;
    private static final long SEED = 14;

    /// Returns the spread of these runs, which are on the same items.
    static Spread of(List<PromptRun> runs) {
        int items = runs.getFirst().size();
        boolean[][] right = new boolean[items][runs.size()];
        for (int i = 0; i < items; i++) {
            for (int r = 0; r < runs.size(); r++) {
                right[i][r] = runs.get(r).answers().get(i).isRight();
            }
        }
        return of(right);
    }

    /// @param right shape `[items, ways]`
    static Spread of(boolean[][] right) {
        double spread = spread(right);
        var random = new SplittableRandom(SEED);
        double[] samples = new double[SAMPLES];
        double sum = 0;
        int asLarge = 0;
        for (int s = 0; s < SAMPLES; s++) {
            boolean[][] drawn = new boolean[right.length][];
            boolean[][] dealt = new boolean[right.length][];
            for (int i = 0; i < right.length; i++) {
                drawn[i] = right[random.nextInt(right.length)];
                dealt[i] = shuffled(right[i], random);
            }
            samples[s] = spread(drawn);
            double chance = spread(dealt);
            sum += chance;
            if (chance >= spread - 1e-12) asLarge++;
        }
        Arrays.sort(samples);
        return new Spread(
                spread,
                samples[(int) (0.025 * SAMPLES)],
                samples[(int) (0.975 * SAMPLES)],
                sum / SAMPLES,
                (1.0 + asLarge) / (1 + SAMPLES));
    }

    private static double spread(boolean[][] right) {
        int ways = right[0].length;
        int most = 0;
        int least = right.length;
        for (int w = 0; w < ways; w++) {
            int hits = 0;
            for (boolean[] item : right) hits += item[w] ? 1 : 0;
            most = Math.max(most, hits);
            least = Math.min(least, hits);
        }
        return (double) (most - least) / right.length;
    }

    private static boolean[] shuffled(boolean[] item, SplittableRandom random) {
        boolean[] dealt = item.clone();
        for (int i = dealt.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            boolean swapped = dealt[i];
            dealt[i] = dealt[j];
            dealt[j] = swapped;
        }
        return dealt;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "best minus worst: %.1f points (95 %%: %.1f to %.1f); where ways make no difference it would be %.1f on"
                        + " average, and as large as this with a probability of %s",
                100 * spread,
                100 * low,
                100 * high,
                100 * byChance,
                pValue < 0.001 ? "less than 0.001" : String.format(Locale.ROOT, "%.3f", pValue));
    }
}
