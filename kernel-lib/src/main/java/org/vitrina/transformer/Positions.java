package org.vitrina.transformer;

import java.util.Arrays;
import org.vitrina.show.Figure;

/// Draws what a model adds to vectors, or does with them, to tell positions apart.
final class Positions {
    private static final int SHOWN = 32;

    private Positions() {}

    static Figure draw(Model model) {
        Weight table = model.transformer().positions();
        Rope rope = model.config().rope();
        int positions = Math.min(SHOWN, model.config().context());
        return table == null ? angles(rope, positions) : learned(table, positions);
    }

    private static Figure learned(Weight table, int positions) {
        int width = Math.min(SHOWN, table.matrix().columns());
        float[] row = new float[table.matrix().columns()];
        double[][] values = Pictures.rows(positions, position -> {
            table.matrix().row(position, row, 0);
            double[] shown = new double[width];
            Arrays.setAll(shown, i -> row[i]);
            return shown;
        });
        return new Figure.Heatmap(
                "learned positions (%d of %,d, %d of %,d numbers)"
                        .formatted(positions, table.matrix().rows(), width, row.length),
                "position",
                "number",
                Pictures.numbers(0, positions),
                Pictures.numbers(0, width),
                values);
    }

    private static Figure angles(Rope rope, int positions) {
        double[] frequencies = rope.frequencies();
        return new Figure.Heatmap(
                "cosine of the angle by which each pair is turned",
                "position",
                "pair",
                Pictures.numbers(0, positions),
                Pictures.numbers(0, frequencies.length),
                Pictures.rows(positions, position -> {
                    double[] row = new double[frequencies.length];
                    Arrays.setAll(row, i -> Math.cos(position * frequencies[i]));
                    return row;
                }));
    }
}
