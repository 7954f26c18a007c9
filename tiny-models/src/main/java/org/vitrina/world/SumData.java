package org.vitrina.world;

import java.util.List;
import java.util.stream.LongStream;
import org.vitrina.train.Data;
import org.vitrina.train.DataSource;
import org.vitrina.train.Options;

/// Sums: `{"source": "sums", "sums": 40000, "digits": 3, "reversed": true, "padded": true, "easier":
/// 0.33}`.
final class SumData implements DataSource {
    @Override
    public String name() {
        return "sums";
    }

    @Override
    public String about() {
        return "sums to be worked out: as many as sums says, of numbers of up to digits digits; reversed, scratch and"
                + " padded say how they are written, and a share of easier has fewer digits";
    }

    @Override
    public Data load(Options options) {
        var sums = new Sums(
                options.integer("digits", 3, 1, 9),
                options.flag("reversed", false),
                options.flag("scratch", false),
                options.flag("padded", false));
        int count = options.integer("sums", 1, 10_000_000);
        int validation = options.integer("validation", 400, 1, 10_000_000);
        double easier = options.number("easier", 0, 0, 1);
        options.done();
        return new Data.Pairs(
                pairs(sums, Split.TRAINING, count, easier), pairs(sums, Split.VALIDATION, validation, easier));
    }

    private static List<Data.Pair> pairs(Sums sums, Split split, int count, double easier) {
        // of every sum's seed the golden ratio's multiples make an even lot for whether it is an easier one
        return LongStream.range(0, count)
                .mapToObj(seed -> sums.of(split, digits(sums, seed, easier), seed))
                .map(sum -> new Data.Pair(sum.question(), sum.answer()))
                .toList();
    }

    private static int digits(Sums sums, long seed, double easier) {
        double lot = seed * 0.6180339887498949 % 1;
        return lot >= easier || sums.digits() == 1 ? sums.digits() : 1 + (int) (lot / easier * (sums.digits() - 1));
    }
}
