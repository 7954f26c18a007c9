package org.vitrina.world;

import java.util.stream.IntStream;
import org.vitrina.train.Batch;
import org.vitrina.train.Data;
import org.vitrina.train.DataSource;
import org.vitrina.train.Options;

/// Texts from Markov chains, each with a chain of its own: `{"source": "chains", "states": 3}`. States
/// are small letters; every row is a text, and every position counts.
final class ChainData implements DataSource {
    private static final long VALIDATION = 1L << 40;

    @Override
    public String name() {
        return "chains";
    }

    @Override
    public String about() {
        return "texts from Markov chains, each row with a chain of its own that is drawn anew: so many states, a small"
                + " letter each";
    }

    @Override
    public Data load(Options options) {
        int states = options.integer("states", 3, 2, 26);
        options.done();
        return new Data.Made(
                request -> step -> batch(request, states, request.seed() * 31 + step),
                request -> IntStream.range(0, 4)
                        .mapToObj(i -> batch(request, states, VALIDATION + i))
                        .toList());
    }

    private static Batch batch(Data.Request request, int states, long number) {
        int length = request.tokens();
        var chains = new Chains(states, length + 1);
        int[] inputs = new int[request.rows() * length];
        int[] targets = new int[inputs.length];
        float[] weights = new float[inputs.length];
        for (int row = 0; row < request.rows(); row++) {
            int[] ids = RecallData.ids(
                    request.tokenizer(),
                    chains.text(chains.of(number * request.rows() + row).ids()));
            System.arraycopy(ids, 0, inputs, row * length, length);
            System.arraycopy(ids, 1, targets, row * length, length);
            java.util.Arrays.fill(weights, row * length, (row + 1) * length, 1);
        }
        return new Batch(request.rows(), length, inputs, targets, weights);
    }
}
