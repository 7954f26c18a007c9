package org.vitrina.world;

import java.util.List;
import java.util.stream.IntStream;
import org.vitrina.train.Data;
import org.vitrina.train.DataSource;
import org.vitrina.train.Options;

/// Tales, English and Spanish in turn: `{"source": "tales", "tales": 48000, "validation": 8000}`.
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
                + " that are for training, and of the next validation seeds those that are for validation";
    }

    @Override
    public Data load(Options options) {
        int tales = options.integer("tales", 1, 10_000_000);
        int validation = options.integer("validation", 8_000, 1, 10_000_000);
        options.done();
        return new Data.Texts(texts(Split.TRAINING, 0, tales), texts(Split.VALIDATION, tales, tales + validation));
    }

    private static List<String> texts(Split split, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(seed -> Tale.of(seed, seed % 2 == 0 ? Language.ENGLISH : Language.SPANISH))
                .filter(tale -> tale.split() == split)
                .map(Tale::text)
                .toList();
    }
}
