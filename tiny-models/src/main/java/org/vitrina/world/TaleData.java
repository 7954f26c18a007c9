package org.vitrina.world;

import java.util.List;
import java.util.stream.IntStream;
import org.vitrina.train.Data;
import org.vitrina.train.DataSource;
import org.vitrina.train.Options;

/// Tales, English and Spanish in turn: `{"source": "tales", "tales": 48000, "validation": 8000}`.
///
/// With `retold` a share of those that are learned from are told twice, word for word, as children like it: the
/// second time, every word can be known by looking back, which is what a model then learns first (the induction
/// heads of [Olsson et al. 2022](https://arxiv.org/abs/2209.11895)). What is measured is told once.
///
/// A tale's cast decides whether it is learned from or measured ([Split]), so that of the seeds of each
/// part only those of its split are taken.
final class TaleData implements DataSource {
    @Override
    public String name() {
        return "tales";
    }

    @Override
    public String about() {
        return "tales of the tiny world, English for even seeds and Spanish for odd ones: those of the seeds below tales"
                + " that are for training, a share of retold of them twice, and of the next validation seeds those that are for"
                + " validation";
    }

    @Override
    public Data load(Options options) {
        int tales = options.integer("tales", 1, 10_000_000);
        int validation = options.integer("validation", 8_000, 1, 10_000_000);
        double retold = options.number("retold", 0, 0, 1);
        options.done();
        return new Data.Texts(
                texts(Split.TRAINING, 0, tales, retold), texts(Split.VALIDATION, tales, tales + validation, 0));
    }

    private static List<String> texts(Split split, int from, int to, double retold) {
        return IntStream.range(from, to)
                .mapToObj(seed -> Tale.of(seed, seed % 2 == 0 ? Language.ENGLISH : Language.SPANISH))
                .filter(tale -> tale.split() == split)
                .map(tale -> isAmong(tale.seed(), retold) ? tale.text() + " " + tale.text() : tale.text())
                .toList();
    }

    /// Returns whether a seed is among a share of them: as evenly as it goes, of both languages alike.
    static boolean isAmong(long seed, double share) {
        long pair = seed / 2;
        return Math.floor((pair + 1) * share) > Math.floor(pair * share);
    }
}
