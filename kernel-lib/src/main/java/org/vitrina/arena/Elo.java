package org.vitrina.arena;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.vitrina.show.Observer;
import org.vitrina.show.Progress;
import org.vitrina.show.Walk;

/// Ratings that move after each battle, as in chess: the winner takes from the loser, the more the less it
/// was expected ([Elo 1978](https://en.wikipedia.org/wiki/Elo_rating_system)). Made for players who change;
/// models do not, and then the order of the battles, which says nothing about them, moves their ratings all
/// the same.
///
/// @param k     how far one battle can move a rating
/// @param base  of the odds
/// @param scale how many points are a factor of `base` in the odds
/// @param start with what everybody begins
public record Elo(double k, double base, double scale, double start) {
    /// As FastChat computed Chatbot Arena's first boards: K = 4, base 10, scale 400, from 1000.
    public static final Elo STANDARD = new Elo(4, 10, 400, 1000);

    public Elo {
        if (!(k > 0) || !(base > 1) || !(scale > 0)) {
            throw new IllegalArgumentException("Elo ratings need a K above 0, a base above 1 and a scale above 0, but"
                    + " got " + k + ", " + base + " and " + scale);
        }
    }

    /// Returns this with another K.
    public Elo withK(double k) {
        return new Elo(k, base, scale, start);
    }

    /// Returns K as a person writes it: 4, and not 4.0.
    String writtenK() {
        return new DecimalFormat("#.###", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(k);
    }

    /// Returns the score that is expected of a model of rating `one` against `other`: the chance to win.
    public double expected(double one, double other) {
        return 1 / (1 + Math.pow(base, (other - one) / scale));
    }

    /// Returns what a model of rating `one` gains, and `other` loses, by a battle.
    ///
    /// @param score 1 for a victory, ½ for a tie, 0 for a defeat
    public double change(double one, double other, double score) {
        return k * (score - expected(one, other));
    }

    /// Returns the ratings after all battles, the highest first.
    public SequencedMap<String, Double> ratings(Battles battles) {
        return BradleyTerry.sorted(last(battles));
    }

    private Map<String, Double> last(Battles battles) {
        var ratings = new HashMap<String, Double>();
        for (Battle battle : battles) fight(ratings, battle, Observer.NONE);
        return ratings;
    }

    private void fight(Map<String, Double> ratings, Battle battle, Observer watch) {
        double left = ratings.getOrDefault(battle.left(), start);
        double right = ratings.getOrDefault(battle.right(), start);
        double change = change(left, right, battle.outcome().score());
        ratings.put(battle.left(), left + change);
        ratings.put(battle.right(), right - change);
        watch.step(EloStep.NAME, () -> new EloStep(battle, expected(left, right), left, right, change, start, ratings));
    }

    /// Returns how the ratings move, battle by battle.
    public Walk<EloStep> walk(Battles battles) {
        var ratings = new TreeMap<String, Double>();
        battles.models().forEach(model -> ratings.put(model, start));
        var recorder = Walk.recorder();
        for (Battle battle : battles) fight(ratings, battle, recorder);
        return recorder.walk("Elo, K = " + writtenK(), EloStep.class);
    }

    /// Returns each model's rating after each battle, from before the first on.
    public SequencedMap<String, List<Double>> history(Battles battles) {
        var ratings = new HashMap<String, Double>();
        var history = new LinkedHashMap<String, List<Double>>();
        for (String model : battles.models()) {
            ratings.put(model, start);
            history.put(model, new ArrayList<>(List.of(start)));
        }
        for (Battle battle : battles) {
            fight(ratings, battle, Observer.NONE);
            history.forEach((model, line) -> line.add(ratings.get(model)));
        }
        return history;
    }

    /// Returns what the ratings are when the same battles are fought in other orders.
    ///
    /// @param orders how many orders are tried
    /// @param seed   the same seed tries the same orders
    public EloOrders orders(Battles battles, int orders, long seed) {
        if (orders < 2) {
            throw new IllegalArgumentException("to compare orders takes at least 2, but got " + orders);
        }
        var ratings = new LinkedHashMap<String, double[]>();
        for (String model : battles.models()) ratings.put(model, new double[orders]);
        try (var task = Progress.task("Elo in other orders", orders)) {
            for (int i = 0; i < orders; i++) {
                Map<String, Double> here = last(battles.shuffled(seed * 1_000_003 + i));
                for (var entry : ratings.entrySet()) entry.getValue()[i] = here.get(entry.getKey());
                task.at(i + 1);
            }
        }
        return new EloOrders(this, ratings);
    }
}
