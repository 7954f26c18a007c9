package org.vitrina.arena;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Battles with the same models on the same sides and the same score, counted: however many votes there
/// are, ratings see at most three rows for two models.
///
/// @param models  the names, sorted
/// @param a       the model on the left of each row
/// @param b       the model on the right
/// @param y       what the left one got
/// @param counts  how many battles
/// @param weights how much each of them counts
record Counted(List<String> models, int[] a, int[] b, double[] y, double[] counts, double[] weights) {
    private record Row(String left, String right, double score) {}

    static Counted of(Battles battles, boolean reweighted) {
        if (battles.size() == 0) {
            throw new IllegalArgumentException("there is no battle yet, so there is nothing to rate");
        }
        Map<Row, Integer> rows = new LinkedHashMap<>();
        for (Battle battle : battles) {
            rows.merge(new Row(battle.left(), battle.right(), battle.outcome().score()), 1, Integer::sum);
        }
        Map<String, Integer> index = battles.indices();
        Map<List<String>, Integer> met = battles.pairs();
        int n = rows.size();
        var counted =
                new Counted(battles.models(), new int[n], new int[n], new double[n], new double[n], new double[n]);
        int at = 0;
        for (var entry : rows.entrySet()) {
            Row row = entry.getKey();
            counted.a[at] = index.get(row.left());
            counted.b[at] = index.get(row.right());
            counted.y[at] = row.score();
            counted.counts[at] = entry.getValue();
            counted.weights[at] = reweighted
                    ? 1.0 / Math.max(met.get(Battles.pair(row.left(), row.right())), BradleyTerry.LEAST_MEETINGS)
                    : 1;
            at++;
        }
        return counted;
    }

    int size() {
        return y.length;
    }

    /// Returns why there would be no finite ratings if the rows came so often, or nothing if there are.
    Optional<String> noRatings(double[] counts) {
        boolean[][] notLost = new boolean[models.size()][models.size()];
        for (int i = 0; i < y.length; i++) {
            if (counts[i] == 0) continue;
            if (y[i] > 0) notLost[a[i]][b[i]] = true;
            if (y[i] < 1) notLost[b[i]][a[i]] = true;
        }
        return Groups.noRatings(models, notLost);
    }
}
