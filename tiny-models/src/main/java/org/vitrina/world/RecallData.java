package org.vitrina.world;

import java.util.stream.IntStream;
import org.vitrina.tokenize.Tokenizer;
import org.vitrina.train.Batch;
import org.vitrina.train.Data;
import org.vitrina.train.DataSource;
import org.vitrina.train.Options;

/// Recall: `{"source": "recall", "pairs": 8, "keys": 26}`. Each row has its own number of pairs, from 1
/// to `pairs`, and asks for each key once; what follows a key that is asked for counts, and nothing
/// else.
final class RecallData implements DataSource {
    private static final long VALIDATION = 1L << 40;

    @Override
    public String name() {
        return "recall";
    }

    @Override
    public String about() {
        return "keys with their values, then the keys again and again, each to be followed by its value: rows of 1 to"
                + " pairs pairs, of keys keys, a small letter each, and as many values, capital ones";
    }

    @Override
    public Data load(Options options) {
        int keys = options.integer("keys", 26, 1, 26);
        int pairs = options.integer("pairs", 8, 1, keys);
        double again = options.number("again", 0, 0, 1);
        options.done();
        return new Data.Made(
                request -> step -> batch(request, pairs, keys, again, request.seed() * 31 + step),
                request -> IntStream.range(0, 4)
                        .mapToObj(i -> batch(request, pairs, keys, 0, VALIDATION + i))
                        .toList());
    }

    /// Returns the batch of this number: rows of its own, as no two numbers share a seed.
    private static Batch batch(Data.Request request, int pairs, int keys, double again, long number) {
        int length = request.tokens();
        if (length < 4 * pairs - 1) {
            throw new IllegalArgumentException("rows of " + pairs + " pairs need " + (4 * pairs - 1)
                    + " tokens, but the recipe's batch has rows of " + length);
        }
        int[] inputs = new int[request.rows() * length];
        int[] targets = new int[inputs.length];
        float[] weights = new float[inputs.length];
        for (int row = 0; row < request.rows(); row++) {
            int some = 1 + (int) Long.remainderUnsigned(number * 7 + row, pairs);
            var recall = new Recall(some, (length + 1) / 2 - some, keys);
            Recall.Row made = recall.of(number * request.rows() + row);
            int[] ids = ids(request.tokenizer(), recall.text(made.ids()));
            boolean repeats = row < Math.round(request.rows() * again);
            for (int at = 0; at < length; at++) {
                inputs[row * length + at] = repeats ? ids[at % (2 * some)] : ids[at];
                int next = at + 1 == ids.length ? 0 : repeats ? ids[(at + 1) % (2 * some)] : ids[at + 1];
                targets[row * length + at] = at + 1 < ids.length ? next : request.end();
                weights[row * length + at] = repeats && at >= 2 * some && at + 1 < ids.length ? 1 : 0;
            }
            if (!repeats) {
                for (int answer : made.answers()) weights[row * length + answer - 1] = 1;
            }
        }
        return new Batch(request.rows(), length, inputs, targets, weights);
    }

    /// Returns the ids of the letters, one each, so that a position is a letter.
    static int[] ids(Tokenizer tokenizer, String text) {
        int[] ids = tokenizer.encode(text);
        if (ids.length != text.length()) {
            throw new IllegalArgumentException("recall needs a tokenizer with a token for each letter and none for"
                    + " several, such as one of 257 tokens, but '" + tokenizer.name() + "' makes "
                    + ids.length + " tokens of " + text.length() + " letters");
        }
        return ids;
    }
}
