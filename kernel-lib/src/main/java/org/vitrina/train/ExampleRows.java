package org.vitrina.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Puts examples into the rows of batches.
final class ExampleRows {
    /// How many rows are open at a time while examples are packed.
    private static final int OPEN = 64;

    /// Rows come in so many lengths, as every length has memory of its own.
    private static final int LENGTHS = 4;

    private ExampleRows() {}

    /// Returns each example in a row of its own.
    static List<List<Example>> alone(List<Example> examples) {
        return examples.stream().map(List::of).toList();
    }

    /// Returns the examples in as few rows as the first that has room for each makes, in their order.
    ///
    /// @param positions how many predictions a row holds
    static List<List<Example>> packed(List<Example> examples, int positions) {
        var all = new ArrayList<List<Example>>();
        var open = new ArrayList<List<Example>>();
        var room = new ArrayList<Integer>();
        for (Example example : examples) {
            int needed = example.length() - 1;
            int row = 0;
            while (row < open.size() && room.get(row) < needed) {
                row++;
            }
            if (row == open.size()) {
                if (open.size() == OPEN) {
                    int fullest =
                            room.indexOf(room.stream().min(Integer::compare).orElseThrow());
                    open.remove(fullest);
                    room.remove(fullest);
                    row--;
                }
                var fresh = new ArrayList<Example>();
                all.add(fresh);
                open.add(fresh);
                room.add(positions);
            }
            open.get(row).add(example);
            room.set(row, room.get(row) - needed);
        }
        return all;
    }

    /// Returns how long the rows of a batch are made: as the longest of them, rounded up to a quarter of
    /// `positions`.
    static int length(List<List<Example>> rows, int positions) {
        int longest = rows.stream()
                .mapToInt(row ->
                        row.stream().mapToInt(example -> example.length() - 1).sum())
                .max()
                .orElseThrow();
        for (int part = 1; part < LENGTHS; part++) {
            int length = (positions * part + LENGTHS - 1) / LENGTHS;
            if (longest <= length) {
                return length;
            }
        }
        return positions;
    }

    /// Returns the batch of these rows. Examples in a row do not see each other; what is left of a row is
    /// filled with `padding`, which does not count.
    static Batch batch(List<List<Example>> rows, int positions, int padding) {
        int[] inputs = new int[rows.size() * positions];
        int[] targets = new int[inputs.length];
        float[] weights = new float[inputs.length];
        int[] begins = new int[inputs.length];
        boolean together = false;
        Arrays.fill(inputs, padding);
        Arrays.fill(targets, padding);
        for (int row = 0; row < rows.size(); row++) {
            int at = row * positions;
            for (Example example : rows.get(row)) {
                int begin = at - row * positions;
                together |= begin > 0;
                for (int i = 0; i + 1 < example.length(); i++, at++) {
                    inputs[at] = example.id(i);
                    targets[at] = example.id(i + 1);
                    weights[at] = example.counts(i + 1) ? 1 : 0;
                    begins[at] = begin;
                }
            }
            // padding sees itself alone, as no example does that is worth computing
            int rest = at - row * positions;
            Arrays.fill(begins, at, (row + 1) * positions, rest);
        }
        return new Batch(rows.size(), positions, inputs, targets, weights, together ? begins : null);
    }
}
