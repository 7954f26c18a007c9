package org.vitrina.precision;

import java.util.Random;
import org.vitrina.tokenize.BpeOptions;
import org.vitrina.tokenize.BpeTokenizer;
import org.vitrina.tokenize.SplitPattern;
import org.vitrina.tokenize.Tokenizer;
import org.vitrina.transformer.Config;
import org.vitrina.transformer.Model;

/// A model that nobody has trained, and a text for it.
final class Small {
    static final Tokenizer TOKENIZER = BpeTokenizer.train(
            "the cat sat on the mat, the cat sat",
            264,
            BpeOptions.DEFAULT.withSplit(SplitPattern.GPT2).withSpecialTokens("<end>"));

    private Small() {}

    static Model model() {
        return model(1);
    }

    static Model model(long seed) {
        return Model.random(Config.llama(272, 64, 32, 2, 4, 2, 48), seed, TOKENIZER);
    }

    static String text() {
        var random = new Random(3);
        var text = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            text.append(new String[] {"the cat ", "sat on ", "the mat, ", "and "}[random.nextInt(4)]);
        }
        return text.toString();
    }
}
