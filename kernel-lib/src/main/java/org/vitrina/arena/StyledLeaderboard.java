package org.vitrina.arena;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// A board with the style of the answers taken out, and what style was worth.
///
/// @param board        the models
/// @param features     what was counted of the answers
/// @param coefficients for each feature, by how many natural log-odds one standard deviation more of it
///     raises the chance to win
public record StyledLeaderboard(Leaderboard board, List<String> features, double[] coefficients) implements Showable {
    public StyledLeaderboard {
        features = List.copyOf(features);
        coefficients = coefficients.clone();
    }

    /// Returns the coefficient of a feature.
    public double coefficient(String feature) {
        int at = features.indexOf(feature);
        if (at < 0) {
            throw new IllegalArgumentException(
                    "no feature is called '" + feature + "'; there is " + String.join(", ", features));
        }
        return coefficients[at];
    }

    /// Returns what style is worth: the coefficients, and the share of battles that an answer wins against
    /// an equal one by one standard deviation of the feature.
    public Table table() {
        return Table.create("what style is worth")
                .addColumns(
                        StringColumn.create("more of", features),
                        StringColumn.create(
                                "log-odds",
                                IntStream.range(0, features.size())
                                        .mapToObj(i -> String.format(Locale.ROOT, "%+.2f", coefficients[i]))),
                        StringColumn.create(
                                "wins (%)",
                                IntStream.range(0, features.size())
                                        .mapToObj(i -> String.format(
                                                Locale.ROOT, "%.0f", 100 * PairFit.sigmoid(coefficients[i])))));
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Stack(
                        new Figure.Plot(board.chart()), new Figure.Data(board.table()), new Figure.Data(table()))
                .mime();
    }
}
