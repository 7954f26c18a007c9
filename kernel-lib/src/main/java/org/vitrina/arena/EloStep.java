package org.vitrina.arena;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.vitrina.show.Figure;
import org.vitrina.show.Step;

/// One battle, as Elo rated it.
///
/// @param battle   who met, and how it ended
/// @param expected the score that was expected of the left side, from 0 to 1
/// @param left     the rating of the left side before the battle
/// @param right    the rating of the right side before the battle
/// @param change   what the left side gained, and the right one lost
/// @param start    with what everybody began
/// @param ratings  of all models after the battle
public record EloStep(
        Battle battle,
        double expected,
        double left,
        double right,
        double change,
        double start,
        Map<String, Double> ratings)
        implements Step {
    static final String NAME = "elo.battle";

    public EloStep {
        ratings = Collections.unmodifiableSortedMap(new TreeMap<>(ratings));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String caption() {
        return String.format(
                Locale.ROOT,
                "%s (%.1f) meets %s (%.1f), and %.1f %% of a victory is expected of it. %s, which is worth %s: %s.",
                battle.left(),
                left,
                battle.right(),
                right,
                100 * expected,
                switch (battle.outcome()) {
                    case LEFT -> "It wins";
                    case RIGHT -> "It loses";
                    case TIE -> "It ties";
                    case BOTH_BAD -> "Both are bad";
                },
                switch (battle.outcome()) {
                    case LEFT -> "1";
                    case RIGHT -> "0";
                    case TIE, BOTH_BAD -> "½";
                },
                change == 0
                        ? "as expected, and nobody gains"
                        : signed(change) + " points for " + battle.left() + ", " + signed(-change) + " for "
                                + battle.right());
    }

    private static String signed(double points) {
        return String.format(Locale.ROOT, "%+.2f", points).replace('-', '−');
    }

    @Override
    public SequencedMap<String, Object> values() {
        var values = new LinkedHashMap<String, Object>();
        values.put("left", battle.left());
        values.put("right", battle.right());
        values.put("outcome", battle.outcome().written());
        values.put("expected", expected);
        values.put("change", change);
        values.put("left rating", left + change);
        values.put("right rating", right - change);
        return values;
    }

    /// Returns the ratings as bars, above or below what everybody began with: seen from 0 they would all be alike.
    @Override
    public Figure figure() {
        var labels = new ArrayList<String>();
        var now = new ArrayList<Double>();
        var before = new ArrayList<Double>();
        ratings.forEach((model, rating) -> {
            labels.add(model);
            now.add(points(rating));
            before.add(points(model.equals(battle.left()) ? left : model.equals(battle.right()) ? right : rating));
        });
        return new Figure.Bars(
                "ratings after this battle, and before it",
                String.format(Locale.ROOT, "points above or below %.0f", start),
                List.copyOf(labels),
                List.copyOf(now),
                labels.indexOf(battle.left()),
                List.copyOf(before));
    }

    private double points(double rating) {
        return Math.round(100 * (rating - start)) / 100.0;
    }
}
