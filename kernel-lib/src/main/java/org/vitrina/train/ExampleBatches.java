package org.vitrina.train;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Examples in batches, those of several kinds mixed by their shares. Of each kind all are seen once, in an
/// order of their own, before any is seen again.
///
/// Like those of a [TokenStream], the batch of a step depends on the seed and on the number of the step
/// alone.
final class ExampleBatches implements Batches {
    /// After so many rows the kinds are mixed anew in the same order.
    private static final int BLOCK = 1_000;

    private final List<Kind> kinds;
    private final int rows;
    private final int positions;
    private final int padding;
    private final long seed;

    /// Which kind each row of a block is of, and how many of that kind are before it in the block.
    private final int[] kindOf = new int[BLOCK];

    private final int[] before = new int[BLOCK];
    private final int[] inBlock;

    /// The order of the epoch that was asked for last, for each kind; recomputed when another is asked for.
    private final int[][] order;

    private final long[] epoch;

    /// Rows of one kind.
    ///
    /// @param rows  what stands in each
    /// @param share how often one is taken, against the shares of the others
    record Kind(List<List<Example>> rows, double share) {}

    /// @param padding the id that fills rows up
    ExampleBatches(List<Kind> kinds, int rows, int positions, int padding, long seed) {
        this.kinds = List.copyOf(kinds);
        this.rows = rows;
        this.positions = positions;
        this.padding = padding;
        this.seed = seed;
        inBlock = new int[kinds.size()];
        order = new int[kinds.size()][];
        epoch = new long[kinds.size()];
        mix();
    }

    /// Deals a block's rows to the kinds: each gets its share, as evenly as it goes.
    private void mix() {
        double all = kinds.stream().mapToDouble(Kind::share).sum();
        double[] due = new double[kinds.size()];
        for (int row = 0; row < BLOCK; row++) {
            int most = 0;
            for (int kind = 0; kind < due.length; kind++) {
                due[kind] += kinds.get(kind).share() / all;
                if (due[kind] > due[most]) {
                    most = kind;
                }
            }
            due[most] -= 1;
            kindOf[row] = most;
            before[row] = inBlock[most]++;
        }
    }

    @Override
    public Batch at(int step) {
        var batch = new ArrayList<List<Example>>(rows);
        for (int i = 0; i < rows; i++) {
            batch.add(row((long) step * rows + i));
        }
        return ExampleRows.batch(batch, ExampleRows.length(batch, positions), padding);
    }

    private List<Example> row(long number) {
        int place = (int) (number % BLOCK);
        int kind = kindOf[place];
        long index = number / BLOCK * inBlock[kind] + before[place];
        List<List<Example>> all = kinds.get(kind).rows();
        return all.get(order(kind, index / all.size())[(int) (index % all.size())]);
    }

    private synchronized int[] order(int kind, long number) {
        if (order[kind] == null || epoch[kind] != number) {
            int size = kinds.get(kind).rows().size();
            RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom")
                    .create((seed * 31 + kind) * 0x9E3779B97F4A7C15L + number);
            int[] shuffled = new int[size];
            for (int i = 0; i < size; i++) {
                int other = random.nextInt(i + 1);
                shuffled[i] = shuffled[other];
                shuffled[other] = i;
            }
            order[kind] = shuffled;
            epoch[kind] = number;
        }
        return order[kind];
    }

    /// Returns the first batches in the order of the rows: for measuring, not for learning. The last may
    /// have fewer rows.
    static List<Batch> inOrder(List<List<Example>> rows, int perBatch, int positions, int padding, int most) {
        var batches = new ArrayList<Batch>();
        for (int from = 0; from < rows.size() && batches.size() < most; from += perBatch) {
            List<List<Example>> these = rows.subList(from, Math.min(rows.size(), from + perBatch));
            batches.add(ExampleRows.batch(these, ExampleRows.length(these, positions), padding));
        }
        return batches;
    }
}
