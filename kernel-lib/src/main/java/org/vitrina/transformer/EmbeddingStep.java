package org.vitrina.transformer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.vitrina.show.Figure;
import org.vitrina.show.Step;
import org.vitrina.show.Walk;

/// A token became a vector: its row of the embedding table.
///
/// @param position   where it stands in the text
/// @param id         its id, which is the number of the row
/// @param token      its text
/// @param vector     the row, shape `[d]`
/// @param vocabulary how many rows the table has
public record EmbeddingStep(int position, int id, String token, float[] vector, int vocabulary) implements Step {
    private static final int IN_A_ROW = 16;
    private static final int MOST = 4 * IN_A_ROW;

    static Walk<EmbeddingStep> walk(Reading reading) {
        Model model = reading.model();
        Weight table = model.transformer().embedding();
        var steps = new ArrayList<EmbeddingStep>();
        for (int position = 0; position < reading.length(); position++) {
            float[] vector = new float[model.config().width()];
            table.matrix().row(reading.ids()[position], vector, 0);
            steps.add(new EmbeddingStep(
                    position,
                    reading.ids()[position],
                    reading.tokens().get(position),
                    vector,
                    model.config().vocabulary()));
        }
        return Walk.of(
                "%d tokens become vectors of %d numbers"
                        .formatted(steps.size(), model.config().width()),
                steps);
    }

    @Override
    public String name() {
        return "embedding.row";
    }

    /// Returns the vector's length (Euclidean norm).
    public double length() {
        double squares = 0;
        for (float x : vector) {
            squares += (double) x * x;
        }
        return Math.sqrt(squares);
    }

    @Override
    public String caption() {
        float least = vector[0];
        float most = vector[0];
        for (float x : vector) {
            least = Math.min(least, x);
            most = Math.max(most, x);
        }
        return String.format(
                Locale.ROOT,
                "%s is token %,d, so its vector is row %,d of a table of %,d rows: %,d numbers from %.3f to %.3f, of length"
                        + " %.2f.",
                Reading.quoted(token),
                id,
                id,
                vocabulary,
                vector.length,
                least,
                most,
                length());
    }

    @Override
    public SequencedMap<String, Object> values() {
        var values = new LinkedHashMap<String, Object>();
        values.put("position", position);
        values.put("id", id);
        values.put("token", token);
        values.put("length", length());
        values.put("vector", vector);
        return values;
    }

    @Override
    public Figure figure() {
        int shown = Math.min(MOST, vector.length);
        int rows = (shown + IN_A_ROW - 1) / IN_A_ROW;
        double[][] numbers = Pictures.rows(rows, r -> {
            double[] row = new double[IN_A_ROW];
            Arrays.fill(row, Double.NaN);
            for (int i = 0; i < IN_A_ROW && r * IN_A_ROW + i < shown; i++) {
                row[i] = vector[r * IN_A_ROW + i];
            }
            return row;
        });
        var labels = new ArrayList<String>();
        for (int r = 0; r < rows; r++) {
            labels.add(Integer.toString(r * IN_A_ROW));
        }
        String which = shown == vector.length ? "" : " (the first %d of %,d numbers)".formatted(shown, vector.length);
        return new Figure.Heatmap(
                "row %,d".formatted(id) + which, "from", "+", labels, Pictures.numbers(0, IN_A_ROW), numbers);
    }

    /// Returns all tokens' vectors below each other.
    static Figure.Heatmap all(Walk<EmbeddingStep> walk) {
        List<EmbeddingStep> steps = walk.steps();
        int width = steps.getFirst().vector.length;
        return Pictures.heat(
                "embeddings",
                "position",
                "number",
                steps.stream().map(EmbeddingStep::token).toList(),
                Pictures.numbers(0, width),
                Pictures.rows(steps.size(), t -> {
                    double[] row = new double[width];
                    Arrays.setAll(row, i -> steps.get(t).vector[i]);
                    return row;
                }));
    }
}
