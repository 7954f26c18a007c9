package org.vitrina.transformer;

import java.util.random.RandomGenerator;
import org.vitrina.tokenize.BpeOptions;
import org.vitrina.tokenize.BpeTokenizer;
import org.vitrina.tokenize.Tokenizer;

/// Models small enough to run thousands of times, of every shape that the configuration knows.
final class SmallModels {
    static final int VOCABULARY = 264;

    private static final Tokenizer TOKENIZER =
            BpeTokenizer.train("the cat sat on the mat, the cat sat", VOCABULARY, BpeOptions.DEFAULT);

    private SmallModels() {}

    static Tokenizer tokenizer() {
        return TOKENIZER;
    }

    static Model llama() {
        return llama(1);
    }

    static Model llama(long seed) {
        return Model.random(Config.llama(VOCABULARY, 64, 32, 3, 4, 2, 48), seed, TOKENIZER);
    }

    static Model gpt2() {
        return Model.random(Config.gpt2(VOCABULARY, 64, 32, 3, 4), 1, TOKENIZER);
    }

    static int[] ids(RandomGenerator random, int count) {
        return random.ints(count, 0, VOCABULARY).toArray();
    }
}
