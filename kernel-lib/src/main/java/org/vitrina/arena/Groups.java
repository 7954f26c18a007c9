package org.vitrina.arena;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Who can be compared with whom. Finite ratings exist exactly if each model can be reached from each other
/// one over victories and ties ([Ford 1957](https://doi.org/10.2307/2308513)): if there is a group of
/// models of which none ever lost or tied against the rest, every lead over them is likelier than a smaller
/// one.
final class Groups {
    private Groups() {}

    /// Returns why there are no finite ratings, or nothing if there are.
    ///
    /// @param notLost whether the model of the row ever won or tied against that of the column
    static Optional<String> noRatings(List<String> models, boolean[][] notLost) {
        int n = models.size();
        for (int from = 0; from < n; from++) {
            BitSet reached = reached(from, notLost);
            if (reached.cardinality() == n) continue;
            // whoever is not reached never lost to, nor tied with, those who are
            var outside = new ArrayList<String>();
            var inside = new ArrayList<String>();
            for (int i = 0; i < n; i++) (reached.get(i) ? inside : outside).add(models.get(i));
            boolean met = false;
            for (int i = reached.nextClearBit(0); i < n; i = reached.nextClearBit(i + 1)) {
                for (int j = reached.nextSetBit(0); j >= 0; j = reached.nextSetBit(j + 1)) met |= notLost[i][j];
            }
            return Optional.of(
                    met
                            ? "%s never lost to and never tied with %s, so no lead is large enough: there is no finite rating"
                                    .formatted(named(outside), named(inside))
                            : "no battle connects %s with %s, so nothing can be said of who is better"
                                    .formatted(named(outside), named(inside)));
        }
        return Optional.empty();
    }

    private static BitSet reached(int from, boolean[][] notLost) {
        var reached = new BitSet();
        var open = new ArrayList<Integer>();
        reached.set(from);
        open.add(from);
        while (!open.isEmpty()) {
            int at = open.removeLast();
            for (int to = 0; to < notLost.length; to++) {
                if (notLost[at][to] && !reached.get(to)) {
                    reached.set(to);
                    open.add(to);
                }
            }
        }
        return reached;
    }

    private static String named(List<String> models) {
        int most = 4;
        return models.stream().limit(most).collect(Collectors.joining(", "))
                + (models.size() > most ? " and %d more".formatted(models.size() - most) : "");
    }
}
