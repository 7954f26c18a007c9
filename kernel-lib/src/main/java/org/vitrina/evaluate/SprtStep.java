package org.vitrina.evaluate;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.vitrina.show.Figure;
import org.vitrina.show.Step;

/// One try of a sequential test.
///
/// @param test    the test
/// @param results of the tries so far, this one the last
/// @param ratio   the logarithm of how much more probable all of them are if the model is good than if it is bad
/// @param verdict what the test says after this try
public record SprtStep(Sprt test, List<Boolean> results, double ratio, Verdict verdict) implements Step {
    static final String NAME = "sprt.try";

    public SprtStep {
        results = List.copyOf(results);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String caption() {
        boolean passed = results.getLast();
        double good = passed ? test.good() : 1 - test.good();
        double bad = passed ? test.bad() : 1 - test.bad();
        return String.format(
                Locale.ROOT,
                "Try %d %s: %.0f %% of a good model's tries do, %.0f %% of a bad one's, so the ratio is multiplied by"
                        + " %.2f. Together: %s. %s",
                results.size(),
                passed ? "passes" : "fails",
                100 * good,
                100 * bad,
                good / bad,
                odds(ratio),
                switch (verdict) {
                    case HOLDS -> "That is enough: accepted as good.";
                    case BROKEN -> "That is enough: refused as bad.";
                    case UNDECIDED ->
                        String.format(
                                Locale.ROOT,
                                "Neither %s nor %s, so another try.",
                                odds(test.acceptAt()),
                                odds(test.refuseAt()));
                });
    }

    /// Returns a ratio as a person says it: `19 to 1 for good`.
    private static String odds(double logarithm) {
        var number = new DecimalFormat("#,##0.##", DecimalFormatSymbols.getInstance(Locale.ROOT));
        return number.format(Math.exp(Math.abs(logarithm))) + " to 1 for " + (logarithm < 0 ? "bad" : "good");
    }

    @Override
    public SequencedMap<String, Object> values() {
        var values = new LinkedHashMap<String, Object>();
        values.put("passed", results.getLast());
        values.put("passes", (int) results.stream().filter(one -> one).count());
        values.put("ratio", ratio);
        values.put("verdict", verdict);
        return values;
    }

    /// Returns all tries so far, and where the ratio is between both ends.
    @Override
    public Figure figure() {
        return new Figure.Stack(
                new Figure.TokenStrip(
                        "the tries so far",
                        IntStream.range(0, results.size())
                                .mapToObj(i -> new Figure.Cell(
                                        results.get(i) ? "pass" : "fail",
                                        Integer.toString(i + 1),
                                        i == results.size() - 1,
                                        results.get(i) ? 0.5 : -0.5))
                                .toList()),
                new Figure.Bars(
                        "good against bad, and where the test ends",
                        "logarithm of the ratio",
                        List.of("accept", "now", "refuse"),
                        List.of(test.acceptAt(), ratio, test.refuseAt()),
                        1));
    }
}
