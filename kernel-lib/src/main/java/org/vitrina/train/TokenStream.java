package org.vitrina.train;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/// Training text as one long row of ids, from which batches are cut: at random places, or where a document begins.
///
/// The batch of a step depends on the seed and on the number of the step, and on nothing that happened before,
/// so that a training that goes on from a checkpoint sees the same batches as one that was never broken off.
public final class TokenStream implements Batches {
    private final int[] ids;

    /// Where a row may begin; null if anywhere.
    private final int[] beginnings;

    private final int sequences;
    private final int positions;
    private final long seed;

    /// @param ids       the text, documents one after the other, each closed by its end token
    /// @param sequences `B`, how many rows a batch has
    /// @param positions `T`, how long each is
    public TokenStream(int[] ids, int sequences, int positions, long seed) {
        this(ids, null, sequences, positions, seed);
    }

    private TokenStream(int[] ids, int[] beginnings, int sequences, int positions, long seed) {
        if (ids.length < positions + 1) {
            throw new IllegalArgumentException("training on rows of " + positions + " tokens needs a text of at least "
                    + (positions + 1) + ", but it has " + ids.length);
        }
        this.ids = ids.clone();
        this.beginnings = beginnings;
        this.sequences = sequences;
        this.positions = positions;
        this.seed = seed;
    }

    /// Returns this text in rows that each begin where a document does, so that nothing they tell rests on what was
    /// cut off before them.
    ///
    /// @param end the id that closes each document
    public TokenStream fromBeginnings(int end) {
        int last = ids.length - positions - 1;
        int[] found = IntStream.rangeClosed(0, last)
                .filter(at -> at == 0 || ids[at - 1] == end)
                .toArray();
        return new TokenStream(ids, found, sequences, positions, seed);
    }

    @Override
    public Batch at(int step) {
        RandomGenerator random =
                RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 0x9E3779B97F4A7C15L + step);
        int[] inputs = new int[sequences * positions];
        int[] targets = new int[sequences * positions];
        for (int row = 0; row < sequences; row++) {
            int from = beginnings == null
                    ? random.nextInt(ids.length - positions)
                    : beginnings[random.nextInt(beginnings.length)];
            System.arraycopy(ids, from, inputs, row * positions, positions);
            System.arraycopy(ids, from + 1, targets, row * positions, positions);
        }
        return new Batch(sequences, positions, inputs, targets, null);
    }

    /// Returns the whole text in rows from its beginning, without overlap: for measuring, not for learning. What
    /// does not fill a row is left out.
    public Batch[] inOrder() {
        int rows = (ids.length - 1) / positions;
        int batches = rows / sequences;
        var all = new Batch[batches];
        for (int i = 0; i < batches; i++) {
            int[] inputs = new int[sequences * positions];
            int[] targets = new int[sequences * positions];
            System.arraycopy(ids, i * sequences * positions, inputs, 0, inputs.length);
            System.arraycopy(ids, i * sequences * positions + 1, targets, 0, targets.length);
            all[i] = new Batch(sequences, positions, inputs, targets, null);
        }
        return all;
    }
}
