package org.vitrina.train;

import java.util.Arrays;
import org.vitrina.tokenize.Tokenizer;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// What a model learns from at once: rows of ids, and after each id the one that came next.
///
/// @param sequences `B`, how many rows of text
/// @param positions `T`, how many ids each has
/// @param inputs    shape `[B, T]`, row after row
/// @param targets   shape `[B, T]`: the id that follows each input
/// @param weights   how much each prediction counts, shape `[B, T]`; null for all alike
/// @param begins    the first position of its row that each position sees, shape `[B, T]`, where several
///     texts stand in a row: where its own begins; null where each row is one text
public record Batch(int sequences, int positions, int[] inputs, int[] targets, float[] weights, int[] begins) {
    public Batch {
        int size = Math.multiplyExact(sequences, positions);
        if (inputs.length != size || targets.length != size || weights != null && weights.length != size) {
            throw new IllegalArgumentException("a batch of " + sequences + " by " + positions + " needs " + size
                    + " inputs, targets and weights, but got " + inputs.length + ", " + targets.length
                    + (weights == null ? " and none" : " and " + weights.length));
        }
        if (begins != null) {
            checkBegins(begins, size, positions);
        }
    }

    private static void checkBegins(int[] begins, int size, int positions) {
        boolean right = begins.length == size;
        for (int i = 0; right && i < size; i++) {
            int position = i % positions;
            // a text begins at its first position, and each position belongs to the text before it or begins one
            right = begins[i] == position || position > 0 && begins[i] == begins[i - 1];
        }
        if (!right) {
            throw new IllegalArgumentException("where texts begin in a row must be said for each of " + size
                    + " positions: that position itself, or what the position before it says");
        }
    }

    /// Returns a batch of one text in each row.
    public Batch(int sequences, int positions, int[] inputs, int[] targets, float[] weights) {
        this(sequences, positions, inputs, targets, weights, null);
    }

    /// Returns how many predictions count.
    public int counted() {
        if (weights == null) {
            return targets.length;
        }
        int counted = 0;
        for (float weight : weights) {
            if (weight > 0) counted++;
        }
        return counted;
    }

    /// Returns one row as a table: for each position what has been read up to there, and what should be
    /// said next. So many positions, so many tasks.
    ///
    /// @param row counted from 0
    public Table table(Tokenizer tokenizer, int row) {
        if (row < 0 || row >= sequences) {
            throw new IllegalArgumentException("a batch of " + sequences + " rows, counted from 0, has no row " + row);
        }
        var table = Table.create("row " + row + " of a batch")
                .addColumns(
                        IntColumn.create("position"),
                        StringColumn.create("read so far"),
                        StringColumn.create("input"),
                        StringColumn.create("target"));
        for (int position = 0; position < positions; position++) {
            int at = row * positions + position;
            int[] read = Arrays.copyOfRange(inputs, row * positions, at + 1);
            table.intColumn(0).append(position + 1);
            table.stringColumn(1).append(tokenizer.decode(read));
            table.stringColumn(2).append(tokenizer.token(inputs[at]).text());
            table.stringColumn(3).append(tokenizer.token(targets[at]).text());
        }
        return table;
    }
}
