package org.vitrina.generate;

import java.util.List;
import org.vitrina.show.Figure;

/// Draws probabilities as bars, in percent.
final class Percents {
    private Percents() {}

    /// @param values probabilities
    /// @param marked index of the bar that it is about, or -1
    static Figure.Bars bars(String title, List<String> labels, List<Double> values, int marked) {
        return new Figure.Bars(title, "probability in %", labels, percent(values), marked);
    }

    /// @param before what each probability was
    static Figure.Bars change(String title, List<String> labels, List<Double> before, List<Double> values) {
        return new Figure.Bars(
                title, "probability in %, the thin bar before", labels, percent(values), -1, percent(before));
    }

    private static List<Double> percent(List<Double> probabilities) {
        return probabilities.stream().map(p -> 100 * p).toList();
    }
}
